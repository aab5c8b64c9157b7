"""multilingual-e5-small in numpy and 32 bits, straight from the package's file.

Written for itself, so that it shares no mistake with the product: the whole vocabulary, its own
search for the likeliest pieces, no rounding but that of the file.
"""

from __future__ import annotations

import math
import re
import struct
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class Reference:
    """The model of one file."""

    def __init__(self, file: Path) -> None:
        self._content = content = file.read_bytes()
        count, *_, length = struct.unpack_from("<5iQ", content, 44)
        starts = np.frombuffer(content, "<u4", count + 1, 72)
        scores = np.frombuffer(content, "<f4", count, 72 + 4 * (count + 1))
        begin = 72 + 4 * (2 * count + 1)
        letters = content[begin : begin + length]
        pieces = [letters[starts[n] : starts[n + 1]].decode() for n in range(count)]
        self._pieces = {piece: (n, float(scores[n])) for n, piece in enumerate(pieces) if n > 3}
        self._unknown = float(scores.min()) - 10
        (after,) = struct.unpack_from("<I", content, begin + length + 4)
        at = begin + length + 8 + after
        (tensors,) = struct.unpack_from("<i", content, at)
        at += 4
        self._places: dict[str, tuple[int, int, int]] = {}
        for _ in range(tensors):
            (size,) = struct.unpack_from("<H", content, at)
            name = content[at + 2 : at + 2 + size].decode()
            self._places[name] = struct.unpack_from("<BIQ", content, at + 2 + size)
            at += 2 + size + 21
        self._kept: dict[str, Floats] = {}

    def ids(self, text: str) -> list[int]:
        """Numbers of the likeliest pieces (Viterbi)."""
        clean = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
        letters = "▁" + clean.replace(" ", "▁")
        best: list[Any] = [(0.0, 0, 0)] + [(-math.inf, 0, 0)] * len(letters)
        for start in range(len(letters)):
            for end in range(start + 1, min(start + 17, len(letters) + 1)):
                found = self._pieces.get(letters[start:end])
                if found is None and end == start + 1:
                    found = (3, self._unknown)
                if found and best[start][0] + found[1] > best[end][0]:
                    best[end] = (best[start][0] + found[1], start, found[0])
        ids, at = [], len(letters)
        while at:
            _, at, number = best[at]
            ids.append(number)
        return [0, *reversed(ids), 2]

    def vector(self, text: str) -> Floats:
        """The unit vector of ``text``, which has its prefix."""
        ids = self.ids(text)
        hidden = self._rows("emb.word", ids) + self._plain("emb.pos").reshape(-1, 384)[: len(ids)]
        hidden = self._normed("emb.ln", hidden + self._plain("emb.type")[:384])
        for layer in range(12):
            hidden = self._layer(f"l{layer}", hidden)
        mean = hidden.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _layer(self, name: str, hidden: Floats) -> Floats:
        query, key, value = (
            self._linear(f"{name}.{part}", hidden).reshape(-1, 12, 32).swapaxes(0, 1)
            for part in "qkv"
        )
        weights = np.exp(query @ key.swapaxes(1, 2) / np.sqrt(32))
        weights /= weights.sum(axis=-1, keepdims=True)
        heard = (weights @ value).swapaxes(0, 1).reshape(-1, 384)
        hidden = self._normed(f"{name}.aln", hidden + self._linear(f"{name}.ao", heard))
        wide = self._linear(f"{name}.fi", hidden)
        wide = np.asarray(wide * (1 + _erf(wide / np.float32(math.sqrt(2)))) / 2, np.float32)
        return self._normed(f"{name}.oln", hidden + self._linear(f"{name}.fo", wide))

    def _linear(self, name: str, hidden: Floats) -> Floats:
        bias = self._plain(f"{name}.b")
        if name not in self._kept:
            self._kept[name] = self._unpacked(f"{name}.w", len(bias))
        return hidden @ self._kept[name].T + bias

    def _normed(self, name: str, hidden: Floats) -> Floats:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * self._plain(f"{name}.w") + self._plain(f"{name}.b"))

    def _plain(self, name: str) -> Floats:
        _, count, start = self._places[name]
        return np.frombuffer(self._content, "<f4", count, start)

    def _rows(self, name: str, rows: list[int]) -> Floats:
        return np.stack([self._row(name, number) for number in rows])

    def _row(self, name: str, number: int) -> Floats:
        start = self._places[name][2] + number * 216
        return _blocks(self._content[start : start + 216])

    def _unpacked(self, name: str, rows: int) -> Floats:
        _, count, start = self._places[name]
        return _blocks(self._content[start : start + count // 32 * 18]).reshape(rows, -1)


def _erf(values: Floats) -> Floats:
    """The error function to seven digits (Abramowitz and Stegun, 7.1.26)."""
    step = 1 / (1 + 0.3275911 * np.abs(values))
    factors = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
    sizes = 1 - np.polyval([*factors, 0], step) * np.exp(-(values**2))
    return np.asarray(np.sign(values) * sizes, np.float32)


def _blocks(content: bytes) -> Floats:
    """The weights of blocks of 18 bytes, in one row."""
    found = np.frombuffer(content, np.uint8).reshape(-1, 18)
    scale = found[:, :2].copy().view("<f2").astype(np.float32)
    low, high = found[:, 2:] & 15, found[:, 2:] >> 4
    steps = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return np.asarray((steps * scale).reshape(-1), np.float32)
