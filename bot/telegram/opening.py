"""Looking up what a card shows. Synchronous; for threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.store import answers
from bot.telegram.card_buttons import Position, card_keyboard
from bot.telegram.cards import render_card
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.store.answers import CitedPassage
    from bot.telegram.rich import Rich
    from index.library import Library

WIDER = 1500
"""Characters of context on either side; a card has room for little more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation, looked up: of an answer and with the claim that it supports, or by its id."""

    cited: CitedPassage
    position: Position
    claim: str = ""

    @property
    def answer(self) -> str:
        """The id of the answer."""
        return self.position.answer or ""

    @property
    def n(self) -> int:
        """The number of the citation in its answer."""
        return self.position.n

    @property
    def content(self) -> Rich:
        """The text of the card; of a withdrawn article it quotes nothing."""
        return render_card(self.cited)

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """Buttons to the article, to more of it, and to the answer's other citations."""
        return card_keyboard(self.cited, self.position)


def of_answer(library: Library, answer: str, n: int, *, wide: bool = False) -> Opened:
    """Citation ``n`` of an answer.

    Raises:
        NotFoundError: there is no such answer, or it has no such citation.
    """
    with library.catalog.read() as connection:
        found = answers.find_answer(connection, answer)
        ids = {each["n"]: each["id"] for each in found["citations"]}
        if n not in ids:
            raise NotFoundError(f"{answer}: there is no citation {n}.")
        cited = answers.cited(connection, ids[n], around=WIDER if wide else 0)
    return Opened(cited, Position(answer, n, len(ids), wide=wide), _claim(found, n))


def by_id(library: Library, citation: str, *, wide: bool = False) -> Opened:
    """The citation with this id, of whatever answer.

    Raises:
        NotFoundError: there is none.
    """
    with library.catalog.read() as connection:
        cited = answers.cited(connection, citation, around=WIDER if wide else 0)
    return Opened(cited, Position(wide=wide))


def _claim(answer: dict[str, Any], n: int) -> str:
    """The first claim that citation ``n`` carries, as the message shows it."""
    said = (claim["text"] for claim in answer["claims"] if n in claim["citations"])
    return next((" ".join(text.split()) for text in said), "")
