"""Which questions ask for a story rather than for a fact."""

from __future__ import annotations

import json

import pytest

from index.planning.overview import FILE, asks_coverage, asks_overview, names_topic, signs
from tests.index.planning.support import planned


@pytest.mark.parametrize(
    "question",
    [
        "What happened to the ferry Lady Ingrid?",
        "what became of the old ship's bell",
        "The ropeworks, what has become of it?",
        "What's new about the dock strike?",
        "Summarize the storm.",
        "Tell me about the flood wall",
        "latest news on the bell",
        "Что случилось с паромом?",
        "Что стало с колоколом?",
        "Что нового о забастовке?",
        "Расскажи о маяке",
        "Що сталося з поромом?",
        "Що стало з дзвоном?",
        "Що нового про страйк?",
        "Розкажи про маяк",
    ],
)
def test_what_happened_and_what_is_new_ask_for_a_story(question: str) -> None:
    """In three languages."""
    assert asks_overview(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many people were injured in the fire?",
        "Who stole the bell of the St Brenna?",
        "When did the ferry run aground?",
        "What does a single ticket to Lunnay cost?",
        "Did the captain deny it?",
        "When did he become mayor of the town?",
        "Сколько стоила реставрация маяка?",
        "Кто украл колокол?",
        "Скільки дітей записалося до школи?",
        "Хто викрав дзвін?",
        "Why?",
        "Who?",
        "",
    ],
)
def test_question_for_a_fact_is_none(question: str) -> None:
    """In three languages; nor is a word that only asks, or nothing at all."""
    assert not asks_overview(question)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What did The Verge write about the flood wall?", "flood wall"),
        ("How does The Verge cover the dock strike?", "dock strike"),
        ("What has the Sunday Times about cod prices?", "cod prices"),
        ("Что писала Медуза о пароме?", "пароме"),
    ],
)
def test_topic_alone_beside_an_outlet_asks_what_it_has_on_it(question: str, topic: str) -> None:
    """What is left when the outlet and its verb have gone is a bare topic."""
    plan = planned(question)

    assert plan.text == topic
    assert asks_coverage(plan)


@pytest.mark.parametrize(
    "question",
    ["How many died, according to The Verge?", "What did the mayor say about the wall?"],
)
def test_question_beside_an_outlet_or_about_a_person_asks_no_coverage(question: str) -> None:
    """Something else is asked, or of somebody else."""
    assert not asks_coverage(planned(question))


@pytest.mark.parametrize("topic", ["Storm Runa", "ferry", "Маяк", "Шторм Руна", "Міст"])
def test_bare_topic_asks_for_its_story(topic: str) -> None:
    """A word or two without a question mark; with one it may ask anything."""
    assert asks_overview(topic)
    assert not asks_overview(f"Who {topic}?")


@pytest.mark.parametrize(
    ("question", "has_one"),
    [
        ("What happened to the ferry?", True),
        ("Storm Runa", True),
        ("Расскажи о маяке", True),
        ("Що нового про страйк?", True),
        ("summarize", False),
        ("What is this about?", False),
        ("What's new?", False),
        ("Что нового?", False),
        ("Перескажи", False),
        ("Що сталося?", False),
    ],
)
def test_topic_is_what_is_left_beside_the_asking(question: str, has_one: bool) -> None:  # noqa: FBT001 - a table
    """Without one it is asked of what is at hand."""
    assert names_topic(question) == has_one


def test_signs_are_words_and_pairs_with_the_ends() -> None:
    """In small letters, each once."""
    assert signs("What happened? What?") == {
        *("what", "happened"),
        *("^ what", "what happened", "happened what", "what $"),
    }
    assert signs("") == {"^ $"}


def test_weights_are_of_signs() -> None:
    """One for each that was often enough, and one for all questions."""
    weights = json.loads(FILE.read_text(encoding="utf-8"))

    assert "" in weights
    assert all(
        sign in signs(sign.removeprefix("^ ").removesuffix(" $")) for sign in weights if sign
    )
