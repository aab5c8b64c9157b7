"""From the package's weights to the files that are run: matrices of 8 bits, fewer word pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.embedding.multilingual import package, vocabulary
from index.encoders.encoder import MODEL, TOKENIZER
from index.encoders.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

RECIPE = "1"
"""Raised whenever the same weights come to give other vectors."""


def files(source: Path, name: str) -> Mapping[str, bytes]:
    """The files of the model ``name``, by their names, from the file of the package.

    Takes some seconds and half a gigabyte of memory.

    Raises:
        EmbedderError: that file cannot be read, or is another one.
    """
    packed = package.read(source)
    rows = vocabulary.kept(packed)
    weights = _Pruned(packed, rows)
    graph = Graph(weights, name=name, layers=package.LAYERS, tokens=package.TOKENS)
    return {MODEL: graph.build(), TOKENIZER: vocabulary.tokenizer(packed, rows)}


@dataclass(frozen=True, slots=True)
class _Pruned:
    """The weights with the embeddings of the pieces that are kept alone."""

    packed: package.Packed
    rows: NDArray[np.int64]

    def __getitem__(self, name: str, /) -> NDArray[np.float32]:
        if name == package.WORDS:
            return self.packed.words(self.rows)
        return self.packed[name]
