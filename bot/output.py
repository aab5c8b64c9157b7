"""What every command says: one object on standard output, a sentence on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any


def print_json(value: dict[str, Any]) -> None:
    """One object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(sentence: str) -> None:
    """A sentence on standard error."""
    sys.stderr.write(f"pressmark: {sentence}\n")
    sys.stderr.flush()
