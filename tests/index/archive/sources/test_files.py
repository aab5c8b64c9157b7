"""Finding the files of an archive and the reader of each."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.archive.sources.files import Location, locate, read, sample_path
from index.archive.sources.folders import Source
from index.archive.sources.urls import SAMPLE, UrlSource
from index.errors import ArchiveError

LINE = '{"title": "A", "body": "One."}'


def put(folder: Path, *names: str) -> None:
    """Make files with a text in them."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The pier closed.")


def names(location: Location) -> list[str]:
    """Names of the files found."""
    return [source.name for source in location.files]


def only(path: Path) -> tuple[str | None, str | None]:
    """Title and reason of the one record of a file."""
    (record,) = read(Source(path, path.name, explicit=True)).records
    return (record.article.title if record.article else None, record.reason)


def test_a_folder_is_walked_in_order_of_name(tmp_path: Path) -> None:
    """Sub-folders come after the files beside them; hidden files and folders are left out."""
    put(tmp_path, "b.txt", "a.txt", "2024/c.txt", ".hidden", ".git/d.txt")

    location = locate(str(tmp_path))

    assert names(location) == ["a.txt", "b.txt", "2024/c.txt"]
    assert len(location.walk.listed) == 2
    assert not any(source.explicit for source in location.files)


BACKUPS = (
    "a.txt~",
    "#a.txt#",
    "a.tmp",
    "a.BAK",
    "a.txt.swp",
    "a.swx",
    "a.part",
    "a.json.crdownload",
    "~$a.docx",
    "4913",
)


def test_what_programs_put_beside_a_file_is_no_article(tmp_path: Path) -> None:
    """Their backups and unfinished downloads; a folder may be called as it likes."""
    put(tmp_path, "a.txt", "partial.txt", "14913", "old.bak/b.txt", *BACKUPS)

    walked = [source.name for source in locate(str(tmp_path)).files]
    matched = [source.name for source in locate(str(tmp_path / "*a*")).files]

    assert walked == ["14913", "a.txt", "partial.txt", "old.bak/b.txt"]
    assert matched == ["a.txt", "old.bak/b.txt", "partial.txt"]


@pytest.mark.parametrize("named", ["a.txt~", "*.bak"])
def test_a_backup_that_is_named_is_read(tmp_path: Path, named: str) -> None:
    """By its own name, or by a glob for such files."""
    put(tmp_path, "a.txt", "a.txt~", "b.bak")

    assert len(locate(str(tmp_path / named)).files) == 1


def test_a_file_is_named_explicitly(tmp_path: Path) -> None:
    """The location is that very file, and no folder was walked."""
    put(tmp_path, "a.txt")

    location = locate(str(tmp_path / "a.txt"))

    assert [(source.name, source.explicit) for source in location.files] == [("a.txt", True)]
    assert not location.walk.listed


def test_a_glob_gives_the_files_it_matches(tmp_path: Path) -> None:
    """Folders that it matches are walked; ``**`` reaches below, and gives no file twice."""
    put(tmp_path, "b.txt", "a.txt", "c.md", "2024/d.txt", "2024.txt/e.md")

    assert names(locate(str(tmp_path / "*.txt"))) == ["2024.txt/e.md", "a.txt", "b.txt"]
    assert names(locate(str(tmp_path / "**" / "*.txt"))) == [
        "2024/d.txt",
        "2024.txt/e.md",
        "a.txt",
        "b.txt",
    ]
    assert len(locate(str(tmp_path / "**")).files) == 5


def test_a_home_directory_that_lies_in_the_archive_is_left_out(tmp_path: Path) -> None:
    """What Pressmark writes is not read, by a folder or by a glob; nor a copy of its home."""
    put(tmp_path, "a.json", "var/catalog.sqlite", "var/lock", "var/generations/1/meta.json")
    put(tmp_path, "old/var/catalog.sqlite", "old/var/lock", "old/b.json", "old/var/added/c.json")

    assert names(locate(str(tmp_path))) == ["a.json", "old/b.json"]
    assert names(locate(str(tmp_path / "**" / "*.json"))) == ["a.json", "old/b.json"]
    assert names(locate(str(tmp_path / "*"))) == ["a.json", "old/b.json"]


def test_articles_that_lie_in_a_home_directory_are_read_where_it_is_named(tmp_path: Path) -> None:
    """Its own files and folders are left out all the same."""
    put(tmp_path, "catalog.sqlite", "catalog.sqlite-wal", "lock", "vectors/v.f32", "news/a.txt")

    assert names(locate(str(tmp_path))) == ["news/a.txt"]
    assert names(locate(str(tmp_path / "news"))) == ["a.txt"]
    assert names(locate(str(tmp_path / "news" / "*"))) == ["a.txt"]


@pytest.mark.parametrize("name", ["missing", "missing/*.json", "link"])
def test_what_is_not_there_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    """A missing path, a glob without a match, a link to nothing."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")

    with pytest.raises(ArchiveError, match=f"{tmp_path}/.*: there is no such file or folder; name"):
        locate(str(tmp_path / name))


def test_a_home_that_nobody_has_is_a_missing_path() -> None:
    """``~somebody`` who does not exist is said like any other missing path."""
    with pytest.raises(ArchiveError, match="~nobody-of-this-name/news: there is no such file"):
        locate("~nobody-of-this-name/news")


def test_a_url_is_located_without_being_fetched() -> None:
    """It is its own place; neither its name nor its digest tell what may be secret."""
    location = locate("https://ann:pass@news.example/feed?token=tide#top")

    assert location.url is not None
    assert (location.files, location.problems, location.walk.listed) == ((), [], set())
    assert location.url.name == "news.example"
    assert location.url.origin == UrlSource("https://ann:pass@news.example/feed?token=tide").origin


def test_the_sample_is_found_wherever_it_was_installed() -> None:
    """In a checkout it lies under ``examples``."""
    assert locate(SAMPLE).files == locate(str(sample_path())).files
    assert len(locate(SAMPLE).files) == 18


def test_a_file_is_told_apart_by_a_digest_of_its_place(tmp_path: Path) -> None:
    """The same file has one origin however it is reached, and the path cannot be read off it."""
    put(tmp_path, "2024/a.txt", "2024/b.txt")

    above, below = locate(str(tmp_path)), locate(str(tmp_path / "2024" / ".." / "2024"))

    assert [source.origin for source in above.files] == [source.origin for source in below.files]
    assert len({source.origin for source in above.files}) == 2
    assert all(source.origin.isalnum() for source in above.files)


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path) -> None:
    """A folder that vanishes between being seen and being listed stops nothing."""
    put(tmp_path, "a.txt", "b/c.txt")
    deep = "d" * 250
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # a path longer than the system's 4,096 bytes
        os.mkdir(deep, dir_fd=place)
        place, above = os.open(deep, os.O_RDONLY, dir_fd=place), place
        os.close(above)
    os.close(place)

    location = locate(str(tmp_path))

    assert names(location) == ["a.txt", "b/c.txt"]
    assert [problem.reason for problem in location.problems] == [
        "cannot be listed (File name too long)"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x00\x01", "is not a text file, nor of another kind that is read"),
    ],
)
def test_a_file_without_text_is_one_rejected_record(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    """Empty and binary files are named with the reason."""
    (tmp_path / "a").write_bytes(content)

    assert only(tmp_path / "a") == (None, reason)


def test_a_link_to_nothing_is_one_rejected_record(tmp_path: Path) -> None:
    """The folder around it is read all the same."""
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")

    (source,) = locate(str(tmp_path)).files

    assert only(source.path) == (None, "cannot be read (No such file or directory)")


def test_a_link_to_itself_is_one_rejected_record(tmp_path: Path) -> None:
    """It has an origin and a reason like every other file."""
    (tmp_path / "link.txt").symlink_to("link.txt")

    (source,) = locate(str(tmp_path)).files

    assert len(source.origin) == 16
    assert only(source.path) == (None, "cannot be read (Too many levels of symbolic links)")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody writes into it: reading it would never end."""
    os.mkfifo(tmp_path / "pipe")
    found: list[tuple[str | None, str | None]] = []
    reader = threading.Thread(target=lambda: found.append(only(tmp_path / "pipe")), daemon=True)

    reader.start()
    reader.join(timeout=5)

    assert found == [(None, "is not a file; only files and folders are read")]


def test_a_file_that_vanishes_before_it_is_read_is_rejected(tmp_path: Path) -> None:
    """An error of the disk takes the place of the records it kept us from."""
    path = tmp_path / "a.jsonl"
    path.write_text(LINE)
    reading = read(Source(path, "a.jsonl", explicit=True))
    path.unlink()

    (record,) = reading.records

    assert record.reason == "cannot be read (No such file or directory)"


def test_a_name_that_is_not_utf8_can_be_shown(tmp_path: Path) -> None:
    """The file is read; its name has a mark where a byte cannot be read."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("The pier closed.")

    (source,) = locate(str(tmp_path)).files

    assert source.name == "caf\ufffd.txt"
    assert only(source.path) == ("The pier closed.", None)


def test_a_name_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """Escape sequences and marks that turn the writing round are shown as marks."""
    (tmp_path / "a\x1b[31m\n\x9b1m\u202etxt.exe").write_text("The pier closed.")

    (source,) = locate(str(tmp_path)).files

    assert source.name == "a\ufffd[31m\ufffd\ufffd1m\ufffdtxt.exe"


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (f"{LINE}\n{LINE}", ["A", "A"]),
        (LINE, ["A"]),
        (f"\ufeff\n[{LINE}]", ["A"]),
        ("[]", []),
        (json.dumps({"articles": [json.loads(LINE)]}), ["A"]),
        (json.dumps(json.loads(LINE), indent=2), ["A"]),
        (f"{{broken\n{LINE}", [None, "A"]),
        ("{broken", [None]),
        ("[Skelhaven] The pier closed.", ["[Skelhaven] The pier closed."]),
        ("The pier closed.", ["The pier closed."]),
        (f'{{"body": "{"storm " * 12_000}", "title": "Long"}}\n{LINE}', ["Long", "A"]),
    ],
)
def test_the_reader_is_chosen_by_content(
    tmp_path: Path, content: str, titles: list[str | None]
) -> None:
    """JSON Lines, arrays, containers, single objects and text, whatever the file is called."""
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")

    reading = read(Source(tmp_path / "a.txt", "a.txt", explicit=True))

    assert [record.article and record.article.title for record in reading.records] == titles


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    """Its place is its identity; a JSON file may hold many."""
    put(tmp_path, "a.txt")
    (tmp_path / "b.json").write_text(LINE)

    text, many = [read(source) for source in locate(str(tmp_path)).files]
    assert [len(list(reading.records)) for reading in (text, many)] == [1, 1]

    assert (text.alone, many.alone) == (True, False)


def test_a_date_in_the_future_is_set_to_the_day_of_the_file(tmp_path: Path) -> None:
    """With a warning; the same file gives the same date tomorrow."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "A", "body": "One.", "date": "2199-01-01T10:00:00Z"}')
    os.utime(path, (1709634600, 1709634600))

    (record,) = read(Source(path, "a.jsonl", explicit=True)).records

    assert record.article is not None
    assert record.article.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert record.article.precision == "day"
    assert tuple(map(str, record.remarks)) == (
        (
            "a.jsonl:1: the article is dated 2199-01-01T10:00:00+00:00, in the future; it was "
            "indexed with the day 2024-03-05, when its file was last changed."
        ),
    )
