"""What an answer says: sentences in order, each with what is said around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answer.guard.guard import presentable
from bot.messages import Day, message, quoted
from bot.models import Draft
from bot.notes.phrases import noted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Candidate
    from bot.messages import Value
    from bot.models import Claim, Note
    from index.models import ArticleCard, Passage


@dataclass(slots=True)
class Telling:
    """Sentences chosen for an answer, in order; notes are about one of them, or about all.

    ``refusal`` says why none was chosen, where that is known.
    """

    chosen: list[Candidate] = field(default_factory=list)
    remarks: list[tuple[Candidate | None, Note]] = field(default_factory=list)
    refusal: tuple[Note, ...] = ()

    def note(
        self, kind: str, name: str, about: Candidate | None = None, /, **values: Value
    ) -> None:
        """Say the message with this name besides one of the sentences, or besides all."""
        self.remarks.append((about, noted(kind, name, **values)))

    @property
    def drafts(self) -> list[Draft]:
        """The sentences as the guard wants them: each is its own quotation."""
        return [Draft(each.text, each.passage.id, each.text) for each in self.chosen]

    @property
    def passages(self) -> list[Passage]:
        """Where they stand."""
        return [each.passage for each in self.chosen]

    def notes(self, claims: Sequence[Claim]) -> tuple[Note, ...]:
        """The notes, each at the claim that its sentence became; those of a dropped one go."""
        if not self.chosen:
            return self.refusal
        numbers = {claim.text: number for number, claim in enumerate(claims)}
        found: list[Note] = []
        for about, note in self.remarks if claims else ():
            number = None if about is None else numbers.get(presentable(about.text))
            if about is None or number is not None:
                found.append(replace(note, claim=number))
        return tuple(dict.fromkeys(found))


def where(card: ArticleCard) -> Value:
    """Outlet and day of an article, as notes name it: ``Ostrand Post, 2024-02-14``."""
    named = card.source or quoted(card.title)
    if not card.published:
        return named
    return message("note-place", outlet=named, day=Day(card.published[:10]))
