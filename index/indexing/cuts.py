"""Cuts versions into passages, some at a time, each for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.articles.splitter import MOST_WORDS, split
from index.indexing.boilerplate_counts import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from index.catalog.passages.splits import Cut
    from index.embedding.interface import Embedder


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
