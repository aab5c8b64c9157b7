"""Where the articles of a JSON value are, told by their shape: objects that hold a text.

They are the value itself; in an array, or a mapping by their ids, however deep; or rows of a
table, whose columns are named once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Literal

from index.archive.content.streams import MOST_RECORD
from index.archive.objects.json_outline import (
    MOST_ELEMENTS,
    MOST_FIELDS,
    next_is_object,
    outline_of,
    whole_outline,
)
from index.archive.record.known_names import known_names
from index.archive.record.roles import roles_of
from index.archive.record.text_entities import put_together
from index.archive.record.values import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.archive.content.streams import Blob

Kind = Literal["one", "each", "columns", "rows"]
Step = str | frozenset[str] | None
"""A step into a value: a name, one of several, or None for any; ``item`` leads into an array."""

ITEM = "item"
_WRAPPERS = frozenset(("response", "data", "result", "channel", "feed"))
_DEEPEST = 7
_LONG = 200
_NOTHING, LISTED, _SHORT, _TEXT, _TITLED = range(5)
"""How sure it is that objects are articles: by name alone, by a text in short, by a text, and a
title."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the articles are: each at the end of ``path``, which begins with the value.

    ``one``: the value is one. ``columns``: a table is there, an array or a mapping a column.
    ``rows``: arrays are there, their elements in the order of ``columns``. ``keyed``: a column is a
    mapping by the keys of rows. ``passed_over``: where other articles are.
    """

    kind: Kind = "one"
    path: tuple[Step, ...] = ()
    columns: tuple[str, ...] = ()
    grade: int = _NOTHING
    keyed: bool = False
    passed_over: tuple[str, ...] = ()

    @property
    def prefix(self) -> str | None:
        """The path in the words of ijson, where it has no choice in it."""
        steps = [step for step in self.path if isinstance(step, str)]
        return ".".join(steps) if len(steps) == len(self.path) else None

    @property
    def has_many(self) -> bool:
        """Whether more than one article may be there."""
        return self.kind == "columns" or ITEM in self.path or self.prefix is None

    @property
    def is_sure(self) -> bool:
        """Whether the rest of a file can hold nothing better."""
        if self.kind == "one":
            return self.grade >= _TEXT and not self.path
        names = [step for step in self.path if step != ITEM]
        known = bool(names) and names[-1] in _lists()
        return self.kind == "each" and self.grade == _TITLED and known


def _is_endless(file: IO[bytes]) -> bool:
    """Whether the first line is longer than any record may be: nobody has to outline that."""
    place = file.tell()
    file.seek(0)
    try:
        return len(file.readline(MOST_RECORD)) == MOST_RECORD
    finally:
        file.seek(place)


def shape_of(blob: Blob) -> Shape:
    """The shape of a JSON file, by its first 64 kB; where they do not say, by all of it."""
    outline = outline_of(blob.head, declared=blob.charset)
    if isinstance(outline.value, list):
        return Shape("each", (ITEM,))
    if outline.several or (outline.broken and next_is_object(blob.head)):
        return Shape()
    shape = shape_in(outline.value)
    if outline.complete or outline.broken or shape.is_sure or blob.file is None:
        return shape
    if _is_endless(blob.file):
        return Shape()
    outline = whole_outline(blob, blob.file)
    return Shape() if outline.several else shape_in(outline.value)


def shape_in(value: Any) -> Shape:
    """The best shape of ``value``: the surest, of those the outermost, of those the first."""
    found = list(_found(value, ()))
    best = _with_those_beside(max(found, key=_merit, default=Shape()), found)
    names: list[str] = []
    known = [best.path]
    for shape in sorted(found, key=lambda shape: len(shape.path)):
        if shape.grade >= _SHORT and not any(_overlap(shape.path, path) for path in known):
            known.append(shape.path)
            names.append(".".join(str(step) for step in shape.path if step not in {ITEM, None}))
    return replace(best, passed_over=tuple(dict.fromkeys(names))) if names else best


def _overlap(path: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    """Whether two paths are one as far as both go: what one leads to lies in the other."""
    return all(
        step == known or (isinstance(step, str) and fits(known, step)) or step is None
        for step, known in zip(path, other, strict=False)
    )


def _with_those_beside(best: Shape, found: list[Shape]) -> Shape:
    """``best`` with the arrays in the same object that are as sure to hold articles."""
    beside = {
        shape.path[-2]
        for shape in found
        if best.kind == shape.kind == "each"
        and _beside(shape.path, best.path)
        and shape.grade == best.grade == _TITLED
    }
    if len(beside) < 2:  # noqa: PLR2004 - it and another
        return best
    names = frozenset(step for step in beside if isinstance(step, str))
    step = names if len(names) < MOST_FIELDS // 2 else None
    return Shape("each", (*best.path[:-2], step, ITEM), grade=best.grade)


def _merit(shape: Shape) -> tuple[int, int, bool, bool]:
    names = [step for step in shape.path if step != ITEM]
    known = bool(names) and names[-1] in _lists()
    return shape.grade, -len(shape.path), known, shape.kind != "one"


def _beside(path: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    """Whether two paths lead to elements of arrays that stand in one object."""
    if len(path) != len(other) or len(path) < 2:  # noqa: PLR2004 - a name and the element
        return False
    return path[-1] == ITEM == other[-1] and path[:-2] == other[:-2] and path[-2] != ITEM


def _found(value: Any, path: tuple[Step, ...]) -> Iterator[Shape]:
    """All shapes in ``value``, which lies at the end of ``path``."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, dict):
        grade = _grade(value)
        if not path or grade >= _SHORT:
            yield Shape("each" if path else "one", path, grade=grade)
        yield from _tables(value, path)
        fields = list(islice(value.items(), MOST_FIELDS))
        yield from _mapping([inner for _, inner in fields], path)
        for name, inner in fields:
            if isinstance(inner, dict | list) and isinstance(name, str):
                yield from _found(inner, (*path, name))
    elif isinstance(value, list):
        elements = [part for part in value[:MOST_FIELDS] if isinstance(part, dict | list)]
        yield from _array(elements[:MOST_ELEMENTS], (*path, ITEM))


def _array(elements: list[Any], path: tuple[Step, ...]) -> Iterator[Shape]:
    objects = [element for element in elements if isinstance(element, dict)]
    listed = _is_listed(path[:-1])
    grade = max(map(_grade, objects), default=_NOTHING)
    if objects and (grade or listed):
        yield Shape("each", path, grade=grade or LISTED)
    for element in elements:
        yield from (shape for shape in _found(element, path) if shape.path != path)


def _is_listed(path: tuple[Step, ...]) -> bool:
    """Whether a list at this place is one of articles by its name alone."""
    if not path or path[-1] not in _lists():
        return False
    return len(path) == 1 or (len(path) == 2 and path[0] in _WRAPPERS)  # noqa: PLR2004


def _mapping(values: list[Any], path: tuple[Step, ...]) -> Iterator[Shape]:
    """Articles by their ids: most of what an object holds are such objects."""
    grades = [_grade(value) for value in values if isinstance(value, dict)]
    alike = [grade for grade in grades if grade >= _SHORT]
    if len(alike) > 1 and len(alike) * 2 > len(values):
        yield Shape("each", (*path, None), grade=max(alike))


def _grade(value: dict[str, Any]) -> int:
    """How much an object looks like an article."""
    fields = opened(value)
    roles = roles_of(fields)
    titled = any(_is_stated(fields[name]) for name in roles.of("title"))
    texts = [fields[name] for name in roles.of("text") if _is_text(fields[name])]
    if texts:
        if titled or any(len(put_together(text).text) >= _LONG for text in texts):
            return _TITLED
        return _SHORT if _holds_articles(fields) else _TEXT
    if titled and any(_is_text(fields[name]) for name in roles.of("texts in short")):
        return _NOTHING if _holds_articles(fields) else _SHORT
    long = any(isinstance(part, str) and len(part) >= _LONG for part in fields.values())
    return LISTED if long else _NOTHING


def _is_stated(value: Any) -> bool:
    return bool(value) and isinstance(value, str | int | dict)


def _is_text(value: Any) -> bool:
    """Whether a value is the text of an article, and not itself a list of them."""
    parts = value[:MOST_ELEMENTS] if isinstance(value, list) else [value]
    return not any(map(_is_article, parts)) and put_together(value).text.strip() != ""


def _holds_articles(fields: Mapping[str, Any]) -> bool:
    """Whether an array of articles is among the fields of an object."""
    lists = (value for value in fields.values() if isinstance(value, list))
    return any(_is_article(part) for value in lists for part in value[:1])


def _is_article(value: Any) -> bool:
    """Whether the names of an object are those of an article."""
    if not isinstance(value, dict):
        return False
    roles = roles_of(opened(value))
    return bool(roles.of("title")) and bool(roles.of("text") or roles.of("texts in short"))


def _tables(value: dict[str, Any], path: tuple[Step, ...]) -> Iterator[Shape]:
    """A table of columns, or of rows with the names of columns beside them."""
    for kind in (list, dict):
        columns = tuple(name for name, column in value.items() if _is_column(column, kind))
        if _names_articles(columns) and len({len(value[name]) for name in columns}) == 1:
            yield Shape("columns", path, columns, _TITLED, keyed=kind is dict)
    for name, rows in value.items():
        if isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows):
            for header in value.values():
                if _is_header(header) and all(len(row) == len(header) for row in rows[:1]):
                    yield Shape("rows", (*path, name, ITEM), tuple(header), _TITLED)


def _is_column(value: Any, kind: type) -> bool:
    """Whether a value is a column: an array, or a mapping by the numbers of rows."""
    if not isinstance(value, kind) or not value:
        return False
    if isinstance(value, dict):
        return all(map(_NUMBER.fullmatch, islice(value, MOST_FIELDS)))
    return isinstance(value, list) and not isinstance(value[0], dict)


def _is_header(value: Any) -> bool:
    texts = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return texts and _names_articles(value)


def _names_articles(names: Iterable[str]) -> bool:
    roles = roles_of(names)
    return bool(roles.of("text")) and bool(roles.of("title") or roles.of("published"))


def leads(names: Sequence[str], path: tuple[Step, ...]) -> bool:
    """Whether ``names`` of fields, and ``item`` for arrays, are steps along ``path`` to its end."""
    return len(names) == len(path) and all(map(fits, path, names))


def fits(step: Step, name: str) -> bool:
    """Whether a field of this name is such a step."""
    return step is None or (name in step if isinstance(step, frozenset) else name == step)


def _lists() -> frozenset[str]:
    return known_names("lists of articles")
