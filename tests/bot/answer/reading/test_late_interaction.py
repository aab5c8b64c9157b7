"""How near the words of a question come to those of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.reading.late_interaction import farthest_word, measure, nearest_words, weights_of
from tests.bot.made import passage

if TYPE_CHECKING:
    from index.embedding.bundled import BundledEmbedder


def test_word_finds_the_one_that_means_the_same(bundled: BundledEmbedder) -> None:
    """By meaning, where no word of the question stands in the text."""
    question, near, far = bundled.read(
        ["Which doctor treated her?", "A surgeon looked after her.", "The ferry was late."]
    )
    at = question.words.index("doctor")

    assert nearest_words(question, near)[at] > nearest_words(question, far)[at] + 0.1


def test_word_that_stands_there_is_nearest(bundled: BundledEmbedder) -> None:
    """The same text has every word of itself."""
    question, same = bundled.read(["Who raised the fare?", "Who raised the fare?"])

    assert nearest_words(question, same) == pytest.approx(1, abs=2e-3)


def test_text_without_words_is_near_nothing(bundled: BundledEmbedder) -> None:
    """Neither an empty text nor an empty question is an error."""
    question, nothing = bundled.read(["Who raised the fare?", "…!"])
    weights = weights_of(question, {"fare": 1.0})

    assert measure(question, nothing, weights) == {"words": 0.0, "words_rare": 0.0}
    assert measure(nothing, question, weights_of(nothing, {})) == {"words": 0.0, "words_rare": 0.0}
    assert farthest_word("?", passage("The fare rose."), bundled) == 0


def test_words_weigh_what_their_terms_weigh(bundled: BundledEmbedder) -> None:
    """A word without weight counts for the mean alone."""
    (question,) = bundled.read(["Who raised the fares?"])
    weights = weights_of(question, {"rais": 0.25, "fare": 0.75})

    assert dict(zip(question.words, weights.tolist(), strict=True)) == pytest.approx(
        {"Who": 0, "raised": 0.25, "the": 0, "fares": 0.75}
    )
    assert np.isclose(weights.sum(), 1)


def test_headline_counts_as_part_of_its_passage(bundled: BundledEmbedder) -> None:
    """What only the headline names is there."""
    text = passage("It rose by a third on Monday.", title="Harbour fare raised")

    assert farthest_word("harbour fare", text, bundled) > farthest_word("doctor", text, bundled)
