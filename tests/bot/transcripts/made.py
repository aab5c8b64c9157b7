"""A transcript made by hand, of archive text that would mean something to Markdown and to Word."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.models import Answer, Citation, Claim, Note, Understood
from bot.transcripts.transcript import Transcript, Turn
from index.models import ArticleCard, Span

ASKED = datetime(2026, 12, 1, 5, 40, tzinfo=UTC)
ICE = ArticleCard(
    "a1",
    "Harbour *freezes* [1]",
    source="Courier & Sons",
    published="2024-01-16T00:00:00+00:00",
    precision="day",
    url="https://courier.example/ice_a_b?x=1&copy=2",
)
COD = ArticleCard("a2", "Cod is dear", url="file:///etc/passwd")


def citation(n: int, quote: str, card: ArticleCard) -> Citation:
    """A citation."""
    return Citation(n, f"cit{n}", f"p{n}", "v1", Span(0, len(quote)), quote, card)


def turn(answer: Answer) -> Turn:
    """An answer that was asked for early in December."""
    return Turn(answer, ASKED)


def transcript(*answers: Answer, cut: bool = False) -> Transcript:
    """These answers."""
    made = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
    return Transcript([turn(each) for each in answers], made, cut=cut)


SAID = Answer(
    question="What froze_over?",
    understood=Understood("What froze over in January?"),
    model="extractive",
    score=0.9,
    claims=(Claim("1. The harbour froze.", (1,)), Claim("Cod costs <b>42</b> crowns.", (1, 2))),
    citations=(
        citation(1, "1. The harbour froze.\n\n# It was cold.", ICE),
        citation(2, "Cod costs <b>42</b> crowns.", COD),
    ),
    notes=(Note("date", "last spring: spring 2024", 0), Note("reach", "The newest is of today.")),
)
REFUSED = Answer(
    question="Who won?",
    understood=Understood("Who won?"),
    model="extractive",
    score=0.1,
    nearest=(ICE,),
)
