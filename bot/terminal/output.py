"""What every command says: one object on standard output, a sentence on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from index.archive.sources.folders import absolute


def print_json(value: dict[str, Any]) -> None:
    """One object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(sentence: str) -> None:
    """A sentence on standard error."""
    sys.stderr.write(f"pressmark: {sentence}\n")
    sys.stderr.flush()


def as_given(sentence: str, locations: list[str]) -> str:
    """``sentence``, which begins with a path as the index names it, with the path as given."""
    for location in locations:
        stored = os.path.relpath(absolute(location))
        if sentence.startswith(f"{stored}:"):
            return location + sentence.removeprefix(stored)
    return sentence
