"""Where articles were read from, so that a run without a path reads the same again, and how.

A home holds no absolute path and no secret of a URL: paths are kept as they lie from the home, and
a URL that has a login or a query is not kept.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from index.archive.sources.folders import expanded, place_of
from index.archive.sources.urls import UrlSource, is_url, without_secrets
from index.catalog import lookup, schema
from index.catalog.locks import one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

_KEY, _FIELDS = "locations", "fields:"


def remember(connection: Connection, locations: Iterable[str], *, home: Path) -> None:
    """Keep absolute ``locations`` that gave articles."""
    one_at_a_time(connection, _KEY)
    known = _kept(connection)
    found = [each for each in (_from_home(name, home) for name in locations) if each]
    new = [each for each in dict.fromkeys(found) if each not in known]
    if new:
        lookup.set_meta(connection, _KEY, json.dumps([*known, *new], ensure_ascii=False))


def remembered(connection: Connection, *, home: Path) -> list[str]:
    """What was kept, absolute, in the order in which it was first read.

    What lies in a folder that was kept too is read with that.
    """
    root = os.path.abspath(home)  # noqa: PTH100 - links are not followed on the way here and back
    found = [
        each if is_url(each) else os.path.normpath(os.path.join(root, each))  # noqa: PTH118 - a glob
        for each in _kept(connection)
    ]
    return [each for each in found if not any(each.startswith(f"{other}/") for other in found)]


def move(connection: Connection, *, old: Path, new: Path) -> None:
    """Keep the same locations as they lie from another home."""
    found = [_from_home(each, new) for each in remembered(connection, home=old)]
    if found:
        lookup.set_meta(connection, _KEY, json.dumps([each for each in found if each]))


def choose(connection: Connection, location: str, names: Mapping[str, Sequence[str]]) -> None:
    """Keep which fields were named for a file, a folder, the files of a glob, or a URL.

    Those that were named before stay, behind the new ones; an empty name takes them back.

    Raises:
        ArchiveError: there is no such file or folder.
    """
    from index.archive.sources.files import locate  # noqa: PLC0415 - `status` reads no archive

    found = locate(location)
    if found.url:
        places = [found.url.origin]
    elif found.glob:
        places = [source.origin for source in found.files]
    else:
        places = [place_of(expanded(location))]
    one_at_a_time(connection, _KEY)
    known = choices(connection)
    for place in places:
        kept = joined(names, known.get(place, {}))
        if kept:
            lookup.set_meta(connection, f"{_FIELDS}{place}", json.dumps(kept, ensure_ascii=False))
        else:
            table = schema.meta
            connection.execute(delete(table).where(table.c.key == f"{_FIELDS}{place}"))


def joined(
    names: Mapping[str, Sequence[str]], known: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """The fields that are named, then those that were; behind an empty name nothing that was."""
    from index.archive.record.field_names import each_of  # noqa: PLC0415 - not for `status` either

    kept = {}
    for what in {**known, **names}:
        given = each_of(names.get(what, ()))
        before = () if "" in given else each_of(known.get(what, ()))
        kept[what] = [name for name in dict.fromkeys((*given, *before)) if name]
    return {what: some for what, some in kept.items() if some}


def named(connection: Connection, location: str) -> dict[str, list[str]]:
    """The fields that were named for this very file, folder or URL."""
    if is_url(location):
        return choices(connection).get(UrlSource(location).origin, {})
    return choices(connection).get(place_of(expanded(location)), {})


def choices(connection: Connection) -> dict[str, dict[str, list[str]]]:
    """The fields that were named, by the digest of the file, folder or URL."""
    table = schema.meta
    rows = connection.execute(select(table).where(table.c.key.startswith(_FIELDS)))
    return {row.key.removeprefix(_FIELDS): json.loads(row.value) for row in rows}


def _kept(connection: Connection) -> list[str]:
    return list(json.loads(lookup.get_meta(connection, _KEY) or "[]"))


def _from_home(location: str, home: Path) -> str | None:
    if is_url(location):
        return location if without_secrets(location) == location else None
    return os.path.relpath(location, os.path.abspath(home))  # noqa: PTH100 - as above
