"""What a JSON file holds and where, told from its first 64 kB."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from index.archive.content.charsets import decoded
from index.archive.content.streams import check_digits
from index.archive.record.known_names import known_names
from index.errors import ArchiveError

_WRAPPERS = frozenset(("response", "data", "result", "channel", "feed"))
_TEXTS = frozenset(("body", "text", "content", "maintext"))
_SCALARS = frozenset(("string", "number", "boolean", "null"))


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the articles are, as a path of ijson, or None; and the plain fields of the object."""

    prefix: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def is_feed(self) -> bool:
        """Whether the object calls itself a JSON Feed."""
        version = self.fields.get("version")
        return isinstance(version, str) and "jsonfeed.org/version/" in version


def shape_of(head: bytes, *, declared: str | None = None) -> Shape:
    """The shape of the JSON that begins with ``head``.

    An array is one of articles. An object holds a list of them where a field with one of the
    usual names, or one inside ``response``, begins an array of objects, and none before it is
    the text of an article.
    """
    text = decoded(head, declared=declared).lstrip()
    if text.startswith("["):
        return Shape("item")
    return _object(text) if text.startswith("{") else Shape()


def _object(text: str) -> Shape:
    import ijson  # noqa: PLC0415 - only JSON needs it

    reader = _Reader()
    content = text.encode("utf-8", "replace")
    try:
        check_digits(content)
        for event, value in ijson.basic_parse(io.BytesIO(content)):
            if reader.take(event, value):
                break
    except (ijson.JSONError, ValueError, OverflowError, ArchiveError):
        pass  # the head ends in the middle, or there is no JSON at all
    return Shape(reader.prefix, reader.fields)


class _Reader:
    """Follows the events of the head with the names of the objects that are open."""

    def __init__(self) -> None:
        self.prefix: str | None = None
        self.fields: dict[str, Any] = {}
        self._path: list[str] = []
        self._depth = 0
        self._array: tuple[int, str] | None = None

    def take(self, event: str, value: Any) -> bool:
        """Look at one event; whether all is known."""
        if event == "map_key":
            self._path[self._depth - 1 :] = [str(value)]
        elif event in _SCALARS:
            return self._scalar(value)
        elif event == "start_array":
            self._array = (self._depth + 1, ".".join(self._path)) if self._is_list() else None
            self._depth += 1
        elif event == "start_map":
            if self._array and self._array[0] == self._depth:
                self.prefix = f"{self._array[1]}.item"
                return True
            self._depth += 1
        else:
            self._depth -= 1
            self._path[self._depth :] = []
        return False

    def _scalar(self, value: Any) -> bool:
        if self._depth != 1 or len(self._path) != 1:
            return False
        self.fields[self._path[0]] = value
        return self._path[0] in _TEXTS and isinstance(value, str)

    def _is_list(self) -> bool:
        """Whether an array that begins here may be the list of articles."""
        names = self._path[: self._depth]
        if len(names) != self._depth or names[-1] not in known_names("lists of articles"):
            return False
        return self._depth == 1 or (self._depth == 2 and names[0] in _WRAPPERS)  # noqa: PLR2004
