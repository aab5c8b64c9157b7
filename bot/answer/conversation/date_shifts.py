"""Follow-ups that move the date of the last question: "and before that?", "and a year earlier?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.dates.expressions import part
from index.dates.ranges import unit_range
from index.text.calendar import shown_as
from index.text.language import detect

if TYPE_CHECKING:
    from index.dates.question import Dated

_KINDS = ("before", "after", "year_before", "year_after")
_LEADING = r"(?i)^(?:in|on|at|during|before|after|since|until|by|from)\s+(?:the\s+)?"
_YEAR = r"\b(?:1[5-9]|20)\d\d\b"


def ordering(rest: str) -> str | None:
    """How ``rest`` moves a date, or ``None`` where it does not: one of four keys."""
    bare = " ".join(rest.lower().split()).strip(" ,.!?…")
    return next(
        (kind for kind in _KINDS if part("question", f"moved_{kind}").fullmatch(bare)), None
    )


def moved(text: str, dated: Dated, kind: str) -> str | None:
    """What to write for a date of ``text`` so that it is moved; ``None`` where it cannot be."""
    said, language = dated.span.of(text), detect(text)
    if kind.startswith("year"):
        step = -1 if kind == "year_before" else 1
        moved, years = re.subn(_YEAR, lambda year: str(int(year.group()) + step), said)
        return moved if years else None
    pivot = dated.after if kind == "before" else dated.before
    if pivot is None:
        return said
    if language not in {"ru", "uk"}:
        return f"{kind} {re.sub(_LEADING, '', said)}"
    whole = (dated.after, dated.before) == unit_range(pivot, "year")
    day = shown_as("whole_year", language) if whole else "%d.%m.%Y"
    return f"{shown_as(kind, language)} {pivot.strftime(day)}"
