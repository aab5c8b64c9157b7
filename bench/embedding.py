"""Passages a second of the bundled embedder, against the same model fed naively.

::

    python -m bench.embedding [--rounds 5]

Naive is what most code does: the texts as they come, 32 at a time, padded to the longest, in a
session of ONNX Runtime with its default of a thread a core. Both take turns in one process, so
that the ratio holds on a busy machine too; the best round counts.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from onnxruntime import InferenceSession

from index.embedding.bundled import FOLDER, WINDOW, BundledEmbedder
from index.encoders.encoder import MODEL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

ARCHIVE = Path(__file__).resolve().parents[1] / "examples" / "archive" / "skelhaven-courier.jsonl"
CLS, SEP = 101, 102
NAIVE_BATCH = 32
QUESTION = "How many people lived in Skelhaven at the beginning of last year?"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Time the bundled embedder.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    embedder = BundledEmbedder()
    words = " ".join(json.loads(line)["body"] for line in ARCHIVE.open(encoding="utf-8")).split()
    plain = InferenceSession(FOLDER / MODEL, providers=["CPUExecutionProvider"])
    for name, sizes in (
        ("passages of 150 words", [150]),
        ("sentences and passages, 10 to 200 words", [10, 200, 45, 120]),
    ):
        compare(name, embedder, plain, cut(words, sizes), rounds)
    times = [seconds(lambda: embedder.embed([QUESTION])) for _ in range(50)]
    print(f"one question: {median(times) * 1000:.1f} ms")


def cut(words: Sequence[str], sizes: Sequence[int], texts: int = 96) -> list[str]:
    """``texts`` runs of words, of the given sizes in turn, starting over at the end."""
    cut: list[str] = []
    start = 0
    while len(cut) < texts:
        size = sizes[len(cut) % len(sizes)]
        cut.append(" ".join(words[start : start + size]))
        start = (start + size) % (len(words) - max(sizes))
    return cut


def compare(
    name: str, embedder: BundledEmbedder, plain: Any, texts: Sequence[str], rounds: int
) -> None:
    """Print the speed of both ways over ``texts``, and their ratio."""
    ours, theirs = float("inf"), float("inf")
    for _ in range(rounds):
        ours = min(ours, seconds(lambda: embedder.embed(texts)))
        theirs = min(theirs, seconds(lambda: naive(embedder, plain, texts)))
    speed, base = len(texts) / ours, len(texts) / theirs
    print(f"{name}: {speed:.0f} a second, naive {base:.0f}, ratio {speed / base:.2f}")


def naive(embedder: BundledEmbedder, plain: Any, texts: Sequence[str]) -> NDArray[np.float32]:
    """The same vectors from batches of 32 as they come."""
    pieces = [[CLS, *e.ids[:WINDOW], SEP] for e in embedder.encoder.encodings(texts)]
    starts = range(0, len(pieces), NAIVE_BATCH)
    return np.vstack([padded(plain, pieces[at : at + NAIVE_BATCH]) for at in starts])


def padded(plain: Any, pieces: Sequence[list[int]]) -> NDArray[np.float32]:
    """The vectors of one batch."""
    shape = (len(pieces), max(map(len, pieces)))
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, piece in enumerate(pieces):
        ids[row, : len(piece)] = piece
        mask[row, : len(piece)] = 1
    found = plain.run(["vector"], {"input_ids": ids, "attention_mask": mask})[0]
    return np.asarray(found, dtype=np.float32)


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
