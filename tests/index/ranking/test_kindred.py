"""Words of kindred meaning."""

from __future__ import annotations

import numpy as np
import pytest

from index.ranking.kindred import is_word, kin, windows
from index.ranking.occurrences import occurrences
from index.text.codes import codes
from index.text.tokens import terms


def held(question: str, *texts: str) -> list[list[float]]:
    """How far each text has each term of the question, or kin, in any window."""
    asked = codes(terms(question, "en"))
    near = kin(asked)
    found = occurrences([codes(terms(text, "en")) for text in texts], near.codes)
    best: list[list[float]] = windows(found, near, len(asked)).max(axis=1).round(1).tolist()
    return best


def test_a_word_stands_for_itself_wholly() -> None:
    """Whatever its kin."""
    assert held("injured captain", "the captain was injured", "a quiet day") == [[1, 1], [0, 0]]


def test_a_kindred_word_stands_for_another_in_part() -> None:
    """What the question calls hurt is injured in the article."""
    ((hurt, ferry),) = held("hurt ferry", "the injured were taken ashore")

    assert 0.4 < hurt < 1
    assert not ferry


def test_a_word_of_the_question_stands_for_no_other() -> None:
    """Else every passage with one of them would have both."""
    assert held("injured wounded", "the injured were taken ashore") == [[1, 0]]


def test_words_without_kin_stand_for_themselves() -> None:
    """Names, numbers, other languages."""
    assert held("Gudrun маяк 1642", "Gudrun 1642", "маяк") == [[1, 0, 1], [0, 1, 0]]


def test_a_question_without_terms_has_no_kin() -> None:
    """Nor any window."""
    near = kin(codes([]))

    assert not len(near.codes)
    assert windows(occurrences([codes(["pier"])], near.codes), near, 0).shape == (1, 1, 0)


def test_kin_in_the_next_block_are_not_lost() -> None:
    """A window is two blocks."""
    filler = " ".join(["pier"] * 14)

    assert np.array(held("hurt captain", f"injured {filler} captain")).min() > 0


@pytest.mark.parametrize(
    ("word", "known"),
    [("stealing", True), ("volcano", True), ("stoel", False), ("hapened", False), ("маяк", False)],
)
def test_a_word_of_english_is_known_by_its_stem(word: str, *, known: bool) -> None:
    """As far as the vocabulary of the bundled embedder goes."""
    (stem,) = terms(word, "en")

    assert is_word(stem) is known
