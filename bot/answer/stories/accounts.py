"""What is told of many articles, line by line: every claim of it passed the guard.

An account is an answer, kept like any other, with lines: the steps of a timeline, the stories of
the news, or what somebody said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from bot.answer.composing.selection import MODEL
from bot.answer.guard.guard import Guard
from bot.answer.guard.quotes import presentable
from bot.models import Answer, Note, card_json
from index.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.models import Claim, Draft, Understood
    from index.models import ArticleCard, Passage

Kind = Literal["timeline", "latest", "quotes"]
LINES: dict[Kind, str] = {"timeline": "steps", "latest": "stories", "quotes": "quotes"}
"""What the lines of an account are called."""
_OF_ANSWER = ("refused", "citations", "nearest", "notes", "ms")


@dataclass(frozen=True, slots=True)
class Said:
    """Words between quotation marks, verbatim, and who says them, as the article calls them."""

    quotes: tuple[str, ...]
    speaker: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line before it is checked: what it wants to say, of a passage, and who has it as well."""

    drafts: tuple[Draft, ...]
    passage: Passage
    also_in: tuple[ArticleCard, ...] = ()
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its ``claims``, from 0, the article they are from, and those that go with it."""

    claims: tuple[int, ...]
    card: ArticleCard
    also_in: tuple[ArticleCard, ...] = ()
    said: Said | None = None

    @property
    def cards(self) -> tuple[ArticleCard, ...]:
        """All articles of the line, that which is told first."""
        return (self.card, *self.also_in)

    def spoken(self, shown: str) -> list[Span]:
        """Where what somebody says stands in a claim as it is ``shown``."""
        found = []
        for quote in self.said.quotes if self.said else ():
            words = presentable(quote)
            at = shown.find(words)
            if at >= 0:
                found.append(Span(at, at + len(words)))
        return found


@dataclass(frozen=True, slots=True)
class Account:
    """What is told, as an answer and line by line, in order."""

    kind: Kind
    answer: Answer
    lines: tuple[Line, ...] = ()

    def coverage(self) -> list[tuple[str, str]]:
        """Day and outlet of each of its articles that has both, in the order of days."""
        cards = {card.article: card for line in self.lines for card in line.cards}
        return sorted(
            (card.published[:10], card.source)
            for card in cards.values()
            if card.published and card.source
        )

    def as_json(self) -> dict[str, Any]:
        """The object of the command: as that of ``ask``, with lines in the place of an answer."""
        whole = self.answer.as_json()
        lines = [self._line(line, whole) for line in self.lines]
        return {
            "query": self.answer.question,
            LINES[self.kind]: lines,
            **{name: whole[name] for name in _OF_ANSWER},
        }

    def _line(self, line: Line, whole: dict[str, Any]) -> dict[str, Any]:
        said = line.said
        spoken = {"quotes": list(said.quotes), "speaker": said.speaker} if said else {}
        return {
            **spoken,
            "claims": [whole["claims"][number] for number in line.claims],
            **card_json(line.card),
            "also_in": [card_json(card) for card in line.also_in],
            "notes": [
                {"kind": note.kind, "text": note.text}
                for note in self.answer.notes
                if note.claim in line.claims
            ],
        }


def account(
    kind: Kind,
    meant: Understood,
    entries: Sequence[Entry],
    *,
    notes: Callable[[Sequence[Claim]], Iterable[Note]] = lambda _: (),
    score: float = 1.0,
    nearest: tuple[ArticleCard, ...] = (),
) -> Account:
    """What the guard lets through of ``entries``; what is said twice is one line.

    ``notes`` gives those about the claims that are left; of a refusal it is given none.
    """
    guard = Guard({each.passage.id: each.passage for each in entries})
    guard.admit(draft for each in entries for draft in each.drafts)
    claims = guard.claims
    answer = Answer(
        question=meant.question,
        understood=meant,
        model=MODEL,
        score=score,
        claims=claims,
        citations=guard.citations,
        tally=guard.tally,
        nearest=() if claims else nearest,
        notes=tuple(notes(claims)),
    )
    return Account(kind, answer, _lines(entries, claims))


def _lines(entries: Sequence[Entry], claims: Sequence[Claim]) -> tuple[Line, ...]:
    numbers = {claim.text: number for number, claim in enumerate(claims)}
    lines: dict[tuple[int, ...], Line] = {}
    for entry in entries:
        own = (numbers.get(presentable(draft.text)) for draft in entry.drafts)
        key = tuple(dict.fromkeys(number for number in own if number is not None))
        known = lines.get(key)
        if known is not None:
            lines[key] = replace(known, also_in=(*known.also_in, entry.passage.card))
        elif key:
            lines[key] = Line(key, entry.passage.card, entry.also_in, entry.said)
    return tuple(lines.values())
