"""Sentences where they stand."""

from __future__ import annotations

from bot.answer.reading.sentences import places
from tests.bot.made import hits, passage

FIRST = passage(
    "The ferry sank at night. It lay there for weeks. Nobody was hurt by it.", title="Ferry"
)
NEXT = passage("A crane lifted the hull. Gone now.", title="Ferry", start=100)
NEWER = passage("The trial of the captain began.", title="Trial", published="2025-01-01")


def test_sentence_knows_its_neighbours_and_its_place() -> None:
    """Terms of the sentence before and after, not of itself."""
    first, second, third = places(hits(FIRST), with_notices=False)

    assert [each.order for each in (first, second, third)] == [0, 1, 2]
    assert first.before == frozenset()
    assert second.before == first.terms == {"ferri", "sank", "night"}
    assert second.after == third.terms
    assert second.span.of(FIRST.text) == second.text == "It lay there for weeks."


def test_article_has_the_terms_of_all_its_hits() -> None:
    """Passages of one article help each other; too short a sentence is none."""
    found = places(hits(FIRST, NEXT), with_notices=False)

    assert "crane" in found[0].around.article
    assert "crane" not in found[0].around.passage
    assert [each.text for each in found[3:]] == ["A crane lifted the hull."]


def test_recency_is_the_share_of_older_articles() -> None:
    """The newest has 1, the oldest 0."""
    found = places(hits(FIRST, NEWER), with_notices=False)

    assert [found[0].around.recency, found[-1].around.recency] == [0, 1]


def test_notices_answer_only_where_they_are_asked_for() -> None:
    """A correction is about the article, not about the world."""
    noted = passage("Correction: the captain was not hurt at all.\nThe ferry sank at night.")

    assert [each.text for each in places(hits(noted), with_notices=False)] == [
        "The ferry sank at night."
    ]
    assert len(places(hits(noted), with_notices=True)) == 2
