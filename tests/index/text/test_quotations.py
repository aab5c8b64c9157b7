"""Quotations are found by their marks, whatever language these are of."""

from __future__ import annotations

import pytest

from index.text.quotations import quotation


@pytest.mark.parametrize("text", ['"no"', "“no”", "«no»", "„no“", "„no”", "‹no›", "'no'", "‘no’"])
def test_what_is_inside_is_the_last_group(text: str) -> None:
    """In every pair of marks."""
    found = quotation().search(f"He said {text}, again.")

    assert found is not None
    assert found[found.lastindex or 0] == "no"


def test_an_apostrophe_inside_a_word_is_no_mark() -> None:
    """Neither of a contraction nor of a possessive."""
    assert quotation().search("The mayor's boats don't sail") is None
    assert quotation("single").findall("'the mayor's boats'") == ["the mayor's boats"]


def test_double_marks_are_found_without_single_ones() -> None:
    """And the other way round."""
    text = "“one” and 'two'"

    assert [match.group() for match in quotation("double").finditer(text)] == ["“one”"]
    assert [match.group() for match in quotation("single").finditer(text)] == ["'two'"]


def test_a_quotation_has_a_length_and_may_have_to_stay_in_a_line() -> None:
    """What is longer, or goes on, is two stray marks."""
    assert quotation(most=3).search("“four”") is None
    assert quotation(least=5).search("“four”") is None
    assert quotation(in_line=True).search("“one\ntwo”") is None
    assert quotation().search("“one\ntwo”") is not None
