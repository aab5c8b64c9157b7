"""The names of what pages state of themselves (``page_names.toml``); their ``meta`` elements."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

_SEPARATORS = re.compile(r"[\W_]+")


class MetaElements:
    """What the head of a page says, by name; case and punctuation of names do not matter."""

    def __init__(self, tree: Element) -> None:
        self._values: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("http-equiv")
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
    return tuple(map(compact, _table()[meaning].split()))


@cache
def page_words(meaning: str) -> frozenset[str]:
    """The words of classes, properties and lines with this meaning.

    Raises:
        KeyError: the table has no such meaning.
    """
    return frozenset(_table()[meaning].split())


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
