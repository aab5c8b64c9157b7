"""Plain text and Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from index.archive.text_files import read_text, unwrapped

if TYPE_CHECKING:
    from pathlib import Path

    from index.models import Record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file to write."""
    return tmp_path / "a.md"


def read(path: Path, content: str | bytes) -> Record:
    """The one record of the file."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (record,) = read_text(path, name="a.md")
    return record


def test_an_article_may_have_nothing_but_text(path: Path) -> None:
    """The first sentence is the title; the text keeps it."""
    record = read(path, "The pier closed. Nobody came.\n\nIt rained.\n")

    assert record.article is not None
    assert record.article.title == "The pier closed."
    assert record.article.text == "The pier closed. Nobody came.\n\nIt rained."
    assert (record.article.source, record.article.published) == (None, None)


def test_front_matter_names_the_fields(path: Path) -> None:
    """Quotes, lists and numbers are taken; the text begins behind it."""
    record = read(
        path,
        '---\ntitle: "Pier: closed"\ndate: 2024-03-01\nsource: Courier\n'
        "author: [A. Norrby, E. Voss]\nid: 0042\n---\n\nThe pier is closed.\n",
    )

    assert record.article is not None
    assert record.article.title == "Pier: closed"
    assert record.article.published == datetime(2024, 3, 1, tzinfo=UTC)
    assert record.article.precision == "day"
    assert record.article.author == "A. Norrby, E. Voss"
    assert record.article.external_id == "0042"
    assert record.article.text == "The pier is closed."


def test_a_day_that_no_calendar_has_is_a_warning(path: Path) -> None:
    """YAML would make a date of it and fail; the article is kept without a date."""
    record = read(path, "---\ndate: 2024-13-45\n---\nThe pier is closed.")

    assert record.article is not None
    assert record.warnings == (
        (
            'a.md: field "date" is "2024-13-45", expected an ISO 8601 date; '
            "the article was indexed without a date."
        ),
    )


@pytest.mark.parametrize("word", ["Yes", "1984", "2024-03-01"])
def test_a_title_is_what_was_written(path: Path, word: str) -> None:
    """A title that YAML takes for a truth value, a number or a date stays a title."""
    record = read(path, f"---\ntitle: {word}\n---\nThe pier is closed.")

    assert record.article is not None
    assert record.article.title == word


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (
            "title: [unclosed\ndate: 2024-03-01",
            "front matter is not valid YAML (expected ',' or ']', but got ':' in line 3)",
        ),
        (
            "just words",
            "front matter is not valid YAML (expected lines of the form `name: value`)",
        ),
        (
            "page: !!int seven",
            "front matter is not valid YAML (nested too deeply, or a value does not fit its tag)",
        ),
    ],
)
def test_broken_front_matter_rejects_the_file(path: Path, block: str, reason: str) -> None:
    """The reason names the line of the file."""
    record = read(path, f"---\n{block}\n---\nThe pier is closed.")

    assert (record.article, record.reason) == (None, reason)


def test_null_is_absence(path: Path) -> None:
    """Generated front matter writes null, ~ or nothing for what is not known."""
    record = read(path, "---\nsource: null\nauthor: ~\nurl:\n---\nThe pier is closed.")

    assert record.article is not None
    assert (record.article.source, record.article.author, record.article.url) == (None,) * 3


def test_empty_front_matter_is_no_mistake(path: Path) -> None:
    """A comment alone names nothing."""
    record = read(path, "---\n# to do\n---\nThe pier is closed.")

    assert record.article is not None
    assert record.article.text == "The pier is closed."


def test_a_heading_is_the_title(path: Path) -> None:
    """It leaves the text; front matter wins over it."""
    plain = read(path, "## Pier closed ##\n\nNobody knows why.")
    titled = read(path, "---\ntitle: From above\n---\n# Pier closed\nNobody knows why.")

    assert plain.article is not None
    assert (plain.article.title, plain.article.text) == ("Pier closed", "Nobody knows why.")
    assert titled.article is not None
    assert (titled.article.title, titled.article.text) == ("From above", "Nobody knows why.")


def test_text_that_is_not_utf8_is_rejected(path: Path) -> None:
    """The reason says how to save it."""
    record = read(path, "Café".encode("latin-1"))

    assert record.reason == "is not UTF-8 text; save the file as UTF-8"


def test_a_heading_without_a_text_is_no_article(path: Path) -> None:
    """Nothing is left to answer from."""
    assert (read(path, "# Pier closed\n").reason or "").startswith("no article text")


def test_hard_wrapped_paragraphs_are_joined() -> None:
    """Lines of a column's length become one; a sentence is not torn apart by its editor."""
    wrapped = (
        "The harbour master closed the north pier after\n"
        "the storm had torn away forty metres of the\n"
        "railing.\n\nNobody was hurt."
    )

    assert unwrapped(wrapped) == (
        "The harbour master closed the north pier after the storm had torn away forty metres "
        "of the railing.\n\nNobody was hurt."
    )


@pytest.mark.parametrize(
    "text",
    [
        "A short line\nand another",
        "A line that has the length of a column here.\nAnother line as long as the one before it.",
        "One paragraph of one line.",
    ],
)
def test_other_line_breaks_are_kept(text: str) -> None:
    """Verse, lists and paragraphs of one line each are as they were written."""
    assert unwrapped(text) == text
