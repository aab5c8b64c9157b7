"""JSON and JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.archive.json_files import contained, read_json, read_json_lines

if TYPE_CHECKING:
    from pathlib import Path

A, B = '{"title": "A", "body": "One."}', '{"title": "B", "body": "Two."}'


def outcome(path: Path, content: str | bytes, *, lines: bool = False) -> list[tuple[str, str]]:
    """Where and title, or where and reason, of every record."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    records = (read_json_lines if lines else read_json)(path, name="a.json")
    return [
        (record.where, record.article.title if record.article else record.reason or "")
        for record in records
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file to write."""
    return tmp_path / "a.json"


def test_a_line_is_an_article(path: Path) -> None:
    """Blank lines, a byte order mark and Windows line ends do not count."""
    content = f"\ufeff{A}\r\n\r\n  \n{B}"

    assert outcome(path, content, lines=True) == [("a.json:1", "A"), ("a.json:4", "B")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (
            b'{"title": "X", "body"',
            "is not valid JSON (expecting ':' delimiter at line 1 column 22)",
        ),
        (b'{"title": "\xff"}', "is not UTF-8 text; save the file as UTF-8"),
        (b"[1, 2]", "is a JSON list, expected an object"),
        (b'"text"', "is a JSON str, expected an object"),
        (b'{"id": ' + b"7" * 5000 + b"}", "is not valid JSON (a number has too many digits)"),
        (b"[" * 100_000, "is not valid JSON (nested too deeply)"),
    ],
)
def test_a_broken_line_is_rejected_with_its_number_and_the_rest_is_read(
    path: Path, broken: bytes, reason: str
) -> None:
    """One bad record costs one record."""
    content = A.encode() + b"\n" + broken + b"\n" + B.encode()

    assert outcome(path, content, lines=True) == [
        ("a.json:1", "A"),
        ("a.json:2", reason),
        ("a.json:3", "B"),
    ]


def test_an_array_has_an_article_in_each_element(path: Path) -> None:
    """Elements are numbered from 1."""
    assert outcome(path, f"[\n{A},\n{B}\n]\n") == [("a.json[1]", "A"), ("a.json[2]", "B")]
    assert outcome(path, "[]") == []


def test_a_truncated_array_gives_what_is_before_the_break(path: Path) -> None:
    """Then one rejected record that says that the rest is missing."""
    assert outcome(path, f'[{A}, {B}, {{"title": "C", "bo') == [
        ("a.json[1]", "A"),
        ("a.json[2]", "B"),
        (
            "a.json[3]",
            (
                "is not valid JSON (unterminated string starting at line 1 column 81); "
                "the rest of the file was not read"
            ),
        ),
    ]


def test_an_array_that_is_never_closed_is_not_complete(path: Path) -> None:
    """A break between two elements is noticed too."""
    assert outcome(path, f"[{A},")[1] == (
        "a.json[2]",
        (
            "is not valid JSON (expecting value at line 1 column 33); "
            "the rest of the file was not read"
        ),
    )


def test_what_follows_an_array_is_not_lost_silently(path: Path) -> None:
    """Two arrays in one file are no JSON, and the second is said not to be read."""
    assert outcome(path, f"[{A}]\n[{B}]") == [
        ("a.json[1]", "A"),
        ("a.json", "goes on behind the end of its array; the rest of the file was not read"),
    ]


def test_an_element_that_is_no_object_is_rejected(path: Path) -> None:
    """The others are read."""
    assert outcome(path, f"[7, {A}]") == [
        ("a.json[1]", "is a JSON int, expected an object"),
        ("a.json[2]", "A"),
    ]


@pytest.mark.parametrize("key", ["articles", "results", "data"])
def test_an_object_may_hold_the_list(path: Path, key: str) -> None:
    """Dumps of news services wrap the list in an object."""
    content = f'{{"status": "ok", "{key}": [{A}, {B}]}}'

    assert outcome(path, content) == [("a.json[1]", "A"), ("a.json[2]", "B")]


def test_an_object_may_be_the_article(path: Path) -> None:
    """Then it has no number."""
    assert outcome(path, A) == [("a.json", "A")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"title": ', "is not valid JSON (expecting value at line 1 column 10)"),
        (b'{"title": "\xff"}', "is not UTF-8 text; save the file as UTF-8"),
        (b'{"id": ' + b"7" * 5000 + b"}", "is not valid JSON (a number has too many digits)"),
        (b'{"a":' * 100_000, "is not valid JSON (nested too deeply)"),
    ],
)
def test_an_object_that_cannot_be_read_is_one_rejected_record(
    path: Path, content: bytes, reason: str
) -> None:
    """It is named by the file."""
    assert outcome(path, content) == [("a.json", reason)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], None),
        ({"title": "A"}, None),
        ({"articles": ["a"]}, None),
        ({"articles": "a"}, None),
        ({"articles": []}, []),
        ({"news": [{"a": 1}]}, [{"a": 1}]),
    ],
)
def test_only_a_list_of_objects_is_a_container(value: object, expected: object) -> None:
    """A list of strings may be the paragraphs of an article."""
    assert contained(value) == expected
