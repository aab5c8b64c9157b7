"""What callback data and deep links name: a citation of an answer, or a phrase of its question."""

from __future__ import annotations

import re

CALLBACK = re.compile(r"c:([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
WITHOUT = re.compile(r"x:([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
DEEP_LINK = re.compile(r"c_([A-Za-z0-9_-]{1,32})_([0-9]{1,3})")


def parse(pattern: re.Pattern[str], given: str | None) -> tuple[str, int] | None:
    """Answer id and number, or ``None`` where it is something else."""
    found = pattern.fullmatch(given or "")
    return (found[1], int(found[2])) if found else None
