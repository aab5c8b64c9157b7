"""What an answer says: sentences in order, each with what is said around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answer.guard.quotes import presentable
from bot.answer.reading.answer_types import brings
from bot.messages import Day, message, quoted
from bot.models import Draft, Short, Support
from bot.notes.phrases import noted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Candidate
    from bot.answer.reading.question import Asked
    from bot.messages import Value
    from bot.models import Claim, Note
    from index.models import ArticleCard, Passage


_FEW_WORDS = 10
"""Words of a short answer at most."""
_EDGES = ' ,;:.!?()[]"“”«»„'


@dataclass(slots=True)
class Telling:
    """Sentences chosen for an answer, in order; notes are about one of them, or about all.

    Only what answers a question for one ``fact`` has a short answer.
    """

    chosen: list[Candidate] = field(default_factory=list)
    remarks: list[tuple[Candidate | None, Note]] = field(default_factory=list)
    fact: Asked | None = None

    def note(
        self, kind: str, name: str, about: Candidate | None = None, /, **values: Value
    ) -> None:
        """Say the message with this name besides one of the sentences, or besides all."""
        self.remarks.append((about, noted(kind, name, **values)))

    @property
    def drafts(self) -> list[Draft]:
        """The sentences as the guard wants them: each is its own quotation."""
        return [
            Draft(each.text, (Support(each.passage.id, each.text),), title=each.place.is_headline)
            for each in self.chosen
        ]

    @property
    def passages(self) -> list[Passage]:
        """Where they stand."""
        return [each.passage for each in self.chosen]

    def short(self, claims: Sequence[Claim]) -> Short | None:
        """The answer in a few words, as the reader finds it in what the answer begins with."""
        if not self.chosen or not claims or self.fact is None:
            return None
        if claims[0].text != presentable(self.chosen[0].text):
            return None
        said = " ".join(self.chosen[0].short.split()).strip(_EDGES)
        if not 0 < len(said.split()) <= _FEW_WORDS or (len(said) == 1 and not said.isdigit()):
            return None
        if not brings(said, self.fact):
            return None
        found = Short(said, 0)
        return found if found.place(claims[0].text) else None

    def notes(self, claims: Sequence[Claim]) -> tuple[Note, ...]:
        """The notes, each at the claim that its sentence became; those of a dropped one go."""
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


def outlet_and_day(card: ArticleCard) -> Value:
    """Outlet and day behind a line, never the headline again; of neither: ``no date``."""
    if not card.published:
        return card.source.rstrip(".") if card.source else message("note-no-date")
    return where(card) if card.source else Day(card.published[:10])
