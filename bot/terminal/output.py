"""What every command says: one object on standard output, a sentence on standard error."""

from __future__ import annotations

import glob
import json
import os
import re
import sys
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.archive.sources.folders import absolute
from index.archive.sources.urls import SAMPLE, is_url

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECORD = re.compile(r"(:\d+|\[.*)$")
"""Which record of a file is meant: the line, or the number."""


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


def placed(where: str, locations: Sequence[str]) -> str:
    """``where`` a record stands, with the folder that was given: ``news/b.jsonl:2``.

    Where several of the ``locations`` have such a file they are all named.
    """
    first = _RECORD.sub("", where.partition("/")[0])
    found = [each for each in locations if not is_url(each) and each != SAMPLE]
    folders = list(dict.fromkeys(str(_folder(each)) for each in found))
    having = [folder for folder in folders if (Path(folder).expanduser() / first).exists()]
    if len(having) == 1:
        return str(Path(having[0], where))
    return f"{where} (in {' or '.join(having)})" if having else where


def _folder(location: str) -> Path:
    """The folder that what lies below a location is named by."""
    fixed = Path(*takewhile(lambda part: not glob.has_magic(part), Path(location).parts))
    return fixed if fixed.expanduser().is_dir() else fixed.parent
