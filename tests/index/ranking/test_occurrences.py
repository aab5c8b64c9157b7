"""Where terms stand in texts."""

from __future__ import annotations

import numpy as np

from index.ranking.occurrences import Occurrences, occurrences
from index.text.codes import codes, packed, unpacked


def found(*texts: str, terms: str) -> Occurrences:
    """Occurrences of the words ``terms`` in ``texts``."""
    return occurrences([codes(text.split()) for text in texts], codes(terms.split()))


def test_codes_survive_being_stored() -> None:
    """In order, repeats kept."""
    stored = unpacked(packed(["pier", "eel", "pier"]))

    assert stored.tolist() == codes(["pier", "eel", "pier"]).tolist()
    assert unpacked(packed([])).tolist() == []


def test_every_occurrence_is_counted_where_it_stands() -> None:
    """By text and term, in the order of the terms as they are given."""
    seen = found("eel pier eel", "", "dock pier", terms="pier eel")

    assert seen.counts.tolist() == [[1, 2], [0, 0], [1, 0]]
    assert seen.lengths.tolist() == [3, 0, 2]
    assert (seen.text.tolist(), seen.offset.tolist(), seen.term.tolist()) == (
        [0, 0, 0, 2],
        [0, 1, 2, 1],
        [1, 0, 1, 0],
    )


def test_nothing_occurs_in_nothing() -> None:
    """Neither without texts nor without terms."""
    assert found(terms="pier").counts.shape == (0, 1)
    assert found("pier", terms="").counts.shape == (1, 0)


def test_a_window_is_two_blocks() -> None:
    """Terms 13 places apart share a window where their blocks are neighbours."""
    near = "pier " + "x " * 12 + "eel"
    far = "pier " + "x " * 24 + "eel"
    windows = found(near, far, terms="pier eel").windows()

    assert [bool(each.all(axis=1).any()) for each in windows] == [True, False]


def test_pairs_stand_within_so_many_terms() -> None:
    """Either way round."""
    seen = found("pier x eel", "eel pier", "pier x x eel", terms="pier eel")

    assert seen.pairs(np.array([[0, 1]]), within=2)[:, 0].tolist() == [True, True, False]
