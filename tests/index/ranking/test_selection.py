"""The order of what is shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.selection import MOST, select


def selected(by_part: list[list[float]], articles: list[int], *, k: int = 10) -> list[int]:
    """The order of these candidates."""
    return select(
        np.array(by_part, dtype=float),
        np.array(articles),
        exempt=np.zeros(len(articles), dtype=bool),
        k=k,
    )


def test_the_best_comes_first() -> None:
    """With one part the order is that of the scores."""
    assert selected([[1], [3], [2]], [1, 2, 3]) == [1, 2, 0]


def test_every_part_is_served_before_one_is_served_twice() -> None:
    """The second best of a part waits for the best of the other."""
    assert set(selected([[9, 0], [8.9, 0], [0, 5]], [1, 2, 3])[:2]) == {0, 2}


def test_an_article_has_four_of_the_first_ten() -> None:
    """The rest of it stands behind everything else that is shown."""
    order = selected([[9], [8], [7], [6], [5], [0]], [1, 1, 1, 1, 1, 2])

    assert order == [0, 1, 2, 3, 5, 4]


def test_an_article_that_the_question_names_has_any_number() -> None:
    """Its passages stand in the order of their scores."""
    articles = np.array([1, 1, 1, 1, 2])
    scores = np.array([[9.0], [8], [7], [6], [0]])

    assert select(scores, articles, exempt=articles == 1, k=10) == [0, 1, 2, 3, 4]


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.integers(0, 4)), max_size=40))
def test_everybody_is_in_the_order_once(rows: list[tuple[float, float, int]]) -> None:
    """And three of an article at most stand in the first ten while there are others."""
    scores = np.array([row[:2] for row in rows]).reshape(-1, 2)
    articles = np.array([row[2] for row in rows], dtype=np.int64)
    order = select(scores, articles, exempt=np.zeros(len(rows), dtype=bool), k=10)

    assert sorted(order) == list(range(len(rows)))
    capped = sum(min(MOST, int(count)) for count in np.bincount(articles, minlength=1))
    first = articles[order[: min(10, capped)]]
    assert np.bincount(first, minlength=1).max(initial=0) <= MOST
