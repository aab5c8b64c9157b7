"""What is measured of candidates."""

from __future__ import annotations

import numpy as np
import pytest

from index.ranking.features import PART, WHOLE, measure
from index.ranking.pool import Asked, Measured, Pool, asked
from index.text.codes import codes

RARITY = {"pier": 2.0, "eel": 1.0, "1642": 1.0}


def question(*parts: str) -> Asked:
    """A question of these parts, its terms as rare as ``RARITY`` says."""
    split = [part.split() for part in parts]
    return asked([stem for part in split for stem in part], split, rarity=lambda s: RARITY[s])


def measured(of: Asked, *texts: str, title: str = "", articles: tuple[int, ...] = ()) -> Measured:
    """The features of ``texts``, each the only candidate of its article unless said."""
    pool = Pool(
        bodies=[codes(text.split()) for text in texts],
        titles=[codes(title.split()) for _ in texts],
        articles=np.array(articles or range(len(texts))),
        cosines=np.zeros((len(texts), 1 + len(of.parts))),
    )
    return measure(pool, of)


def whole(seen: Measured, name: str) -> list[float]:
    """One feature of all candidates."""
    return [round(float(each), 4) for each in seen.whole[:, WHOLE.index(name)]]


def test_a_cover_is_a_share_by_rarity() -> None:
    """The rarer term is two thirds of this question."""
    seen = measured(question("pier eel"), "pier", "eel", "pier eel", "dock")

    assert whole(seen, "cover") == pytest.approx([0.6667, 0.3333, 1, 0])


def test_each_part_is_measured_by_itself() -> None:
    """A candidate may cover one part wholly and another not at all."""
    seen = measured(question("pier", "eel"), "pier", "eel")

    assert seen.parts[:, :, PART.index("cover")].tolist() == [[1, 0], [0, 1]]


def test_the_other_candidates_of_an_article_count() -> None:
    """The second passage has nothing itself, its article has all."""
    seen = measured(question("pier eel"), "pier eel", "dock", "dock", articles=(7, 7, 9))

    assert whole(seen, "article_cover") == [1, 1, 0]


def test_figures_are_those_of_the_question() -> None:
    """A passage without the number lacks all of them."""
    seen = measured(question("pier 1642"), "pier 1642", "pier")

    assert whole(seen, "figures") == [1, 0]


def test_quiet_terms_weigh_less() -> None:
    """Three tenths."""
    of = asked(["pier"], [["pier"]], rarity=lambda _: 2.0, quiet={"pier"})

    assert of.whole.tolist() == pytest.approx([0.6])


def test_a_question_without_terms_measures_nothing() -> None:
    """All features by words are 0."""
    seen = measured(asked([], [[]], rarity=lambda _: 1.0), "pier", "eel")

    assert not seen.whole.any()


def test_an_article_is_named_by_three_words_of_its_title() -> None:
    """Not by one that many questions have."""
    of = question("pier eel 1642")

    assert measured(of, "dock", title="eel pier 1642").titled.all()
    assert not measured(of, "dock", title="eel pier").titled.any()
    assert not measured(of, "dock", title="eel pier 1642 dock").titled.any()


def test_a_kindred_word_is_worth_less_than_the_word_itself() -> None:
    """And more than none."""
    of = asked(["hurt"], [["hurt"]], rarity=lambda _: 1.0)
    itself, near, none = whole(measured(of, "hurt", "injur", "pier"), "kindred")

    assert itself == 1 > near > none == 0
