"""Which language a text is written in, as far as stemming and display need to know."""

from __future__ import annotations

import re

from index.text import lexicon

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SAMPLE = 4000
"""Characters that are looked at: letters decide after a few sentences."""

UNKNOWN = "und"
"""ISO 639 code for "undetermined"."""


def detect(text: str) -> str:
    """ISO 639-1 code of ``text``: ``en`` for Latin, ``ru`` or ``uk`` for Cyrillic, else ``und``.

    Ukrainian and Russian are told apart as `cyrillic` does; what tells neither is Russian.
    """
    sample = text[:_SAMPLE]
    written, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if written == latin == 0:
        return UNKNOWN
    return "en" if latin >= written else cyrillic(sample) or "ru"


def is_cyrillic(text: str) -> bool:
    """Whether ``text`` is Russian or Ukrainian, names in it aside."""
    return (asked_in(text) or detect(text)) in {"ru", "uk"}


def cyrillic(text: str) -> str | None:
    """``ru`` or ``uk`` by the letters, else the words, that only one has; ``None``: neither."""
    own, other = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if own == other:
        words = set(_WORD.findall(text.casefold()))
        own, other = (len(words & lexicon.words("telling", each)) for each in ("uk", "ru"))
    return None if own == other else "uk" if own > other else "ru"


def asked_in(question: str) -> str | None:
    """The language that somebody writes in, ``None`` where that cannot be told.

    Words with a capital do not count, they may be names: «Кто такая Gudrun Ask Lindqvist?» is
    Russian, and "Gudrun Ask?" is anybody's.
    """
    own = " ".join(word for word in _WORD.findall(question) if not word[0].isupper())
    return "en" if detect(own) == "en" else cyrillic(question)
