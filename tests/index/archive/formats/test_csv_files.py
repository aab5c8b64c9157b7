"""Tables as programs write them: a fault costs its row, and what is meant is read."""

from __future__ import annotations

import pytest

from index.models import Remark
from tests.index.archive.support import article, outcome, records

HEAD = "title,text,date,source\n"
TEXT = "The quay is closed."


def test_a_hint_for_excel_is_no_header() -> None:
    """The first line names the delimiter, also in quotation marks and behind a blank line."""
    rows = f"title;text\r\nOne, two;{TEXT}\r\n"

    assert outcome(f"sep=;\r\n{rows}") == [("a:3", "One, two")]
    assert outcome(f'\r\n"SEP=;"\r\n{rows}') == [("a:4", "One, two")]


def test_a_stray_zero_costs_nothing() -> None:
    """It is left out, of the header too."""
    found = article("title,te\x00xt\nOne,The ma\x00yor said nothing of the repairs.\n")

    assert found.text == "The mayor said nothing of the repairs."


def test_lines_of_old_macs_are_lines() -> None:
    """They end with a carriage return alone."""
    assert outcome(f"title,text\rOne,{TEXT}\rTwo,{TEXT}\r") == [("a:2", "One"), ("a:3", "Two")]


def test_a_row_without_its_last_fields_is_read() -> None:
    """What is missing is said; empty fields behind the last column are nothing."""
    short, long = records(f"{HEAD}One,{TEXT},2024-03-05\nTwo,{TEXT},2024-03-06,Times,,\n")

    assert short.article is not None
    assert short.article.published is not None
    assert short.remarks == (
        Remark(
            "a:2",
            "a row shorter than the header",
            "has 3 fields, the header has 4; what it has was read.",
        ),
    )
    assert long.article is not None
    assert (long.article.source, long.remarks) == ("Times", ())


def test_a_row_cut_in_its_text_is_rejected() -> None:
    """A line end without quotation marks cuts a row in two, and neither half is an article."""
    rows = f"One,The quay\nis closed.,2024-03-05,Times\nTwo,{TEXT},2024-03-05,Times\n"

    found = outcome(HEAD + rows)

    assert found == [
        ("a:2", "has 2 fields, the header has 4"),
        ("a:3", "has 3 fields, the header has 4"),
        ("a:4", "Two"),
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"He said \"no\" today.", 'He said "no" today.'),
        (r"\"No\", she said.", '"No", she said.'),
        (r"A 6\" pipe, 7\" long.", 'A 6" pipe, 7" long.'),
        ('He said "no" today.', 'He said "no" today.'),
        ('He said \\"no\\".\nAnd, \\"yes\\".', 'He said "no".\nAnd, "yes".'),
        ('He said "no".\nAnd then "yes" again.', 'He said "no".\nAnd then "yes" again.'),
        ('In C:\\dir ""he"" lives.', 'In C:\\dir "he" lives.'),
        ('A \\""quoted\\"" word.', 'A \\"quoted\\" word.'),
    ],
)
def test_quotation_marks_are_read_as_they_were_meant(written: str, text: str) -> None:
    """Doubled, escaped by a backslash, or not escaped at all; the rows around it stay whole."""
    rows = f'One,"{TEXT}",2024-03-05,A\nTwo,"{written}",2024-03-05,B\n'
    rows += f'Three,"{TEXT}",2024-03-05,C\n'

    found = records(HEAD + rows)

    assert [
        (record.article.title, record.article.text, record.article.source)
        for record in found
        if record.article
    ] == [("One", TEXT, "A"), ("Two", text, "B"), ("Three", TEXT, "C")]


@pytest.mark.parametrize("rest", ["", 'Four,"The ferry, late.",2024-03-05,D\n'])
def test_a_mark_that_is_never_closed_costs_its_row(rest: str) -> None:
    """The rows that it would swallow are read."""
    rows = f'One,{TEXT},2024-03-05,A\nTwo,"The mayor\nThree,{TEXT},2024-03-05,C\n{rest}'

    found = outcome(HEAD + rows)

    assert found[0] == ("a:2", "One")
    assert found[1][1].startswith("is not a readable row (")
    assert found[2] == ("a:4", "Three")
    assert len(found) == (4 if rest else 3)


def test_marks_gone_astray_have_an_end() -> None:
    """No file is read over and over."""
    rows = 'x,"y\n' * 30000

    found = outcome(f"{HEAD}{rows}")

    assert len(found) == 30000


def test_rows_that_have_title_and_text_alone_are_read() -> None:
    """They are all as short, so no line end cut one."""
    found = outcome(f"{HEAD}One,The quay\nTwo,The pier\n")

    assert found == [("a:2", "One"), ("a:3", "Two")]
