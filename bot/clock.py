"""Whose clock it is: the zone in which the days and hours of whoever is spoken to are counted.

As their language it is set once, by `live_in`, for the task that answers somebody and for all that
this task starts. Zones go by their names in the IANA database.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

DEFAULT = "UTC"
_zone: ContextVar[str] = ContextVar("zone", default=DEFAULT)


def zone() -> str:
    """The name of the zone that days are counted in now."""
    return _zone.get()


def live_in(*names: str | None) -> None:
    """Count days and hours as they are in the first of these zones that there is, else in UTC."""
    _zone.set(next((each for each in names if each and is_zone(each)), DEFAULT))


def now() -> datetime:
    """This moment on the clock."""
    return at_home(datetime.now(UTC))


def at_home(moment: datetime, name: str | None = None) -> datetime:
    """The same moment on the clock, or on that of another zone, in UTC if there is none such."""
    wanted = name or zone()
    return moment.astimezone(ZoneInfo(wanted if is_zone(wanted) else DEFAULT))


def hours(moment: datetime) -> str:
    """The time of day with what it is ahead of UTC: ``14:05 UTC+02:00``."""
    ahead = moment.strftime("%z")
    shown = "" if ahead == "+0000" else f"{ahead[:3]}:{ahead[3:5]}"
    return f"{moment:%H:%M} UTC{shown}"


def known(name: str) -> str | None:
    """The zone that somebody means, in any case of letters: ``Europe/Kyiv``, ``new york``.

    A town names a zone where it is the only one that ends so.
    """
    wanted = "_".join(name.casefold().split())
    zones = {each.casefold(): each for each in available_timezones()}
    if wanted in zones or not wanted:
        return zones.get(wanted)
    towns = [each for lowered, each in zones.items() if lowered.endswith(f"/{wanted}")]
    return towns[0] if len(towns) == 1 else None


def is_zone(name: str) -> bool:
    """Whether the IANA database, as it is here, has a zone with this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):  # a folder, or no name of a file
        return False
    return True
