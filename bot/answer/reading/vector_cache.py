"""Texts that were embedded or read before are not computed again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np
from cachetools import LRUCache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.embedding.word_vectors import Read

T = TypeVar("T")


class Vectorises(Protocol):
    """What turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, in order."""


class Embeds(Vectorises, Protocol):
    """What tells the words of texts as well: the bundled embedder, or one that remembers."""

    def read(self, texts: Sequence[str]) -> list[Read]:
        """``texts`` with the vectors of their words in context, in order."""


MOST = 4096
"""Texts whose vectors are kept: some 7 MB with the bundled embedder, a day of a busy chat."""
MOST_READ = 2048
"""Texts that are kept with their words: some 20 kB each for a sentence of 25 words."""


class Vectors:
    """Embeds texts and keeps those used last; safe to use from several threads."""

    def __init__(self, embedder: Vectorises, *, most: int = MOST) -> None:
        self._embedded = _Kept(lambda texts: list(embedder.embed(texts)), most)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``: shape ``(len(texts), dimensions)``, same order."""
        return np.stack(self._embedded.of(texts))


class Readings(Vectors):
    """Reads texts as well; one that was read need not be embedded."""

    def __init__(self, embedder: Embeds, *, most: int = MOST, most_read: int = MOST_READ) -> None:
        super().__init__(embedder, most=most)
        self._read = _Kept(embedder.read, most_read)

    def read(self, texts: Sequence[str]) -> list[Read]:
        """``texts`` with the vectors of their words in context, same order."""
        found = self._read.of(texts)
        self._embedded.keep({each: made.vector for each, made in zip(texts, found, strict=True)})
        return found


class _Kept(Generic[T]):
    """What ``make`` made of the texts that were used last."""

    def __init__(self, make: Callable[[Sequence[str]], list[T]], most: int) -> None:
        self._make = make
        self._kept: LRUCache[str, T] = LRUCache(most)
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> list[T]:
        """What was made of each of ``texts``, in order."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= dict(zip(missing, self._make(missing), strict=True))
        self.keep({text: known[text] for text in texts})
        return [known[text] for text in texts]

    def keep(self, used: dict[str, T]) -> None:
        """Remember what was made of these texts, and that they were used."""
        with self._lock:
            self._kept.update(used)
