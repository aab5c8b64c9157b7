"""Which language a text is written in, as far as stemming and display need to know."""

from __future__ import annotations

import re

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")
_SAMPLE = 4000
"""Characters that are looked at: letters decide after a few sentences."""

UNKNOWN = "und"
"""ISO 639 code for "undetermined"."""


def detect(text: str) -> str:
    """ISO 639-1 code of ``text``: ``en`` for Latin, ``ru`` or ``uk`` for Cyrillic, else ``und``.

    Ukrainian and Russian are told apart by the letters that only one of them has.
    """
    sample = text[:_SAMPLE]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if cyrillic == latin == 0:
        return UNKNOWN
    if latin >= cyrillic:
        return "en"
    own, other = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
    return "uk" if own > other else "ru"
