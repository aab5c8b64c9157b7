"""The second look at the best candidates."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.errors import RerankerError
from index.models import Query
from index.ranking.selection import MOST
from index.search.reranker import DEPTH, Reranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.library import Library
    from index.models import Hit
    from tests.conftest import World


class Counting:
    """A reranker that counts how often a word stands in a text, and keeps what it was asked."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """The counts."""
        self.asked.append((query, list(texts)))
        return [float(text.count(self.word)) for text in texts]


class Failing:
    """A reranker whose model cannot be run."""

    def scores(self, _query: str, texts: Sequence[str]) -> list[float]:
        """Nothing."""
        raise RerankerError(f"{len(texts)} passages cannot be read.")


class Constant:
    """A reranker that gives these scores, whatever it reads."""

    def __init__(self, *given: float) -> None:
        self.given = given

    def scores(self, _query: str, _texts: Sequence[str]) -> tuple[float, ...]:
        """What was given."""
        return self.given


def read(ids: Sequence[str]) -> dict[str, str]:
    """A passage says its own id; the one called "gone" is not shown any more."""
    return {each: each for each in ids if each != "gone"}


def test_the_best_score_goes_to_the_passage_that_is_put_first() -> None:
    """The scores are the same ones over again; 1 and 3 change places, 2 stays."""
    totals = np.array([1.0, 3.0, 2.0])

    gains = Reranking(Counting("x"), read).gains("?", ["xxx", "-", "xx"], totals)

    assert (totals + gains).tolist() == [3.0, 1.0, 2.0]


def test_equal_ones_keep_their_order() -> None:
    """A reranker that sees no difference makes none."""
    gains = Reranking(Counting("x"), read).gains("?", ["a", "b", "c"], np.array([1.0, 3.0, 2.0]))

    assert gains.tolist() == [0, 0, 0]


def test_passages_that_are_not_shown_any_more_keep_their_score() -> None:
    """They are not read, and the others change places around them."""
    reranker = Counting("x")

    gains = Reranking(reranker, read).gains("?", ["a", "gone", "x"], np.array([3.0, 2.0, 1.0]))

    assert reranker.asked == [("?", ["a", "x"])]
    assert gains.tolist() == [-2, 0, 2]


def test_no_more_than_the_best_are_read() -> None:
    """What lies behind them stays there, whatever it says."""
    reranker = Counting("x")
    ids = [f"{at}" for at in range(DEPTH)] + ["x"]

    gains = Reranking(reranker, read).gains("?", ids, -np.arange(DEPTH + 1.0))

    assert reranker.asked == [("?", ids[:DEPTH])]
    assert not gains.any()


def test_without_candidates_there_is_nothing_to_do() -> None:
    """No candidates, no gains."""
    assert Reranking(Counting("x"), read).gains("?", [], np.zeros(0)).tolist() == []


@pytest.mark.parametrize(
    "reranker", [Failing(), Constant(1.0), Constant(1.0, float("nan")), Constant()]
)
def test_a_reranker_that_fails_leaves_the_fitted_order(
    reranker: Failing | Constant, caplog: pytest.LogCaptureFixture
) -> None:
    """An error, a score too few or one that is no number: one warning, without the question."""
    gains = Reranking(reranker, read).gains("Who?", ["a", "b"], np.array([1.0, 2.0]))

    (line,) = caplog.messages
    assert gains.tolist() == [0, 0]
    assert line.endswith(" The question is answered in the fitted order.")
    assert "Who?" not in line


# In a search


def article(name: str, *paragraphs: str) -> str:
    """A line of a JSON Lines file."""
    body = "\n\n".join(paragraphs)
    return json.dumps({"id": name, "title": f"Title of {name}", "body": body}) + "\n"


def long(word: str, times: int) -> str:
    """A paragraph that fills a passage: it has "ferry" once, and ``word`` so many times."""
    filler = " ".join(f"Boat {number} left {word}quay early." for number in range(30))
    return f"The ferry is in harbour {times}. {filler} " + f"It carries {word}. " * times


def searched(world: World, text: str, *, k: int = 10) -> list[Hit]:
    """Hits of a library that was opened again, so that it asks the reranker it has now."""
    world.library.__dict__.pop("retriever", None)
    return world.library.retriever.search(Query(text, k))


def test_hits_follow_the_reranker_and_their_scores_fall(world: World) -> None:
    """It reads the question and each headline with its text; the best score goes to its first."""
    files = {f"{n}.jsonl": article(f"a{n}", f"The ferry {'zinc ' * n}sailed.") for n in range(5)}
    world.index_files(files)
    fitted = world.search("Where is the ferry?")
    reranker = world.library.reranker = Counting("zinc")

    hits = searched(world, "Where is the ferry?")

    ((query, texts),) = reranker.asked
    assert query == "Where is the ferry?"
    assert set(texts) == {f"Title of a{n}\nThe ferry {'zinc ' * n}sailed." for n in range(5)}
    assert [hit.passage.card.title for hit in hits] == [f"Title of a{n}" for n in (4, 3, 2, 1, 0)]
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in fitted])
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]


def test_an_article_that_the_reranker_prefers_still_has_three_passages_at_most(
    world: World,
) -> None:
    """Variety is a rule of the first ten places, not of the fitted scores."""
    preferred = article("preferred", *(long("zinc", 5 + n) for n in range(5)))
    others = [article(f"o{n}", long("iron", 1 + n)) for n in range(8)]
    world.index_files({"a.jsonl": preferred + "".join(others)})
    world.library.reranker = Counting("zinc")

    hits = searched(world, "ferry harbour")

    titles = [hit.passage.card.title for hit in hits]
    assert len(hits) == 10
    assert titles[:MOST] == ["Title of preferred"] * MOST
    assert titles.count("Title of preferred") == MOST
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_question_whose_reranker_fails_is_answered_in_the_fitted_order(
    sample: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """The same hits as without one, and one warning."""
    query = Query("What became of the dead eels?", 8, asked=datetime(2025, 6, 1, tzinfo=UTC))
    fitted = sample.retriever.search(query)
    sample.reranker = Failing()
    del sample.retriever

    with caplog.at_level(logging.WARNING):
        hits = sample.retriever.search(query)

    assert hits == fitted
    assert caplog.messages == [
        f"{DEPTH} passages cannot be read. The question is answered in the fitted order."
    ]


def test_withdrawn_articles_are_not_read(world: World) -> None:
    """What may not be shown is given to no model."""
    world.index_files({"a.txt": "The ferry sank.", "b.txt": "The ferry sailed."})
    (gone,) = [hit for hit in world.search("ferry") if "sank" in hit.passage.text]
    world.library.withdraw(gone.passage.card.article)
    reranker = world.library.reranker = Counting("ferry")

    hits = searched(world, "ferry")

    assert [hit.passage.text for hit in hits] == ["The ferry sailed."]
    assert [len(texts) for _, texts in reranker.asked] == [1]
