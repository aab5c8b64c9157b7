"""Answers and questions made by hand, for tests that need no index."""

from __future__ import annotations

from bot.evaluation.question_file import Question
from bot.evaluation.run import Outcome
from bot.models import Answer, Citation, Claim, Understood
from bot.store.answers import CitedPassage
from index.models import ArticleCard, Span

TEXT = "The ferry ran aground. 21 people were hurt. The captain denies it."
CARD = ArticleCard("article", "Ferry runs aground")


def citation(n: int, quote: str) -> Citation:
    """Citation ``n`` of a sentence of ``TEXT``."""
    start = TEXT.index(quote)
    return Citation(n, f"c{n}", "p", "v", Span(start, start + len(quote)), quote, CARD)


def headline(n: int) -> Citation:
    """Citation ``n`` of the headline of ``CARD``."""
    return Citation(n, f"c{n}", "p", "v", Span(0, len(CARD.title)), CARD.title, CARD, title=True)


def cited(of: Citation, *, text: str = TEXT) -> CitedPassage:
    """What the catalog says about a citation of ``text``, which begins its article."""
    return CitedPassage(
        of.id, of.span, "p", Span(0, len(text)), text, CARD, superseded=False, withdrawn=False,
        title=of.title,
    )  # fmt: skip


def answer(*quotes: str, score: float = 0.9) -> Answer:
    """An answer that says each quote and cites it; a refusal without any."""
    return Answer(
        question="?",
        understood=Understood("?"),
        model="extractive",
        score=score,
        claims=tuple(Claim(quote, (n,)) for n, quote in enumerate(quotes, 1)),
        citations=tuple(citation(n, quote) for n, quote in enumerate(quotes, 1)),
    )


def outcome(
    scores: dict[str, float],
    *,
    kind: str = "en answerable",
    text: str = "?",
    answerable: bool | None = True,
    sureness: float = 0.5,
    quotes: tuple[float, float, float] | None = None,
) -> Outcome:
    """The outcome of a question with these scores."""
    question = Question(text, kind, answerable=answerable)
    return Outcome(question, scores, quotes, sureness, (), {"search": 1.0, "answer": 2.0})
