"""Follow-ups that move the date of the last question: "and before that?", "and a year earlier?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.text.language import detect

if TYPE_CHECKING:
    from index.dates.question import Dated

_THAT = r"(?:that|then|this|it|этого|того|этим|тем|цього|цим|тим)"
_BEFORE = (
    rf"before(?: {_THAT})?|(?:до|перед) {_THAT}|earlier(?: than {_THAT})?|previously|раньше|ранее"
    r"|раніше"
)
_AFTER = (
    rf"(?:after|since)(?: {_THAT})?|(?:после|після) {_THAT}|later|afterwards|позже|потом|пізніше"
    r"|потім"
)
_YEAR_BEFORE = (
    r"(?:(?:the|a|one) )?(?:previous year|year (?:before|earlier|previously))(?: that)?"
    r"|(?:за )?год(?:ом)? (?:раньше|ранее|до этого|до того)|роком раніше"
    r"|(?:за )?рік до (?:цього|того)"
)
_YEAR_AFTER = (
    r"(?:(?:the|a|one) )?(?:(?:next|following) year|year (?:after|later))(?: that)?"
    r"|(?:через год|годом позже|роком пізніше|через рік)(?: после этого| після цього)?"
)
_FORMS = {
    "before": re.compile(_BEFORE, re.IGNORECASE),
    "after": re.compile(_AFTER, re.IGNORECASE),
    "year before": re.compile(_YEAR_BEFORE, re.IGNORECASE),
    "year after": re.compile(_YEAR_AFTER, re.IGNORECASE),
}
_WORDS = {
    ("before", "en"): "before",
    ("before", "ru"): "до",
    ("before", "uk"): "до",
    ("after", "en"): "after",
    ("after", "ru"): "после",
    ("after", "uk"): "після",
}
_YEARS = {"ru": "года", "uk": "року"}
_LEADING = re.compile(
    r"^(?:in|on|at|during|before|after|since|until|by|from)\s+(?:the\s+)?", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def ordering(rest: str) -> str | None:
    """How ``rest`` moves a date, or ``None`` where it does not: one of four keys."""
    bare = " ".join(rest.split()).strip(" ,.!?…")
    return next((kind for kind, form in _FORMS.items() if form.fullmatch(bare)), None)


def moved(text: str, dated: Dated, kind: str) -> str | None:
    """What to write for a date of ``text`` so that it is moved; ``None`` where it cannot be."""
    said, language = dated.span.of(text), detect(text)
    if kind.startswith("year"):
        step = -1 if kind == "year before" else 1
        return _YEAR.sub(lambda year: str(int(year.group()) + step), said) if _years(said) else None
    pivot = dated.after if kind == "before" else dated.before
    if pivot is None:
        return said
    word = _WORDS.get((kind, language), kind)
    if language not in _YEARS:
        return f"{word} {_LEADING.sub('', said)}"
    if _is_year(dated):
        return f"{word} {pivot.year} {_YEARS[language]}"
    return f"{word} {pivot:%d.%m.%Y}"


def _years(said: str) -> list[str]:
    return _YEAR.findall(said)


def _is_year(dated: Dated) -> bool:
    """Whether a date is a whole year."""
    first, last = dated.after, dated.before
    if first is None or last is None or first.year != last.year:
        return False
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
