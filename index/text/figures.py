"""Figures of a text."""

from __future__ import annotations

import re

from index.text import tokens as plain
from index.text.lexicon import SPELLED

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<![.!?…:]\s)(?<!^)(?<![\"“«'‘(])\b[^\W\d_a-zа-яёіїєґ][\w'’-]+")


def number(figure: str) -> str:
    """``figure`` without grouping commas and idle zeros, decimals behind a point."""
    plain = re.sub(r",(?=\d{3}\b)", "", figure).replace(",", ".")
    if not plain.strip("0"):
        return plain
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0")


def figures(text: str) -> set[str]:
    """Every number in ``text``, spelled ones included, without grouping commas."""
    digits = {number(match.group()) for match in _FIGURE.finditer(text)}
    return digits | {SPELLED[word] for word in plain.words(text) if word in SPELLED}


def names(text: str) -> list[str]:
    """Capitalised words of ``text`` that do not begin a sentence."""
    return _NAME.findall(text)
