"""Where the articles of a JSON file are, whatever it is called and however deep."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest

from index.archive.content.streams import Blob
from index.archive.objects.json_shape import shape_of
from index.archive.readers import read_blob
from tests.index.archive.support import outcome, records

ROWS = [
    {"title": title, "text": f"{title} again. Nobody was hurt.", "date": f"2024-03-0{number}"}
    for number, title in enumerate(("Pier closed", "Ferry late", "Eels return"), start=1)
]
NAMES = list(ROWS[0])
TITLES = [row["title"] for row in ROWS]
SHAPES: dict[str, Any] = {
    "an unknown name, nested": {"export": {"meta": {"n": 3}, "stories_of_march": ROWS}},
    "an array under the name of a text": {"content": ROWS, "pageable": {}},
    "a feed that describes itself": {"title": "Courier", "description": "News.", "stuff": ROWS},
    "pages of answers": [{"page": 1, "articles": ROWS[:1]}, {"page": 2, "articles": ROWS[1:]}],
    "several lists": {"world": ROWS[:1], "sport": ROWS[1:], "total": 3},
    "a mapping by ids": {f"a-{number}": row for number, row in enumerate(ROWS)},
    "a mapping of lists": {"data": {"2024": {"03": ROWS}}},
    "columns": {name: [row[name] for row in ROWS] for name in NAMES},
    "columns by row": {name: {str(n): row[name] for n, row in enumerate(ROWS)} for name in NAMES},
    "split": {"columns": NAMES, "index": [0, 1, 2], "data": [[*row.values()] for row in ROWS]},
    "rows of a service": {"rows": [{"row_idx": n, "row": row} for n, row in enumerate(ROWS)]},
    "hits": {"took": 1, "hits": {"total": 3, "hits": [{"_source": row} for row in ROWS]}},
    "edges": {"data": {"posts": {"edges": [{"node": row} for row in ROWS]}}},
    "attributes": {"data": [{"type": "post", "attributes": row} for row in ROWS]},
    "objects of a text": [{**row, "text": {"value": row["text"]}} for row in ROWS],
}


def titles(content: str | bytes) -> list[str]:
    """The titles of the articles of a file, or the reasons."""
    return [title for _, title in outcome(content)]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_articles_are_found_by_their_shape(shape: str, indent: int | None) -> None:
    """In one line or in many."""
    assert titles(json.dumps(SHAPES[shape], indent=indent)) == TITLES


@pytest.mark.parametrize("shape", [name for name in SHAPES if isinstance(SHAPES[name], dict)])
def test_a_line_may_hold_what_a_file_may(shape: str) -> None:
    """Answers of a service, one a line."""
    line = json.dumps(SHAPES[shape])

    assert titles(f"{line}\n{line}") == TITLES * 2


@pytest.mark.parametrize("shape", SHAPES)
def test_what_stands_before_the_articles_may_be_long(shape: str) -> None:
    """The head of the file says nothing then; one that is packed is read whole."""
    value = SHAPES[shape]
    before = {"log": [{"at": number, "done": "x" * 50} for number in range(1500)]}
    content = json.dumps({**before, "archive": value}).encode()

    assert titles(content) == TITLES
    assert titles(gzip.compress(content)) == TITLES


def test_a_single_article_may_be_wrapped() -> None:
    """One in an answer is the article of the file."""
    assert titles(json.dumps({"response": {"status": "ok", "content": ROWS[0]}})) == TITLES[:1]


def test_an_article_with_comments_is_one() -> None:
    """The outermost object that is an article is it."""
    comments = [{"title": "Re", "text": "I saw it.", "date": "2024-03-06"}] * 3

    assert titles(json.dumps({**ROWS[0], "comments": comments})) == TITLES[:1]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("a-17", ("a-17", None)),
        ("17", (None, None)),
        ("https://courier.example/17", (None, "https://courier.example/17")),
    ],
)
def test_the_key_of_a_mapping_is_the_id(key: str, expected: tuple[str | None, str | None]) -> None:
    """Or the address; a small number counts rows."""
    first = records(json.dumps({key: ROWS[0], "b": ROWS[1]}))[0].article

    assert first is not None
    assert (first.external_id, first.url) == expected


def test_columns_that_name_other_rows_are_refused() -> None:
    """Words of one article never come under the headline of another."""
    table = {"title": {"0": "A", "1": "B"}, "text": {"0": "One.", "2": "Two."}}

    assert titles(json.dumps(table)) == ["A", "has columns that do not name the same rows"]


def test_a_file_is_as_it_was_after_a_look_at_all_of_it() -> None:
    """It is read from its beginning."""
    content = json.dumps({"log": ["x" * 100] * 1000, "stories": ROWS}).encode()
    blob = Blob.of("a", io.BytesIO(content))

    assert shape_of(blob).prefix == "stories.item"
    assert len(list(read_blob(blob, origin="o").records)) == len(ROWS)


def test_orders_of_a_bulk_are_passed_over() -> None:
    """Elasticsearch wants a line before each document."""
    lines = [line for row in ROWS for line in ({"index": {"_id": "1"}}, row)]

    assert titles("\n".join(map(json.dumps, lines))) == TITLES


def test_a_list_whose_text_has_another_name_is_told_by_its_fields() -> None:
    """Each of its objects is rejected with what it has."""
    content = json.dumps({"eintraege": [{"kopf": "A", "fliesstext": "Der Kai. " * 40}]})

    assert titles(content) == [
        (
            "no article text (looked for the fields body, text, content, maintext, article "
            "and their like; it has kopf, fliesstext)"
        )
    ]


def test_a_header_of_csv_may_be_spelt_in_any_way() -> None:
    """As LexisNexis and pandas write it."""
    content = "Headline,Publication Date,Source,Full Text\nPier closed,2024-03-05,Courier,One.\n"
    (record,) = records(content)

    assert record.article is not None
    assert (record.article.title, record.article.text) == ("Pier closed", "One.")
    assert record.article.source == "Courier"
    assert str(record.article.published) == "2024-03-05 00:00:00+00:00"


def test_a_csv_file_without_a_text_tells_its_columns() -> None:
    """So that one can be renamed."""
    assert outcome("kopf,inhalt_x\nA,One.\n", "a.csv") == [
        (
            "a.csv",
            (
                "has no column of the text (looked for body, text, content, maintext, article "
                "and their like; it has the columns kopf, inhalt_x); name the one "
                "that holds it with --text-field"
            ),
        )
    ]


@pytest.mark.parametrize("other", ["sport", "more.sport"])
def test_articles_at_another_place_are_told_of(other: str) -> None:
    """They are not of the list that was read."""
    first, *rest = reversed(other.split("."))
    beside: Any = {first: [{"title": "A", "summary": "The quay is closed."}]}
    for name in rest:
        beside = {name: beside}
    found = records(json.dumps({"news": ROWS, **beside}))

    assert [remark.sentence for remark in found[-1].remarks] == [
        f'what looks like articles under "{other}" was not read.'
    ]
    assert [record.article.title for record in found if record.article] == TITLES


def test_an_object_with_a_long_text_is_the_article() -> None:
    """Not those that it leads to."""
    value = {"headline_main": "Pier", "body": {"rendered": "Closed. " * 40}, "related": ROWS}

    assert titles(json.dumps(value)) == ["Pier"]


def test_numbers_of_rows_are_no_ids() -> None:
    """A row put in between would give each article the text of its neighbour."""
    found = records(json.dumps({str(number): ROWS[0] for number in range(999, 1002)}))

    assert [record.article.external_id for record in found if record.article] == [None] * 3
