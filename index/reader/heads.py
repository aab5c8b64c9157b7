"""The small part of the reader: from the encoder's states of word pieces to logits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

UNREAD = -30.0
"""Logit of a part that has no word pieces, an empty headline for one."""


class Heads:
    """The small part of the reader, as ``tools/reader/model.py`` trains it."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self._of = {name: np.asarray(value, np.float32) for name, value in arrays.items()}
        self.rarity: Floats = self._of["rarity"]

    def right(self, question: Floats, parts: Floats, measured: Floats) -> Floats:
        """Logits of parts, of their vectors ``(n, d)`` and features ``(n, m)``."""
        lengths = np.linalg.norm(parts, axis=1) * np.linalg.norm(question)
        cosine = parts @ question / np.maximum(lengths, 1e-8)
        seen = np.concatenate([parts * question, np.abs(parts - question), parts], axis=1)
        gate = question @ self._of["gate.weight"] + self._of["gate.offset"]
        logits = self._of["right.scale"] * cosine + self._of["right.offset"] + measured @ gate
        return np.asarray(logits + seen @ self._of["right.weight"], np.float32)

    def answers(self, first: Floats, question: Floats, right: Floats) -> float:
        """Logit that a row answers, of its first piece, its question and its parts' logits."""
        top = right.max(initial=UNREAD)
        smooth = top + np.log(np.exp(right - top).sum()) if len(right) else top
        whole = np.concatenate([first, question]) @ self._of["answers.weight"]
        beside = self._of["answers.beside"] @ np.array([top, smooth], np.float32)
        return float(whole + beside + self._of["answers.offset"])

    def adds(self, parts: Floats, best: Floats) -> Floats:
        """Logits that parts complete the one of the vector ``best``."""
        seen = np.concatenate([parts, parts * best, np.abs(parts - best)], axis=1)
        return np.asarray(seen @ self._of["adds.weight"] + self._of["adds.offset"], np.float32)

    def spans(self, states: Floats, question: Floats) -> Floats:
        """Logits of pieces as beginning and end of a short answer: ``(t, 2)``."""
        weight = self._of["span.weight"]
        cut = len(question)
        return np.asarray(states @ (weight[:cut] + question[:, None] * weight[cut:]), np.float32)
