"""Which figures count the same thing, in three languages."""

from __future__ import annotations

import pytest

from bot.answer.composing.counted_things import Counted, counted_by, counts_same
from bot.answer.composing.revised_figures import value_of
from tests.bot.answer.asking import asked

HURT = "How many people were injured in the fire?"
POOL = "How much will the pool cost?"
FLATS = "How many flats were flooded in Harbour Street?"
FELL = "By how much did the population fall?"
FIRE = "Сколько человек пострадало при пожаре?"
LEFT = "Скільки мешканців залишили острів?"
DEAD = "Сколько человек погибло?"
AWAY = "How many people were evacuated?"


def same(question: str, earlier: str, newer: str) -> bool:
    """Whether the figures of two sentences for what is asked count the same."""
    understood = asked(question)

    def counted(sentence: str) -> Counted | None:
        """What the figure counts that the sentence gives for the question."""
        value = value_of(sentence, understood)
        return counted_by(value, sentence) if value else None

    return counts_same(counted(earlier), counted(newer), understood)


@pytest.mark.parametrize(
    ("question", "earlier", "newer"),
    [
        (HURT, "Fourteen people were injured in the fire.", "The injured in the fire are 21 now."),
        (HURT, "Fourteen of them were injured.", "The injured have risen, from 14 to 21."),
        (POOL, "The pool was to cost 31 million crowns.", "The pool will cost 35 million crowns."),
        (POOL, "The pool was to cost $31 million.", "The pool will cost $35 million."),
        (FLATS, "The water flooded 40 flats.", "In all, 51 flats were flooded."),
        (FELL, "The population fell by 4 per cent.", "The population fell by 5% after all."),
        (FIRE, "При пожаре пострадали 14 человек.", "При пожаре пострадал 21 человек."),
        (LEFT, "Острів залишили 290 мешканців.", "Острів залишили 340 мешканців."),
        (DEAD, "Погибли 14 человек.", "Погиб 21 человек."),
        (
            AWAY,
            "It rose by 5 percent to 300 people evacuated.",
            "In all, 420 people were evacuated.",
        ),
    ],
)
def test_figures_of_one_thing_are_of_one_kind(question: str, earlier: str, newer: str) -> None:
    """However it is said, and where the thing is named in another part of the sentence."""
    assert same(question, earlier, newer)


@pytest.mark.parametrize(
    ("question", "earlier", "newer"),
    [
        (POOL, "By 22 votes to 19 the pool was adopted.", "The pool will cost 35 million crowns."),
        (
            "How many million crowns does the pool cost?",
            "By 22 votes to 19 the pool was adopted at any cost.",
            "The pool will cost 35 million crowns.",
        ),
        (POOL, "The pool is to cost 27 million crowns.", "The pool costs 9 visits a year."),
        (FLATS, "In Harbour Street 200 residents were flooded.", "In all, 51 flats were flooded."),
        (HURT, "Three people died in the fire.", "Now 21 people are known to be injured."),
        (FELL, "The population fell by 4 per cent.", "The population fell by 340 residents."),
        (
            "How many residents left the island?",
            "Last year 12 % of the residents left.",
            "In all, 340 residents left.",
        ),
        (
            "Сколько стоит бассейн?",
            "Бассейн принят 22 голосами против 19.",
            "Бассейн стоит 35 миллионов крон.",
        ),
        (
            "Сколько квартир затопило?",
            "В доме затопило 200 жителей.",
            "Затопило 51 квартиру.",
        ),
        (FIRE, "При пожаре погибли 3 человека.", "При пожаре пострадал 21 человек."),
        (LEFT, "Острів залишили 12 % мешканців.", "Острів залишили 340 мешканців."),
        (
            "Скільки коштує басейн?",
            "Басейн схвалено 22 голосами проти 19.",
            "Басейн коштує 35 мільйонів крон.",
        ),
        (
            "Скільки мешканців постраждало?",
            "Загинули 3 мешканців.",
            "Постраждали 21 мешканців.",
        ),
    ],
)
def test_figures_of_two_things_are_not_compared(question: str, earlier: str, newer: str) -> None:
    """Votes are no crowns, residents no flats, the dead no injured, per cent no number of them."""
    assert not same(question, earlier, newer)


def test_second_of_two_figures_counts_what_the_first_one_does() -> None:
    """Of "22 votes to 19" the 19 are votes, too."""
    found = counted_by("19", "By 22 votes to 19 the budget was adopted.")

    assert found is not None
    assert "vote" in found.behind


def test_part_of_a_word_counts_nothing() -> None:
    """The one of "thirty-one" is no earlier figure."""
    question = "How many passengers joined the case?"
    understood = asked(question)
    whole = counted_by("31", "The 31 passengers who joined the case won it.")

    assert counted_by("1", "Thirty-one passengers joined the case.") is None
    assert not counts_same(None, whole, understood)
