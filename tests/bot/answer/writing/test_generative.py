"""What a language model is told, and how it is asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.answer.writing.answer_progress import Progress
from bot.answer.writing.context import choose
from bot.answer.writing.generative import Generative
from bot.answer.writing.provider_replies import Piece
from bot.answer.writing.retries import Ended
from bot.answer.writing.stream import Writing
from bot.models import REFUSAL
from tests.bot.made import hits, passage

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ONE = passage("The council approved the plan by nine votes to six. Holt voted against.")
TWO = passage("Fares rise to 56 crowns.", title="Fares")


class Said:
    """A language model that says one thing and keeps what it was asked."""

    name = "said:always"
    timeout = 5.0
    longest = 700

    def __init__(self, reply: str) -> None:
        self.said = reply
        self.asked: list[tuple[str, str]] = []

    async def reply(self, system: str, user: str, *, whole: bool = False) -> AsyncGenerator[Piece]:
        """The reply, at once."""
        assert not whole
        self.asked.append((system, user))
        yield Piece(self.said, ended=True)


def ask(model: Said, question: str, *history: str) -> Writing:
    """What was read of the model."""
    context = choose(hits(ONE, TWO))
    progress = Progress()
    writing = Writing(context, {each.id: each for each in (ONE, TWO)}, progress)
    written = Generative(model).write(
        question, context, writing, history=history, progress=progress
    )
    assert asyncio.run(written).ended is Ended.WHOLE
    return writing


def test_model_is_given_the_rules_first_and_the_passages_last() -> None:
    """Passage text comes after everything that tells the model what to do."""
    said = "The council approved the plan."
    model = Said(f'{said} ⟦{ONE.id[:4]}: "approved the plan by nine"⟧')

    writing = ask(model, "Did the plan pass?", "Who is Holt?", "Where is Norby?")

    ((system, user),) = model.asked
    assert [claim.text for claim in writing.guard.claims] == [said]
    assert f"write only: {REFUSAL}." in system
    assert "Write in this language: English" in system
    assert ONE.text not in system
    assert user.startswith("Asked before: Who is Holt? / Where is Norby?")
    assert "Question: Did the plan pass?" in user
    assert user.endswith(f"{TWO.text}\n</passage>")
    assert Generative(model).name == "said:always"


def test_long_questions_do_not_push_the_passages_away() -> None:
    """Two thousand characters of a question are shown, 300 of each that was asked before."""
    model = Said(f"{REFUSAL}.")

    ask(model, "q" * 5000, "e" * 5000, "f")

    user = model.asked[0][1]
    assert "Asked before: " + "e" * 300 + " / f\n" in user
    assert "Question: " + "q" * 2000 + "\n" in user


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Кто голосовал против этого?", "Russian"),
        ("Хто голосував за її пропозицію?", "Ukrainian"),
        ("Who?", "English"),
        ("谁反对", "the language of the question"),
    ],
)
def test_answer_is_asked_for_in_the_language_of_the_question(question: str, language: str) -> None:
    """Also where the archive is written in another one."""
    model = Said(REFUSAL)

    assert ask(model, question).refused
    assert f"Write in this language: {language}" in model.asked[0][0]
    assert "Asked before" not in model.asked[0][1]
