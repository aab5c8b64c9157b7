"""The encoder in torch, for training: BERT's layers over named tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional as f

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.reader.bases import Base

HEADS, WIDTH = 12, 384
EPSILON = 1e-12
_KIND = torch.bfloat16 if torch.backends.cpu.get_cpu_capability() == "AVX512" else torch.float32
"""Processors with less compute fewer bits more slowly."""
_WORDS = "embeddings.word_embeddings.weight"


class Trunk:
    """An encoder's tensors; those that learn ask for gradients.

    The first layers of ``base`` stay as they are, and so do the word pieces' vectors. ``drop`` is
    the part of what each layer adds that is left out by chance, in training.
    """

    def __init__(self, base: Base, encoder: Mapping[str, Any], *, drop: float = 0.0) -> None:
        self._layers, self.drop = base.layers, drop
        self.weights = {name: value.detach().float().clone() for name, value in encoder.items()}
        for name, value in self.weights.items():
            value.requires_grad_(not base.keeps(name))

    def states(self, ids: Any, mask: Any, kinds: Any = None) -> Any:
        """States of word pieces, ``(n, t, 384)``, of their ``ids``, ``mask`` and kinds ``(n, t)``.

        Without ``kinds`` all pieces are of the first one.
        """
        weights = {
            name: value.to(_KIND) if value.dim() > 1 else value
            for name, value in self.weights.items()
            if name != _WORDS
        }
        with torch.autocast("cpu", torch.bfloat16, enabled=torch.bfloat16 == _KIND):
            table = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            types = self.weights["embeddings.token_type_embeddings.weight"]
            table = table + (types[0] if kinds is None else f.embedding(kinds, types))
            hidden = f.embedding(ids, self.weights[_WORDS]) + table
            hidden = self._normed("embeddings.LayerNorm", hidden)
            bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)
            bias = bias[:, None, None].to(_KIND)
            for layer in range(self._layers):
                hidden = self._layer(f"encoder.layer.{layer}", weights, hidden, bias)
            return hidden

    def _layer(self, name: str, weights: Mapping[str, Any], hidden: Any, bias: Any) -> Any:
        own = f"{name}.attention.self"
        parts = [f"{own}.{part}" for part in ("query", "key", "value")]
        joined = torch.cat([weights[f"{part}.weight"] for part in parts])
        offsets = torch.cat([weights[f"{part}.bias"] for part in parts])
        n, t, _ = hidden.shape
        heard = f.linear(hidden, joined, offsets).view(n, t, 3, HEADS, WIDTH // HEADS)
        query, key, value = heard.permute(2, 0, 3, 1, 4)
        shares = (query * (WIDTH // HEADS) ** -0.5) @ key.transpose(-1, -2) + bias
        heard = shares.softmax(-1, dtype=_KIND) @ value  # backwards twice as fast as fused
        heard = heard.transpose(1, 2).reshape(n, t, WIDTH)
        dense = f"{name}.attention.output"
        hidden = self._residual(dense, weights, heard, hidden)
        wide = f"{name}.intermediate.dense"
        inner = f.gelu(f.linear(hidden, weights[f"{wide}.weight"], weights[f"{wide}.bias"]))
        return self._residual(f"{name}.output", weights, inner, hidden)

    def _residual(self, name: str, weights: Mapping[str, Any], inner: Any, hidden: Any) -> Any:
        dense = f"{name}.dense"
        added = f.linear(inner, weights[f"{dense}.weight"], weights[f"{dense}.bias"])
        added = f.dropout(added, self.drop) if self.drop else added
        return self._normed(f"{name}.LayerNorm", hidden + added)

    def _normed(self, name: str, hidden: Any) -> Any:
        gain, offset = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return f.layer_norm(hidden.float(), (WIDTH,), gain, offset, EPSILON).to(_KIND)
