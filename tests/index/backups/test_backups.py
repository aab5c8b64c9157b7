"""A home in one file: whole, checked, and taken while somebody writes to it."""

from __future__ import annotations

import errno
import io
import os
import tarfile
from typing import TYPE_CHECKING

import pytest

from index.backups.backup import back_up
from index.backups.restoration import restore
from index.errors import BackupError, CatalogError
from index.home import Home
from index.indexing.builder import Builder
from index.jobs.doctor import Doctor
from index.jobs.queue import work_off
from index.jobs.runner import Runner
from index.models import Query
from tests.conftest import World, open_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.backups.manifest import Manifest
    from index.embedding.bundled import BundledEmbedder
    from index.library import Library

ARTICLES = {
    f"{name}.txt": f"The {name} ferry\n\nThe {name} ferry left the quay at {hour} in heavy snow."
    for hour, name in enumerate(("northern", "southern", "eastern", "western"), 6)
}


def saved(world: World, file: Path, *, tries: int = 6) -> Manifest:
    """The manifest of a backup of the world's home."""
    return back_up(world.library.home, file, version="1", tries=tries)


def hits(library: Library, text: str = "ferry in snow") -> list[tuple[str, str, float]]:
    """Passages, best first, with their articles and scores."""
    found = library.retriever.search(Query(text, 10))
    return [(hit.passage.id, hit.passage.card.article, round(hit.score, 5)) for hit in found]


def members(file: Path) -> dict[str, bytes]:
    """What lies in a backup, by name."""
    with tarfile.open(file) as tar:
        return {each.name: found.read() for each in tar if (found := tar.extractfile(each))}


def packed(file: Path, content: dict[str, bytes]) -> Path:
    """An archive with these members."""
    with tarfile.open(file, "w:gz") as tar:
        for name, each in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(each)
            tar.addfile(member, io.BytesIO(each))
    return file


def test_what_is_brought_back_finds_the_same(
    index_texts: Callable[..., World], bundled: BundledEmbedder, tmp_path: Path
) -> None:
    """Ids, order and scores; while the home it was taken from is owned, and goes on."""
    world = index_texts(ARTICLES)
    with Runner.owning(world.library):
        made = saved(world, tmp_path / "b.tar.gz")
    brought = restore(tmp_path / "b.tar.gz", Home(tmp_path / "new"))
    other = open_library(tmp_path / "new", bundled)

    assert brought == made
    assert (made.articles, made.passages, made.index) == (4, 4, True)
    assert hits(other) == hits(world.library)
    assert len(hits(other)) == 4
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    other.close()


@pytest.mark.parametrize(("tries", "index"), [(1, False), (2, True)])
def test_what_is_taken_in_the_middle_of_a_run_is_consistent(
    world: World, bundled: BundledEmbedder, tmp_path: Path, tries: int, *, index: bool
) -> None:
    """With the index where it is left alone for a moment, without where it is not."""
    world.index_files({"first.txt": "The first ferry\n\nThe first ferry was sold in the snow."})
    world.write(ARTICLES)
    taken: dict[str, Manifest] = {}

    def listen(phase: str, done: int, total: int) -> None:
        del done, total
        if phase not in taken:
            taken[phase] = saved(world, tmp_path / f"{phase}.tar.gz", tries=tries)

    number = world.library.submit("index", [str(world.archive)])
    work_off(world.library, number, progress=listen)

    assert {"reading", "indexing"} <= taken.keys()
    assert {made.index for made in taken.values()} >= {index}
    for phase in taken:
        restore(tmp_path / f"{phase}.tar.gz", Home(tmp_path / phase))
        other = open_library(tmp_path / phase, bundled)
        with Runner.owning(other) as runner:
            assert Doctor(Builder(other.home, other.catalog, bundled), owner=True).examine().healthy
            runner.run_until(number)
        assert hits(other) == hits(world.library)
        other.close()


def test_a_home_with_something_in_it_is_not_touched(world: World, tmp_path: Path) -> None:
    """Whatever it is."""
    world.index_files(ARTICLES)
    saved(world, tmp_path / "b.tar.gz")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "note.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BackupError) as caught:
        restore(tmp_path / "b.tar.gz", Home(tmp_path / "new"))

    assert str(caught.value) == (
        f"PRESSMARK_HOME={tmp_path / 'new'} is not empty, and nothing in it is overwritten; name a "
        "new folder, or move this one away."
    )
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["note.txt"]


def test_a_file_is_not_overwritten(world: World, tmp_path: Path) -> None:
    """An older backup may be the better one."""
    world.index_files(ARTICLES)
    (tmp_path / "b.tar.gz").write_bytes(b"older")

    with pytest.raises(BackupError) as caught:
        saved(world, tmp_path / "b.tar.gz")

    assert str(caught.value) == f"{tmp_path / 'b.tar.gz'}: there is such a file; name a new one."
    assert (tmp_path / "b.tar.gz").read_bytes() == b"older"


def test_a_file_system_without_links_takes_a_backup(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a memory stick, or a share."""
    world.index_files(ARTICLES)

    def refuse(*_: object) -> None:
        """What such a file system says."""
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    saved(world, tmp_path / "b.tar.gz")
    monkeypatch.undo()

    assert restore(tmp_path / "b.tar.gz", Home(tmp_path / "new")).articles == len(ARTICLES)


def test_a_folder_that_is_not_there_is_named(world: World, tmp_path: Path) -> None:
    """And what to do."""
    world.index_files(ARTICLES)

    with pytest.raises(BackupError, match=r"b: cannot be written \(No such file or directory\)"):
        saved(world, tmp_path / "missing" / "b")


def test_a_damaged_catalog_is_not_saved(world: World, tmp_path: Path) -> None:
    """A backup that cannot be used is worse than none."""
    world.index_files(ARTICLES)
    world.library.close()
    with world.library.home.catalog.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 4096)

    with pytest.raises(CatalogError):
        saved(world, tmp_path / "b.tar.gz")

    assert not (tmp_path / "b.tar.gz").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.pop("manifest.json"), "it is no backup, or was cut short."),
        (lambda found: found.pop("catalog.sqlite"), "in it is not what was saved"),
        (lambda found: found.update({"vectors/x.f32": b"x"}), "in it is not what was saved"),
        (lambda found: found.update({"../escaped": b"x"}), "'../escaped' in it belongs into no"),
        (lambda found: found.update({"vectors/../../y": b"x"}), "in it belongs into no home"),
        (lambda found: found.update({"lock": b"x"}), "'lock' in it belongs into no home."),
        (lambda found: found.update({"catalog.sqlite": b"x"}), "in it is not what was saved"),
        (lambda found: found.update({"manifest.json": b"[]"}), "its manifest cannot be read"),
        (lambda found: found.update({"manifest.json": b'{"format": 9}'}), "it has format 9;"),
    ],
)
def test_a_backup_that_was_changed_is_refused(
    world: World, tmp_path: Path, change: Callable[[dict[str, bytes]], object], said: str
) -> None:
    """And leaves nothing behind."""
    world.index_files(ARTICLES)
    saved(world, tmp_path / "b.tar.gz")
    found = members(tmp_path / "b.tar.gz")
    change(found)
    file = packed(tmp_path / "changed.tar.gz", found)
    before = sorted(tmp_path.iterdir())

    with pytest.raises(BackupError) as caught:
        restore(file, Home(tmp_path / "new"))

    assert str(caught.value).startswith(f"{file}: ")
    assert said in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_that_was_cut_short_anywhere_is_refused(world: World, tmp_path: Path) -> None:
    """And a file that is none at all."""
    world.index_files(ARTICLES)
    saved(world, tmp_path / "b.tar.gz")
    whole = (tmp_path / "b.tar.gz").read_bytes()
    file = tmp_path / "short.tar.gz"
    for length in (0, 1, 10, 1000, len(whole) // 2, len(whole) - 1500):
        file.write_bytes(whole[:length])

        with pytest.raises(BackupError) as caught:
            restore(file, Home(tmp_path / "new"))

        assert str(caught.value).startswith(f"{file}: it ")
        assert not (tmp_path / "new").exists()


def test_a_backup_that_is_missing_is_named(tmp_path: Path) -> None:
    """No home is made for it."""
    with pytest.raises(BackupError, match=r"b: there is no such file\."):
        restore(tmp_path / "b", Home(tmp_path / "new"))

    assert not (tmp_path / "new").exists()


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """It could lead out of the home."""
    with tarfile.open(tmp_path / "b", "w:gz") as tar:
        member = tarfile.TarInfo("eval/link")
        member.type, member.linkname = tarfile.SYMTYPE, "../../../etc/passwd"
        tar.addfile(member)

    with pytest.raises(BackupError, match=r"'eval/link' in it belongs into no home\."):
        restore(tmp_path / "b", Home(tmp_path / "new"))


def test_an_empty_folder_becomes_the_home(world: World, tmp_path: Path) -> None:
    """As a service manager makes it; files that a person sent, and scores, come along."""
    world.index_files(ARTICLES)
    world.library.home.added.mkdir()
    (world.library.home.added / "sent.txt").write_text("Sent\n\nA text.", encoding="utf-8")
    saved(world, tmp_path / "b.tar.gz")
    (tmp_path / "new").mkdir()

    restore(tmp_path / "b.tar.gz", Home(tmp_path / "new"))

    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["added", "catalog.sqlite", "generations", "vectors"]
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "added" / "sent.txt").read_text("utf-8") == "Sent\n\nA text."
