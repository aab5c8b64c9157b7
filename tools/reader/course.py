"""The course of a training: its steps, a rate that rises and falls, and a file that is kept.

The readers and the guard's verifier are trained alike; what a step is made of is theirs.
"""

from __future__ import annotations

import math
import random
import time
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")

HEAD_RATE, WARM_UP = 1e-3, 0.06
_EPOCHS = 1000


class Model(Protocol):
    """What is trained: an encoder and its heads, as named tensors."""

    @property
    def encoder(self) -> Mapping[str, Any]:
        """The encoder's tensors by name."""

    @property
    def heads(self) -> Mapping[str, Any]:
        """The tensors of its heads."""


class Course:
    """The training of a ``model``, kept in a file so that it goes on after a stop.

    The tensors of its encoder learn at ``rate``, but for those named ``fast``, which learn as its
    heads do; all of it ``times`` as fast.
    """

    def __init__(
        self, file: Path, model: Model, *, steps: int, rate: float, times: float, fast: str = ""
    ) -> None:
        self._file, self._model, self._times = file, model, times
        self.step, self._steps = 0, steps
        slow = [each for name, each in model.encoder.items() if name != fast]
        quick = [each for name, each in model.encoder.items() if name == fast]
        parts = (slow, rate), ([*quick, *model.heads.values()], HEAD_RATE)
        groups = [
            {"params": [each for each in part if each.requires_grad], "base": own}
            for part, own in parts
        ]
        self._optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Go on where the run stopped that ``kept`` this."""
        self.step = kept["step"]
        self._optimiser.load_state_dict(kept["optimiser"])

    def go(self, steps: Iterator[T], loss: Callable[[T], Any], *, every: int) -> Iterator[int]:
        """Learn each of ``steps`` by its loss; the number of them, ``every`` so many, kept."""
        began, losses, first = time.monotonic(), [], self.step
        for number, step in enumerate(steps):
            if number < first:
                continue
            losses.append(self._learn(loss(step)))
            self.step = number + 1
            if self.step % every == 0 or self.step == self._steps:
                pace = (time.monotonic() - began) / (self.step - first)
                print(f"{self.step} loss {np.mean(losses):.4f} {pace:.2f} s a step", flush=True)
                losses = []
                self._keep()
                yield self.step

    def _learn(self, wrong: Any) -> float:
        done = (self.step + 1) / self._steps
        pace = min(done / WARM_UP, (1 - done) / (1 - WARM_UP) + 0.01)
        for group in self._optimiser.param_groups:
            group["lr"] = group["base"] * pace * self._times
        wrong.backward()
        learning = [each for group in self._optimiser.param_groups for each in group["params"]]
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        value = float(wrong.detach())
        if not math.isfinite(value):
            raise SystemExit(f"the loss is {value} at step {self.step}")
        return value

    def _keep(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        encoder = self._model.encoder
        kept = {"encoder": encoder, "heads": self._model.heads, "step": self.step}
        kept["optimiser"] = self._optimiser.state_dict()
        kept["learned"] = [name for name, value in encoder.items() if value.requires_grad]
        new = self._file.with_suffix(".new")
        torch.save(kept, new)
        new.replace(self._file)


def batches(
    epoch: Callable[[random.Random], Sequence[T]],
    *,
    seed: int,
    steps: int,
    size: int,
    together: int,
    length: Callable[[T], int],
) -> Iterator[list[T]]:
    """So many ``steps`` of ``size`` examples; the same seed gives the same ones.

    As many steps as lie ``together`` are sorted by length, so that little is padded.
    """
    number = 0
    for again in range(_EPOCHS):
        draw = random.Random(f"{seed}-{again}")  # noqa: S311 - no secret
        examples = list(epoch(draw))
        draw.shuffle(examples)
        for start in range(0, len(examples) - size + 1, size * together):
            part = sorted(examples[start : start + size * together], key=length)
            groups = [part[at : at + size] for at in range(0, len(part), size)]
            draw.shuffle(groups)
            for group in groups:
                if number == steps:
                    return
                number += 1
                yield group
