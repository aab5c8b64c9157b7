"""The reader in torch, for training: an encoder that begins as published weights, and its heads.

`tools/reader/export.py` writes what `index/reader/cross_encoder.py` computes again without torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch.nn import functional as f

from index.reader.layout import ASKED, FEATURES
from tools.reader.trunk import WIDTH, Trunk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.reader.layout import Row
    from tools.reader.bases import Base


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows beside each other: ``ids`` ``(n, t)`` and ``means`` ``(n, 1 + parts, t)``.

    ``means`` are the weights with which pieces make the question (0) and the parts; ``there``
    ``(n, parts)`` tells which parts have pieces. ``measured`` is ``(n, parts, features)``.
    """

    ids: Any
    mask: Any
    means: Any
    there: Any
    measured: Any


@dataclass(frozen=True, slots=True)
class Made:
    """Logits of parts ``(n, parts)`` and rows ``(n,)``; of starts and ends, ``(n, t)``."""

    right: Any
    answers: Any
    starts: Any
    ends: Any
    vectors: Any


def batch(rows: Sequence[Row], measured: Sequence[Any]) -> Batch:
    """``rows`` padded, with the features of all parts of each row's passage."""
    longest = max(len(row.ids) for row in rows)
    parts = max(len(each) for each in measured)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    means = torch.zeros(len(rows), parts + 1, longest)
    features = torch.zeros(len(rows), parts, len(FEATURES))
    for number, (row, each) in enumerate(zip(rows, measured, strict=True)):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        mask[number, : len(row.ids)] = True
        owners = torch.tensor(row.owners)
        at = torch.nonzero(owners >= ASKED).flatten()
        means[number, owners[at] - ASKED, at] = 1.0
        features[number, : len(each)] = torch.from_numpy(each)
    counts = means.sum(-1)
    means /= counts.clamp(min=1)[..., None]
    return Batch(ids, mask, means, counts[:, 1:] > 0, features)


class Model:
    """Encoder and heads as named tensors; those that learn ask for gradients.

    The first layers of ``base`` stay as they are, and so do the word pieces' vectors.
    """

    def __init__(self, base: Base, encoder: Mapping[str, Any], heads: Mapping[str, Any]) -> None:
        self.trunk = Trunk(base, encoder)
        self.heads = {name: value.detach().float().clone() for name, value in heads.items()}
        for name, value in self.heads.items():
            value.requires_grad_(name != "rarity")

    @property
    def encoder(self) -> Mapping[str, Any]:
        """The encoder's tensors by name."""
        return self.trunk.weights

    def read(self, given: Batch) -> Made:
        """What the heads make of the rows."""
        hidden = self.trunk.states(given.ids, given.mask).float()
        pooled = given.means @ hidden
        question, vectors = pooled[:, :1], pooled[:, 1:]
        right = self._right(question, vectors, given)
        padded = right.masked_fill(~given.there, -1e4)
        head = self.heads
        whole = torch.cat([hidden[:, 0], question[:, 0]], -1) @ head["answers.weight"]
        beside = torch.stack([padded.amax(-1), padded.logsumexp(-1)], -1) @ head["answers.beside"]
        mixed = torch.cat([hidden, hidden * question], -1) @ head["span.weight"]
        ends = mixed.masked_fill(~given.mask[..., None], -1e4)
        answers = whole + beside + head["answers.offset"]
        return Made(right, answers, ends[..., 0], ends[..., 1], vectors)

    def _right(self, question: Any, vectors: Any, given: Batch) -> Any:
        head = self.heads
        cosine = f.cosine_similarity(question, vectors, dim=-1)
        seen = [question * vectors, (question - vectors).abs(), vectors]
        gate = question @ head["gate.weight"] + head["gate.offset"]
        measured = (given.measured * gate).sum(-1)
        learned = torch.cat(seen, -1) @ head["right.weight"]
        return head["right.scale"] * cosine + head["right.offset"] + learned + measured

    def adds(self, vectors: Any, best: Any) -> Any:
        """Logits ``(n, parts)`` that a part adds to the part ``best`` ``(n,)`` of its row."""
        chosen = vectors[torch.arange(len(best)), best][:, None]
        seen = [vectors, vectors * chosen, (vectors - chosen).abs()]
        return torch.cat(seen, -1) @ self.heads["adds.weight"] + self.heads["adds.offset"]


def fresh(base: Base, rarity: Any) -> Model:
    """The model before training, of the published weights."""
    heads = {
        "right.weight": torch.zeros(3 * WIDTH),
        "right.scale": torch.tensor(base.sharp),
        "right.offset": torch.tensor(base.offset),
        "gate.weight": torch.zeros(WIDTH, len(FEATURES)),
        "gate.offset": torch.zeros(len(FEATURES)),
        "answers.weight": torch.zeros(2 * WIDTH),
        "answers.beside": torch.tensor([0.5, 0.5]),
        "answers.offset": torch.tensor(0.0),
        "adds.weight": torch.zeros(3 * WIDTH),
        "adds.offset": torch.tensor(-2.0),
        "span.weight": torch.zeros(2 * WIDTH, 2),
        "rarity": torch.as_tensor(rarity),
    }
    return Model(base, base.encoder(), heads)
