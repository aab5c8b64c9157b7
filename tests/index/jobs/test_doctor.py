"""Checking the index against the catalog, and repairing it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.catalog import jobs
from index.indexing.builder import Builder
from index.jobs.doctor import Doctor
from index.jobs.queue import work_off
from index.models import Query
from index.progress import silent
from index.stores.chroma import ChromaIndex
from index.stores.generation import Generation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.library import Library


def consult(library: Library) -> dict[str, Any]:
    """What the owner finds."""
    job = work_off(library, library.submit("doctor"), progress=silent)
    assert job.state == "done", job.error
    assert job.result is not None
    return job.result


def wrong(found: dict[str, Any]) -> dict[str, str]:
    """The checks that failed."""
    return {check["name"]: check["detail"] for check in found["checks"] if check["ok"] is False}


def generation(library: Library) -> str:
    """The generation that answers."""
    return str(library.status()["generation"])


def test_a_sound_index_is_well(sample: Library) -> None:
    """Everything was looked for and found; nothing was changed."""
    before = generation(sample)

    found = consult(sample)

    count = sample.status()["passages"]
    assert found | {"seconds": 0} == {
        "healthy": True,
        "checks": [
            {"name": "catalog", "ok": True, "detail": "sound, 48 articles"},
            {"name": "vectors", "ok": True, "detail": f"{count} present and finite"},
            {
                "name": "chroma",
                "ok": True,
                "detail": f"all {count} looked for, {count} found by their own vector",
            },
            {
                "name": "lexical",
                "ok": True,
                "detail": f"all {count} looked for, {count} found by their own words",
            },
            {"name": "pending", "ok": True, "detail": "nothing waits"},
        ],
        "repaired": [],
        "seconds": 0,
    }
    assert generation(sample) == before


def lose_chroma(library: Library) -> None:
    """The folder is gone."""
    shutil.rmtree(library.home.chroma(generation(library)))


def empty_lexical(library: Library) -> None:
    """The folder is there, and nothing in it."""
    for path in library.home.lexical(generation(library)).iterdir():
        path.unlink()


def garble_vectors(library: Library) -> None:
    """A few rows mean nothing."""
    path = library.home.vectors(library.bundled.fingerprint)
    with path.open("r+b") as file:
        file.seek(4 * 384 * 7)
        file.write(os.urandom(4 * 384 * 5))


def lose_passages(library: Library) -> None:
    """Chroma has three fewer."""
    opened = Generation(library.home, generation(library))
    with library.catalog.read() as connection:
        ids = list(connection.exec_driver_sql("SELECT passage FROM indexed LIMIT 3").scalars())
    opened.vectors.delete(ids)
    opened.close()


def shuffle_chroma(library: Library) -> None:
    """Chroma has other vectors for three."""
    opened = ChromaIndex(library.home.chroma(generation(library)))
    with library.catalog.read() as connection:
        ids = list(connection.exec_driver_sql("SELECT passage FROM indexed LIMIT 3").scalars())
    opened.upsert(ids, -np.eye(3, 384, dtype=np.float32))


def swap_vectors(library: Library) -> None:
    """Every row belongs to another text."""
    path = library.home.vectors(library.bundled.fingerprint)
    rows = np.frombuffer(path.read_bytes(), np.float32).reshape(-1, 384)
    path.write_bytes(rows[::-1].tobytes())


@pytest.mark.parametrize(
    ("harm", "part", "detail"),
    [
        (lose_chroma, "chroma", "is missing or damaged"),
        (empty_lexical, "lexical", "list of files is missing or damaged"),
        (garble_vectors, "vectors", "5 of "),
        (lose_passages, "chroma", "it holds "),
        (shuffle_chroma, "chroma", "found by their own vector"),
        (swap_vectors, "vectors", "they are not those of the passages"),
    ],
)
def test_damage_is_found_and_repaired(
    sample: Library, harm: Callable[[Library], None], part: str, detail: str
) -> None:
    """By a new generation; what the doctor finds after it is sound."""
    query = Query("Viktor Stamm bell theft", 5)
    before = [hit.passage.id for hit in sample.retriever.search(query)]
    old = generation(sample)
    harm(sample)

    found = consult(sample)

    assert detail in wrong(found)[part]
    assert found["healthy"]
    assert found["repaired"] == [
        f"the index was built anew from the catalog; generation {generation(sample)} answers now"
    ]
    assert generation(sample) != old
    assert wrong(consult(sample)) == {}
    assert [hit.passage.id for hit in sample.retriever.search(query)] == before
    with sample.owned():
        assert [hit.passage.id for hit in sample.retriever.search(query)] == before


def test_what_a_killed_run_has_written_ahead_is_no_damage(sample: Library) -> None:
    """The next run records it."""
    with sample.catalog.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM indexed WHERE passage IN (SELECT passage FROM indexed LIMIT 3)"
        )

    found = consult(sample)

    assert wrong(found) == {}
    assert found["checks"][-1]["detail"] == "3 passages wait for the next run"


def test_left_over_generations_are_removed(sample: Library) -> None:
    """Those that the catalog does not know; one that is being built stays."""
    (sample.home.generations / "stray").mkdir()

    found = consult(sample)

    assert found["repaired"] == ["left-over generation stray was removed"]
    assert [each.name for each in sample.home.generations.iterdir()] == [generation(sample)]


def test_beside_the_owner_chroma_is_left_out(sample: Library) -> None:
    """The rest is looked at, and nothing repaired."""
    lose_chroma(sample)
    (sample.home.generations / "stray").mkdir()

    builder = Builder(sample.home, sample.catalog, sample.embedder)
    found = Doctor(builder, owner=False).examine().as_json()

    ok = {check["name"]: check["ok"] for check in found["checks"]}
    assert ok == {
        "catalog": True, "vectors": True, "chroma": None, "lexical": True, "pending": True,
    }  # fmt: skip
    assert found["repaired"] == []
    assert (sample.home.generations / "stray").is_dir()


def test_an_empty_index_is_well(sample: Library) -> None:
    """There is nothing to look for."""
    with sample.catalog.write() as connection:
        connection.exec_driver_sql("DELETE FROM indexed")
        connection.exec_driver_sql("DELETE FROM generations")

    found = consult(sample)

    assert found["checks"][1:] == [
        {"name": "index", "ok": True, "detail": "nothing is indexed yet"}
    ]


def corrupt(path: Path, *, page: int) -> None:
    """Overwrite a page of a database."""
    with path.open("r+b") as file:
        file.seek(4096 * page)
        file.write(os.urandom(4096))


def test_a_damaged_catalog_is_told_and_nothing_touched(sample: Library) -> None:
    """It is the truth: nothing else can bring it back."""
    sample.close()
    corrupt(sample.home.catalog, page=20)

    builder = Builder(sample.home, sample.catalog, sample.embedder)
    found = Doctor(builder, owner=True).examine()

    (check,) = found.checks
    assert (found.healthy, check.name, check.ok) == (False, "catalog", False)
    assert "catalog.sqlite" in check.detail
    assert "restore a copy of this file" in check.detail


def test_a_long_look_can_be_cancelled(sample: Library) -> None:
    """At the next batch."""
    number = sample.submit("doctor")

    job = work_off(
        sample, number, progress=lambda phase, *_: sample.cancel(number) if phase else None
    )

    assert job.state in {"cancelled", "done"}
    with sample.catalog.read() as connection:
        assert jobs.unfinished(connection) == []


def test_what_an_unknown_catalog_does_not_know_is_not_swept(sample: Library) -> None:
    """A catalog without any generation was not the one that the index was made from."""
    with sample.catalog.write() as connection:
        connection.exec_driver_sql("DELETE FROM indexed")
        connection.exec_driver_sql("DELETE FROM generations")
    before = list(sample.home.generations.iterdir())

    found = consult(sample)

    assert found["repaired"] == []
    assert list(sample.home.generations.iterdir()) == before
