"""The words and terms of a text: what lexical search, fusion and the guard compare."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

from index.text import lexicon
from index.text.language import UNKNOWN, detect

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[^\W_]+")
_GROUPING = re.compile(r"(?<=\d),(?=\d{3}\b)")
_POSSESSIVE = re.compile(r"['’ʼ]s$")
_SNOWBALL = {"en": "english", "ru": "russian"}
_stemmers = threading.local()
_STEM_FLOOR = 3
"""Letters that a Ukrainian ending must leave standing."""
_SPELLINGS = (
    (re.compile(r"(?<=\w{3})is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=\w{3})our(s|ed|ing|able|ful)?$"), r"or\1"),
    (re.compile(r"(?<=\w{2})([tb])re(s?)$"), r"\1er\2"),
)
"""British endings and their American form; a wrong guess does no harm, both sides make it."""


def words(text: str) -> list[str]:
    """The words of ``text`` in order, folded and in lower case; ``2,000`` is ``2000``."""
    return [_POSSESSIVE.sub("", match) for match in _WORD.findall(folded(text))]


def folded(text: str) -> str:
    """``text`` in lower case and in one form of each letter, figures without grouping."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _GROUPING.sub("", plain).replace("ё", "е")


def terms(text: str, language: str) -> list[str]:
    """Stems of the words of ``text`` that are not stop words, in order, repeats kept."""
    stop = lexicon.words("stop")
    return [stem(word, language) for word in words(text) if word not in stop]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a lower-case word; words in Latin letters are stemmed as English."""
    if word.isascii():
        return str(_stemmer("en").stemWord(_american(word))) if word.isalpha() else word
    if language == "uk":
        return _ukrainian(word)
    return str(_stemmer("ru").stemWord(word)) if language == "ru" else word


def _american(word: str) -> str:
    for ending, replacement in _SPELLINGS:
        word = ending.sub(replacement, word)
    return word


def _stemmer(language: str) -> Any:
    """This thread's Snowball stemmer: one must not serve two threads at once."""
    found = getattr(_stemmers, language, None)
    if found is None:
        import Stemmer  # noqa: PLC0415 - only needed once terms are

        found = Stemmer.Stemmer(_SNOWBALL[language])
        setattr(_stemmers, language, found)
    return found


def _ukrainian(word: str) -> str:
    """``word`` without its longest known ending; Snowball has no Ukrainian."""
    for ending in lexicon.alternatives("endings"):
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_FLOOR:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """The different terms of ``text``, in its own language."""
    language = detect(text)
    return frozenset(terms(text, "en" if language == UNKNOWN else language))
