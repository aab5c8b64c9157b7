"""Values in portions that one statement takes: SQLite allows some 32,000 variables in it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_PORTION = 500


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in their order, some hundreds at a time."""
    rest = iter(values)
    while part := list(islice(rest, _PORTION)):
        yield part
