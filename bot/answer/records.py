"""What is kept of an answer, so that its citations and buttons can be looked up."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

from bot.answer.conversation import requests
from bot.store import answers

if TYPE_CHECKING:
    from bot.models import Answer
    from index.catalog.engine import Catalog

_ID_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 16
"""62^16 ids: not to be guessed, and short enough for a button's 64 bytes."""


def random_id() -> str:
    """An id for a new answer."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))


def keep(catalog: Catalog, answer: Answer, *, conversation: str | None = None) -> None:
    """Keep an answer with its citations; one that was kept under its id before is replaced."""
    with catalog.write() as connection:
        answers.store_citations(
            connection, [(each.id, each.passage, each.span) for each in answer.citations]
        )
        answers.discard_answer(connection, answer.id)
        answers.store_answer(
            connection,
            answer=answer.id,
            conversation=conversation,
            question=answer.question,
            content=requests.content_of(answer),
        )
