"""What happened, what is new: a dated list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.composing.membership import LIKELY
from bot.answer.composing.outline import Telling
from bot.answer.composing.overview import FEW_LINES, MOST_LINES, add_story, is_about
from bot.answer.reading.candidates import Reading
from tests.bot.answer.asking import asked
from tests.bot.answer.made import candidate, headline, of_one_passage, reading

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Candidate

STORY = "What happened to the ferry Lady Ingrid?"
AGROUND = candidate(
    "The ferry Lady Ingrid ran aground.", 4.0, published="2024-02-13", title="Ferry aground"
)
AFLOAT = headline("Ferry Lady Ingrid refloated after weeks", 5.0, published="2024-03-10")
FINED = candidate(
    "The owner of the Lady Ingrid must pay.", 4.5, published="2025-02-28", title="Ferry firm fined"
)
BESIDES = candidate("Nobody aboard was hurt by it at all.", 3.9, title="Ferry aground")
OTHER = candidate("A festival of lamps was held.", -4.0, published="2025-06-01", title="Lamps")


def told(question: str, *candidates: Candidate, beside: tuple[Candidate, ...] = ()) -> Telling:
    """The story of what was found; the articles of those ``beside`` are not of it."""
    telling, found = Telling(), reading(question, *candidates, *beside)
    others = {each.article for each in beside}
    add_story(telling, found, {each.article: each.article not in others for each in found.ranked})
    return telling


def test_each_article_has_a_line_newest_first() -> None:
    """Its best, with outlet and day; sentences of one that is told already are left out."""
    telling = told(STORY, AFLOAT, FINED, AGROUND, BESIDES)

    assert telling.chosen == [FINED, AFLOAT, AGROUND]
    assert [(about, note.text) for about, note in telling.remarks] == [
        (FINED, "Skelhaven Courier, 2025-02-28."),
        (AFLOAT, "Skelhaven Courier, 2024-03-10."),
        (AGROUND, "Skelhaven Courier, 2024-02-13."),
    ]


def test_article_that_is_not_of_the_story_has_no_line() -> None:
    """However well a sentence of it fits."""
    best = candidate("The Lady Ingrid is seen in the harbour.", 6.0, title="Harbour")

    assert told(STORY, AFLOAT, FINED, beside=(OTHER, best)).chosen == [FINED, AFLOAT]


def test_the_likeliest_article_is_told_where_none_is_likely() -> None:
    """A question may be answered though nothing looks like a story."""
    found = reading(STORY, AFLOAT, FINED)
    telling = Telling()

    add_story(telling, found, {AFLOAT.article: 0.1, FINED.article: 0.3})

    assert telling.chosen == [FINED]


def test_another_article_is_told_by_what_it_begins_with() -> None:
    """A sentence from its middle leans on the one before it; that of the best one answers."""
    start, further = of_one_passage(
        "The ferry Lady Ingrid ran aground. They were lifted off her by a helicopter.", 3.0, 4.8
    )

    assert told(STORY, AFLOAT, further, start).chosen == [AFLOAT, start]
    assert told(STORY, start, replace(further, score=6.0), AFLOAT).chosen == [AFLOAT, start]


def test_best_article_is_told_by_what_answers() -> None:
    """Wherever it stands, if it can be read alone."""
    start, further = of_one_passage(
        "The ferry Lady Ingrid ran aground. Mattias Rask was at the helm of her.", 3.0, 6.0
    )

    assert told(STORY, start, further, AFLOAT).chosen == [AFLOAT, further]


def test_story_has_few_lines() -> None:
    """However many articles there are; those that fit best, and the newest."""
    many = [
        candidate(
            f"Line{n}a line{n}b line{n}c line{n}d.",
            5.0 - n,
            title=f"Ferry Lady Ingrid {n}",
            published=f"2024-02-{n + 10}",
        )
        for n in range(9)
    ]
    chosen = told(STORY, *many).chosen

    assert len(chosen) == MOST_LINES
    assert chosen == [many[8], many[3], many[2], many[1], many[0]]


def test_what_two_articles_say_alike_is_told_once() -> None:
    """By the one that fits better."""
    again = candidate("Ferry Lady Ingrid refloated at last.", 4.9, title="Refloated")

    assert told(STORY, AFLOAT, again, FINED).chosen == [FINED, AFLOAT]


def test_single_article_tells_its_leading_points() -> None:
    """The best of it, then what goes on with it in its order; no place is said."""
    text = (
        "The ferry sank at night. Nobody aboard was hurt. A crane lifted its hull. It was old iron."
    )
    sank, hurt, crane, iron = (
        replace(each, chance=0.5) for each in of_one_passage(text, 5.0, 1.0, 2.0, 0.0)
    )
    unlikely = replace(iron, chance=0.0)
    telling = told(STORY, sank, hurt, crane, iron)

    assert told(STORY, sank, unlikely).chosen == [sank]

    assert telling.chosen == [sank, hurt, crane]
    assert len(telling.chosen) == FEW_LINES
    assert telling.remarks == []


def test_without_a_topic_the_first_sentences_are_told() -> None:
    """Of the one article that is at hand: its beginning, whatever scores best."""
    text = (
        "The ferry sank at night. Nobody aboard was hurt. A crane lifted its hull. It was old iron."
    )
    found = of_one_passage(text, -9.0, -8.0, -7.0, -1.0)

    assert told("What is this about?", *found).chosen == found[:FEW_LINES]


def test_headline_alone_is_told_where_there_is_nothing_else() -> None:
    """Of one article, with a topic or without."""
    assert told("What is this about?", AFLOAT).chosen == [AFLOAT]
    assert told(STORY, AFLOAT).chosen == [AFLOAT]


def test_without_a_topic_several_articles_have_a_line_each() -> None:
    """However far behind: nothing was asked that they could be about."""
    assert told("What's new?", AFLOAT, FINED, OTHER).chosen == [OTHER, FINED, AFLOAT]


def test_likely_article_is_enough_for_a_story() -> None:
    """A question for a fact is none, and nothing is about nothing."""
    found = reading(STORY, AGROUND)

    assert is_about(found, {AGROUND.article: LIKELY})
    assert not is_about(found, {AGROUND.article: LIKELY - 0.1})
    assert is_about(reading("summarize", OTHER), {OTHER.article: 0.0})
    assert not is_about(reading("Who owns the ferry Lady Ingrid?", AGROUND), {})
    assert not is_about(Reading(asked(STORY)), {})
