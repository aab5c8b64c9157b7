"""The verifier in torch, for training: an encoder and its heads.

`tools/verifier/export.py` writes what `bot/answer/guard/verifier.py` computes again without torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as f

from bot.answer.guard.verifier import CLAIM, FOLDER, HEADS, KINDS, MEASURED, QUOTED
from tools.reader import bases
from tools.reader.trunk import WIDTH, Trunk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answer.guard.verifier import Row
    from tools.reader.bases import Base

_LABELS = 3
TYPES = "embeddings.token_type_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows beside each other: ``ids`` and ``owners`` ``(n, t)``, ``measured`` ``(n, m)``."""

    ids: Any
    mask: Any
    owners: Any
    kinds: Any
    measured: Any


def batch(rows: Sequence[Row]) -> Batch:
    """``rows`` padded."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    owners, kinds = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(2))
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        mask[number, : len(row.ids)] = True
        owners[number, : len(row.ids)] = torch.tensor(row.owners)
        kinds[number, : len(row.ids)] = torch.tensor(row.kinds)
    return Batch(ids, mask, owners, kinds, torch.tensor([row.measured for row in rows]))


class Model:
    """Encoder and heads as named tensors."""

    def __init__(self, base: Base, encoder: Mapping[str, Any], heads: Mapping[str, Any]) -> None:
        self.trunk = Trunk(base, encoder)
        self.heads = {name: value.detach().float().clone() for name, value in heads.items()}
        for value in self.heads.values():
            value.requires_grad_(True)

    @property
    def encoder(self) -> Mapping[str, Any]:
        """The encoder's tensors by name."""
        return self.trunk.weights

    def read(self, given: Batch) -> tuple[Any, Any]:
        """Logits of rows ``(n, 3)``, and of pieces ``(n, t, 2)`` that they are wrong."""
        states = self.trunk.states(given.ids, given.mask, given.kinds).float()
        own = given.owners == CLAIM
        claim, rest = _mean(states, own), _mean(states, given.owners == QUOTED)
        whole = torch.cat([states[:, 0], claim, rest, (claim - rest).abs(), claim * rest], -1)
        head = self.heads
        whole = f.dropout(whole, self.trunk.drop) if self.trunk.drop else whole
        logits = whole @ head["whole.weight"] + head["whole.offset"]
        logits = logits + given.measured @ head["measured.weight"]
        pieces = states @ head["piece.weight"] + head["piece.offset"]
        pooled = pieces.masked_fill(~own[..., None], -1e4).logsumexp(1)
        return logits + f.pad(pooled, (1, 0)), pieces


def _mean(states: Any, own: Any) -> Any:
    weights = own.float() / own.sum(-1, keepdim=True).clamp(min=1)
    return (weights[:, None] @ states)[:, 0]


def bundled() -> Model:
    """The model as it is bundled, in 8 bits."""
    heads = {name: torch.tensor(value) for name, value in np.load(FOLDER / HEADS).items()}
    base = bases.bundled(FOLDER)
    return Model(base, base.encoder(), heads)


def fresh(base: Base) -> Model:
    """The model before training, of the weights that ``base`` has."""
    heads = {
        "whole.weight": torch.zeros(5 * WIDTH, _LABELS),
        "whole.offset": torch.zeros(_LABELS),
        "measured.weight": torch.zeros(len(MEASURED), _LABELS),
        "piece.weight": torch.zeros(WIDTH, 2),
        "piece.offset": torch.full((2,), -4.0),
    }
    encoder = dict(base.encoder())
    encoder[TYPES] = encoder[TYPES][:1].repeat(KINDS, 1)
    return Model(base, encoder, heads)
