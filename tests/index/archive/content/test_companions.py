"""What lies beside articles and is none: saved folders, notes, sources of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.archive.sources.files import locate
from tests.index.archive.content.test_containers import tarred, zipped
from tests.index.archive.support import article, outcome, records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = b"<html><body><h1>Pier</h1><p>The north pier was closed on Tuesday.</p></body></html>"
FILES = {
    "pier.html": PAGE,
    "pier_files/ad.html": PAGE,
    "pier_files/deep/frame.html": PAGE,
    "Reise.htm": PAGE,
    "Reise-Dateien/a.htm": PAGE,
    "old_files/letter.html": PAGE,
    "README.txt": b"This archive was made in March.",
}
REMARKS = [
    "Reise-Dateien: holds what a browser saved with Reise.htm; the page was read without it.",
    "pier_files: holds what a browser saved with pier.html; the page was read without it.",
    (
        "README.txt: tells of its folder by its name; "
        "to have it read, name the file or call it otherwise."
    ),
]


def test_a_folder_is_walked_without_what_belongs_to_saved_pages(tmp_path: Path) -> None:
    """One sentence a folder; a folder that only looks so is walked."""
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)

    found = locate(str(tmp_path))

    assert [file.name for file in found.files] == [
        "Reise.htm",
        "pier.html",
        "old_files/letter.html",
    ]
    assert sorted(map(str, found.walk.remarks)) == sorted(REMARKS)
    assert found.problems == []


def test_a_note_that_is_named_is_read(tmp_path: Path) -> None:
    """Whoever names it means it."""
    (tmp_path / "README.txt").write_text("The pier closed.")

    found = locate(str(tmp_path / "README.txt"))

    assert [file.name for file in found.files] == ["README.txt"]


def test_a_container_is_opened_without_them_too() -> None:
    """The same rules, and a record of each that only tells of it."""
    found = records(zipped(FILES), "a.zip")

    assert [record.where for record in found if record.article] == [
        "a.zip/pier.html",
        "a.zip/Reise.htm",
        "a.zip/old_files/letter.html",
    ]
    told = [str(remark) for record in found for remark in record.remarks]
    assert sorted(told) == sorted(f"a.zip/{remark}" for remark in REMARKS)
    assert not any(record.is_rejected for record in found)


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_page_may_stand_behind_its_folder(packed: Callable[[dict[str, bytes]], bytes]) -> None:
    """The names are known before the first file is read."""
    backwards = dict(reversed(FILES.items()))

    found = records(packed(backwards), "a.zip")

    assert [record.where for record in found if record.article] == [
        "a.zip/old_files/letter.html",
        "a.zip/Reise.htm",
        "a.zip/pier.html",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.css", "/* Theme */", "is a style sheet, not an article"),
        ("a.js", "run()", "is a script or a program, not an article"),
        ("desktop.ini", "[.ShellClassInfo]", "is a settings file, not an article"),
        ("a", "#!/bin/sh\necho", "is a program, not an article"),
        ("a", "body { margin: 0; }", "is the source of a program or a page, not an article"),
        (
            "a.txt",
            "(function(){ x = 1; })();",
            "is the source of a program or a page, not an article",
        ),
        (
            "a.xml",
            "<urlset xmlns='x'><url/></urlset>",
            "is a sitemap, which only lists pages; name the pages, or save them",
        ),
        ("a.svg", "<svg xmlns='x'></svg>", "is a drawing, not an article"),
        ("a.ics", "BEGIN:VCALENDAR\n", "is a calendar, not an article"),
    ],
)
def test_a_source_is_no_article(name: str, content: str, reason: str) -> None:
    """By its content, its name or its signs; the sentence says what it is."""
    assert outcome(content, name) == [(name, reason)]


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose; wages did not; rents = misery, she said.",
        "The code was:\n\n```\nif (x) { y = 1; z = 2; }\n```\n\nIt ran for years at the port.",
    ],
)
def test_prose_about_programs_is_an_article(text: str) -> None:
    """Signs inside fences are quoted, and a few make no program."""
    assert article(text, "a.md").text


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"GIF89a", "a picture"),
        (b"RIFF\x10\x00\x00\x00WEBP", "a picture"),
        (b"\x00\x00\x00\x18ftypmp42", "a sound or a film"),
        (b"OggS", "a sound or a film"),
        (b"wOF2", "a font"),
    ],
)
def test_pictures_and_sounds_beside_articles_are_left_out(begins: bytes, kind: str) -> None:
    """An export has one to each message: they are no articles that were lost."""
    (record,) = records(begins + bytes(64))

    assert record.left_out
    assert record.reason == f"is {kind}, not an article"


@pytest.mark.parametrize(
    "text", ["GIF89a pictures are forty years old.", "ID3 wird neu, sagt Müller"]
)
def test_a_text_may_begin_like_a_picture(text: str) -> None:
    """Where all of it is text."""
    assert article(text).text == text
