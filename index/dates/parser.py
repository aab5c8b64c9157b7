"""When an article was published: read from what its fields say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from index.dates.notation import Written, first_days, is_absent, written
from index.errors import ArchiveError

if TYPE_CHECKING:
    from index.models import Precision

_DAY = re.compile(r"[0-9]{4}-?(?:[0-9]{2}-?[0-9]{2}|W[0-9]{2}-?[0-9])")
_NITF_DAY = re.compile(r"([0-9]{8})(?:T?000000)?(?:[+-][0-9]{4}|Z)?")
"""NITF 3.6 writes a day as 20240305, with an offset or with six zeros behind it."""
_XML_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[+-][0-9]{2}:[0-9]{2}|Z)")
_ISO = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4}-?W[0-9]{2}-?[0-9])[Tt ]"
    r"[0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?)?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:\.[0-9]+)?)?)?)?"
)
_EARLIEST, _LATEST = 10**8, 4_102_444_800
"""Seconds since 1970: from March 1973 on they have nine digits, and no date has; until 2100."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = (1, 10**3, 10**6, 10**9)
_FEWEST_DIGITS = 11
"""Of a count of anything less than a second: a day in figures has fewer."""
_LONGEST_COUNT = 40
"""Figures that are worth a look: nanoseconds have 19."""
_COMPACT = {17: "%Y%m%d%H%M%S%f", 14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M", 10: "%Y%m%d%H"}
_COUNT = re.compile("-?[0-9]{1,40}")
_NET = re.compile(r"/Date\((-?[0-9]{1,40})(?:[+-][0-9]{4})?\)/")
"""Milliseconds since 1970 as ASP.NET writes them in JSON."""
_FIRST_NEWSPAPER = 1605
"""The Relation of Strasbourg; a year before it is of another calendar, or no year."""
_DAY_CHARACTERS = 10
_CERTAIN = (1970, 9999)
"""Years between which no placeholder lies."""
_AHEAD = timedelta(days=1)
"""A clock may be wrong, and a zone may be missing."""


def parse_date(value: object) -> tuple[datetime, Precision]:
    """The moment ``value`` names, aware, and whether it names a day or a second.

    Takes what `read_date` takes, and only if there is no doubt about any of it.

    Raises:
        ArchiveError: it names no day, or may name two, or something is left over.
    """
    found = read_date(value)
    if found.is_open or found.doubt:
        raise _not_a_date(value)
    return found.moment, found.precision


def read_date(value: object, *, language: str | None = None) -> Written:
    """The moment ``value`` names, and what is to be said against it.

    Takes ISO 8601 and RFC 9557, RFC 5322 (feeds), counts of seconds to nanoseconds since 1970,
    the compact forms of NITF and WARC, dates in words (`notation`), and what YAML and TOML make
    of a date. Without an offset: UTC.

    Raises:
        ArchiveError: it names no day, or no day of the calendar.
    """
    if isinstance(value, str):
        text = value.strip()
        match = None if _NITF_DAY.fullmatch(text) else _ISO.fullmatch(text)
        found = _iso(text, zoned=match["zone"] is not None) if match else None
        found = found or _read(text, language)
    elif isinstance(value, datetime):
        found = Written(_aware(value), "second", zoned=value.tzinfo is not None)
    elif isinstance(value, date):
        found = Written(datetime.combine(value, time(), UTC), "day")
    else:
        found = _read(_figures(value), language)
    if found is None:
        raise _not_a_date(value)
    return found


def iso_date(value: object) -> Written | None:
    """A date of ISO 8601 as most records have it; ``None`` where it may be a placeholder, too."""
    if not isinstance(value, str) or value[4:5] != "-":
        return None
    is_day = len(value) == _DAY_CHARACTERS
    match = None if is_day else _ISO.fullmatch(value)
    if match is None and not (is_day and _DAY.fullmatch(value)):
        return None
    try:
        moment = _aware(datetime.fromisoformat(value))
    except ValueError:
        return None
    if not _CERTAIN[0] < moment.year < _CERTAIN[1]:
        return None
    return Written(moment, "second", match["zone"] is not None) if match else Written(moment, "day")


def unwrapped(value: Any) -> Any:
    """The date in an object as databases and languages export one; ``value`` where it is none.

    MongoDB's ``{"$date": …}`` counts milliseconds; PHP's has the zone beside the date.
    """
    if not isinstance(value, dict):
        return value
    if "$date" in value:
        inner = value["$date"]
        inner = inner.get("$numberLong", inner) if isinstance(inner, dict) else inner
        counted = _COUNT.fullmatch(str(inner))
        moment = _since(Decimal(counted[0]) / _UNITS[1]) if counted else None
        return moment.moment if moment else inner
    if isinstance(value.get("date"), str) and isinstance(value.get("timezone"), str):
        return f"{value['date']} {value['timezone']}"
    return value


def placeholder(value: object, found: Written | None) -> str | None:
    """Why ``value`` is no date at all but what a program writes for none, as a clause."""
    if found is None:
        text = str(value).strip().casefold()
        if is_absent(text) or (re.search("[0-9]", text) and not re.search("[1-9]", text)):
            return "which stands for no date"
        return None
    moment = found.moment
    if _CERTAIN[0] < moment.year < _CERTAIN[1]:
        return None
    if moment.year < _FIRST_NEWSPAPER:
        return f"of the year {moment.year}, when there were no newspapers"
    if moment.date() in first_days() or _is_epoch(moment):
        return "the day that programs write for no date"
    return None


def is_future(moment: datetime, *, now: datetime) -> bool:
    """Whether ``moment`` is more than a day after ``now``."""
    return moment > now + _AHEAD


def _is_epoch(moment: datetime) -> bool:
    """Whether a clock may have written second 0 so: a full hour, as it was anywhere on earth."""
    seconds = moment.timestamp()
    return not seconds or (abs(seconds) <= 12 * 3600 and not seconds % 3600 and moment.year < 1970)  # noqa: PLR2004


def _not_a_date(value: object) -> ArchiveError:
    return ArchiveError(f'"{str(value).strip()}" is not an ISO 8601 date')


def _figures(value: object) -> str:
    """``value`` as text, a number of a few figures without an exponent."""
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LONGEST_COUNT:
        return f"{value:f}"[:_LONGEST_COUNT]
    return str(value)


def _read(text: str, language: str | None) -> Written | None:
    """A day, a number, or a date in words."""
    day = _day(text)
    if day:
        return Written(day, "day")
    milliseconds = _NET.fullmatch(text)
    if milliseconds:
        return _since(Decimal(milliseconds[1]) / _UNITS[1])
    if len(text) <= _LONGEST_COUNT and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return _number(text)
    return written(text, language=language)


def _day(text: str) -> datetime | None:
    match = _NITF_DAY.fullmatch(text) or _XML_DAY.fullmatch(text)
    if match is None and _DAY.fullmatch(text) is None:
        return None
    try:
        return _aware(datetime.fromisoformat(match[1] if match else text))
    except ValueError:
        return None


def _number(text: str) -> Written | None:
    """A compact date and time, or a count since 1970 in one unit; no two of them overlap."""
    layout = _COMPACT.get(len(text))
    if layout and text.startswith(("19", "20")) and (len(text) != 10 or text[0] == "2"):  # noqa: PLR2004
        try:
            return Written(datetime.strptime(text, layout).replace(tzinfo=UTC), "second")
        except ValueError:
            pass
    whole, _, _ = text.partition(".")
    count = Decimal(text)
    for unit in _UNITS:
        if _EARLIEST <= count / unit < _LATEST and (unit == 1 or len(whole) >= _FEWEST_DIGITS):
            return _since(count / unit)
    return None


def _since(seconds: Decimal) -> Written | None:
    """The moment so many seconds after 1970 began."""
    try:
        moment = _EPOCH + timedelta(microseconds=int(seconds * 10**6))
    except OverflowError:  # behind the year 9999
        return None
    return Written(moment, "second", zoned=True)


def _iso(text: str, *, zoned: bool) -> Written | None:
    try:
        return Written(_aware(datetime.fromisoformat(text)), "second", zoned=zoned)
    except ValueError:
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
