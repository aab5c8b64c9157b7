"""One ranking out of several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fusion import fuse

RANKINGS = st.lists(
    st.tuples(st.floats(0.01, 1.0), st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)),
    max_size=4,
)


def test_scores_are_weighted_reciprocal_ranks() -> None:
    """.7/11 + .3/12 for a, .7/12 + .3/11 for b."""
    fused = fuse([(0.7, ["a", "b"]), (0.3, ["b", "a"])])

    assert [each for each, _ in fused] == ["a", "b"]
    assert [score for _, score in fused] == pytest.approx([0.0886363636, 0.0856060606])


def test_one_ranking_keeps_its_order() -> None:
    """Fusing a ranking with nothing is that ranking."""
    assert [each for each, _ in fuse([(0.7, ["c", "a", "b"]), (0.3, [])])] == ["c", "a", "b"]


def test_nothing_fuses_to_nothing() -> None:
    """No hits are no hits."""
    assert fuse([]) == []


def test_ties_are_broken_by_id() -> None:
    """Equal scores have an order that does not depend on which ranking came first."""
    assert [each for each, _ in fuse([(0.5, ["b"]), (0.5, ["a"])])] == ["a", "b"]


@given(RANKINGS)
def test_every_id_is_ranked_once_best_first_ties_by_id(
    rankings: list[tuple[float, list[str]]],
) -> None:
    """The result is a strict order over everything that was found."""
    fused = fuse(rankings)

    assert {each for each, _ in fused} == {each for _, ids in rankings for each in ids}
    assert fused == sorted(fused, key=lambda pair: (-pair[1], pair[0]))
    assert all(0 < score <= sum(weight for weight, _ in rankings) / 11 + 1e-9 for _, score in fused)


@given(RANKINGS, st.data())
def test_a_better_rank_never_lowers_a_score(
    rankings: list[tuple[float, list[str]]], data: st.DataObject
) -> None:
    """Moving an id to the front of one ranking raises its score or leaves it."""
    found = [(place, each) for place, (_, ids) in enumerate(rankings) for each in ids]
    if not found:
        return
    place, each = data.draw(st.sampled_from(found))
    weight, ids = rankings[place]
    better = [*rankings]
    better[place] = (weight, [each, *(other for other in ids if other != each)])

    assert dict(fuse(better))[each] >= dict(fuse(rankings))[each] - 1e-12
