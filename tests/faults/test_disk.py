"""Disks that are full, cannot be written, or give back something else."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import SAMPLE

from .running import answers, finish, state, undisturbed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of one's own; where that is not allowed, the test is skipped."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("mounting is not allowed")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def is_one_sentence(stderr: str) -> bool:
    """One line of ours, and no traceback."""
    lines = [line for line in stderr.splitlines() if line.startswith("pressmark: ")]
    return len(lines) == 1 and "Traceback" not in stderr


@pytest.mark.parametrize(
    "kilobytes",
    [350, 700, *(pytest.param(size, marks=pytest.mark.soak) for size in range(100, 1200, 50))],
)
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder, kilobytes: int
) -> None:
    """Wherever it fills up; with space again, the next run completes."""
    with mounted(tmp_path / "disk", f"size={kilobytes}k") as disk:
        home = disk / "home"
        first = finish(home, "index", str(SAMPLE))
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        second = finish(home, "index", str(SAMPLE))
        after = state(home, bundled)

    assert (first.returncode, second.returncode) == (1, 0), first.stderr + second.stderr
    assert is_one_sentence(first.stderr), first.stderr
    assert after == undisturbed(sample_home, bundled)


def test_a_full_disk_keeps_what_answered_before(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder
) -> None:
    """A full rebuild fails; questions are answered, if by meaning alone, and the status says so."""
    with mounted(tmp_path / "disk", "size=64m") as disk:
        home = shutil.copytree(sample_home, disk / "home")
        used = sum(path.stat().st_size for path in home.rglob("*")) // 1024 + 150
        subprocess.run(["mount", "-o", f"remount,size={used}k", str(disk)], check=True)
        failed = finish(home, "index", str(SAMPLE), "--full")
        said = answers(home)
        before = state(home, bundled).found
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        again = finish(home, "index", str(SAMPLE), "--full")
        after = state(home, bundled)

    assert (failed.returncode, again.returncode) == (1, 0), failed.stderr + again.stderr
    assert is_one_sentence(failed.stderr), failed.stderr
    assert "crowns" in said
    assert "[1]" in said
    assert before == undisturbed(sample_home, bundled).found
    assert after == undisturbed(sample_home, bundled)


@pytest.mark.parametrize(
    "kilobytes", [150, *(pytest.param(size, marks=pytest.mark.soak) for size in range(40, 240, 20))]
)
def test_a_limit_on_the_size_of_files_is_one_sentence(
    tmp_path: Path, sample_home: Path, bundled: BundledEmbedder, kilobytes: int
) -> None:
    """The same, where nothing can be mounted."""
    home = tmp_path / "home"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, resource.RLIM_INFINITY))

    first = finish(home, "index", str(SAMPLE), preexec_fn=limit)
    second = finish(home, "index", str(SAMPLE))

    assert (first.returncode, second.returncode) == (1, 0), first.stderr + second.stderr
    assert is_one_sentence(first.stderr), first.stderr
    assert state(home, bundled) == undisturbed(sample_home, bundled)


@pytest.mark.parametrize("command", ["index", "doctor", "ask Who"])
def test_a_home_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, sample_home: Path, command: str
) -> None:
    """It names the setting or the file, whoever the user is."""
    with mounted(tmp_path / "disk", "size=64m") as disk:
        home = shutil.copytree(sample_home, disk / "home")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = finish(home, *command.split())

    assert done.returncode == 1
    if command == "doctor":  # what it finds is its result
        assert "catalog: wrong: catalog.sqlite" in done.stdout
        assert "PRESSMARK_HOME is on a disk that cannot be written; copy it" in done.stdout
    else:
        assert is_one_sentence(done.stderr), done.stderr
        assert "PRESSMARK_HOME" in done.stderr


@pytest.mark.parametrize("command", ["status", "search bell"])
def test_a_home_that_cannot_be_written_can_be_read(
    tmp_path: Path, sample_home: Path, command: str
) -> None:
    """An archive on a disk of its own is found and shown; not a file is made there."""
    with mounted(tmp_path / "disk", "size=64m") as disk:
        home = shutil.copytree(sample_home, disk / "a home?")
        before = sorted(home.rglob("*"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = finish(home, *command.split())
        after = sorted(home.rglob("*"))

    assert done.returncode == 0, done.stderr
    assert ("48" if command == "status" else "bell") in done.stdout
    assert before == after


def test_a_log_beside_the_catalog_is_not_left_unread(tmp_path: Path, sample_home: Path) -> None:
    """What was copied while a run was going on is refused, not read without its last part."""
    with mounted(tmp_path / "disk", "size=64m") as disk:
        home = shutil.copytree(sample_home, disk / "home")
        (home / "catalog.sqlite-wal").write_bytes(b"\x37\x7f\x06\x82" * 1000)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = finish(home, "status")

    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert "PRESSMARK_HOME" in done.stderr


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """Something else is there."""
    (tmp_path / "home").write_text("in the way")

    done = finish(tmp_path / "home", "index")

    assert done.returncode == 1
    assert is_one_sentence(done.stderr), done.stderr
    assert "PRESSMARK_HOME" in done.stderr


@pytest.mark.parametrize("command", ["index", "ask Who", "doctor"])
def test_a_damaged_page_of_the_catalog_names_the_file_and_the_way_out(
    tmp_path: Path, sample_home: Path, command: str
) -> None:
    """It is the truth, and nothing but a copy or the archive brings it back."""
    home = shutil.copytree(sample_home, tmp_path / "home")
    with (home / "catalog.sqlite").open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for page in range(2, size // 4096):
            file.seek(4096 * page)
            file.write(os.urandom(4096))

    done = finish(home, *command.split())

    said = done.stdout if command == "doctor" else done.stderr
    assert done.returncode == 1
    assert "catalog.sqlite: the catalog is damaged" in said
    assert (
        "restore a copy of this file, or move PRESSMARK_HOME away and run `pressmark index`" in said
    )
    assert "Traceback" not in done.stderr
