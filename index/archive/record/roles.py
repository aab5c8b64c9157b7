"""Which fields of a record mean what: told from their names alone, once for each set of names.

Case and what is neither letter nor digit do not count in names: ``pubDate`` is ``PUB_DATE``. Of
``_source.title`` and ``dc:title`` the last part counts, of ``headline.main`` the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.archive.record.known_names import FIELDS, known_names, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ALIKE = ("published", "source", "author")
"""Fields of the article whose loss is told where another field of the record looks like them."""
_MEANINGS = (*FIELDS, "texts in short", "status")
_MOST_REMEMBERED = 16 * 1024
"""Characters of names that are worth remembering; records of the same dump have the same ones."""
_LONGEST_NAME = 80
_MOST_PARTS = 4
_NO_LETTERS = re.compile(r"[\W_]+")
_PARTED = re.compile(r"[.:/]")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")

Ranked = tuple[bool, int, str]


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of a record's fields by what they mean, preferred ones first.

    ``alike`` are those that mean nothing here and look like a date, an outlet or an author.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, meaning: str) -> tuple[str, ...]:
        """The names with this meaning."""
        return self.names.get(meaning, ())


def roles_of(fields: Iterable[str]) -> Roles:
    """What the names of ``fields`` mean."""
    names = tuple(fields)
    return _roles(names) if sum(map(len, names)) > _MOST_REMEMBERED else _remembered(names)


@lru_cache(maxsize=256)
def _remembered(names: tuple[str, ...]) -> Roles:
    return _roles(names)


def _roles(names: tuple[str, ...]) -> Roles:
    found: dict[str, list[Ranked]] = {}
    alike: dict[str, list[str]] = {}
    for name in names:
        if len(name) > _LONGEST_NAME:
            continue
        if name in known_names("wrappers"):
            found.setdefault("wrappers", []).append((False, 0, name))
        wrapped, meanings = _meanings(name)
        for meaning, rank in meanings.items():
            found.setdefault(meaning, []).append((wrapped, rank, name))
        if not meanings:
            for meaning in ALIKE:
                if known_names(f"like {meaning}").intersection(_words(name)):
                    alike.setdefault(meaning, []).append(name)
    ranked = {meaning: tuple(name for *_, name in sorted(of)) for meaning, of in found.items()}
    return Roles(ranked, {meaning: tuple(of) for meaning, of in alike.items()})


def _meanings(name: str) -> tuple[bool, Mapping[str, int]]:
    """Whether a name leads through a wrapper, and its ranks by their meanings."""
    parts = _PARTED.split(name)
    if len(parts) > _MOST_PARTS:
        return False, {}
    rest = parts
    while len(rest) > 1 and rest[0] in known_names("wrappers"):
        rest = rest[1:]
    found = _table().get(folded("".join(rest)))
    if found is None and len(rest) > 1 and folded(rest[-1]) in _object_names():
        found = _table().get(folded("".join(rest[:-1])))
    return len(rest) < len(parts), found or {}


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    """``name`` without what does not count in it."""
    return _NO_LETTERS.sub("", name.casefold()) or name


@cache
def _table() -> Mapping[str, Mapping[str, int]]:
    """The ranks of each known name by its meanings."""
    table: dict[str, dict[str, int]] = {}
    for meaning in _MEANINGS:
        for rank, name in enumerate(names_of(meaning)):
            table.setdefault(folded(name), {}).setdefault(meaning, rank)
    return table


@cache
def _object_names() -> frozenset[str]:
    return frozenset(map(folded, (*names_of("names in objects"), *names_of("texts in objects"))))


def _words(name: str) -> set[str]:
    """The words of a name, parted by marks or by capital letters."""
    return {word.lower() for word in _WORD.findall(name)}
