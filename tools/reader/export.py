"""Writes the trained reader as Pressmark runs it, in 8 bits: ``index/reader/weights``.

    python -m tools.reader.export CHECKPOINT [--output FOLDER]

CHECKPOINT is the `run.pt` of `tools/reader/train.py`. The encoder goes node by node through the
exporter of the embedder. The same weights give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
from pathlib import Path

import numpy as np
import torch

from index.encoders.encoder import MODEL, SUMS
from index.encoders.graph import Graph
from index.reader.cross_encoder import FOLDER, HEADS
from index.reader.layout import MOST
from tools.export_embedder import LAYERS


def export(checkpoint: Path, folder: Path) -> dict[str, int]:
    """Write model, heads and sums into ``folder``; their sizes in bytes."""
    kept = torch.load(checkpoint)
    encoder = {name: value.detach().numpy() for name, value in kept["encoder"].items()}
    heads = {name: value.detach().numpy() for name, value in kept["heads"].items()}
    heads["rarity"] = heads["rarity"].astype(np.float16)
    packed = io.BytesIO()
    np.savez_compressed(packed, **heads)
    model = Graph(encoder, name="reader", layers=LAYERS, tokens=MOST).build()
    made = {HEADS: packed.getvalue(), MODEL: model}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    lines = [f"{hashlib.sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made)]
    (folder / SUMS).write_text("".join(lines), "ascii")
    return {name: len(content) for name, content in made.items()}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=FOLDER)
    options = parser.parse_args()
    print(export(options.checkpoint, options.output))


if __name__ == "__main__":
    main()
