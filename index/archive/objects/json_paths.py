"""The articles of a JSON value at the places that a shape names, in memory or out of a stream."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from index.archive.objects.json_shape import ITEM, fits, leads
from index.archive.objects.json_values import Values
from index.archive.record.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.archive.content.streams import Metered
    from index.archive.objects.json_faults import Value
    from index.archive.objects.json_shape import Shape, Step

_STARTS, _ENDS = frozenset(("start_map", "start_array")), frozenset(("end_map", "end_array"))
_LONGEST_KEY = 500


def articles_in(value: Any, shape: Shape) -> Iterator[Any]:
    """The articles of a value that was read, which has this shape."""
    for found, key in _at(value, shape.path, None):
        yield from _articles(found, shape, key)


def streamed_articles(stream: Metered, shape: Shape) -> Iterator[Any]:
    """The same out of a stream, one in memory at a time; only a table of columns is read whole.

    Raises:
        ijson.JSONError: the stream is no JSON any more.
    """
    import ijson  # noqa: PLC0415 - only JSON needs it

    if shape.prefix is not None:
        several = shape.prefix != ITEM
        for value in ijson.items(stream, shape.prefix, multiple_values=several):
            yield from _articles(value, shape, None)
            stream.restart()
        return
    for value, key in _matching(stream, shape.path):
        yield from _articles(value, shape, key)
        stream.restart()


def mended_articles(stream: IO[bytes], shape: Shape) -> Iterator[Value]:
    """The same of a broken stream: each article that can be read or mended, and each fault.

    Raises:
        ArchiveError: a value is larger than 64 MB.
    """
    for found in Values(stream, shape.path):
        if found.fault is not None:
            yield found
        elif shape.prefix is not None or _may_be_article(found.value, shape):
            for article in _articles(found.value, shape, found.key):
                yield found._replace(value=article)


def _may_be_article(value: Any, shape: Shape) -> bool:
    """What is neither object nor array is passed over where many fields may lead to articles."""
    return isinstance(value, dict if shape.path[-1] is None else dict | list)


def _articles(value: Any, shape: Shape, key: str | None) -> Iterator[Any]:
    if shape.kind == "columns" and isinstance(value, dict):
        yield from _rows(value, shape.columns)
    elif shape.kind == "rows" and isinstance(value, list):
        yield dict(zip(shape.columns, value, strict=False))
    elif isinstance(value, dict) and key is not None:
        yield _keyed(value, key)
    else:
        yield value


def _rows(table: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a table of columns; in mappings a row goes by one key in all of them."""
    columns = {name: table[name] for name in names if name in table}
    first: Any = next(iter(columns.values()), [])
    keys = list(first) if isinstance(first, dict) else range(len(first))
    for key in keys:
        yield {name: _cell(column, key) for name, column in columns.items()}


def _cell(column: Any, key: Any) -> Any:
    if isinstance(column, dict):
        return column.get(key)
    return column[key] if isinstance(column, list) and key < len(column) else None


def _keyed(value: dict[str, Any], key: str) -> dict[str, Any]:
    """An article with the key of its mapping as its id, or its address, where it has none.

    Plain numbers may count rows, which move up where one is put in between: they tell nothing.
    """
    roles = roles_of(value)
    if key.startswith(("http://", "https://")):
        return value if roles.of("url") else {**value, "url": key}
    return value if key.isdigit() or roles.of("id") else {**value, "id": key}


def _at(value: Any, path: tuple[Step, ...], key: str | None) -> Iterator[tuple[Any, str | None]]:
    if not path:
        yield value, key
        return
    step, rest = path[0], path[1:]
    if isinstance(value, list) and step == ITEM:
        for element in value:
            yield from _at(element, rest, None)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if fits(step, name) and (step is not None or rest or isinstance(inner, dict)):
                yield from _at(inner, rest, name if step is None and not rest else None)


def _matching(stream: Metered, path: tuple[Step, ...]) -> Iterator[tuple[Any, str | None]]:
    """The objects and arrays at the end of ``path``, with their names where any leads there."""
    import ijson  # noqa: PLC0415 - only JSON needs it

    names: list[str] = []
    built, depth = None, 0
    for event, value in ijson.basic_parse(stream, multiple_values=True):
        if built is not None:
            built.event(event, value)
            depth += (event in _STARTS) - (event in _ENDS)
            if not depth:
                yield built.value, names[-1] if path[-1] is None else None
                built = None
        elif event == "map_key":
            names[-1] = value
        elif event in _STARTS:
            is_object = event == "start_map"
            if leads(names, path) and (is_object or path[-1] is not None):
                built, depth = ijson.ObjectBuilder(), 1
                built.event(event, value)
            else:
                names.append("" if is_object else ITEM)
        elif event in _ENDS:
            names.pop()
