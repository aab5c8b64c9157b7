"""A plan: what is understood, what is left, and that neither depends on anything else."""

from __future__ import annotations

import pytest

from index.planning.planner import Intent, plan
from tests.index.planning.support import ASKED, OUTLETS, planned


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Which article published by The Verge on 12 October 2023 suggests that prices rise?",
         "prices rise"),
        ("According to TechCrunch, who bought the yard?", "who bought the yard"),
        ("Who bought the yard last week?", "Who bought the yard"),
        ("Кто купил верфь на прошлой неделе?", "Кто купил верфь"),
        ("Хто купив верф минулого тижня?", "Хто купив верф"),
    ],
)  # fmt: skip
def test_the_topic_is_the_question_without_dates_outlets_and_scaffolding(
    text: str, topic: str
) -> None:
    """What is left is what an article would say."""
    assert planned(text).text == topic


@pytest.mark.parametrize("text", ["What happened last week?", "The Verge?", "2024-01-01", "who"])
def test_a_question_of_nothing_but_dates_and_outlets_keeps_its_words(text: str) -> None:
    """There is always something to look for."""
    assert planned(text).text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Did Apple sue Google in Seattle?", ("Apple", "Google", "Seattle")),
        ("What is the Bank of England's plan?", ("Bank of England",)),
        ("Apple's revenue?", ("Apple",)),
        ("Compare Ireland", ("Ireland",)),
        ("What's new at the Post Office?", ("Post Office",)),
        ("Taylor Swift and Travis Kelce", ("Taylor Swift", "Travis Kelce")),
        ("Prices in March and on Monday", ()),
        ("Who wrote 'A quiet place' last year?", ("A quiet place",)),
        ("Что сказал Владимир Зеленский в Киеве?", ("Владимир Зеленский", "Киеве")),
        ("Що сказав Володимир Зеленський?", ("Володимир Зеленський",)),
        ("What did TechCrunch say about Rivian?", ("Rivian",)),
        ("Who owns the iPhone 15?", ("iPhone 15",)),
    ],
)
def test_names_are_taken_as_they_are_written(text: str, names: tuple[str, ...]) -> None:
    """Not the sentence's first word, no months, no outlets."""
    assert planned(text).names == names


def test_figures_are_kept_apart_from_dates() -> None:
    """With their magnitude."""
    found = planned("Who paid $26.3 billion and 12% in 2021 for 1,000 ships?")

    assert found.numbers == ("$26.3 billion", "12%", "1,000")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Who leads the party now?", "now"),
        ("Кто сейчас возглавляет партию?", "now"),
        ("Хто зараз очолює партію?", "now"),
        ("Who led the party back then?", "then"),
        ("Who led the party in March 2023?", "then"),
        ("When was it first reported?", "first"),
        ("Когда об этом впервые сообщили?", "first"),
        ("Коли про це вперше повідомили?", "first"),
        ("What is the latest on the strike?", "latest"),
        ("Какие последние новости о забастовке?", "latest"),
        ("Які останні новини про страйк?", "latest"),
        ("How do the plans of Apple and Google differ?", "compare"),
        ("Чем отличаются планы?", "compare"),
        ("Чим відрізняються плани?", "compare"),
    ],
)
def test_intent_is_read_from_words_and_dates(text: str, intent: Intent) -> None:
    """In three languages."""
    assert intent in planned(text).intents


def test_a_past_date_is_no_question_about_now() -> None:
    """Today's prices of a year ago are history."""
    assert planned("What did it cost today, on 3 May 2023?").intents == {"then"}


def test_what_was_understood_can_be_taken_back() -> None:
    """The words are then words again."""
    text = "What did The Verge say about the Pixel in March 2024?"
    first = planned(text)

    found = plan(text, asked=ASKED, outlets=OUTLETS, ignored={"In March 2024", "The Verge"})

    assert [phrase.text for phrase in first.phrases] == ["The Verge", "in March 2024"]
    assert (found.sources, found.after, found.phrases) == ((), None, ())
    assert "March 2024" in found.text
    assert "The Verge" in found.text


def test_a_pasted_article_is_no_question_to_be_planned() -> None:
    """It is searched as it stands."""
    for text in ("In March 2024 the ferry sank. " * 100, "In March 2024" + " " * 50 + "it sank."):
        assert planned(text).parts[0].text == planned(text).text == text.strip()
        assert planned(text).phrases == ()
