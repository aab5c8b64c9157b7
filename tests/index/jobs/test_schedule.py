"""What the owner of the index asks of itself."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from index.catalog import jobs
from index.jobs.runner import Runner
from index.jobs.schedule import Schedule
from tests.conftest import open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.catalog.jobs import Job
    from tests.conftest import World

ARTICLE = "The pier closed."


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """What it shows."""
        return self.now


class Owner:
    """The owner of a home whose clocks stand still until somebody moves them."""

    def __init__(self, world: World, **settings: Any) -> None:
        world.write({"a.txt": ARTICLE})
        self.library = open_library(
            world.home, world.embedder, archive=str(world.archive), **settings
        )
        self.clock, self.wall = Clock(500.0), Clock(time.time())
        self.schedule = self.begin()

    def begin(self) -> Schedule:
        """A schedule as after a start."""
        return Schedule(self.library, clock=self.clock, wall=self.wall)

    def after(self, seconds: float) -> list[str]:
        """Kinds of the runs that wait when so much time has passed."""
        self.clock.now += seconds
        self.schedule.look()
        return [job.kind for job in self.waiting()]

    def waiting(self) -> list[Job]:
        """Runs that have not ended."""
        with self.library.catalog.read() as connection:
            return jobs.unfinished(connection)

    def work(self) -> None:
        """Run whatever waits."""
        with Runner.owning(self.library) as runner:
            while runner.run_next():
                pass


@pytest.fixture
def owner(world: World) -> Iterator[Callable[..., Owner]]:
    """Makes owners with settings."""
    made: list[Owner] = []

    def make(**settings: Any) -> Owner:
        made.append(Owner(world, **settings))
        return made[-1]

    yield make
    for each in made:
        each.library.close()


def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_is_scheduled_unless_it_is_set(owner: Callable[..., Owner]) -> None:
    """A year goes by."""
    assert owner().after(365 * 86_400) == []


def test_the_archive_is_read_again_after_the_interval(owner: Callable[..., Owner]) -> None:
    """Counted from the end of the last run; never two wait."""
    bot = owner(refresh="15m")

    assert bot.after(0) == []
    assert bot.after(899) == []
    assert bot.after(1) == ["index"]
    assert bot.after(5000) == ["index"]
    bot.work()
    assert bot.after(0) == []
    assert bot.after(899) == []
    assert bot.after(1) == ["index"]


def test_a_run_somebody_else_asked_for_counts(owner: Callable[..., Owner]) -> None:
    """Also where it was over before anybody looked; one over named files does not."""
    bot = owner(refresh="15m")
    bot.after(0)
    bot.clock.now += 600
    bot.library.submit("index")
    bot.work()

    assert bot.after(0) == []
    assert bot.after(600) == []
    bot.library.submit("index", [str(bot.library.archive()[0])])
    bot.work()
    assert bot.after(300) == ["index"]


def test_a_cancelled_run_does_not_end_the_schedule(owner: Callable[..., Owner]) -> None:
    """The next one comes after the interval."""
    bot = owner(refresh="15m")
    bot.after(0)
    assert bot.after(900) == ["index"]
    bot.library.cancel(bot.waiting()[0].id)

    assert bot.after(1) == []
    assert bot.after(901) == ["index"]


@pytest.mark.parametrize(
    ("since", "rest"), [(600, 300), (100_000, 0), (-100_000, 900)], ids=["", "forwards", "back"]
)
def test_a_start_goes_on_with_the_interval(
    owner: Callable[..., Owner], since: float, rest: float
) -> None:
    """From the clock, which may have been set meanwhile: at most one interval is waited."""
    bot = owner(refresh="15m")
    bot.library.submit("index")
    bot.work()
    bot.wall.now = time.time() + since
    bot.schedule = bot.begin()

    if rest:
        assert bot.after(0) == []
        assert bot.after(rest - 5) == []
    assert bot.after(5 + 1) == ["index"]


def test_a_clock_that_is_set_changes_nothing(owner: Callable[..., Owner]) -> None:
    """Neither to last year nor to the next."""
    bot = owner(refresh="15m")
    bot.after(0)
    for jump in (-4e7, 4e7):
        bot.wall.now += jump
        assert bot.after(10) == []


def test_a_missing_folder_is_tried_again(owner: Callable[..., Owner]) -> None:
    """The run says that it is missing; the schedule goes on."""
    bot = owner(refresh="30s")
    bot.after(0)
    folder = bot.library.archive()[0]
    os.rename(folder, folder + "-away")  # noqa: PTH104 - strings
    assert bot.after(30) == ["index"]
    bot.work()
    os.rename(folder + "-away", folder)  # noqa: PTH104

    assert bot.after(0) == []
    assert bot.after(30) == ["index"]
    bot.work()
    assert bot.library.status()["articles"] == 1


def test_files_are_read_once_they_are_left_alone(owner: Callable[..., Owner]) -> None:
    """Two seconds of quiet; noise without an end is read after thirty."""
    bot = owner()
    bot.schedule.changed()

    assert bot.after(1.9) == []
    bot.schedule.changed()
    assert bot.after(1.9) == []
    assert bot.after(0.1) == ["index"]
    bot.work()
    assert bot.after(100) == []
    for _ in range(29):
        bot.schedule.changed()
        assert bot.after(1) == []
    bot.schedule.changed()
    assert bot.after(1) == ["index"]


def test_a_damaged_index_is_mended_once(owner: Callable[..., Owner]) -> None:
    """And not again, whatever else is wrong with the same generation."""
    bot = owner()
    bot.library.submit("index")
    bot.work()
    old = bot.library.status()["generation"]
    assert bot.after(0) == []
    shutil.rmtree(bot.library.home.chroma(old))

    assert bot.after(4) == []
    assert bot.after(1) == ["repair"]
    bot.library.cancel(bot.waiting()[0].id)
    assert bot.after(10_000) == []
    assert bot.library.status()["healthy"] is False
    bot.schedule = bot.begin()
    assert bot.after(0) == ["repair"]
    bot.work()
    assert bot.library.status()["generation"] != old
    assert bot.library.status()["healthy"] is True
    assert bot.after(10) == []


def test_repairs_that_follow_each_other_rest_longer(owner: Callable[..., Owner]) -> None:
    """A disk that eats every index must not be written to all day."""
    bot = owner()
    bot.library.submit("index")
    bot.work()
    rests = []
    for _ in range(3):
        shutil.rmtree(bot.library.home.lexical(bot.library.status()["generation"]))
        rested = 0
        while not bot.after(5):
            rested += 5
        rests.append(rested)
        bot.work()

    assert rests == [0, 55, 115]


def test_the_schedule_of_an_owner_notices_files(owner: Callable[..., Owner]) -> None:
    """Really watched, by a thread: added, replaced, deleted; and the home is not the archive."""
    bot = owner(watch="on")
    library = bot.library
    articles = [
        lambda wanted=wanted: library.status()["articles"] == wanted for wanted in (1, 2, 3)
    ]
    with Runner.owning(library) as runner, Schedule(library).running():
        until(lambda: bool(runner.run_next()) or articles[0]())
        folder = library.archive()[0]
        write(f"{folder}/b.txt", "The eels died.")
        until(lambda: bool(runner.run_next()) and articles[1]())
        write(f"{folder}/.hidden", "The mayor resigned.")
        write(f"{folder}/new", "The mayor resigned.")
        os.replace(f"{folder}/new", f"{folder}/b.txt")  # noqa: PTH105
        until(lambda: bool(runner.run_next()))
        assert articles[1]()
        os.unlink(f"{folder}/b.txt")  # noqa: PTH108
        until(lambda: bool(runner.run_next()) and articles[0]())
        time.sleep(3)
        assert runner.run_next() is None


def write(path: str, text: str) -> None:
    """A file of the archive."""
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)
