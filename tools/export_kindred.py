"""Writes `index/ranking/kindred.npz`: words of kindred meaning, as the bundled embedder sees them.

    python tools/export_kindred.py

Each whole English word of the embedder's vocabulary is embedded alone; words are kindred whose
cosine is high. They are kept as stems, and those as numbers (`index.text.codes`). The same
embedder and processor give the same file.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.bundled import FOLDER, BundledEmbedder
from index.encoders.encoder import TOKENIZER
from index.ranking.kindred import FILE
from index.text import lexicon
from index.text.codes import codes
from index.text.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST = 0.6
"""Cosine of two words that are kindred."""
_MOST = 12
"""Kindred stems of one stem, the nearest ones."""
_LOOKED_AT = 24
"""Neighbours of a word, of which many have its own stem."""
_BATCH = 512
_WORD = re.compile(r"[a-z]{3,}")


def main() -> None:
    """Embed the vocabulary, find who is near whom, write the file."""
    vocabulary = json.loads((FOLDER / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    stop = lexicon.words("stop")
    words = [each for each in vocabulary if _WORD.fullmatch(each) and each not in stop]
    embedder = BundledEmbedder()
    batches = [words[at : at + _BATCH] for at in range(0, len(words), _BATCH)]
    kindred: dict[str, dict[str, float]] = {}
    for word, other, cosine in _near(words, np.vstack([embedder.embed(each) for each in batches])):
        first, second = stem(word, "en"), stem(other, "en")
        if first != second:
            known = kindred.setdefault(first, {})
            known[second] = max(cosine, known.get(second, 0.0))
    rows = [(owner, *pair) for owner, found in sorted(kindred.items()) for pair in _nearest(found)]
    np.savez_compressed(
        FILE,
        owners=codes([owner for owner, _, _ in rows]),
        kindred=codes([other for _, other, _ in rows]),
        cosines=np.array([round(255 * cosine) for _, _, cosine in rows], dtype=np.uint8),
    )
    print(f"{len(kindred)} stems, {len(rows)} pairs, {FILE.stat().st_size} bytes")


def _near(words: list[str], vectors: Any) -> Iterator[tuple[str, str, float]]:
    """Words and their neighbours."""
    for start in range(0, len(words), _BATCH):
        cosines = vectors[start : start + _BATCH] @ vectors.T
        best = np.argpartition(-cosines, _LOOKED_AT, axis=1)[:, :_LOOKED_AT]
        for row, near in enumerate(best):
            for at in near:
                if cosines[row, at] >= _LEAST:
                    yield words[start + row], words[at], float(cosines[row, at])


def _nearest(found: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]


if __name__ == "__main__":
    main()
