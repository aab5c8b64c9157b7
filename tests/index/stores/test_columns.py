"""Filters and wishes reach copies that are indexed under another article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.models import Filters, Query
from index.stores.columns import Appearances
from tests.index.indexing.test_deduplication import EDITED, STORY, story

if TYPE_CHECKING:
    from tests.conftest import World

QUESTION = "Who voted to close the north pier?"


@pytest.fixture(params=["edited", "equal"])
def copied(world: World, request: pytest.FixtureRequest) -> World:
    """A story of the Post, printed a day later by the Weekly and by an outlet without a copy."""
    text = EDITED if request.param == "edited" else STORY
    world.index_files(
        {
            "a.jsonl": story("Post", 3, STORY),
            "b.jsonl": story("Weekly", 4, text),
            "c.jsonl": story("Herald", 20, "The museum shows old nets until May.", title="Nets"),
        }
    )
    return world


@pytest.mark.parametrize(
    "filters",
    [Filters(source="weekly"), Filters(after="2024-04-04", before="2024-04-05")],
    ids=["outlet", "dates"],
)
def test_a_copy_is_found_under_the_article_that_the_filters_admit(
    copied: World, filters: Filters
) -> None:
    """Its own words, id and card; the original is named beside it."""
    hits = copied.search(QUESTION, filters=filters)

    assert hits
    assert {hit.passage.card.source for hit in hits} == {"Weekly"}
    assert "Post" in {card.source for card in hits[0].also_in}
    assert len({hit.passage.id for hit in hits}) == len(hits)


def test_a_copy_that_the_filters_refuse_is_not_found(copied: World) -> None:
    """Neither outlet printed it then."""
    filters = Filters(source="Weekly", before="2024-04-03")

    assert copied.search(QUESTION, filters=filters) == []


def test_an_outlet_that_has_nothing_but_copies_is_known(copied: World) -> None:
    """A question that names it is not told that the archive has nothing of it."""
    found = copied.library.retriever.find(
        Query("According to the Weekly, who voted to close the north pier?")
    )

    assert found.plan.sources == ("Weekly",)
    assert not found.unmet


def test_a_copy_of_an_article_that_was_withdrawn_is_not_shown(copied: World) -> None:
    """At once, before the index follows."""
    filters = Filters(source="Weekly")
    (article, *_) = {hit.passage.card.article for hit in copied.search(QUESTION, filters=filters)}

    copied.library.withdraw(article)

    assert copied.search(QUESTION, filters=filters) == []


def test_rows_are_chosen_by_outlet_and_moment_of_the_same_article() -> None:
    """The Post on day 1 and the Weekly on day 2 are not the Weekly on day 1."""
    held = Appearances(
        own=2,
        places=np.array([0, 1, 0]),
        epochs=np.array([1.0, 1.0, 2.0]),
        sources=np.array([0, 1, 2], dtype=np.int32),
        numbers={"post": 0, "herald": 1, "weekly": 2},
    )

    both = held.rows(epochs=(1.0, 1.0), sources=["Weekly"])

    assert both.tolist() == [False, False, False]
    assert held.rows(epochs=(2.0, 3.0), sources=["WEEKLY"]).tolist() == [False, False, True]
    assert held.rows(epochs=None, sources=["Nobody"]).tolist() == [False, False, False]


def test_rows_of_passages_lead_back_to_where_they_were_asked_for() -> None:
    """In whatever order the passages come."""
    held = Appearances(
        own=3,
        places=np.array([0, 1, 2, 0, 2]),
        epochs=np.zeros(5),
        sources=np.zeros(5, dtype=np.int32),
        numbers={},
    )
    asked = np.array([2, 0])

    rows, at = held.of(asked)

    assert sorted(zip(rows.tolist(), at.tolist(), strict=True)) == [(0, 1), (2, 0), (3, 1), (4, 0)]
    assert [len(each) for each in held.of(np.zeros(0, dtype=np.int64))] == [0, 0]
