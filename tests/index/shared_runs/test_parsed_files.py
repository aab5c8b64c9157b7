"""Records that another process has made, as they were made there."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from index.archive.sources.files import read
from index.archive.sources.folders import Source
from index.shared_runs.parsed_files import _meant, _told, listed, parsed, readings
from tests.conftest import ROOT, SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from index.models import Record

FILES = sorted(
    path
    for folder in (SAMPLE, ROOT / "tests" / "data" / "formats")
    for path in folder.rglob("*")
    if path.is_file()
)


def told(record: Record) -> tuple[object, ...]:
    """All of a record but what its file has done with."""
    fields = None if record.fields is None else dict(record.fields)
    return (
        *(record.where, record.article, record.reason, record.remarks, record.member),
        *(record.left_out, fields),
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_records_come_as_they_were_made(path: Path) -> None:
    """Of every format, with what is said of each and all fields."""
    source = Source(path, path.name, None, explicit=True)
    here = read(source, names={})
    expected = [told(record) for record in here.records]
    file = listed(source, {})
    assert file is not None

    made = parsed([file])

    if made is None:
        pytest.fail(f"{source.name} has values that do not travel")
    (there,) = readings(made)
    assert [told(record) for record in there.records] == expected
    assert (there.alone, there.partial, there.kind) == (here.alone, here.partial, here.kind)


def test_a_file_that_is_not_the_same_here_is_left_to_who_told_of_it(tmp_path: Path) -> None:
    """Gone, longer, or written again."""
    path = tmp_path / "a.txt"
    path.write_text("The pier closed.")
    file = listed(Source(path, "a.txt", None), {})
    assert file is not None

    same = parsed([file])
    path.write_text("The pier is open.")
    changed = parsed([file])
    path.unlink()
    gone = parsed([file])

    assert same is not None
    assert (changed, gone, listed(Source(path, "a.txt", None), {})) == (None, None, None)


def test_dates_among_the_fields_stay_dates() -> None:
    """As YAML has them."""
    value = {"a": [datetime(2025, 3, 1, 8).astimezone(), date(2025, 3, 1)], "b": {"c": None}}

    assert _meant(_told(value)) == value


def test_fields_that_look_like_what_stands_for_dates_do_not_travel(tmp_path: Path) -> None:
    """Anybody may write such a file; the leader reads it itself."""
    path = tmp_path / "a.json"
    path.write_text(
        '{"title": "The pier", "text": "The pier closed on Friday.", "\\u0000day": "x"}'
    )
    file = listed(Source(path, "a.json", None), {})
    assert file is not None

    made = parsed([file])

    assert made is None or readings(made)
