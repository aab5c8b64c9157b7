"""JSON and JSON Lines: one article a line, an array of articles, or an object that holds one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from index.archive.fields import to_record
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONTAINERS = ("articles", "items", "results", "documents", "docs", "entries", "news", "data")
_SPACE = re.compile(r"[\s,]*")


def read_json_lines(path: Path, *, name: str) -> Iterator[Record]:
    """One record for each line that is not blank; a broken line is rejected and reading goes on."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
            if stripped:
                yield _line(stripped, where=f"{name}:{number}")


def _line(line: bytes, *, where: str) -> Record:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Record(where, reason="is not UTF-8 text; save the file as UTF-8")
    except (ValueError, RecursionError) as exc:
        return Record(where, reason=f"is not valid JSON ({_explain(exc)})")
    return _record(value, where=where)


def read_json(path: Path, *, name: str) -> Iterator[Record]:
    """One record for each element of the array in ``path``, or for the one object that it is.

    A file that breaks off gives the elements before the break, then one rejected record.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        yield Record(name, reason="is not UTF-8 text; save the file as UTF-8")
        return
    text = text.strip()
    if text.startswith("["):
        yield from _elements(text, name=name)
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as exc:
        yield Record(name, reason=f"is not valid JSON ({_explain(exc)})")
        return
    inside = contained(value)
    if inside is None:
        yield _record(value, where=name)
        return
    for number, element in enumerate(inside, start=1):
        yield _record(element, where=f"{name}[{number}]")


def _elements(text: str, *, name: str) -> Iterator[Record]:
    decoder = json.JSONDecoder()
    place, number = 1, 0
    while True:
        gap = _SPACE.match(text, place)
        place = gap.end() if gap else place
        if text.startswith("]", place):
            if place + 1 < len(text):
                reason = "goes on behind the end of its array; the rest of the file was not read"
                yield Record(name, reason=reason)
            return
        number += 1
        where = f"{name}[{number}]"
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as exc:
            reason = f"is not valid JSON ({_explain(exc)}); the rest of the file was not read"
            yield Record(where, reason=reason)
            return
        yield _record(value, where=where)


def contained(value: Any) -> list[Any] | None:
    """The list of articles in an object that holds nothing else of interest."""
    if not isinstance(value, dict):
        return None
    lists = [value[key] for key in _CONTAINERS if isinstance(value.get(key), list)]
    return lists[0] if lists and all(isinstance(item, dict) for item in lists[0]) else None


def _record(value: Any, *, where: str) -> Record:
    if not isinstance(value, dict):
        return Record(where, reason=f"is a JSON {type(value).__name__}, expected an object")
    return to_record(value, where=where)


def _explain(exc: Exception) -> str:
    if isinstance(exc, json.JSONDecodeError):
        message = exc.msg.lower().removesuffix(" at")
        return f"{message} at line {exc.lineno} column {exc.colno}"
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    return "a number has too many digits"  # Python's limit is 4,300
