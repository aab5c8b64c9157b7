"""Writes the trained verifier as Pressmark runs it, in 8 bits.

    python -m tools.verifier.export CHECKPOINT [--output FOLDER]

CHECKPOINT is the `run.pt` of `tools/verifier/train.py`. The same weights give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
from pathlib import Path

import numpy as np
import torch

from bot.answer.guard.verifier import FOLDER, HEADS, MOST
from index.encoders.encoder import MODEL, SUMS, WORDS
from index.encoders.graph import Graph
from tools.export_embedder import LAYERS


def export(checkpoint: Path, folder: Path) -> dict[str, int]:
    """Write model, heads and sums into ``folder``; their sizes in bytes."""
    kept = torch.load(checkpoint)
    encoder = {name: value.detach().numpy() for name, value in kept["encoder"].items()}
    heads = {name: value.detach().numpy() for name, value in kept["heads"].items()}
    content = io.BytesIO()
    np.savez_compressed(content, **heads)
    graph = Graph(encoder, name="verifier", layers=LAYERS, tokens=MOST, typed=True, lent=True)
    made = {HEADS: content.getvalue(), MODEL: graph.build()}
    lent = {WORDS: graph.words.tobytes()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (folder / name).write_bytes(data)
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        for name, data in sorted({**made, **lent}.items())
    ]
    (folder / SUMS).write_text("".join(lines), "ascii")
    return {name: len(data) for name, data in made.items()}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=FOLDER)
    options = parser.parse_args()
    print(export(options.checkpoint, options.output))


if __name__ == "__main__":
    main()
