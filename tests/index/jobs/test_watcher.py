"""Where changes of the archive show."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from index.jobs.watcher import Place, follow, place


def test_a_folder_is_watched_with_all_below_it(tmp_path: Path) -> None:
    """Hidden files are not read and do not count."""
    found = place(str(tmp_path))

    assert found == Place(os.path.realpath(tmp_path), deep=True)
    inside = [f"{found.folder}/{name}" for name in ("a.txt", "b/c.txt", ".a", "b/.c/d.txt")]
    assert [found.concerns(path) for path in inside] == [True, True, False, False]
    assert found.concerns(found.folder)
    assert not found.concerns(found.folder + "-other/a.txt")


def test_what_an_editor_writes_beside_a_file_does_not_count(tmp_path: Path) -> None:
    """Unless it is what the setting names."""
    folder = os.path.realpath(tmp_path)
    (tmp_path / "a.txt~").touch()
    saving = [f"{folder}/{name}" for name in ("a.txt~", "#a.txt#", "a.txt.swp", "4913")]

    whole, some, named = (place(each) for each in (folder, f"{folder}/*.txt*", f"{folder}/a.txt~"))

    assert whole
    assert some
    assert named
    assert not any(each.concerns(path) for path in saving for each in (whole, some))
    assert named.concerns(f"{folder}/a.txt~")


@pytest.mark.parametrize("there", [True, False])
def test_a_file_is_watched_through_its_folder(tmp_path: Path, there: bool) -> None:  # noqa: FBT001
    """So that it may be replaced, or come later."""
    file = tmp_path / "a[1].txt"
    if there:
        file.touch()

    found = place(str(file) if there else str(tmp_path / "b.txt"))

    assert found is not None
    assert (found.folder, found.deep) == (os.path.realpath(tmp_path), False)
    name = "a[1].txt" if there else "b.txt"
    assert found.concerns(f"{found.folder}/{name}")
    assert not found.concerns(f"{found.folder}/a1.txt")


@pytest.mark.parametrize(
    ("pattern", "deep", "counts", "ignored"),
    [
        ("*.json", False, "a.json", "a.txt"),
        ("**/*.json", True, "b/a.json", "b/a.txt"),
        ("**/*.json", True, "a.json", "a.txt"),
        ("20*/a.json", True, "2024/a.json", "1999/a.json"),
    ],
)
def test_a_glob_is_watched_from_where_it_begins_to_vary(
    tmp_path: Path,
    pattern: str,
    deep: bool,  # noqa: FBT001
    counts: str,
    ignored: str,
) -> None:
    """With what is below only where that can match."""
    found = place(str(tmp_path / pattern))

    assert found is not None
    assert (found.folder, found.deep) == (os.path.realpath(tmp_path), deep)
    assert found.concerns(f"{found.folder}/{counts}")
    assert not found.concerns(f"{found.folder}/{ignored}")


def test_a_url_is_not_watched() -> None:
    """A schedule reads it."""
    assert place("https://a.example/feed") is None


def test_an_unknown_home_is_a_name_like_any_other() -> None:
    """It does not end the thread."""
    found = place("~nobody-of-that-name/archive")

    assert found is not None
    assert found.folder == os.path.realpath(Path.cwd() / "~nobody-of-that-name")


def test_a_folder_that_comes_and_goes_is_noticed(tmp_path: Path) -> None:
    """It is missing at first, then there, watched, gone, and there again."""
    folder, home = tmp_path / "news", tmp_path / "news" / "home"
    changes: list[float] = []
    stop = threading.Event()

    def watch() -> None:
        follow(
            [str(folder)],
            deep=True,
            without=home,
            changed=lambda: changes.append(time.monotonic()),
            stop=stop,
        )

    def heard() -> bool:
        deadline = time.monotonic() + 8
        while not changes and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.5)  # let the echo pass
        found = bool(changes)
        changes.clear()
        return found

    thread = threading.Thread(target=watch)
    thread.start()
    time.sleep(1.2)
    folder.mkdir()
    came = heard()
    (folder / "a.txt").write_text("The pier closed.")
    written = heard()
    home.mkdir()
    (home / "catalog.sqlite").write_text("ours")
    (folder / "a.txt").read_text()
    time.sleep(2)
    own = list(changes)
    changes.clear()
    (folder / "a.txt").unlink()
    (home / "catalog.sqlite").unlink()
    home.rmdir()
    folder.rmdir()
    went = heard()
    folder.mkdir()
    again = heard()
    stop.set()
    thread.join(5)

    assert (came, written, own, went, again) == (True, True, [], True, True)
    assert not thread.is_alive()
