"""What stands in front of a text: fields in three notations, and whether it is for the public."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.index.archive.support import article, outcome, records

TEXT = "The quay is closed."


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Quay"\ndate = 2024-03-05T10:15:00Z\n[a]\nauthor = "K. Lund"\nid = 7\n+++\n',
        '{"title": "Quay", "date": "2024-03-05T10:15:00Z", "author": "K. Lund", "id": 7}\n',
        "---\ntitle: Quay\ndate: 2024-03-05 10:15:00Z\nauthor: K. Lund\nid: 7\n---\n",
    ],
)
def test_every_notation_names_the_fields(front: str) -> None:
    """TOML and JSON as Hugo has them, YAML as everybody does; a table's fields are fields."""
    found = article(f"{front}\n{TEXT}", "quay.md")

    assert (found.title, found.author, found.external_id) == ("Quay", "K. Lund", "7")
    assert found.published == datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
    assert found.text == TEXT


def test_a_day_of_toml_is_a_day() -> None:
    """It has no hour."""
    found = article(f"+++\ndate = 2024-03-05\n+++\n{TEXT}")

    assert (found.published, found.precision) == (datetime(2024, 3, 5, tzinfo=UTC), "day")


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("---\ndraft: true\n---\n", "draft: true"),
        ("---\nDraft: Yes\n---\n", "Draft: Yes"),
        ("+++\ndraft = true\n+++\n", "draft: true"),
        ('{"draft": true}\n', "draft: true"),
        ("---\npublished: false\n---\n", "published: false"),
        ("---\nstatus: private\n---\n", "status: private"),
    ],
)
def test_a_draft_is_not_indexed(front: str, said: str) -> None:
    """It was never published; the reason says what says so."""
    assert outcome(front + TEXT, "a.md") == [("a.md", f"is a draft ({said}) and was not indexed")]


def test_a_folder_of_drafts_is_not_indexed() -> None:
    """Jekyll keeps them in one."""
    found = outcome(TEXT, "site/_drafts/quay.md")

    assert found == [
        ("site/_drafts/quay.md", "is a draft (it lies in _drafts) and was not indexed")
    ]


@pytest.mark.parametrize(
    "front", ["draft: false", "published: true", "status: publish", "x: draft"]
)
def test_what_is_published_is_indexed(front: str) -> None:
    """And nothing is to be warned of."""
    (record,) = records(f"---\n{front}\n---\n{TEXT}")

    assert (record.article is not None, record.remarks) == (True, ())


def test_broken_toml_rejects_the_file() -> None:
    """The reason names the line."""
    ((_, reason),) = outcome(f"+++\ntitle = Quay\n+++\n{TEXT}")

    assert reason == "front matter is not valid TOML (Invalid value (at line 1, column 9))"


@pytest.mark.parametrize(
    ("name", "front", "day"),
    [
        ("2024-03-05-quay.md", "", 5),
        ("site/_posts/2024-3-5-quay.markdown", "", 5),
        ("2024-03-05 Quay.txt", "", 5),
        ("2024-03-05/index.md", "", 5),
        ("2024-03-05-quay.md", "---\ndate: 2024-03-06\n---\n", 6),
        ("2024-02-30-quay.md", "", None),
        ("2024-03-05.md", "", 5),
        ("12024-03-05-quay.md", "", None),
        ("2024-03-057.md", "", None),
    ],
)
def test_the_name_of_a_file_may_name_its_day(name: str, front: str, day: int | None) -> None:
    """As Jekyll has it; what the front matter says goes first."""
    found = article(front + TEXT, name)

    assert found.published == (day and datetime(2024, 3, day, tzinfo=UTC))


@pytest.mark.parametrize("field", ["title: !!bool maybe", "date: !!timestamp soon", "x: !!int ''"])
def test_a_tag_of_yaml_is_believed_no_more_than_its_value(field: str) -> None:
    """What is tagged stays the text that was written."""
    assert article(f"---\n{field}\n---\n{TEXT}", "quay.md").text == TEXT


def test_a_value_that_no_reader_foresaw_costs_the_file_alone() -> None:
    """Python writes out no number of so many digits."""
    found = outcome(f"+++\ntitle = 0x{'f' * 5000}\n+++\n{TEXT}", "quay.md")

    assert found == [("quay.md", "cannot be read to its end (its reader failed: ValueError)")]
