"""Where passages begin and end in versions, some versions at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.catalog.passages import copies, passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from index.models import Span

Cut = tuple[Any, "Sequence[Span]"]
"""A version, and where its passages stand in it."""


def keep(connection: Connection, found: Sequence[Cut], *, splitter: str) -> None:
    """Make the spans the passages of their versions, which are to be compared again."""
    copies.forget(connection, [version.id for version, _ in found])
    for version, spans in found:
        passages.store_split(connection, version, spans, splitter=splitter)
