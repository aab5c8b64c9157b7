"""What people say to the bot that is no question: greetings, thanks, a call for help. Pure."""

from __future__ import annotations

import re
from typing import Literal

from index.text import lexicon

Courtesy = Literal["greeting", "thanks", "help", "empty"]
"""``empty``: there is neither a word nor a figure in it."""

_POLITE = r"(?:(?:{company})\W+)?(?:{greeting}|{gratitude})"
_AND_MORE = rf"(?:\W+(?:{_POLITE}|{{company}}))*"
_WORD = re.compile(r"[^\W_]")


def courtesy(words: str) -> Courtesy | None:
    """What all of ``words`` is, with nothing besides; ``None``: it may be a question."""
    if not _WORD.search(words):
        return "empty"
    before = rf"\W*(?:{_POLITE}{_AND_MORE}\W+)?"
    if lexicon.pattern(rf"{before}(?:{{asks-for-help}}){_AND_MORE}\W*").fullmatch(words):
        return "help"
    if not lexicon.pattern(rf"\W*{_POLITE}{_AND_MORE}\W*").fullmatch(words):
        return None
    return "thanks" if lexicon.cue("gratitude").search(words) else "greeting"
