"""Makes a question stand alone that leans on the one before it, without a language model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.support import names
from index.language import detect
from index.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARE = re.compile(
    r"^\W*(?:why|when|where|who|how|how many|how much|почему|когда|где|кто|как|сколько"
    r"|чому|коли|де|хто|як|скільки)\s*\??\s*$",
    re.IGNORECASE,
)
"""A question word alone."""
_AND = re.compile(
    r"^\W*(?:and|but|what about|how about|а|и|но|а что|а как|а що|і|та|але)\s+"
    r"(?P<rest>[^?]{2,40})\??\s*$",
    re.IGNORECASE,
)
"""Something else in the place of what the last question was about."""
_POINTS = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|their|its|this|that|there|those"
    r"|он|она|они|его|её|ее|им|ему|ей|их|это|этого|там|тогда"
    r"|він|вона|вони|його|її|їх|їм|йому|їй|це|цього|там|тоді)\b",
    re.IGNORECASE,
)
_OWN_TERMS = 4
"""A question with this many terms of its own stands alone, pronoun or not."""


def stand_alone(question: str, earlier: Sequence[str]) -> str:
    """``question`` with what it takes from the last one: its subject, or all but its subject."""
    if not earlier:
        return question
    replaced = _AND.match(question)
    if replaced and names(question) and len(replaced["rest"].split()) <= _OWN_TERMS:
        return f"{_frame(earlier[-1], replaced['rest'])} ({replaced['rest'].strip()})"
    if not _leans(question):
        return question
    carried = _subject(earlier[-1], question)
    return f"{question.rstrip()} ({', '.join(carried)})" if carried else question


def _leans(question: str) -> bool:
    own = terms(question, detect(question))
    if names(question) or len(own) >= _OWN_TERMS:
        return False
    return any(pattern.search(question) for pattern in (_BARE, _AND, _POINTS))


def _frame(question: str, put: str) -> str:
    """``question`` without its last name, if a name is put in its place."""
    found = names(question)
    if not found or put[:1].islower():
        return question
    head, _, tail = question.rpartition(found[-1])
    return " ".join((head + tail).split())


def _subject(earlier: str, question: str) -> list[str]:
    """Names of the earlier question, or all its telling words where it has no names."""
    found = names(earlier) or [word for word in earlier.split() if terms(word, detect(earlier))]
    said = question.casefold()
    bare = dict.fromkeys(each.strip("?,.()") for each in found)
    return [each for each in bare if each.casefold() not in said]
