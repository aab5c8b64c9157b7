"""Where machines share an index, one whose settings name another embedder builds nothing anew."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bot.telegram.admin.index_owner import IndexKeeper
from bot.terminal.chat import _background_owner
from index.catalog import generations, jobs
from index.catalog.crew import workers
from index.errors import OtherEmbedderError
from index.jobs.queue import settle, work_off
from index.jobs.runner import Runner
from index.jobs.schedule import Schedule
from index.jobs.worker import Worker
from index.progress import silent
from tests.conftest import open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

SAID = (
    "the index was made with openai-other-3, not with PRESSMARK_EMBEDDER=bundled, so no run is led "
    "from here: it would build the index anew for everybody. What is queued is left to the others; "
    "set what they have. To change it everywhere, set it for all, and run `pressmark index --full`."
)


@pytest.fixture
def library(database: str, bundled: BundledEmbedder, tmp_path: Path) -> Iterator[Library]:
    """An index that another embedder made, with a run that waits, and no Chroma server."""
    opened = open_library(
        tmp_path / "home", bundled, database=database, chroma="http://127.0.0.1:9"
    )
    generation = opened.catalog.change(generations.begin, embedder="openai-other-3")
    opened.catalog.change(generations.switch, generation)
    opened.submit("sync")
    yield opened
    opened.close()


def waiting(library: Library) -> list[str]:
    """The kinds of the runs that are queued; nothing else is there."""
    unfinished = library.unfinished()
    assert {job.state for job in unfinished} == {"queued"}
    return [job.kind for job in unfinished]


def test_a_worker_ends(library: Library) -> None:
    """With the sentence; what was queued waits for one that may lead it."""
    with pytest.raises(OtherEmbedderError) as refused:
        Worker(library, say=lambda _: None).work(once=True)

    assert str(refused.value) == SAID
    assert waiting(library) == ["sync"]
    assert library.catalog.query(workers.alive) == []


@pytest.mark.parametrize("kind", ["index", "add", "repair", "doctor"])
def test_a_command_ends(library: Library, kind: jobs.Kind) -> None:
    """With the same sentence, and what it asked for waits too."""
    number = library.submit(kind)

    with pytest.raises(OtherEmbedderError) as refused:
        work_off(library, number, progress=silent)

    assert str(refused.value) == SAID
    assert waiting(library) == ["sync", kind]


def test_a_withdrawal_is_left_to_the_others(library: Library) -> None:
    """It holds at once; the index follows when one that may lead a run is there."""
    settle(library)

    assert waiting(library) == ["sync"]


@pytest.mark.parametrize("who", ["bot", "chat"])
def test_who_answers_goes_on_answering_and_says_it_once(
    library: Library, who: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log; no run is led, and none is asked for."""

    def said() -> int:
        """How often."""
        return [record.getMessage() for record in caplog.records].count(SAID)

    if who == "bot":
        keeper = IndexKeeper(library)
        keeper.start()
        until(said)
        assert keeper.stop(seconds=60)
    else:
        with _background_owner(library):
            until(said)

    assert said() == 1
    assert waiting(library) == ["sync"]


def test_nobody_schedules_a_run_for_another_embedder(library: Library) -> None:
    """What one machine's settings say is not done for all."""
    library.catalog.change(jobs.ask_to_cancel, library.unfinished()[0].id)

    Schedule(library).look()

    assert library.unfinished() == []


def test_who_asks_for_a_full_run_may_lead_it(library: Library) -> None:
    """Before what waits, which nobody would lead; a full run of others it leaves to them."""
    others, own = library.submit("full", ["/elsewhere"]), library.submit("full", ["/here"])
    led: list[int] = []

    def stop(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """End the run as somebody at a terminal does."""
        led.extend(job.id for job in library.unfinished() if job.state == "running")
        raise KeyboardInterrupt

    with Runner.owning(library) as runner, pytest.raises(KeyboardInterrupt):
        runner.run_next(asked=own, progress=stop)

    assert led == [own]
    with Runner.owning(library) as runner, pytest.raises(OtherEmbedderError):
        runner.run_next(asked=others + 100)
    assert waiting(library) == ["sync", "full", "full"]


def until(found: Callable[[], int]) -> None:
    """Wait for something to happen."""
    deadline = time.monotonic() + 120
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)
