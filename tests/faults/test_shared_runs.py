"""What becomes of a run that is shared when somebody, or something, gets in its way."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from bench.machine_made import write_archive
from index.catalog import generations, jobs
from index.catalog.passages import passages
from index.jobs.queue import cancel_unfinished
from index.jobs.runner import Runner
from index.jobs.schedule import Schedule
from index.stores.chroma import Collection
from tests.conftest import indexed

from .running import until
from .sharing import Counting, in_chroma, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from index.progress import Progress
    from index.stores.chroma_server import ChromaServer

    from .sharing import Crew


@pytest.fixture
def counting(library: Library, bundled: BundledEmbedder) -> Counting:
    """The embedder of the library."""
    library.embedder = library.bundled = found = Counting(bundled)
    return found


@pytest.fixture
def another(crew: Crew, library: Library, bundled: BundledEmbedder) -> Iterator[Library]:
    """A second process, as far as the servers see."""
    assert library.catalog
    opened = crew.library(bundled)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many passages that they make a few parcels."""
    path = tmp_path_factory.mktemp("few") / "made.jsonl"
    write_archive(path, 12)
    return path


def files(folder: Path, texts: dict[str, str]) -> Path:
    """A folder with these files."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def done(library: Library, *locations: Path, kind: jobs.Kind = "index", **options: Any) -> Any:
    """The result of a run that went well."""
    job = indexed(library, *locations, kind=kind, **options)
    assert job.state == "done", job.error
    return job.result


def server_of(library: Library) -> ChromaServer:
    """Where Chroma runs."""
    return cast("ChromaServer", library.vector_indexes)


def test_what_is_embedded_is_not_embedded_again(
    library: Library, counting: Counting, archive: Path
) -> None:
    """A generation that is built anew takes the vectors of the one before from Chroma."""
    done(library, archive)
    first, before = counting.texts, made(library)

    done(library, archive, kind="full")

    assert first >= len(before.indexed)
    assert counting.texts == first
    assert made(library) == before
    assert in_chroma(library) == sorted(before.indexed)


PAGES = {
    f"page{number:02}.html": f"""<html><head><title>Pier {number} is open</title>
    <meta property="article:published_time" content="2025-03-{1 + number % 28:02}T08:00:00Z">
    </head><body><article><h1>Pier {number} is open</h1><p>The harbour office opened pier {number}
    on Friday, after divers had lifted {number + 3} anchors of St Brenna out of the mud.</p>
    <p>It will stay open until winter, said the harbour master.</p></article></body></html>"""
    for number in range(40)
} | {
    "broken.json": '{"title": "Cod is dear", "text": ',
    "same.csv": "id,title,text,when\n1,Eels,The eels of the canal died.,12.3.2025\n",
    "letters.txt": "Storm\n\nA storm came over the wall \x07 on Sunday night.",
}
SAID = ("articles", "rejected", "warnings", "lacking", "remarks", "failed", "notes")


def test_files_that_others_read_are_taken_in_as_if_one_had_read_them(
    tmp_path: Path, library: Library, another: Library, world: Any
) -> None:
    """The report too, with all that is wrong and lacking."""
    folder = files(tmp_path / "pages", PAGES)
    helped: list[bool] = []

    with Runner.owning(another) as helper:

        def beside_another(phase: str, done: int, total: int) -> None:
            """Once the first files are read here, have the others read there."""
            if phase == "reading" and done and not total and not helped:
                helped.extend(iter(helper.help, False))

        result = done(library, folder, progress=beside_another)

    expected = world.index(folder)
    assert len(helped) > 3
    assert {name: result[name] for name in SAID} == {name: expected[name] for name in SAID}
    assert made(library) == made(world.library)


def test_what_was_written_and_not_recorded_is_taken_out_of_chroma(
    library: Library, archive: Path
) -> None:
    """As somebody leaves it who dies between the two."""
    done(library, archive)
    index = server_of(library).open(library.status()["generation"])
    index.upsert(["stray"], np.eye(1, 384, dtype=np.float32))

    done(library, archive)

    assert in_chroma(library) == sorted(made(library).indexed)


@pytest.mark.parametrize("moment", ["recorded", "deleted"])
def test_a_leader_killed_while_it_takes_passages_out_costs_no_generation(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Chroma may have more than the catalog for a while, and never less."""
    texts = {f"{name}.txt": f"The {name} closed on Friday." for name in ("pier", "mill", "quay")}
    folder = files(tmp_path / "archive", texts)
    done(library, folder)
    generation = library.status()["generation"]
    (folder / "mill.txt").unlink()
    where, name = (passages, "unmark_indexed") if moment == "recorded" else (Collection, "delete")
    work = getattr(where, name)

    def killed(*args: Any, **options: Any) -> None:
        """It is over once this was done."""
        work(*args, **options)
        if moment == "recorded":
            args[0].commit()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(where, name, killed)
        number = library.submit("index", [str(folder)])
        with pytest.raises(KeyboardInterrupt), Runner.owning(library) as runner:
            runner.run_until(number)
    done(library, folder)

    assert library.status()["generation"] == generation
    assert in_chroma(library) == sorted(made(library).indexed)


def test_a_generation_that_chroma_has_lost_is_built_anew(library: Library, archive: Path) -> None:
    """By the next run."""
    done(library, archive)
    before, old = made(library), library.status()["generation"]
    server_of(library).remove(old)

    done(library, archive)

    assert library.status()["generation"] != old
    assert made(library) == before
    assert in_chroma(library) == sorted(before.indexed)


def test_the_doctor_compares_chroma_with_the_catalog_and_has_it_mended(
    library: Library, archive: Path
) -> None:
    """Passage by passage."""
    done(library, archive)
    well = done(library, kind="doctor")
    index = server_of(library).open(library.status()["generation"])
    index.delete(sorted(made(library).indexed)[:2])

    mended = done(library, kind="doctor")

    assert well["healthy"]
    assert well["repaired"] == []
    assert mended["healthy"]
    assert "built anew" in mended["repaired"][0]
    assert in_chroma(library) == sorted(made(library).indexed)


def at(step: str, act: Callable[[], object]) -> Progress:
    """Do something when a run comes to a phase, once."""
    waiting = [act]

    def look(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        if phase == step and waiting:
            waiting.pop()()

    return look


def test_a_leader_whose_run_was_taken_over_switches_nothing(
    library: Library, archive: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It finds that out in the transaction that would have done it."""
    number = library.submit("index", [str(archive)])

    def take_over() -> None:
        """As somebody does who takes the leader for gone."""
        with library.catalog.write() as connection:
            jobs.change(connection, number, owner="another")

    with Runner.owning(library) as runner:
        runner.run_next(progress=at("switching", take_over))

    assert library.job(number).state == "running"
    assert library.catalog.query(generations.live) is None
    assert "in the hands of another process" in caplog.text


def test_a_run_that_is_cancelled_leaves_no_parcel(
    library: Library, another: Library, archive: Path
) -> None:
    """What somebody has in hand counts for nothing, and is no fault."""
    number = library.submit("index", [str(archive)])
    taken, go_on = threading.Event(), threading.Event()
    helped: list[bool] = []

    def hold(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """Stay in the middle of a parcel."""
        if phase == "indexing":
            taken.set()
            assert go_on.wait(120)

    def help_along() -> None:
        """One parcel, in another process."""
        with Runner.owning(another) as helper:
            while not taken.is_set():
                helped.append(helper.help(progress=hold))

    thread = threading.Thread(target=help_along)
    thread.start()

    def give_up() -> None:
        """Cancel while the other one has something in hand."""
        assert taken.wait(120)
        cancel_unfinished(library, number)

    calls: list[int] = []

    def begin(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """The second call of the phase comes when there is something to have in hand."""
        if phase == "indexing":
            calls.append(1)
            if len(calls) == 2:
                give_up()

    with Runner.owning(library) as runner:
        runner.run_next(progress=begin)
    go_on.set()
    thread.join()

    assert library.job(number).state == "cancelled"
    with library.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM parcels").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM workers").scalar() == 0


def test_who_answers_questions_need_not_work_while_there_is_a_worker(
    library: Library, another: Library
) -> None:
    """Bots ask before each run; one bot beside another does not count."""
    with Runner.owning(library, kind="bot") as asking:
        alone = asking.is_spared()
        with Runner.owning(another, kind="worker"):
            beside_a_worker = asking.is_spared()
        left = asking.is_spared()

    assert (alone, beside_a_worker, left) == (False, True, False)


def test_one_of_many_looks_after_the_schedule(library: Library, another: Library) -> None:
    """The next one does when it has gone."""
    for each in (library, another):
        each.settings = each.settings.model_copy(update={"refresh": timedelta(seconds=1)})
    turn = another.catalog.lock("schedule")
    assert turn.take()

    with Schedule(library).running():
        other = Schedule(another)

        def queued() -> bool:
            """Whether the other one has asked for a run."""
            other.look()
            return bool(another.unfinished())

        until(queued)
        first = [job.kind for job in another.unfinished()]
        turn.release()
        until(lambda: library.catalog.is_locked("schedule"))

    assert first == ["index"]
    until(lambda: not library.catalog.is_locked("schedule"))


def test_what_cannot_be_done_here_is_left_to_others(
    library: Library, another: Library, counting: Counting, archive: Path
) -> None:
    """Somebody whose embedder fails lets go of the parcel; the run does not fail for it."""
    counting.fails = True
    helped: list[bool] = []

    with Runner.owning(library) as helper:

        def beside(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
            """Have the one that fails try, once there is something to do."""
            if phase == "indexing" and len(helped) < 2:
                helped.append(helper.help())

        result = done(another, archive, progress=beside)

    assert helped == [False, False]
    assert counting.texts == 0
    assert result["articles"]["rejected"] == 0
