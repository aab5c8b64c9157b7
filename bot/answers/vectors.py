"""Vectors of sentences that were embedded before are not computed again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Embeds(Protocol):
    """What texts are embedded with: an embedder, or one that remembers."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, in order."""


MOST = 4096
"""Texts whose vectors are kept: some 7 MB with the bundled embedder, a day of a busy chat."""


class Vectors:
    """Embeds texts and keeps the vectors of those used last; safe to use from several threads."""

    def __init__(self, embedder: Embeds, *, most: int = MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``: shape ``(len(texts), dimensions)``, same order."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= dict(zip(missing, self._embedder.embed(missing), strict=True))
        self._keep({text: known[text] for text in texts})
        return np.stack([known[text] for text in texts])

    def _keep(self, used: dict[str, NDArray[np.float32]]) -> None:
        with self._lock:
            for text, vector in used.items():
                self._kept[text] = vector
                self._kept.move_to_end(text)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
