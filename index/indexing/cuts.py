"""Cuts versions into passages, some at a time, each for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.articles.splitter import MOST_WORDS, split
from index.catalog.passages import copies, passages
from index.indexing.boilerplate_counts import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from index.embedding.interface import Embedder
    from index.models import Span


Cut = tuple[Any, "Sequence[Span]"]
"""A version, and where its passages stand in it."""


def splitter_of(embedder: Embedder) -> str:
    """Fingerprint of everything that decides where passages begin and end."""
    return f"3-{MOST_WORDS}-{embedder.cutting}"


def cut(versions: Sequence[Any], repeated: AbstractSet[int], embedder: Embedder) -> list[Cut]:
    """Versions with the spans of their passages, without the lines that are ``repeated``."""
    return [
        (
            version,
            split(
                version.text,
                counts=embedder.counts,
                window=embedder.window,
                left_out=left_out(version, repeated),
            ),
        )
        for version in versions
    ]


def keep(connection: Connection, found: Sequence[Cut], *, splitter: str) -> None:
    """Make the spans the passages of their versions, which are to be compared again."""
    copies.forget(connection, [version.id for version, _ in found])
    for version, spans in found:
        passages.store_split(connection, version, spans, splitter=splitter)
