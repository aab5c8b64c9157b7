"""What a question asks for, and whether a sentence offers it."""

from __future__ import annotations

import pytest

from bot.answers.questions import kind_of, offers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people were on board?", "number"),
        ("What share of the vote did Holt win?", "number"),
        ("Сколько стоит билет?", "number"),
        ("Скільки дітей ходить до школи?", "number"),
        ("When did the ferry run aground?", "date"),
        ("In what year was the bell cast?", "date"),
        ("Когда погас маяк?", "date"),
        ("Коли відкрили школу?", "date"),
        ("Why did the eels die?", "cause"),
        ("Почему погас маяк?", "cause"),
        ("Чому закрили школу?", "cause"),
        ("What did the captain say?", "quotation"),
        ("How did Erlend Voss describe his departure?", "quotation"),
        ("Who is the captain?", "person"),
        ("Кто капитан?", "person"),
        ("Хто капітан?", "person"),
        ("Where is Norby?", "place"),
        ("Где маяк?", "place"),
        ("Де школа?", "place"),
        ("Tell me about the ferry", "other"),
        ("What is the flood wall?", "other"),
    ],
)
def test_kind_of_question(question: str, kind: str) -> None:
    """Cues of three languages tell what is asked for."""
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "sentence", "offered"),
    [
        ("How much does it cost?", "It costs 56 crowns.", True),
        ("How much does it cost?", "It costs a lot.", False),
        ("How many ferries sank?", "Three ferries sank.", True),
        (
            "How many ferries sank?",
            "The ferries left at noon as they had always done in 2024.",
            False,
        ),
        ("How many injured were there?", "146 people were on board.", True),
        ("Сколько паромов затонуло?", "Два парома затонули.", True),
        ("How old is the captain?", "Rask, 51, was on the bridge.", True),
        ("How old is the captain?", "Rask was on the bridge at 6.", False),
        ("When did it sink?", "It sank on Monday.", True),
        ("When did it sink?", "It sank slowly.", False),
        ("Когда он погас?", "Он погас в марте.", True),
        ("Коли відкрили?", "Відкрили у вересні.", True),
        ("Why did it sink?", "It sank because of a rock.", True),
        ("Why did it sink?", "It sank.", False),
        ("What did Voss say?", "Voss denied it.", True),
        ("What did Voss say?", "Voss left.", False),
        ("Who is the captain?", "The captain is Mattias Rask.", True),
        ("Who is Mattias Rask?", "That is Mattias Rask.", False),
        ("Where is it?", "It lies off Lunnay.", True),
        ("Where is it?", "It lies there.", False),
        ("Tell me about it", "Anything.", True),
    ],
)
def test_sentence_offers_what_is_asked_for(question: str, sentence: str, offered: bool) -> None:  # noqa: FBT001
    """A count stands near the thing counted, an age looks like one, a person is somebody new."""
    assert offers(sentence, question, kind_of(question)) is offered
