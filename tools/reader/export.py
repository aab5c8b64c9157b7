"""Writes the trained reader as Pressmark runs it, in 8 bits.

    python -m tools.reader.export CHECKPOINT [--multilingual] [--output FOLDER]

CHECKPOINT is the `run.pt` of `tools/reader/train.py`. The English reader goes whole into
`index/reader/weights`, node by node through the exporter of the embedder; of the multilingual one
the trained layers alone go into `index/reader/e5`. The same weights give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from index.encoders.encoder import MODEL, SUMS, WORDS
from index.encoders.graph import MOST_WEIGHT, Graph, quantise
from index.reader.cross_encoder import FOLDER, HEADS
from index.reader.layout import MOST
from index.reader.multilingual_reader import LAYERS as TRAINED_LAYERS
from index.reader.multilingual_reader import SCALE, TRAINED
from tools.export_embedder import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping

_MATRIX = 2
"""Dimensions of what is stored in 8 bits."""


def export(checkpoint: Path, folder: Path, *, multilingual: bool = False) -> dict[str, int]:
    """Write model, heads and sums into ``folder``; their sizes in bytes."""
    kept = torch.load(checkpoint)
    encoder = {name: value.detach().numpy() for name, value in kept["encoder"].items()}
    heads = {name: value.detach().numpy() for name, value in kept["heads"].items()}
    heads["rarity"] = heads["rarity"].astype(np.float16)
    made, lent = {HEADS: _packed(heads)}, dict[str, bytes]()
    if multilingual:
        learned = {name: encoder[name] for name in kept["learned"]}
        made[TRAINED_LAYERS] = _packed(_quantised(learned))
    else:
        graph = Graph(encoder, name="reader", layers=LAYERS, tokens=MOST, lent=True)
        made[MODEL] = graph.build()
        lent[WORDS] = graph.words.tobytes()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted({**made, **lent}.items())
    ]
    (folder / SUMS).write_text("".join(lines), "ascii")
    return {name: len(content) for name, content in made.items()}


def _quantised(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Matrices with a scale a row, as the graph is going to round them again."""
    found: dict[str, Any] = {}
    for name, value in weights.items():
        found[name] = value
        if value.ndim == _MATRIX:
            found[name], found[f"{name}{SCALE}"] = quantise(value, MOST_WEIGHT, axis=1)
    return found


def _packed(arrays: Mapping[str, Any]) -> bytes:
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--multilingual", action="store_true")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    folder = options.output or (TRAINED if options.multilingual else FOLDER)
    print(export(options.checkpoint, folder, multilingual=options.multilingual))


if __name__ == "__main__":
    main()
