"""What is asked of a vector index, wherever Chroma runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

_T = TypeVar("_T")


class Attempt(Protocol):
    """How a call is made that a server may not answer: at once, patiently, or not for now."""

    def __call__(self, work: Callable[[], _T]) -> _T:
        """What ``work`` gives."""


def at_once(work: Callable[[], _T]) -> _T:
    """What ``work`` gives, tried a single time."""
    return work()


class VectorIndex(Protocol):
    """Passage ids and their vectors; nothing that could not be built again from the catalog.

    Whatever is asked of one that a server keeps may raise ``StoreAwayError``.
    """

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store ``(n, d)`` vectors under their passage ids; an existing id gets the new vector."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget these passages; unknown ids are ignored."""

    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of ``ids`` that can be read back."""

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors ``(d,)`` of those of ``ids`` that are there."""

    def count(self) -> int:
        """Number of passages."""

    def search(self, vector: NDArray[np.float32], *, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest passages and their cosine similarity, best first."""


class VectorIndexes(Protocol):
    """Where the vector index of each generation is."""

    shared: bool
    """Whether any process may open them, not the owner of the index alone."""

    def open(self, generation: str, *, attempt: Attempt = at_once) -> VectorIndex:
        """The index of a generation, for a run; made where it is missing.

        Raises:
            StoreError: it is damaged or cannot be written.
            StoreAwayError: its server does not answer.
        """

    def existing(self, generation: str) -> VectorIndex:
        """The index of a generation, for questions.

        Raises:
            StoreError: it is missing or damaged.
            StoreAwayError: its server does not answer.
        """

    def lacks(self, generation: str) -> str | None:
        """What is visibly wrong with the index of a generation, at a glance.

        Raises:
            StoreAwayError: its server does not answer.
        """

    def server(self) -> dict[str, Any] | None:
        """``where`` the server is, and whether it ``answers``; None: Chroma runs here."""

    def remove(self, generation: str) -> None:
        """Let go of the index of a generation, if there is one.

        Raises:
            StoreAwayError: its server does not answer.
        """
