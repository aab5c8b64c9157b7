"""Answers and citations made by hand."""

from __future__ import annotations

from bot.models import Answer, Citation, Claim, Note, Short, Understood
from bot.store.answers import CitedPassage
from index.models import ArticleCard, Span

HARBOUR = ArticleCard(
    article="a1",
    title="Harbour freezes",
    source="Courier",
    published="2024-01-16T00:00:00+00:00",
    precision="day",
    url="https://courier.example/ice",
    author="Mia Ost",
)
COD = ArticleCard(article="a2", title="Cod is dear")


def citation(n: int, quote: str, card: ArticleCard = HARBOUR) -> Citation:
    """A citation; where the quote stands in the text does not matter here."""
    return Citation(n, f"cit{n}", f"p{n}", "v1", Span(0, len(quote)), quote, card)


def answer(
    claims: tuple[Claim, ...] = (),
    citations: tuple[Citation, ...] = (),
    *,
    notes: tuple[Note, ...] = (),
    nearest: tuple[ArticleCard, ...] = (),
    short: Short | None = None,
) -> Answer:
    """An answer with the id ``ABC``."""
    return Answer(
        question="?",
        understood=Understood("?"),
        model="extractive",
        score=0.9,
        claims=claims,
        citations=citations,
        notes=notes,
        nearest=nearest,
        id="ABC",
        short=short,
    )


def cited(
    text: str,
    quote: str,
    *,
    card: ArticleCard = HARBOUR,
    superseded: bool = False,
    withdrawn: bool = False,
) -> CitedPassage:
    """The passage ``text`` at character 100 of its article, with ``quote`` cited in it."""
    begin = 100 + text.index(quote)
    return CitedPassage(
        id="cit1",
        quote=Span(begin, begin + len(quote)),
        passage="p1",
        span=Span(100, 100 + len(text)),
        text=text,
        card=card,
        superseded=superseded,
        withdrawn=withdrawn,
    )


def cited_headline(opening: str, card: ArticleCard = HARBOUR) -> CitedPassage:
    """The headline of an article that begins so, read with a passage further down."""
    return CitedPassage(
        id="cit1",
        quote=Span(0, len(card.title)),
        passage="p1",
        span=Span(900, 909),
        text="Far below",
        card=card,
        superseded=False,
        withdrawn=False,
        title=True,
        opening=opening,
    )
