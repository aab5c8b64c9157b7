"""The fields of a record by their names: used, like a date, chosen by somebody."""

from __future__ import annotations

from typing import Any

import pytest

from index.archive.record.field_names import chosen, like_dates, used
from index.archive.record.fields import to_record

FIELDS: dict[str, Any] = {
    "headline": "The ferry stays",
    "body": "The ferry stays in harbour until Friday.",
    "pub_time": "2024-03-05 10:00",
    "desk": "Harbour",
    "publisher": "Harbour Times",
    "id": "20240305",
}


def test_each_field_says_what_it_became() -> None:
    """One that is not known became nothing."""
    record = to_record(FIELDS, where="a.csv:2")

    assert used(record) == {
        "headline": ("title",),
        "body": ("text",),
        "pub_time": (),
        "desk": (),
        "publisher": ("source",),
        "id": ("external_id",),
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (FIELDS, ["pub_time"]),
        (FIELDS | {"pub_time": 1_709_632_800}, ["pub_time"]),
        (FIELDS | {"pub_time": "soon", "views": 1_709_632_800}, []),
        (FIELDS | {"pub_time": "2124-03-05"}, []),
        (FIELDS | {"pub_time": True}, []),
    ],
)
def test_a_field_that_reads_as_a_date_looks_like_one(
    fields: dict[str, Any], expected: list[str]
) -> None:
    """A number only under a name that says so; never what is read as something else."""
    assert like_dates(to_record(fields, where="a.csv:2")) == expected


def test_fields_that_were_named_are_read_first() -> None:
    """In any case of letters, and inside an object; the rest stays as it was."""
    fields = FIELDS | {"date": "2020-01-01", "meta": {"seen": "2024-03-06", "desk": "Sports"}}

    names = {"published": "Meta.Seen", "source": "meta.desk", "title": "desk"}
    article = chosen(to_record(fields, where="a.csv:2"), names).article

    assert article is not None
    assert article.published is not None
    assert article.published.isoformat() == "2024-03-06T00:00:00+00:00"
    assert (article.title, article.source) == ("Harbour", "Sports")
    assert (article.text, article.external_id) == (FIELDS["body"], "20240305")


def test_a_text_that_was_named_saves_a_rejected_record() -> None:
    """Its field need not be known by any name."""
    record = to_record({"inhalt": "The ferry stays.", "id": 1}, where="a.jsonl:1")

    found = chosen(record, {"text": "inhalt"})

    assert (record.article, found.reason) == (None, None)
    assert found.article is not None
    assert found.article.text == "The ferry stays."


def test_a_named_field_that_is_not_there_is_told() -> None:
    """Unless another field says what it was to say."""
    record = to_record(FIELDS, where="a.csv:2")

    found = chosen(record, {"published": "when", "title": "what"})

    assert [str(each) for each in found.remarks] == [
        'a.csv:2: has no field "when", which --date-field names.'
    ]
