"""What a question asks for."""

from __future__ import annotations

import pytest

from bot.answer.reading.question_types import asks_several, kind_of


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
        ("Which firm built the wall?", "name"),
        ("What is the name of the ship?", "name"),
        ("Какой архитектор построил маяк?", "name"),
        ("Як назвали школу?", "other"),
        ("Did the union deny it?", "truth"),
        ("What did the union say when the port closed?", "quotation"),
        ("From what day does the ferry sail?", "date"),
        ("What transfer fee did they pay?", "number"),
        ("Tell me about the ferry", "other"),
        ("What is the flood wall?", "other"),
    ],
)
def test_kind_of_question(question: str, kind: str) -> None:
    """Cues of three languages tell what is asked for."""
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("How many did the Courier report, and how many the Post?", True),
        ("What did the mayor ask for and in what year?", True),
        ("How did the number of eels change by September?", True),
        ("Сколько пострадало и кто виноват?", True),
        ("How much is an adult single ticket to Lunnay?", False),
        ("Who and what else?", True),
        ("Who won the cup and the league?", False),
    ],
)
def test_question_for_several_facts_is_known(question: str, several: bool) -> None:  # noqa: FBT001
    """Two questions in one, or a comparison, want more than one value."""
    assert asks_several(question) is several
