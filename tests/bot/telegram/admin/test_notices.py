"""Notices about runs and about an archive that goes stale."""

from __future__ import annotations

import contextvars
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from telegram import Bot

from bot.store import people
from bot.store.schema import metadata
from bot.telegram.admin.notices import Notices
from bot.telegram.admin.runs import Reindexing
from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.outbox import Obligation, Outbox
from bot.telegram.delivery.send_once import Place
from bot.telegram.people.access import Access
from bot.telegram.transport.threads import Threads
from index.catalog import jobs, lookup
from index.library import Library
from index.settings import IndexSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self.ahead


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty home whose archive is to be read every quarter of an hour."""
    opened = Library(
        IndexSettings(home=tmp_path / "home", refresh=timedelta(minutes=15)), tables=metadata
    )
    yield opened
    opened.close()


def said(notices: Notices) -> list[str]:
    """What is to be said now."""
    return [owed.part(0).content.text for owed in notices.look()]


def made(library: Library, clock: Clock) -> Notices:
    """Notices for one admin."""
    access = Access("admins", frozenset({1}), frozenset())
    courier = Courier(Bot("1:T"), Outbox(library.catalog), Threads())
    return Notices(library, access, Reindexing(library, courier), courier, clock=clock)


def ended(library: Library, *, failed: list[str] | None = None, error: str | None = None) -> int:
    """A run over the archive that has just ended."""
    with library.catalog.write() as connection:
        number = jobs.enqueue(connection, "index", configured=True)
        state: jobs.State = "failed" if error else "done"
        jobs.finish(connection, number, state, result={"failed": failed or []}, error=error)
        lookup.set_meta(connection, "last_reading", str(number))
    return number


def test_only_what_went_wrong_since_the_last_look_is_said(library: Library) -> None:
    """What happened before the first look is history."""
    notices = made(library, Clock())
    ended(library, error="old.")
    assert said(notices) == []
    ended(library)
    ended(library, error="the disk is full.")
    ended(library, failed=["feed: 404", "b.zip: damaged"])

    assert said(notices) == [
        "⚠ A run that began by itself failed: the disk is full.",
        "⚠ A run that began by itself could not read 2 locations:\nfeed: 404\nb.zip: damaged",
    ]
    assert said(notices) == []
    assert said(made(library, Clock())) == []


def test_a_run_that_another_bot_shows_is_no_news(library: Library) -> None:
    """Its message says how it ended."""
    notices = made(library, Clock())
    notices.look()
    shown = ended(library, error="the disk is full.")
    Outbox(library.catalog).put(Obligation.at(f"job:{shown}:1", Place(1)))

    assert said(notices) == []


def test_stale_archive_is_said_once_for_each_last_reading(library: Library) -> None:
    """After three readings were missed."""
    clock = Clock()
    notices = made(library, clock)
    assert said(notices) == []
    ended(library)
    clock.ahead = 40 * 60
    assert said(notices) == []
    clock.ahead = 46 * 60
    (sentence,) = said(notices)
    assert sentence.startswith("⚠ The archive was last read ")
    assert "every 15m" in sentence
    assert said(notices) == []
    ended(library)
    clock.ahead = 92 * 60

    assert len(said(notices)) == 1


def test_notice_is_owed_from_the_moment_at_which_it_counts_as_told(library: Library) -> None:
    """A kill between the look and the message loses nothing, and nothing is owed twice."""
    notices = made(library, Clock())
    notices.look()
    number = ended(library, error="the disk is full.")
    notices.look()

    (owed,) = Outbox(library.catalog).due()
    assert (owed.id, owed.chat) == (f"notice:{number}:1", 1)
    assert notices.look() == []


def test_hours_of_a_notice_are_those_of_whom_it_tells(library: Library) -> None:
    """In their language."""
    library.catalog.change(people.set_language, 1, "uk", name="Boss")
    library.catalog.change(people.set_timezone, 1, "Asia/Kathmandu")
    clock = Clock()
    notices = made(library, clock)
    notices.look()
    ended(library)
    clock.ahead = 46 * 60

    (sentence,) = contextvars.copy_context().run(said, notices)
    assert " UTC+05:45" in sentence
    assert sentence.startswith("⚠ Архів")
