"""Errors of the asking side.

::

    AnswerError              a question could not be answered; ``retryable``: it may yet be
    ├── ModelError           the language model is down, late, or said nothing usable
    └── DeliveryError        Telegram did not take a message

The texts are for the log; what a person is told is chosen where the error is met.
"""

from __future__ import annotations


class AnswerError(Exception):
    """A question could not be answered."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class ModelError(AnswerError):
    """The language model is down, late, or said nothing usable.

    ``pause`` is how many seconds it asked to be left alone, ``status`` the HTTP status it gave;
    ``charged`` says that it may have begun to read what it was sent.
    """

    def __init__(
        self,
        message: str,
        *,
        retryable: bool = False,
        pause: float | None = None,
        status: int | None = None,
        charged: bool = True,
    ) -> None:
        super().__init__(message, retryable=retryable)
        self.pause = pause
        self.status = status
        self.charged = charged


class DeliveryError(AnswerError):
    """Telegram did not take a message."""
