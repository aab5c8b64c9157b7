"""Makes a question stand alone that leans on the one before it, without a language model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.support import names
from index.language import detect
from index.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEANS = re.compile(
    r"^\W*(?:and|but|so|then|what about|how about|why|when|where|who|how|а|и|но|почему|когда|где"
    r"|кто|как|а що|і|але|чому|коли|де|хто|як)\b[^?]{0,24}\??\s*$"
    r"|\b(?:he|she|they|it|him|her|them|his|their|its|this|that|there|those"
    r"|он|она|они|его|её|ее|им|ему|ей|их|это|этого|там|тогда"
    r"|він|вона|вони|його|її|їх|їм|йому|їй|це|цього|там|тоді)\b",
    re.IGNORECASE,
)
_OWN_TERMS = 4
"""A question with this many terms of its own stands alone, pronoun or not."""


def stand_alone(question: str, earlier: Sequence[str]) -> str:
    """``question``, with the subject of the last question before it where it has none itself."""
    if not earlier or not _leans(question):
        return question
    carried = _subject(earlier[-1], question)
    return f"{question.rstrip()} ({', '.join(carried)})" if carried else question


def _leans(question: str) -> bool:
    own = terms(question, detect(question))
    return len(own) < _OWN_TERMS and not names(question) and bool(_LEANS.search(question))


def _subject(earlier: str, question: str) -> list[str]:
    """Names of the earlier question, or all its telling words where it has no names."""
    found = names(earlier) or [word for word in earlier.split() if terms(word, detect(earlier))]
    said = question.casefold()
    bare = dict.fromkeys(each.strip("?,.()") for each in found)
    return [each for each in bare if each.casefold() not in said]
