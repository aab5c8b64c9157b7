"""Names of clocks, and what each is ahead of UTC: ``GMT+3``, ``CEST``, ``Europe/Kyiv``."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_OFFSET = re.compile(
    r"(?:UTC|GMT|UT|Z)?\s?(?P<sign>[+−-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?"
)
_PLACE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2}")
_FARTHEST = timedelta(hours=14)
_QUARTER = 15
"""No clock differs from UTC by other than whole quarters of an hour."""


def offset_of(name: str, local: datetime) -> timedelta | None:
    """What the clock ``name`` is ahead of UTC when it shows ``local``.

    ``None``: nobody knows it by that name, or it shows this time twice, or never.
    """
    figures = _OFFSET.fullmatch(name.upper())
    if figures:
        return _in_figures(figures)
    known = _names().get(name.upper(), name)
    if _OFFSET.fullmatch(known):
        return offset_of(known, local)
    place = _place(known) if _PLACE.fullmatch(known) else None
    if place is None:
        return None
    sooner = local.replace(tzinfo=place, fold=0).utcoffset()
    return sooner if sooner == local.replace(tzinfo=place, fold=1).utcoffset() else None


def _in_figures(match: re.Match[str]) -> timedelta | None:
    minutes = int(match["minutes"] or 0)
    ahead = timedelta(hours=int(match["hours"]), minutes=minutes)
    if ahead > _FARTHEST or minutes % _QUARTER or minutes >= 4 * _QUARTER:
        return None
    return ahead if match["sign"] == "+" else -ahead


@cache
def _names() -> Mapping[str, str]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _place(name: str) -> ZoneInfo | None:
    """The clock of a place, whatever the case of its name."""
    known = _places().get(name.casefold())
    return ZoneInfo(known) if known else None


@cache
def _places() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}
