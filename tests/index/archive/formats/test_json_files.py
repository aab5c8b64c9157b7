"""JSON and JSON Lines."""

from __future__ import annotations

import json

import pytest

from index.archive.objects.json_shape import shape_of
from tests.index.archive.support import blob, outcome, records

A, B = '{"title": "A", "body": "One."}', '{"title": "B", "body": "Two."}'
UNREAD = "; the rest of the file was not read"


def test_a_line_is_an_article() -> None:
    """Blank lines, a byte order mark and Windows line ends do not count."""
    assert outcome(f"\ufeff{A}\r\n\r\n  \n{B}") == [("a:1", "A"), ("a:4", "B")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (
            b'{"title": "X", "body"',
            "is not valid JSON (expecting ':' delimiter at line 1 column 22)",
        ),
        (b"[1, 2]", "is an array of JSON, expected an object"),
        (b'"text"', "is a string of JSON, expected an object"),
        (b'{"id": ' + b"7" * 5000 + b"}", "is not valid JSON (a number has too many digits)"),
        (b"[" * 100_000, "is not valid JSON (nested too deeply)"),
        (b"\x00\x01\x02", "is not valid JSON (expecting value at line 1 column 1)"),
    ],
)
def test_a_broken_line_is_rejected_with_its_number_and_the_rest_is_read(
    broken: bytes, reason: str
) -> None:
    """One bad record costs one record."""
    content = A.encode() + b"\n" + broken + b"\n" + B.encode()

    assert outcome(content) == [("a:1", "A"), ("a:2", reason), ("a:3", "B")]


def test_a_broken_first_line_is_one_broken_line() -> None:
    """The next line begins an object as well, so the file is one of lines."""
    assert [where for where, _ in outcome(f'{{"title": \n{A}\n{B}')] == ["a:1", "a:2", "a:3"]


def test_a_line_in_another_character_set_is_read() -> None:
    """Dumps mix outlets: one line in Windows-1251 between lines of UTF-8."""
    russian = '{"title": "Причал закрыт", "body": "Никто не пострадал."}'
    content = b"\n".join((A.encode(), russian.encode("cp1251"), B.encode()))

    assert [title for _, title in outcome(content)] == ["A", "Причал закрыт", "B"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251"])
@pytest.mark.parametrize("lines", [True, False])
def test_every_character_set_is_read(encoding: str, *, lines: bool) -> None:
    """As lines and as an array."""
    found = [{"title": f"Причал {number} закрыт", "body": "Шторм был силён."} for number in (1, 2)]
    written = [json.dumps(one, ensure_ascii=False) for one in found]
    content = "\n".join(written) if lines else f"[{','.join(written)}]"

    assert [title for _, title in outcome(content.encode(encoding))] == [
        "Причал 1 закрыт",
        "Причал 2 закрыт",
    ]


def test_an_array_has_an_article_in_each_element() -> None:
    """Elements are numbered from 1."""
    assert outcome(f"[\n{A},\n{B}\n]\n") == [("a[1]", "A"), ("a[2]", "B")]
    assert outcome("[]") == []


def test_a_truncated_array_gives_what_is_before_the_break() -> None:
    """Then one rejected record that names the element and says that the rest is missing."""
    assert outcome(f'[{A}, {B}, {{"title": "C", "bo') == [
        ("a[1]", "A"),
        ("a[2]", "B"),
        ("a[3]", f"is not valid JSON (it ends in the middle){UNREAD}"),
    ]


def test_an_array_that_is_never_closed_is_not_complete() -> None:
    """A break between two elements is noticed too."""
    assert outcome(f"[{A},")[1] == ("a[2]", f"is not valid JSON (it ends in the middle){UNREAD}")


def test_what_follows_an_array_is_not_lost_silently() -> None:
    """Two arrays in one file are no JSON, and the second is said not to be read."""
    assert outcome(f"[{A}]\n[{B}]") == [
        ("a[1]", "A"),
        ("a[2]", f"is not valid JSON (trailing garbage){UNREAD}"),
    ]


def test_an_element_that_is_no_object_is_rejected() -> None:
    """The others are read."""
    assert outcome(f'{{"articles": [{A}, 7]}}') == [
        ("a[1]", "A"),
        ("a[2]", "is a number of JSON, expected an object"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        f'{{"status": "ok", "articles": [{A}, {B}]}}',
        f'{{"results": [{A}, {B}], "total": 2}}',
        f'{{"response": {{"status": "ok", "docs": [{A}, {B}]}}}}',
        f'{{"meta": {{"tags": [{{"a": 1}}], "items": "none"}}, "data": [{A}, {B}]}}',
    ],
)
def test_an_object_may_hold_the_list(content: str) -> None:
    """Dumps of news services wrap the list in an object."""
    assert outcome(content) == [("a[1]", "A"), ("a[2]", "B")]


def test_objects_over_many_lines_are_read_one_after_another() -> None:
    """One of them is the file, more are numbered."""
    wide = json.dumps(json.loads(A), indent=2)

    assert outcome(wide) == [("a", "A")]
    assert outcome(wide + "\n" + wide) == [("a", "A"), ("a[2]", "A")]


def test_an_object_that_is_cut_off_is_one_rejected_record() -> None:
    """It is named by the file."""
    assert outcome('{\n"title": ') == [("a", f"is not valid JSON (it ends in the middle){UNREAD}")]


@pytest.mark.parametrize("content", ['{"a":' * 100_000, "[{" + '"a":[' * 100_000, "[[" * 9])
def test_nesting_has_an_end(content: str) -> None:
    """No input is so deep that memory or the stack give way."""
    (found,) = records(content)

    assert found.article is None or found.article.text == content


@pytest.mark.parametrize(
    ("head", "prefix"),
    [
        ("[", "item"),
        ("{}", None),
        ('{"title": "A"}', None),
        ('{"articles": ["a"]}', None),
        ('{"articles": "a"}', None),
        ('{"news": [{"a": 1', "news.item"),
        ('{"body": "text", "items": [{"a": 1', None),
        ('{"paragraphs": [{"items": [{"a": 1', None),
        ('{"a": [[{"items": [{"a"', None),
        ("no JSON", None),
    ],
)
def test_only_a_list_of_objects_is_a_container(head: str, prefix: str | None) -> None:
    """A list of strings may be the paragraphs of an article, and an article may have items."""
    assert (shape_of(blob(head)).prefix or None) == prefix


@pytest.mark.parametrize("digits", [19, 20, 400, 4000])
def test_long_numbers_are_kept(digits: int) -> None:
    """Ids have more digits than a machine's own numbers."""
    content = f'[{{"body": "One.", "id": {"7" * digits}, "date": 1.5e400}}, {B}]'
    first, second = records(content)

    assert first.article is not None
    assert first.article.external_id == "7" * digits
    assert second.article is not None


@pytest.mark.parametrize("before", ["", "x" * 63_000])
@pytest.mark.parametrize("digits", [4301, 5000, 100_000])
def test_a_number_has_an_end(digits: int, before: str) -> None:
    """Also where it lies across two blocks of the file."""
    number = "7" * digits
    reason = "is not valid JSON (a number has too many digits)"

    assert outcome(f'[{A}, {{"id": "{before}", "n": {number}}}, {B}]')[-1][1] == reason
    assert outcome(f'{{\n"body": "{before}",\n"n": {number}}}') == [("a", reason)]
    assert outcome(f'{{"body": "{before}", "n": {number}}}')[-1][1] == reason


def test_a_list_of_paragraphs_is_a_text() -> None:
    """Each is a paragraph."""
    (record,) = records('{"title": "A", "body": ["One.", "Two."], "author": NaN}')

    assert record.article is not None
    assert (record.article.text, record.article.author) == ("One.\n\nTwo.", None)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"type": "picture"}, 'is a ninjs item of the type "picture", expected "text"'),
        ({"pubstatus": "canceled"}, 'was taken back by its agency (pubstatus "canceled")'),
        ({"bodies": [{"role": "summary", "value": "x"}, 7, {"value": 3}]}, "no article text"),
    ],
)
def test_ninjs_that_is_no_text_is_rejected(fields: dict[str, object], reason: str) -> None:
    """Pictures, and what an agency has taken back."""
    item = {"uri": "urn:1", "versioncreated": "2024-03-05T10:00:00Z", **fields}
    (record,) = records(json.dumps(item))

    assert (record.reason or "").startswith(reason)


def test_ninjs_before_2_has_its_bodies_in_fields_with_a_suffix() -> None:
    """Version 1.7 writes ``body_main`` and ``headline_main``; NITF is read as well."""
    (main,) = records('{"uri": "u", "headline_main": "H", "body_main": "One.", "byline": "E."}')
    (nitf,) = records(
        '{"uri": "u", "headline": "H", "body_nitf": "<nitf><body><body.content><p>One.</p>'
        '<p>Two.</p></body.content></body></nitf>"}'
    )

    assert main.article is not None
    assert (main.article.title, main.article.text, main.article.author) == ("H", "One.", "E.")
    assert nitf.article is not None
    assert nitf.article.text == "One.\n\nTwo."
