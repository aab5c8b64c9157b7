"""The archive as the rest of the program sees it."""

from __future__ import annotations

import shutil
import sqlite3
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.archive.sources.folders import absolute
from index.catalog import leases, lookup
from index.catalog.articles import locations
from index.errors import CatalogError, NotFoundError
from index.indexing.ingestion import Ingestion
from index.jobs.doctor import check_catalog
from index.jobs.queue import settle
from index.jobs.runner import Runner
from index.library import Library
from index.models import Query
from index.progress import silent
from index.settings import IndexSettings
from tests.conftest import SAMPLE, indexed, open_library

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.embedding.bundled import BundledEmbedder
    from tests.conftest import World

ARTICLE = '{"id": "a", "title": "Pier", "body": "The pier closed.", "url": "https://a.example/1"}'


def withdrawn(world: World) -> str:
    """The id of an article that was indexed and withdrawn."""
    world.index_files({"a.jsonl": ARTICLE, "b.txt": "The eels died."})
    (hit,) = world.search("pier", k=1)
    world.library.withdraw(hit.passage.card.article)
    return hit.passage.card.article


def test_opening_a_library_writes_nothing(tmp_path: Path) -> None:
    """Asking for the status of a home that is not there does not make one."""
    library = Library(IndexSettings(home=tmp_path / "home"))

    assert not library.exists
    assert library.status() == lookup.EMPTY_STATUS
    library.close()
    assert not (tmp_path / "home").exists()


def test_a_closed_library_lets_go_of_its_indexes_and_models_at_once(
    sample: Library, bundled: BundledEmbedder
) -> None:
    """Not only when garbage is looked for; it can be asked again, and loads them again."""
    found = [hit.passage.id for hit in sample.retriever.search(Query("bell", 3))]
    sample.readers.load()
    loaded = [weakref.ref(each) for each in (sample.retriever, sample.readers)]

    sample.close()

    assert [each() for each in loaded] == [None, None]
    sample.embedder = sample.bundled = bundled
    assert [hit.passage.id for hit in sample.retriever.search(Query("bell", 3))] == found


def test_the_status_says_what_is_indexed(world: World) -> None:
    """Articles, passages, embedder, generation, and when; and what a model cost today."""
    world.index_files({"a.txt": "The pier closed."})

    status = world.library.status()

    last = status.pop("last_reading")
    assert last | {"finished_at": None} == {
        "finished_at": None,
        "rejected": 0,
        "failed": [],
        "warnings": 0,
    }
    assert status | {"generation": None, "indexed_at": None} == {
        "articles": 1,
        "undated": 1,
        "waiting": 0,
        "passages": 1,
        "embedder": world.embedder.fingerprint,
        "generation": None,
        "indexed_at": None,
        "jobs": [],
        "healthy": True,
    }
    assert len(status["generation"]) == 8
    assert status["indexed_at"].endswith("+00:00")


def test_the_status_names_waiting_jobs(world: World) -> None:
    """A queued run is seen before anybody works on it."""
    number = world.library.submit("full")

    assert world.library.status()["jobs"] == [
        {"id": number, "kind": "full", "state": "queued", "done": 0, "total": 0}
    ]


def test_a_catalog_that_cannot_be_read_has_no_status(tmp_path: Path) -> None:
    """A failure is never an empty result."""
    (tmp_path / "catalog.sqlite").write_bytes(b"this is no database" * 100)
    library = Library(IndexSettings(home=tmp_path))

    with pytest.raises(CatalogError, match="file is not a database"):
        library.status()


def lose(catalog: Path) -> None:
    """The file is deleted."""
    catalog.unlink()


def empty(catalog: Path) -> None:
    """The file is there, and nothing in it."""
    catalog.write_bytes(b"")


def lose_tables(catalog: Path) -> None:
    """The file is a database without tables."""
    catalog.unlink()
    connection = sqlite3.connect(catalog)
    connection.execute("PRAGMA user_version = 1")
    connection.close()


@pytest.mark.parametrize("harm", [lose, empty, lose_tables])
def test_an_index_without_its_catalog_is_left_as_it_is(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder, harm: Callable[[Path], None]
) -> None:
    """Status, runs and withdrawals say that it is gone; nothing is made in its place."""
    home = shutil.copytree(sample_home, tmp_path / "home")
    harm(home / "catalog.sqlite")
    before = {path: path.stat().st_size for path in home.rglob("*")}
    library = open_library(home, bundled)

    def said(use: Callable[[], object]) -> str:
        with pytest.raises(CatalogError) as caught:
            use()
        return str(caught.value)

    found = {
        said(library.status),
        said(lambda: library.submit("index")),
        said(lambda: library.withdraw("x")),
        check_catalog(lambda: library.catalog, library.home.catalog.name).detail,
    }

    assert library.exists
    assert found == {
        (
            f"{home}/catalog.sqlite: the catalog is gone, and the index beside it means nothing "
            "without; restore a copy of it. Without it, withdrawals and citations are lost; to "
            "begin anew, move PRESSMARK_HOME away."
        )
    }
    assert {path: path.stat().st_size for path in home.rglob("*")} == before


def test_a_home_with_nothing_but_a_lock_is_new(tmp_path: Path, bundled: BundledEmbedder) -> None:
    """So is one whose folders are empty; a run that was killed so early is simply run again."""
    for name in ("generations", "vectors"):
        (tmp_path / name).mkdir()
    (tmp_path / "lock").write_text("1")
    (tmp_path / "catalog.sqlite").touch()
    library = open_library(tmp_path, bundled)

    assert library.status() == lookup.EMPTY_STATUS
    library.close()


def test_a_withdrawn_article_is_hidden_at_once(world: World) -> None:
    """Before any run; other handles on the home do not find it either."""
    other = world.another()
    world.index_files({"a.jsonl": ARTICLE, "b.txt": "The eels died."})
    before = other.retriever.search(Query("pier"))

    assert len(withdrawn(world)) == 16

    assert [hit.passage.text for hit in before] == ["The pier closed.", "The eels died."]
    assert world.titles("pier") == ["The eels died."]
    assert [hit.passage.text for hit in other.retriever.search(Query("pier"))] == ["The eels died."]
    assert world.library.status()["articles"] == 1
    other.close()


def test_the_next_owner_takes_a_withdrawn_article_out_of_the_index(world: World) -> None:
    """A job was queued for it."""
    withdrawn(world)

    with Runner.owning(world.library) as runner:
        job = runner.run_next()

    assert job is not None
    assert (job.kind, job.state) == ("sync", "done")
    assert world.library.status()["passages"] == 1


def test_settling_works_off_the_queue(world: World) -> None:
    """Here and now, or not at all where another process owns the index."""
    withdrawn(world)
    with world.library.owned():
        settle(world.another())
        waiting = world.library.status()["jobs"]

    settle(world.library)

    assert [job["kind"] for job in waiting] == ["sync"]
    assert world.library.status()["jobs"] == []
    assert world.library.status()["passages"] == 1


def test_a_withdrawn_article_comes_back_only_by_naming_its_file(world: World) -> None:
    """Neither the folder, nor a full rebuild, nor a changed record brings it back."""
    withdrawn(world)

    world.index()
    world.index(kind="full")
    world.index(world.archive / "*.jsonl")
    world.index_files({"a.jsonl": ARTICLE.replace("closed", "opened")})
    hidden = world.titles("pier")
    result = world.index(world.archive / "a.jsonl")

    assert hidden == ["The eels died."]
    assert result["articles"]["added"] == 1
    assert [hit.passage.text for hit in world.search("pier", k=1)] == ["The pier opened."]


def test_an_article_is_withdrawn_by_its_url(world: World) -> None:
    """Tracking parameters do not hide it."""
    world.index_files({"a.jsonl": ARTICLE})

    found = world.library.withdraw("https://a.example/1?utm_source=mail")

    assert len(found) == 1
    assert world.search("pier") == []


def test_an_unknown_article_is_not_found(world: World) -> None:
    """The sentence says where ids are; no job is queued."""
    with pytest.raises(NotFoundError, match=r"^x: the archive has no article with this id or URL"):
        world.library.withdraw("x")

    assert world.library.status()["jobs"] == []


def test_locations_are_made_absolute_when_submitted(world: World) -> None:
    """The owner may run in another directory; URLs stay as they are."""
    number = world.library.submit("index", ["news", "https://a.example/feed"])

    assert world.library.job(number).locations == (
        str(Path.cwd() / "news"),
        "https://a.example/feed",
    )


def test_without_arguments_the_configured_archive_is_read(world: World) -> None:
    """And remembered as read, until the setting changes."""
    world.write({"a.txt": "The pier closed."})
    library = open_library(world.home, world.embedder, archive=str(world.archive))
    changed = open_library(world.home, world.embedder, archive=f"{world.archive};more")

    before = library.is_current()
    job = indexed(library)

    assert job.result is not None
    assert job.result["articles"]["added"] == 1
    assert (before, library.is_current(), changed.is_current()) == (False, True, False)
    library.close()
    changed.close()


def test_an_archive_with_a_missing_part_is_not_current(world: World) -> None:
    """It is read again next time, until all of it is there."""
    world.write({"a.txt": "The pier closed."})
    archive = f"{world.archive};{world.archive}/missing"
    library = open_library(world.home, world.embedder, archive=archive)

    indexed(library)

    assert not library.is_current()
    library.close()


def test_without_a_setting_the_archive_is_the_sample(world: World) -> None:
    """It comes with the program."""
    assert world.library.archive() == ["sample"]
    assert SAMPLE.is_dir()


def test_what_was_read_before_is_read_again_where_no_archive_is_set(world: World) -> None:
    """All of it, wherever the home and the archive were moved together; the sample never is."""
    world.write({"a/a.txt": "The pier closed.", "b.txt": "The eels died."})
    world.index(world.archive / "a")
    world.index(world.archive / "b.txt")
    world.index(world.archive / "a" / "a.txt")

    before = world.library.archive()
    current = world.library.is_current()
    world.write({"a/c.txt": "The school burned."})
    job = indexed(world.library)

    assert (before, current) == ([str(world.archive / name) for name in ("a", "b.txt")], True)
    assert job.result is not None
    assert job.result["articles"] == dict.fromkeys(job.result["articles"], 0) | {
        "read": 3,
        "added": 1,
        "unchanged": 2,
    }


def test_where_articles_are_from_is_kept_without_a_secret_or_an_absolute_path(
    tmp_path: Path,
) -> None:
    """So a home can be shown; a URL with a query has to be named again."""
    urls = ["https://h.example/feed", "https://h.example/feed?token=x", "https://me:x@h.example/"]
    library = Library(IndexSettings(home=tmp_path / "home"))
    with library.catalog.write() as connection:
        locations.remember(connection, [str(tmp_path / "news"), *urls], home=library.home.root)
        kept = lookup.get_meta(connection, "locations")

    assert kept == '["../news", "https://h.example/feed"]'
    assert library.archive() == [str(tmp_path / "news"), "https://h.example/feed"]
    library.close()


def test_a_run_over_what_is_not_there_is_not_kept(world: World) -> None:
    """A mistyped path, or a file of which nothing could be read."""
    world.write({"b.bin": b"\x00\x01"})
    world.index(world.archive / "b.bin")
    world.index(world.archive / "missing")

    assert world.library.archive() == ["sample"]


def test_the_status_counts_what_has_no_date_and_what_cannot_be_asked_yet(world: World) -> None:
    """A copy is answered from the article that it repeats, so it does not wait."""
    world.write({"a.txt": "The pier closed.", "copy.txt": "The pier closed."})
    world.write({"b.jsonl": '{"title": "Eels", "body": "The eels died.", "date": "2024-03-05"}'})
    Ingestion(world.library.catalog, progress=silent).read([str(world.archive)])
    before = world.library.status()

    world.index()
    after = world.library.status()

    names = ("articles", "undated", "waiting")
    assert [[found[name] for name in names] for found in (before, after)] == [[3, 2, 3], [3, 2, 0]]


def test_the_embedder_and_the_retriever_are_made_once(tmp_path: Path) -> None:
    """They are large."""
    library = Library(IndexSettings(home=tmp_path / "home"))

    assert library.embedder is library.embedder
    assert library.retriever is library.retriever
    library.close()


def test_the_owner_reads_what_the_caller_has_configured(world: World) -> None:
    """Not its own archive; and what is current is told by the caller's setting too."""
    world.write({"mine/a.txt": "The pier closed.", "yours/b.txt": "The eels died."})
    mine, yours = (
        open_library(world.home, world.embedder, archive=str(world.archive / name))
        for name in ("mine", "yours")
    )
    number = yours.submit("index")
    queued = yours.job(number)

    with Runner.owning(mine) as runner:
        runner.run_until(number)

    ended = yours.job(number)
    assert (queued.locations, queued.whole_archive) == ((str(world.archive / "yours"),), True)
    assert (ended.state, ended.locations, ended.whole_archive) == ("done", (), True)
    assert list(world.states()) == ["The eels died."]
    assert (mine.is_current(), yours.is_current()) == (False, True)
    mine.close()
    yours.close()


def test_a_run_that_was_cut_short_is_not_shown_as_running(world: World) -> None:
    """Where nobody owns the index it is interrupted; while somebody does, it runs."""
    world.library.submit("index", ["news"])
    with world.library.catalog.write() as connection:
        leases.claim(connection)

    alone = world.library.status()["jobs"]
    with world.library.home.owned():
        owned = world.library.status()["jobs"]

    assert [job["state"] for job in alone + owned] == ["interrupted", "running"]


def test_who_leaves_puts_the_run_in_hand_back(world: World) -> None:
    """An interrupt from the keyboard counts as leaving, not as a crash."""
    number = world.library.submit("index", ["news"])

    def leave() -> None:
        with world.library.owned():
            world.library.catalog.change(leases.claim, owner=world.library.ownership.name)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()

    assert world.library.job(number).state == "queued"


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("https://a.example/feed", "https://a.example/feed"),
        ("~/news", str(Path("~/news").expanduser())),
        ("/news", "/news"),
    ],
)
def test_locations_mean_the_same_everywhere(location: str, meant: str) -> None:
    """For an owner in another directory."""
    assert absolute(location) == meant


def test_a_home_folder_of_nobody_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for, and reported as missing."""
    monkeypatch.chdir(tmp_path)

    assert absolute("~nobody-known/news") == str(tmp_path / "~nobody-known" / "news")
