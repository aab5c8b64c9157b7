"""The day of an article whose fields name none: from its address or its dateline.

Only what is certain: a whole day of the calendar with its year, that is not in the future.
"March 5" in a dateline may be of any year, and ``/2024/3/6.html`` be the sixth story of March.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.dates.parser import is_future

if TYPE_CHECKING:
    from index.models import DatedBy

_IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:/([01]?\d)/([0-3]?\d)(?=[/-]|$)"
    r"|([_-])([01]?\d)\4([0-3]?\d)(?=[/._-]|$))"
)
_COMPACT = re.compile(r"(?<=[/_-])((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/._-]|$)")
_NUMBERED = re.compile(r"^[a-z]+://(?:[^/]*\.)?bbc\.(?:com|co\.uk)(?:[:/]|$)", re.IGNORECASE)
"""The BBC counts its stories behind the headline; in late 2012 the numbers looked like days."""
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sept oct nov dec",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"sep": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_PLACE = r"[A-ZА-ЯЁІЇЄҐ](?:[^\W\d_]|[ .,'’()/-]){1,59}?"
_CAPITALS = re.compile(r"\s*[A-ZА-ЯЁІЇЄҐ]{3}")
_DAY = (
    rf"(?:(?P<month>(?i:{_NAMES}))\.?\s+(?P<day>\d{{1,2}}),?"
    rf"|(?P<day_first>\d{{1,2}})\s+(?P<month_behind>(?i:{_NAMES}))\.?,?)"
    r"\s+(?P<year>(?:19|20)\d\d)"
)
_AGENCY = r"\s*\([^()\n]{1,40}\)"
_DASH = rf"\s*(?:--|[–—-])(?!\s*(?:\d|(?i:{_NAMES})\b))"
"""Two days with a dash between them are the days of a life."""
_PLAIN = re.compile(rf"\s*{_PLACE}[,(]?\s*{_DAY}\)?(?:{_AGENCY})?{_DASH}")
_SURE = re.compile(
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
    found = [(y, m or month, d or day) for y, m, d, _, month, day in _IN_PATH.findall(path)]
    if not _NUMBERED.match(url or ""):
        found += _COMPACT.findall(path)
    days = {_date(int(y), int(m), int(d)) for y, m, d in found}
    return days.pop() if len(days) == 1 else None


def day_in_dateline(text: str) -> datetime | None:
    """The day in a dateline such as ``SKELHAVEN, March 5, 2024 (Agency) —``."""
    form = _PLAIN if _CAPITALS.match(text) else _SURE
    match = form.match(text, 0, _LONGEST) or _SURE.match(text, 0, _LONGEST)
    if match is None:
        return None
    month = _MONTHS[(match["month"] or match["month_behind"]).lower()]
    return _date(int(match["year"]), month, int(match["day"] or match["day_first"]))


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
