"""Where articles were read from, so that a run without a path reads the same again.

A home holds no absolute path and no secret of a URL: paths are kept as they lie from the home, and
a URL that has a login or a query is not kept.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from index.archive.sources.urls import is_url, without_secrets
from index.catalog import lookup

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection

_KEY = "locations"


def remember(connection: Connection, locations: Iterable[str], *, home: Path) -> None:
    """Keep absolute ``locations`` that gave articles."""
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


def _kept(connection: Connection) -> list[str]:
    return list(json.loads(lookup.get_meta(connection, _KEY) or "[]"))


def _from_home(location: str, home: Path) -> str | None:
    if is_url(location):
        return location if without_secrets(location) == location else None
    return os.path.relpath(location, os.path.abspath(home))  # noqa: PTH100 - as above
