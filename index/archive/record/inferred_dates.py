"""The day of an article whose fields name none: from its address or its dateline.

Only what is certain: a whole day of the calendar with its year, that is not in the future.
"March 5" in a dateline may be of any year, and ``/2024/3/6.html`` be the sixth story of March.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from index.dates.parser import is_future
from index.text.calendar import key_of, pattern

if TYPE_CHECKING:
    from index.models import DatedBy

_IN_PATH = (
    r"(?<!\d)((?:19|20)\d\d)(?:/([01]?\d)/([0-3]?\d)(?=[/-]|$)"
    r"|([_-])([01]?\d)\4([0-3]?\d)(?=[/._-]|$))"
)
_COMPACT = r"(?<=[/_-])((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/._-]|$)"
_NUMBERED = r"(?i)^[a-z]+://(?:[^/]*\.)?bbc\.(?:com|co\.uk)(?:[:/]|$)"
"""The BBC counts its stories behind the headline; in late 2012 the numbers looked like days."""
_PLACE = r"[A-ZА-ЯЁІЇЄҐ](?:[^\W\d_]|[ .,'’()/-]){1,59}?"
_CAPITALS = r"\s*[A-ZА-ЯЁІЇЄҐ]{3}"
_DAY = (
    r"(?:(?P<month>(?i:<months>))\.?\s+(?P<day>\d{1,2}),?"
    r"|(?P<day_first>\d{1,2})\s+(?P<month_behind>(?i:<months>))\.?,?)"
    r"\s+(?P<year>(?:19|20)\d\d)"
)
_AGENCY = r"\s*\([^()\n]{1,40}\)"
_DASH = r"\s*(?:--|[–—-])(?!\s*(?:\d|(?i:<months>)\b))"
"""Two days with a dash between them are the days of a life."""
_PLAIN = rf"\s*{_PLACE}[,(]?\s*{_DAY}\)?(?:{_AGENCY})?{_DASH}"
_SURE = (
    rf"\s*{_PLACE},\s*{_DAY}"
    rf"(?:{_AGENCY}{_DASH}|\s*(?:г|р)\.(?:{_DASH}|(?=\s*(?:[(/\n]|[A-ZА-ЯЁІЇЄҐ«„\"]|$))))"
)
"""A place that is not in capitals is one where an agency, or the word for year, ends the line."""
_LONGEST = 200


def inferred_day(*, url: str | None, text: str, now: datetime) -> tuple[datetime, DatedBy] | None:
    """The day that address or dateline name, and which of them; the address goes first."""
    days: tuple[tuple[DatedBy, datetime | None], ...] = (
        ("address", day_in_url(url)),
        ("dateline", day_in_dateline(text)),
    )
    for place, day in days:
        if day is not None and not is_future(day, now=now):
            return day, place
    return None


def day_in_url(url: str | None) -> datetime | None:
    """The day that the path of ``url`` names (``/2024/03/05/``), if it names just one."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*", "", url or "", flags=re.IGNORECASE)
    found = [(y, m or month, d or day) for y, m, d, _, month, day in re.findall(_IN_PATH, path)]
    if not re.match(_NUMBERED, url or ""):
        found += re.findall(_COMPACT, path)
    days = {_date(int(y), int(m), int(d)) for y, m, d in found}
    return days.pop() if len(days) == 1 else None


def day_in_dateline(text: str) -> datetime | None:
    """The day in a dateline such as ``SKELHAVEN, March 5, 2024 (Agency) —``."""
    forms = (_PLAIN, _SURE) if re.match(_CAPITALS, text) else (_SURE,)
    found = (_compiled(form).match(text, 0, _LONGEST) for form in forms)
    match = next(filter(None, found), None)
    if match is None:
        return None
    month = key_of("month", match["month"] or match["month_behind"])
    return _date(int(match["year"]), month, int(match["day"] or match["day_first"]))


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form.replace("<months>", pattern("month")))


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
