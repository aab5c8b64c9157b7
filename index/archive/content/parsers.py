"""The one place where what a foreign parser raises becomes an error of ours, and it is silent."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPLANATION_CHARACTERS = 120
_LOUD = (
    "charset_normalizer",
    "courlan",
    "dateparser",
    "htmldate",
    "justext",
    "pypdf",
    "trafilatura",
)
"""Loggers that speak of every odd byte."""
_WARNERS = rf"(?:{'|'.join(_LOUD)}|dateutil|docx|feedparser|lxml|pytz|tzlocal)(?:\.|$)"


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Everything that fails inside is an ``ArchiveError`` that says what could not be read.

    Parsers raise whatever a damaged file makes them raise: index errors, recursion errors,
    errors of libraries below them. What they log or warn of is kept from the terminal: a reader
    says it of its record.

    Raises:
        ArchiveError: anything went wrong.
    """
    _silence()
    try:
        yield
    except ArchiveError:
        raise
    except Exception as exc:
        raise ArchiveError(f"is not a readable {what} ({explained(exc)})") from exc


def _silence() -> None:
    for logger in map(logging.getLogger, _LOUD):
        if logger.level != logging.CRITICAL:
            logger.setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=_WARNERS)


def explained(exc: BaseException) -> str:
    """What ``exc`` says, in one short line."""
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    if isinstance(exc, MemoryError):
        return "needs too much memory"
    printable = "".join(c if c.isprintable() else " " for c in str(exc))
    words = " ".join(printable.split()).rstrip(".") or type(exc).__name__
    return words if len(words) <= _EXPLANATION_CHARACTERS else words[:_EXPLANATION_CHARACTERS] + "…"
