"""`cancel`, and what `index` says of the runs that come before its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from index.catalog import jobs, leases
from index.library import Library
from index.settings import IndexSettings
from tests.bot.cli.test_commands import Inside, inside, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bot.conftest import Pressmark

__all__ = ["inside"]


@pytest.fixture
def library(fresh: Pressmark) -> Iterator[Library]:
    """The home of ``fresh`` as another process has it."""
    opened = Library(IndexSettings(home=fresh.home), tables=metadata)
    (fresh.home.parent / "a.txt").write_text("Orla Brandt was born in 1951.", encoding="utf-8")
    yield opened
    opened.close()


def test_nothing_to_cancel_is_no_failure(fresh: Pressmark, inside: Inside) -> None:
    """Nor is a home made for it; a number that no run has is a failure."""
    assert inside(fresh, "cancel") == (0, "nothing to cancel: no run is queued or going on.\n", "")
    assert inside(fresh, "cancel", "7") == (
        1, "", "pressmark: job 7 is neither queued nor running; nothing was changed.\n",
    )  # fmt: skip
    assert not fresh.home.exists()


def test_run_that_nobody_works_on_is_cancelled_at_once(
    fresh: Pressmark, inside: Inside, library: Library
) -> None:
    """Queued, or left running by a process that died; the rest of the queue stays."""
    first = library.submit("index", ["a.txt"])
    with library.catalog.write() as connection:
        leases.claim(connection)
    second = library.submit("full", ["a.txt"])
    third = library.submit("sync")

    one = inside(fresh, "cancel", str(second))
    rest = inside(fresh, "cancel")
    status = one_line(inside(fresh, "status", "--json")[1])

    assert one == (0, f"job {second} (full) is cancelled; what it has done is kept.\n", "")
    assert rest[:2] == (
        0,
        "".join(
            f"job {number} ({kind}) is cancelled; what it has done is kept.\n"
            for number, kind in ((first, "index"), (third, "sync"))
        ),
    )
    assert (status["jobs"], status["healthy"]) == ([], True)
    assert inside(fresh, "cancel", str(second))[0] == 1


def test_run_of_another_process_is_asked_to_stop(
    fresh: Pressmark, inside: Inside, library: Library
) -> None:
    """It stops at its next batch border; the command does not wait for that."""
    with library.owned():
        number = library.submit("index", ["a.txt"])
        with library.catalog.write() as connection:
            leases.claim(connection)

        code, out, _ = inside(fresh, "cancel")
        state = library.job(number).state

    assert (code, state) == (0, "running")
    assert out == f"job {number} (index) stops at its next step; what it has done is kept.\n"


def test_index_says_which_runs_it_finishes_first(
    fresh: Pressmark, inside: Inside, library: Library
) -> None:
    """An older run with another purpose is named; one that waits for the same is joined."""
    place = fresh.home.parent
    first = library.submit("index", [str(place / "a.txt"), str(place / "missing")])
    second = library.submit("full", [str(place / "a.txt")])
    _, shown, _ = inside(fresh, "status")

    _, _, err = inside(fresh, "index", str(place / "a.txt"), "--full")

    assert re.search(rf"job {first} +index of 2 locations, queued\n", shown)
    assert f"pressmark: finishing job {first} (index of 2 locations) first.\n" in err
    with library.catalog.read() as connection:
        assert jobs.unfinished(connection) == []
    assert library.job(second).state == "done"
    assert library.submit("sync") == second + 1


def test_index_goes_on_with_an_interrupted_run_for_the_same(
    fresh: Pressmark, inside: Inside, library: Library
) -> None:
    """One run serves both."""
    number = library.submit("index", [str(fresh.home.parent / "a.txt")])
    with library.catalog.write() as connection:
        leases.claim(connection)

    code, _, err = inside(fresh, "index", str(fresh.home.parent / "a.txt"))

    assert code == 0
    assert f"pressmark: going on with job {number}, which asks for the same.\n" in err
    assert library.job(number).result == library.job(number + 1).result
