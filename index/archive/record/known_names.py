"""The names that pages and formats give their parts, by what they mean here: ``names.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FIELDS = ("title", "text", "published", "source", "url", "author", "id", "language", "section")
"""What is asked of a record, each under any of its common names."""


@cache
def known_names(meaning: str) -> frozenset[str]:
    """The names with this meaning.

    Raises:
        KeyError: the table has no such meaning.
    """
    return frozenset(names_of(meaning))


@cache
def names_of(meaning: str) -> tuple[str, ...]:
    """The same in the order in which they are preferred."""
    table = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return tuple(table[meaning].split())
