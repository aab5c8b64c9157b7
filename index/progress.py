"""How long work says how far it is, and how it is told to stop."""

from __future__ import annotations

from typing import Protocol


class CancelledError(Exception):
    """Somebody asked for the run to stop; what is done stays done."""


class Progress(Protocol):
    """Told after every batch."""

    def __call__(self, phase: str, done: int, total: int) -> None:
        """``done`` of ``total`` (0 where unknown) of ``phase`` are finished.

        Raises:
            CancelledError: the run is to stop here.
        """


def silent(phase: str, done: int, total: int) -> None:
    """A listener for work that nobody watches."""
