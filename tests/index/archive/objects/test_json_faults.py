"""JSON that other programs write: a fault is mended or costs its value, never the file."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.objects.json_faults import Value, value_of
from index.archive.objects.json_shape import ITEM
from index.archive.objects.json_values import Values
from tests.index.archive.support import outcome, records

ONE = '{"title": "One", "text": "The quay is closed."}'
THREE = '{"title": "Three", "text": "The ferry is late."}'


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"a": NaN, "b": [Infinity, -Infinity]}', {"a": None, "b": [None, None]}),
        ('{"a": undefined, "b": None, "c": nan}', dict.fromkeys("abc")),
        ('{"a": 1,},', {"a": 1}),
        ("[1, , 2,,]", [1, 2]),
        ('{"a": "NaN, ] and ,}"}', {"a": "NaN, ] and ,}"}),
        ('{"a": "one\ttwo\nthree\x00"}', {"a": "one\ttwo\nthree\x00"}),
        (r'{"a": "it\'s C:\dir \u00e9 \uZZ \" \\"}', {"a": "it's C:\\dir é \\uZZ \" \\"}),
        ('{"a": "b",\x00 "c": 1}', {"a": "b", "c": 1}),
    ],
)
def test_what_is_known_to_be_meant_is_mended(written: str, value: object) -> None:
    """No numbers, commas too many, bare signs and backslashes in strings."""
    assert value_of(written) == Value(value)


@pytest.mark.parametrize("written", ['{"a" 1}', '{"a": b}', '{"a": "b', "", "NaNa", "1NaN"])
def test_what_is_not_known_is_a_fault(written: str) -> None:
    """Nothing is guessed."""
    assert (value_of(written).fault or "").startswith("is not valid JSON (")


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        ('{"title": "Two", "text": "Late.", "date": NaN}', "Two"),
        ('{"title": "Two", "text": "Late.", "tags": ["a",],}', "Two"),
        ('{"title": "Two", "text": "One\ttab."}', "Two"),
        ('{"title": "Two", "text": "A "quoted" word."}', None),
        ('{"title": "Two", "text": "A 6" pipe."}', None),
        ('{"title": "Two", "text": "Late." "date": 1}', None),
        ('{"title": "Two", "text": Late}', None),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("form", ["[{}]", '{{"status": 1, "articles": [{}], "more": {{}}}}'])
def test_a_fault_costs_its_value(
    form: str, broken: str, title: str | None, *, packed: bool
) -> None:
    """Also where the file is packed and cannot be read twice, and where a quotation mark strays."""
    whole = form.format(f"{ONE}, {broken}, {THREE}").encode()

    found = records(gzip.compress(whole) if packed else whole)

    titles = [record.article and record.article.title for record in found]
    assert titles == ["One", title, "Three"]
    assert [record.where for record in found] == ["a[1]", "a[2]", "a[3]"]


@pytest.mark.parametrize("text", ["Late", '"A "quoted" word."'])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "form",
    [
        '{{"pages": [{{"news": [{0}, {1}]}}, {{"news": [{2}]}}]}}',
        '{{"data": {{"by_id": {{"a": {0}, "b": {1}, "c": {2}}}}}, "more": {{}}}}',
        '{{"world": [{0}, {1}], "sport": [{2}], "total": 3}}',
        '[{{"_source": {0}}}, {{"_source": {1}}}, {{"_source": {2}}}]',
        '{{"rows": [{{"n": 1, "row": {0}}}, {{"n": 2, "row": {1}}}, {{"n": 3, "row": {2}}}]}}',
    ],
)
def test_a_fault_costs_its_value_at_any_place(form: str, text: str, *, packed: bool) -> None:
    """In lists of lists, mappings by ids, several lists, and objects around articles."""
    whole = form.format(ONE, f'{{"title": "Two", "text": {text}}}', THREE).encode()

    found = records(gzip.compress(whole) if packed else whole)

    titles = [record.article and record.article.title for record in found]
    assert titles == ["One", None, "Three"]


@pytest.mark.parametrize(("cell", "count"), [("NaN", 2), ("Late", 1)])
def test_a_table_of_columns_is_mended_or_refused(cell: str, count: int) -> None:
    """In part it cannot be read: the rest of each row is elsewhere."""
    table = f'{{"title": ["One", "Two"], "text": ["Closed.", "Late."], "date": [{cell}, null]}}'

    found = records(table)

    kept = [record.article is not None for record in found]
    assert kept == ([True] * 2 if cell == "NaN" else [False])
    assert len(found) == count


def test_a_fault_in_an_object_over_many_lines_costs_it() -> None:
    """Objects one after another, a comma behind each."""
    broken = '{\n"title": "Two",\n"text": Late\n},\n'
    mended = '{\n"title": "Two",\n"text": "Late.",\n},\n'

    bad = outcome(f"{{\n{ONE[1:]},\n{broken}{THREE}\n")
    good = outcome(f"{{\n{ONE[1:]},\n{mended}{THREE}\n")

    assert [found for found in bad if found[0] != "a[2]"] == [("a", "One"), ("a[3]", "Three")]
    assert bad[1][1].startswith("is not valid JSON (expecting value")
    assert good == [("a", "One"), ("a[2]", "Two"), ("a[3]", "Three")]


def test_lines_with_a_comma_at_their_end_are_read() -> None:
    """As those have who took an array apart; one such line is a file, too."""
    assert outcome(f"{ONE},\n{THREE},\n") == [("a:1", "One"), ("a:2", "Three")]
    assert outcome(f"{ONE},\n") == [("a:1", "One")]


def test_no_number_is_no_value() -> None:
    """A date that is NaN is none, and nothing to be warned of."""
    (record,) = records('{"title": "One", "text": "Closed.", "date": NaN, "source": NaN}')

    assert record.article is not None
    assert (record.article.published, record.article.source) == (None, None)
    assert record.remarks == ()


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.floats() | st.none(), max_size=4)),
    st.sampled_from((None, 1)),
    st.integers(0, 3),
)
def test_values_are_what_was_written(values: list[object], indent: int | None, at: int) -> None:
    """Brackets, quotation marks and backslashes in strings end nothing, wherever blocks end."""
    values = ["x" * (64 * 1024 - 10 + at), *values]
    written = json.dumps(values, indent=indent).encode()
    plain = json.loads(written, parse_constant=lambda _: None)

    found = list(Values(io.BytesIO(written), (ITEM,)))

    assert found == [Value(value) for value in plain]
