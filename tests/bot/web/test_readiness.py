"""When the bot counts as ready, and what is said where it does not."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram.http_side import _hears as hears
from bot.telegram.updates.polls import PollWatch
from bot.web import readiness as module
from bot.web.metrics import Metrics
from bot.web.readiness import Check, Readiness, checks_of
from bot.web.site import make_site
from bot.web.standings import standings_of
from index.catalog import generations, jobs, leases
from index.errors import CatalogError
from index.models import Query
from index.progress import Step
from tests.conftest import indexed

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from pathlib import Path

    import httpx
    from starlette.types import ASGIApp

    from index.library import Library
    from tests.conftest import World

    Visit = Callable[[ASGIApp], httpx.AsyncClient]

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


def look(library: Library, *, oldest: timedelta | None = None, later: float = 0.0) -> Any:
    """Every check, ``later`` than the last reading."""
    read = library.catalog.query(jobs.last_done) or 0.0
    return {
        name: check()[:2]
        for name, check in checks_of(library, oldest, clock=lambda: read + later).items()
    }


def test_library_is_ready_when_what_questions_need_is_loaded(sample: Library) -> None:
    """Before it is being loaded."""
    before = look(sample)["index"]
    sample.retriever.search(Query("cod", k=1))

    assert before == (False, "is being loaded")
    assert look(sample) == {
        "database": (True, "is read"),
        "index": (True, "is loaded"),
        "chroma": (True, "is there"),
        "archive": (True, "was read 0 min ago"),
    }


def test_readiness_tells_when_questions_do_not_see_what_came_in(
    sample: Library, tmp_path: Path
) -> None:
    """It is no less ready for that."""
    sample.retriever.search(Query("cod", k=1))
    (tmp_path / "pier.txt").write_text("The pier closed. Nobody in the town had seen that coming.")
    assert indexed(sample, tmp_path / "pier.txt").state == "done"

    meanwhile = look(sample)["index"]
    sample.retriever.search(Query("cod", k=1))

    assert meanwhile == (True, "is loaded, without what came in a moment ago")
    assert look(sample)["index"] == (True, "is loaded")


def test_empty_home_is_not_ready(world: World) -> None:
    """There is nothing to answer from; an age is missed only where one is set."""
    assert look(world.library)["index"] == (False, "nothing is indexed yet")
    assert look(world.library)["archive"] == (True, "was never read")
    assert look(world.library, oldest=HOUR)["archive"] == (False, "was never read")


@pytest.mark.parametrize(
    ("oldest", "later", "found"),
    [
        (HOUR, 3599, (True, "was read 60 min ago")),
        (HOUR, 3720, (False, "was read 62 min ago, at most 60 min is set")),
        (None, 86_400 * 30, (True, "was read 43200 min ago")),
    ],
)
def test_archive_is_stale_when_it_was_read_too_long_ago(
    sample: Library, oldest: timedelta | None, later: float, found: tuple[bool, str]
) -> None:
    """As the settings say."""
    assert look(sample, oldest=oldest, later=later)["archive"] == found


def test_parts_that_are_gone_are_named(sample: Library) -> None:
    """Chroma's apart from the rest."""
    live = sample.catalog.query(generations.live)
    assert live is not None
    (sample.home.chroma(live.id) / "chroma.sqlite3").write_bytes(b"x")
    sample.home.vectors(live.embedder).write_bytes(b"x")
    found = look(sample)

    assert found["chroma"] == (False, "the vector index is missing or damaged")
    assert found["index"] == (False, "the file of vectors is missing or too short")


async def test_one_check_that_fails_makes_it_503_with_all_of_them(
    threads: Executor, visit: Visit
) -> None:
    """What is wrong with the catalog is for the log alone."""

    def broken() -> Check:
        """A catalog that cannot be read."""
        raise CatalogError("/secret/place: damaged")

    readiness = Readiness({"a": lambda: Check(ok=True, detail="is well"), "b": broken}, threads)
    async with visit(make_site(readiness, Metrics())) as client:
        found = await client.get("/readyz")
        readiness.end()
        ending = await client.get("/readyz")

    assert (found.status_code, ending.status_code) == (503, 503)
    assert found.json() == {
        "ready": False,
        "degraded": [],
        "checks": {
            "a": {"ok": True, "detail": "is well"},
            "b": {"ok": False, "detail": "cannot be read; the log says why"},
        },
    }
    assert ending.json()["checks"] == {"bot": {"ok": False, "detail": "the bot is ending"}}


async def test_who_asks_while_the_bot_ends_waits_for_no_check(threads: Executor) -> None:
    """A look that hangs holds nobody up, and says nothing any more when it is over."""
    begun, over = threading.Event(), threading.Event()

    def hangs() -> Check:
        """A check that goes on until the end was told."""
        begun.set()
        assert over.wait(60)
        return Check(ok=True, detail="is well")

    readiness = Readiness({"a": hangs}, threads)
    early = asyncio.create_task(readiness.look())
    assert await asyncio.to_thread(begun.wait, 60)
    readiness.end()
    late = await readiness.look()
    before = early.done()
    over.set()

    assert not before
    assert (await early)["checks"] == late["checks"]
    assert late["checks"].keys() == {"bot"}


async def test_what_makes_answers_poorer_leaves_the_bot_ready(
    sample: Library, threads: Executor, visit: Visit
) -> None:
    """An archive that is old, and vectors that are gone: the body and the metrics tell."""
    live = sample.catalog.query(generations.live)
    assert live is not None
    (sample.home.chroma(live.id) / "chroma.sqlite3").write_bytes(b"x")
    sample.retriever.search(Query("cod", k=1))
    metrics, readiness = Metrics(), Readiness(checks_of(sample, HOUR, clock=tomorrow), threads)
    metrics.look_up(readiness.standings)
    async with visit(make_site(readiness, metrics)) as client:
        found, figures = await client.get("/readyz"), await client.get("/metrics")
        readiness.end()
        ending = await client.get("/metrics")

    assert found.status_code == 200
    assert (found.json()["ready"], found.json()["degraded"]) == (True, ["chroma", "archive"])
    assert found.json()["checks"]["chroma"]["ok"] is False
    assert "pressmark_ready 1.0" in figures.text
    assert 'pressmark_check{of="chroma"} 0.0' in figures.text
    assert 'pressmark_check{of="index"} 1.0' in figures.text
    assert "pressmark_ready 0.0" in ending.text


def tomorrow() -> float:
    """A clock that is a day ahead."""
    return time.time() + 86_400


@pytest.mark.parametrize(
    ("listens", "heard", "ready"),
    [(False, 100.0, False), (True, 100.0, True), (True, None, False), (False, 0.0, True)],
)
async def test_who_listens_and_hears_nothing_is_still_passed_posts(
    threads: Executor, *, listens: bool, heard: float | None, ready: bool
) -> None:
    """Else it never heard again; who polls, or never heard from Telegram, is not ready."""
    watch = PollWatch()
    watch.heard = None if heard is None else time.time() - heard
    checks = {"telegram": hears(watch, listens=listens)}

    found = await Readiness(checks, threads).look()

    assert found["ready"] is ready
    assert found["degraded"] == (["telegram"] if listens and heard else [])


async def test_check_that_hangs_fails_and_is_asked_once_for_all(
    threads: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many ask, within a second one look is enough."""
    monkeypatch.setattr(module, "_CHECK_SECONDS", 0.05)
    go, looks = threading.Event(), list[int]()

    def hang() -> Check:
        """Wait for the end of the test."""
        looks.append(1)
        go.wait(10)
        return Check(ok=True, detail="")

    readiness = Readiness({"slow": hang, "chroma": hang}, threads)
    first, second = await readiness.look(), await readiness.look()
    go.set()

    assert first["checks"]["slow"] == {"ok": False, "detail": "no answer within 0 s"}
    assert (first["ready"], first["degraded"]) == (False, ["chroma"])
    assert first is second
    assert looks == [1, 1]


def test_metrics_tell_how_runs_stand_and_are_silent_without_a_catalog(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A run that goes on with what is done of it; what cannot be read is missing."""
    world.library.submit("index", ["news"])
    metrics = Metrics()
    metrics.look_up(standings_of(world.library))
    with world.library.catalog.write() as connection:
        taken = leases.claim(connection)
        assert taken is not None
        leases.report(connection, taken.id, Step("reading", 3, 7))
    page = metrics.page()[0].decode()
    world.library.home.catalog.write_bytes(b"x" * 4096)
    world.library.catalog.close()
    less = metrics.page()[0].decode()

    assert 'pressmark_jobs{state="running"} 1.0' in page
    assert 'pressmark_job_done{kind="index",phase="reading"} 3.0' in page
    assert 'pressmark_job_total{kind="index",phase="reading"} 7.0' in page
    assert "pressmark_jobs{" not in less
    assert "metrics are not complete" in caplog.text
