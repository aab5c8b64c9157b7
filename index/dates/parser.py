"""When an article was published: read from what its fields say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from index.errors import ArchiveError

if TYPE_CHECKING:
    from index.models import Precision

_DAY = r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)"
_NITF_DAY = r"(\d{8})(?:T?000000)?(?:[+-]\d{4}|Z)?"
"""NITF 3.6 writes a day as 20240305, with an offset or with six zeros behind it."""
_LOOSE = (
    r"(?i)(\d{4}-\d{2}-\d{2})[T ]+(\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
_EARLIEST, _LATEST = 10**8, 4_102_444_800
"""Seconds since 1970: from March 1973 on they have nine digits, and no date has; until 2100."""
_COMPACT = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M", 10: "%Y%m%d%H"}
_AHEAD = timedelta(days=1)
"""A clock may be wrong, and a zone may be missing."""


def parse_date(value: object) -> tuple[datetime, Precision]:
    """The moment ``value`` names, aware, and whether it names a day or a second.

    Takes ISO 8601, RFC 5322 (feeds), seconds and milliseconds since 1970, the compact forms of
    NITF and WARC, and dates as YAML gives them. Without an offset: UTC.

    Raises:
        ArchiveError: it is none of these.
    """
    if isinstance(value, datetime):
        return _aware(value), "second"
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC), "day"
    text = str(value).strip()
    moment = _day(text)
    if moment:
        return moment, "day"
    moment = _number(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else _moment(text)
    if moment:
        return moment, "second"
    raise ArchiveError(f'"{text}" is not an ISO 8601 date')


def is_future(moment: datetime, *, now: datetime) -> bool:
    """Whether ``moment`` is more than a day after ``now``."""
    return moment > now + _AHEAD


def _day(text: str) -> datetime | None:
    match = re.fullmatch(_NITF_DAY, text)
    if match is None and re.fullmatch(_DAY, text) is None:
        return None
    try:
        return _aware(datetime.fromisoformat(match.group(1) if match else text))
    except ValueError:
        return None


def _number(text: str) -> datetime | None:
    """A compact date and time, or a count of seconds or milliseconds since 1970."""
    layout = _COMPACT.get(len(text))
    if layout and text.startswith(("19", "20")) and (len(text) != 10 or text[0] == "2"):  # noqa: PLR2004
        try:
            return datetime.strptime(text, layout).replace(tzinfo=UTC)
        except ValueError:
            pass
    count = float(text)
    for unit in (1, 1000):
        if _EARLIEST <= count / unit < _LATEST:
            moment = datetime.fromtimestamp(count / unit, UTC)
            return moment if unit == 1 or len(text.split(".", maxsplit=1)[0]) > 10 else None  # noqa: PLR2004
    return None


def _moment(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, _loose, parsedate_to_datetime):
        try:
            return _aware(parse(text))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _loose(text: str) -> datetime:
    """ISO 8601 as programs print it: a space before the zone, a zone by name, nanoseconds."""
    match = re.fullmatch(_LOOSE, text)
    if match is None:
        raise ValueError
    zone = (match.group(3) or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    return datetime.fromisoformat(f"{match.group(1)}T{match.group(2)}{zone}")


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
