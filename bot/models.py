"""The values of the asking side: draft, claim, citation, note, answer. All immutable."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from index.models import Span

if TYPE_CHECKING:
    from datetime import datetime

    from bot.messages import Message
    from index.models import ArticleCard
    from index.planning.planner import Phrase

REFUSAL = "The archive does not say"
"""How every refusal begins in English; prompts, code and tests use this one."""
_BEGINS, _ENDS = r"(?<!\w)(?<!\d[.,])", r"(?!\w)(?![.,]\d)"
"""Where no word and no figure goes on."""
_SHOWN_OF_CARD = ("article", "title", "source", "published", "precision", "url")


@dataclass(frozen=True, slots=True)
class Support:
    """What a draft claims to stand on: the id of a passage, and words that it says stand there."""

    passage: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence that somebody would like to say, before it is checked.

    With ``title`` it stands on the headline of the passage's article, whole, and on nothing else.
    """

    text: str
    supports: tuple[Support, ...] = ()
    title: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: ``span`` counts characters in the stored text of ``version``.

    With ``title`` it is the headline of that version, in which ``span`` counts; ``passage`` is the
    one that was read with it.
    """

    n: int
    id: str
    passage: str
    version: str
    span: Span
    quote: str
    card: ArticleCard
    title: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]

    @property
    def marked(self) -> str:
        """The sentence with its markers, ``… [1]``."""
        return self.text + " " + "".join(f"[{n}]" for n in self.citations)


@dataclass(frozen=True, slots=True)
class Short:
    """The answer in a few words, which stand verbatim in a quotation of the ``claim``, from 0.

    ``start`` counts characters of the claim, where it is known at which place they are meant.
    """

    text: str
    claim: int
    start: int | None = None

    def place(self, claim: str) -> Span | None:
        """Where the words stand in a claim as it is shown: at ``start``, else where they do first.

        They never cut a word or a figure in two; ``None`` where the claim says it in other words.
        """
        said = " ".join(self.text.split())
        if self.start is not None and said and claim.startswith(said, self.start):
            return Span(self.start, self.start + len(said))
        before = _BEGINS if said[:1].isalnum() else ""
        after = _ENDS if said[-1:].isalnum() else ""
        found = re.search(f"{before}{re.escape(said)}{after}", claim) if said else None
        return Span(*found.span()) if found else None


@dataclass(frozen=True, slots=True)
class Note:
    """Something said around the claims; ``claim`` is the index of the one it is about.

    ``text`` is English, as JSON has it, or an article's own words; ``message`` says the same in
    every language. Notes are the same where their texts are. `bot.notes.phrases.noted` makes them.
    """

    kind: str
    text: str
    claim: int | None = None
    message: Message | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a reply quotes of an earlier answer: the words of a claim, and its passage if known."""

    text: str
    passage: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What the question was taken to mean; ``question`` stands alone, without the conversation.

    ``phrases`` are its words that were taken for a date or an outlet as seen from ``asked``;
    those that are ``ignored`` were read as plain words. ``quoted`` is the claim it replies to.
    """

    question: str
    after: str | None = None
    before: str | None = None
    sources: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    ignored: tuple[str, ...] = ()
    asked: datetime | None = None
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the guard did with the drafts."""

    kept: int = 0
    repaired: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model read and wrote, and their price where prices are set."""

    prompt: int = 0
    completion: int = 0
    cost: float | None = None

    def __add__(self, other: Usage) -> Usage:
        costs = [each.cost for each in (self, other) if each.cost is not None]
        return Usage(
            self.prompt + other.prompt,
            self.completion + other.completion,
            sum(costs) if costs else None,
        )

    def as_json(self) -> dict[str, Any]:
        """The counts as ``ask`` and ``status`` show them."""
        return {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "cost": None if self.cost is None else round(self.cost, 6),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Claims with citations, or a refusal with the nearest articles.

    ``related`` are articles that were found beside those cited, to read on; JSON has none.
    ``score`` is the probability that the archive answers the question, also when refused;
    ``milliseconds`` counts retrieval and the whole; ``usage`` is there where a language model was
    asked, with all its tries. ``short`` is the answer in a few words of one of the claims.
    """

    question: str
    understood: Understood
    model: str
    score: float
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    tally: Tally = Tally()
    nearest: tuple[ArticleCard, ...] = ()
    related: tuple[ArticleCard, ...] = ()
    notes: tuple[Note, ...] = ()
    milliseconds: dict[str, float] = field(default_factory=dict)
    usage: Usage | None = None
    id: str = ""
    short: Short | None = None

    @property
    def refused(self) -> bool:
        """Whether the archive does not say."""
        return not self.claims

    @property
    def text(self) -> str:
        """The claims with their markers, or the sentence of refusal."""
        if self.refused:
            return REFUSAL + "."
        return " ".join(claim.marked for claim in self.claims)

    def short_in(self, number: int, shown: str) -> Span | None:
        """Where the short answer stands in a claim, by its number from 0, as it is ``shown``."""
        found = self.short
        return found.place(shown) if found is not None and found.claim == number else None

    def as_json(self) -> dict[str, Any]:
        """The object of the ``ask`` command."""
        return {
            "question": self.question,
            "answer": self.text,
            "refused": self.refused,
            "score": round(self.score, 4),
            "model": self.model,
            "understood": {
                "after": self.understood.after,
                "before": self.understood.before,
                "sources": list(self.understood.sources),
                "question": self.understood.question,
            },
            "guard": asdict(self.tally),
            "claims": [
                {"text": claim.text, "citations": list(claim.citations)} for claim in self.claims
            ],
            "short": {"text": self.short.text, "claim": self.short.claim} if self.short else None,
            "citations": [_citation_json(citation) for citation in self.citations],
            "nearest": [card_json(card) for card in self.nearest],
            "notes": [
                {"kind": note.kind, "text": note.text, "claim": note.claim} for note in self.notes
            ],
            "ms": self.milliseconds,
            "usage": self.usage.as_json() if self.usage else None,
        }


def card_json(card: ArticleCard) -> dict[str, Any]:
    """Article, title, outlet, date and link, as every command shows them."""
    return {name: getattr(card, name) for name in _SHOWN_OF_CARD}


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "id": citation.id,
        "passage": citation.passage,
        **card_json(citation.card),
        "quote": citation.quote,
        "in": "title" if citation.title else "text",
        "start": citation.span.start,
        "end": citation.span.end,
    }
