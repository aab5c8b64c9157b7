"""The fields of a record by their names: used, like a date, chosen by somebody."""

from __future__ import annotations

from typing import Any

import pytest

from index.archive.record.field_names import chosen, likely, used
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
    """One that is not known by any name became nothing."""
    record = to_record(FIELDS, where="a.csv:2")

    assert used(record) == {
        "headline": ("title",),
        "body": ("text",),
        "pub_time": (),
        "desk": ("section",),
        "publisher": ("source",),
        "id": ("external_id",),
    }


def test_the_fields_of_a_wrapper_say_what_they_became() -> None:
    """Each by its own name, and a list of authors by what is in it."""
    record = to_record({"_source": {"body": "x", "authors": ["A", "B"]}, "_score": 1}, where="a")

    assert used(record) == {
        "_score": (),
        "_source.body": ("title", "text"),
        "_source.authors": ("author",),
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (FIELDS, ["pub_time"]),
        (FIELDS | {"pub_time": 1_709_632_800}, ["pub_time"]),
        (FIELDS | {"pub_time": "5.3.2024"}, ["pub_time"]),
        (FIELDS | {"pub_time": "soon", "views": 1_709_632_800}, []),
        (FIELDS | {"pub_time": "soon", "seen": "2024-03-05"}, ["seen"]),
        (FIELDS | {"pub_time": "2124-03-05"}, []),
        (FIELDS | {"pub_time": True}, []),
        (FIELDS | {"date": "2024-03-05"}, []),
    ],
)
def test_a_field_that_reads_as_a_date_looks_like_one(
    fields: dict[str, Any], expected: list[str]
) -> None:
    """A number only under a name that says so; never what is read as something else."""
    assert likely(to_record(fields, where="a.csv:2")).get("published", []) == expected


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("paperTitle", "Courier", {"source": ["paperTitle"]}),
        ("lead_reporter", "A. Norrby", {"author": ["lead_reporter"]}),
        ("writer_id", 17, {}),
        ("reading_time", "5 min", {}),
    ],
)
def test_a_column_may_look_like_an_outlet_or_an_author(
    column: str, value: object, expected: dict[str, list[str]]
) -> None:
    """By words in its name, and a value of the kind."""
    assert likely(to_record({"body": "x", column: value}, where="a:1")) == expected


def test_a_field_that_was_named_goes_before_one_that_is_called_so() -> None:
    """However that is spelt."""
    record = to_record({"Title": "Pier", "hed2": "Ferry", "body": "x"}, where="a:1")

    found = chosen(record, {"title": "hed2"}).article

    assert found is not None
    assert found.title == "Ferry"


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


def test_of_several_names_a_record_takes_the_first_that_it_has() -> None:
    """So files of two kinds may lie in one folder."""
    record = to_record({"body": "x", "seen": "2024-03-06"}, where="a:1")

    found = chosen(record, {"published": ["when", "seen"]})

    assert found.article is not None
    assert str(found.article.published) == "2024-03-06 00:00:00+00:00"
    assert found.remarks == ()
