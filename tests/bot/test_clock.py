"""Whose days are meant by "yesterday"."""

from __future__ import annotations

import contextvars
from datetime import UTC, datetime

import pytest

from bot import clock

MIDNIGHT = datetime(2024, 3, 5, 22, 30, tzinfo=UTC)
"""Half past ten in the evening in Greenwich."""


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", ("2024-03-05", "22:30 UTC")),
        ("Europe/Kyiv", ("2024-03-06", "00:30 UTC+02:00")),
        ("America/New_York", ("2024-03-05", "17:30 UTC-05:00")),
        ("Asia/Kathmandu", ("2024-03-06", "04:15 UTC+05:45")),
    ],
)
def test_day_and_hours_are_those_of_the_place(zone: str, shown: tuple[str, str]) -> None:
    """Of the same moment."""
    at = clock.at_home(MIDNIGHT, zone)

    assert (at.date().isoformat(), clock.hours(at)) == shown
    assert at == MIDNIGHT


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("kyiv", "Europe/Kyiv"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("", None),
        ("../../etc/passwd", None),
        ("Europe", None),
    ],
)
def test_zone_is_known_by_its_name_and_by_its_town(said: str, zone: str | None) -> None:
    """In any case of letters."""
    assert clock.known(said) == zone


def test_first_zone_that_there_is_holds_for_the_task() -> None:
    """A zone that the database lost does not stop anybody."""

    def lived(*names: str | None) -> str:
        """The zone after living in the first of these."""
        clock.live_in(*names)
        return clock.zone()

    def lives(*names: str | None) -> str:
        """The same in a task of its own."""
        return contextvars.copy_context().run(lived, *names)

    assert lives(None, "Gone/Away", "Europe/Kyiv", "UTC") == "Europe/Kyiv"
    assert lives(None) == "UTC"
    assert clock.zone() == "UTC"
