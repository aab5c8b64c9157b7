"""The ``meta`` elements of a page, under any spelling of their names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from index.archive.record.known_names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

_SEPARATORS = re.compile(r"[\W_]+")


class MetaElements:
    """What the head of a page says, by name; case and punctuation of names do not matter."""

    def __init__(self, tree: Element) -> None:
        self._values: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name")
            if not name and element.getparent().tag == "head":
                name = element.get("itemprop")
            content = (element.get("content") or element.get("datetime") or "").strip()
            if name and content:
                self._values.setdefault(compact(name), []).append(content)

    def all(self, meaning: str) -> Iterator[str]:
        """The values of every name with this meaning, the preferred names first."""
        for name in _spelt(meaning):
            yield from self._values.get(name, ())

    def first(self, meaning: str) -> str:
        """The first of them, or nothing."""
        return next(self.all(meaning), "")


def compact(text: str) -> str:
    """Letters and digits of ``text`` alone, in one case."""
    return _SEPARATORS.sub("", text).casefold()


@cache
def _spelt(meaning: str) -> tuple[str, ...]:
    return tuple(map(compact, names_of(meaning)))
