"""Which articles are of a story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.composing.membership import LIKELY, by_article, chances, signs
from bot.answer.reading.candidates import Reading
from tests.bot.answer.asking import Plain, asked
from tests.bot.answer.made import candidate, headline, reading

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate

STORY = "What happened to the ferry Lady Ingrid?"
AGROUND = candidate("The ferry Lady Ingrid ran aground.", 5.0, title="Ferry Lady Ingrid aground")
AFLOAT = headline("Ferry Lady Ingrid refloated after weeks", 3.0, published="2024-03-10")
OTHER = candidate("A festival of lamps was held.", -4.0, published="2025-06-01", title="Lamps")


def found(each: Candidate, odds: float) -> Candidate:
    """The same in a passage that was found for these log odds."""
    return replace(each, measured={"found": odds})


def test_articles_that_share_topic_and_beginning_are_of_the_story() -> None:
    """What was hardly found and shares nothing is not."""
    ranked = (found(AGROUND, 1.0), found(AFLOAT, -1.0), found(OTHER, -6.0))

    made = chances(reading(STORY, *ranked), Plain())

    assert list(made) == [AGROUND.article, AFLOAT.article, OTHER.article]
    assert min(made[AGROUND.article], made[AFLOAT.article]) >= LIKELY > made[OTHER.article]


def test_what_is_looked_at() -> None:
    """The best of each article; shares of terms, in [0, 1]."""
    worse = replace(found(AGROUND, 0.5), score=1.0)
    seen = signs(reading(STORY, found(AGROUND, 1.0), worse, found(AFLOAT, -1.0)), Plain())

    assert seen[AGROUND.article] == {
        "answers": 0.0,
        "found": 1.0,
        "behind": 0.0,
        "share": 0.75,
        "like": 1.0,
        "leads": 1.0,
    }
    assert seen[AFLOAT.article]["leads"] == 0.0
    assert 0 < seen[AFLOAT.article]["like"] < 1


def test_nothing_is_of_a_story_that_found_nothing() -> None:
    """There are no articles then."""
    assert chances(Reading(asked(STORY)), Plain()) == {}
    assert by_article(Reading(asked(STORY))) == {}
