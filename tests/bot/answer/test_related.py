"""Articles that are offered beside an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.retrieved import related
from bot.models import Citation
from index.models import Span
from tests.bot.made import hits, passage

if TYPE_CHECKING:
    from index.models import Hit, Passage


def made(article: str, title: str) -> Passage:
    """A passage of an article with this id and headline."""
    found = passage("It sank.", title=title)
    return replace(found, id=article, card=replace(found.card, article=article))


def cited(found: Passage) -> Citation:
    """A citation of a passage."""
    return Citation(1, "c1", found.id, "v1", Span(0, 8), "It sank.", found.card)


FERRY, REEF, TOW, COURT = (
    made("a1", "Ferry sinks"),
    made("a2", "Reef marked"),
    made("a3", "Tow begins"),
    made("a4", "Court sits"),
)


def offered(found: list[Hit], *citations: Citation) -> list[str]:
    """The headlines that are offered."""
    return [card.title for card in related(found, citations)]


def test_articles_that_are_not_cited_are_offered_best_first() -> None:
    """Two at most, each once."""
    found = hits(FERRY, REEF, REEF, TOW, COURT)

    assert offered(found, cited(FERRY)) == ["Reef marked", "Tow begins"]


def test_article_with_the_headline_of_a_cited_one_is_not_offered() -> None:
    """It is the same news of another outlet; of two that are not cited one is enough."""
    same, twin = made("a5", "FERRY sinks"), made("a6", "Reef Marked")

    assert offered(hits(same, REEF, twin, TOW), cited(FERRY)) == ["Reef marked", "Tow begins"]


def test_articles_without_headlines_are_not_taken_for_one() -> None:
    """Nothing is known of them to be the same."""
    assert offered(hits(made("a5", ""), made("a6", "")), cited(made("a7", ""))) == ["", ""]


def test_article_that_is_hardly_about_the_question_is_not_offered() -> None:
    """By its score, or by its meaning where meanings were compared."""
    near, weak, unlike = hits(REEF, TOW, COURT)
    weak, unlike = replace(weak, score=0.02), replace(unlike, similarity=0.1)

    assert offered([near, weak, unlike], cited(FERRY)) == ["Reef marked"]
