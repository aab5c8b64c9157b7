"""Follow-ups that move the date of the last question: "and before that?", "and a year earlier?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.text import lexicon
from index.text.language import detect

if TYPE_CHECKING:
    from index.dates.question import Dated

_SHIFTS = ("before", "after", "year before", "year after")
_YEARS = {"ru": "года", "uk": "року"}
_LEADING = re.compile(
    r"^(?:in|on|at|during|before|after|since|until|by|from)\s+(?:the\s+)?", re.IGNORECASE
)
_YEAR = r"\b{year}\b"


def ordering(rest: str) -> str | None:
    """How ``rest`` moves a date, or ``None`` where it does not: one of four keys."""
    bare = " ".join(rest.split()).strip(" ,.!?…")
    return next((shift for shift in _SHIFTS if _form(shift).fullmatch(bare)), None)


def _form(shift: str) -> re.Pattern[str]:
    name = shift.replace(" ", "-") if " " in shift else f"{shift}-that"
    return lexicon.pattern(f"{{{name}}}")


def moved(text: str, dated: Dated, kind: str) -> str | None:
    """What to write for a date of ``text`` so that it is moved; ``None`` where it cannot be."""
    said, language = dated.span.of(text), detect(text)
    if kind.startswith("year"):
        step = -1 if kind == "year before" else 1
        year = lexicon.pattern(_YEAR)
        moved_years, found = year.subn(lambda match: str(int(match.group()) + step), said)
        return moved_years if found else None
    pivot = dated.after if kind == "before" else dated.before
    if pivot is None:
        return said
    word = next(iter(lexicon.words(kind, language)), kind)
    if language not in _YEARS:
        return f"{word} {_LEADING.sub('', said)}"
    if _is_year(dated):
        return f"{word} {pivot.year} {_YEARS[language]}"
    return f"{word} {pivot:%d.%m.%Y}"


def _is_year(dated: Dated) -> bool:
    """Whether a date is a whole year."""
    first, last = dated.after, dated.before
    if first is None or last is None or first.year != last.year:
        return False
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
