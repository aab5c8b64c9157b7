"""What foreign parsers raise, log and warn of."""

from __future__ import annotations

import logging
import warnings

import pytest

from index.archive.content.parsers import translated
from index.errors import ArchiveError


def test_what_a_parser_raises_is_an_error_of_ours() -> None:
    """It says what could not be read."""
    with (
        pytest.raises(ArchiveError, match=r"is not a readable page \(no such column\)"),
        translated("page"),
    ):
        raise IndexError("no such column")


@pytest.mark.parametrize("library", ["htmldate.validators", "trafilatura.utils", "dateparser"])
def test_what_a_library_logs_does_not_reach_the_terminal(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even with an error: the reader says it in its own words."""
    with translated("page"):
        logging.getLogger(library).error("not a date: %s", "x")

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("module", ["dateutil.parser._parser", "lxml", "trafilatura.core"])
def test_what_a_library_warns_of_does_not_reach_the_terminal(module: str) -> None:
    """Others are heard."""
    with warnings.catch_warnings(record=True, action="always") as heard, translated("page"):
        warnings.warn_explicit("unknown zone", RuntimeWarning, "file.py", 1, module=module)
        warnings.warn_explicit("ours", RuntimeWarning, "file.py", 1, module="index.models")

    assert [str(each.message) for each in heard] == ["ours"]
