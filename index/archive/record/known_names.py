"""The names that pages and formats give their parts, by what they mean here: ``names.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("names.json")


@cache
def known_names(meaning: str) -> frozenset[str]:
    """The names with this meaning.

    Raises:
        KeyError: the table has no such meaning.
    """
    return frozenset(json.loads(_FILE.read_text(encoding="utf-8"))[meaning].split())
