"""What a language model is told, and how it is asked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.answer.guard.guard import Guard
from bot.answer.writing.answer_progress import Progress
from bot.answer.writing.context import LARGE_ROOM, SMALL_ROOM, Asked, choose
from bot.answer.writing.generative import Dialogue, Generative, Planned
from bot.answer.writing.provider_replies import Piece
from bot.answer.writing.retries import Ended
from bot.answer.writing.stream import Writing
from bot.models import REFUSAL
from tests.bot.answer.made import verifier
from tests.bot.made import hits, passage

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ONE = passage("The council approved the plan by nine votes to six. Holt voted against.")
TWO = passage("Fares rise to 56 crowns.", title="Fares")
KEY = ONE.id[:4]
TODAY = datetime(2026, 11, 30, tzinfo=UTC)


class Said:
    """A language model that says one thing after another and keeps what it was asked."""

    name = "said:always"
    timeout = 5.0
    longest = 700

    def __init__(self, *replies: str) -> None:
        self.replies = [*replies]
        self.asked: list[tuple[str, str]] = []

    async def reply(self, system: str, user: str, *, whole: bool = False) -> AsyncGenerator[Piece]:
        """The next reply, at once; the last one again where there is none."""
        assert not whole
        self.asked.append((system, user))
        said = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        yield Piece(said, ended=True)


def ask(
    model: Said,
    question: str,
    *earlier: tuple[str, str],
    room: int = SMALL_ROOM,
    mend: bool = False,
) -> Writing:
    """What was read of the model."""
    context = choose(hits(ONE, TWO))
    given = {each.id: each for each in (ONE, TWO)}
    asked = Asked(question, earlier, TODAY)

    async def run() -> Writing:
        progress = Progress()
        writing = Writing(context, lambda: Guard(given, verifier().supported), progress)
        dialogue = Generative(model, verifier(), room=room).begin(progress)
        outcome = await dialogue.write(asked, context, writing)
        assert outcome.ended is Ended.WHOLE
        if mend:
            await dialogue.mend(asked, context, writing)
        return writing

    return asyncio.run(run())


def plan(model: Said, question: str, *earlier: tuple[str, str]) -> Planned | None:
    """What the model says to search for."""

    async def run() -> Planned | None:
        dialogue: Dialogue = Generative(model, verifier()).begin(Progress())
        return await dialogue.plan(Asked(question, earlier, TODAY))

    return asyncio.run(run())


@pytest.mark.parametrize("room", [SMALL_ROOM, LARGE_ROOM])
def test_model_is_given_the_rules_first_and_the_passages_last(room: int) -> None:
    """Passage text comes after everything that tells the model what to do."""
    said = "The council approved the plan by nine votes to six."
    model = Said(f'{said} ⟦{KEY}: "approved the plan by nine"⟧')
    earlier = (("Who is Holt?", "Holt is the mayor."), ("Where is Norby?", ""))

    writing = ask(model, "Did the plan pass?", *earlier, room=room)

    ((system, user),) = model.asked
    assert [claim.text for claim in writing.guard.claims] == [said]
    assert f"write only: {REFUSAL}." in system
    assert "Today is Monday, 30 November 2026." in system
    assert "Write in this language: English" in system
    assert ONE.text not in system
    assert user.startswith(
        "Asked and answered before:\n"
        "- Who is Holt? → Holt is the mayor.\n- Where is Norby? → no answer\n"
    )
    assert "Question: Did the plan pass?" in user
    assert user.endswith(f"{TWO.text}\n</passage>")


def test_model_with_room_is_told_to_join_sentences_in_its_own_words() -> None:
    """A small one is told less, and asked for less."""
    large, small = Said(f"{REFUSAL}."), Said(f"{REFUSAL}.")

    ask(large, "Did it pass?", room=LARGE_ROOM)
    ask(small, "Did it pass?", room=SMALL_ROOM)

    assert "Use your own words" in large.asked[0][0]
    assert "Use your own words" not in small.asked[0][0]


def test_long_questions_do_not_push_the_passages_away() -> None:
    """Two thousand characters of a question are shown, 300 of each that was asked before."""
    model = Said(f"{REFUSAL}.")

    ask(model, "q" * 5000, ("e" * 5000, "f" * 5000))

    user = model.asked[0][1]
    assert "- " + "e" * 300 + " → " + "f" * 300 + "\n" in user
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
    assert "Asked and answered" not in model.asked[0][1]


def test_what_fails_is_written_anew_once_with_the_reason() -> None:
    """The model is told which sentence failed and why; what it writes then takes its place."""
    wrong = f'The council approved the plan by 12 votes. ⟦{KEY}: "approved the plan by nine"⟧'
    right = "The council approved the plan by nine votes to six."
    against = f'Holt voted against. ⟦{KEY}: "Holt voted against"⟧'
    model = Said(f"{wrong}\n{against}", f'{right} ⟦{KEY}: "plan by nine votes to six"⟧')

    writing = ask(model, "Did the plan pass?", mend=True)

    assert [claim.text for claim in writing.guard.claims] == [right, "Holt voted against."]
    assert len(model.asked) == 2
    assert "12 votes. (the figure 12 does not stand there)" in model.asked[1][1]
    assert "Holt voted against. (" not in model.asked[1][1]


def test_nothing_is_asked_again_where_all_holds() -> None:
    """A second call costs time and money."""
    model = Said(f'Holt voted against. ⟦{KEY}: "Holt voted against"⟧')

    ask(model, "Who voted against?", mend=True)

    assert len(model.asked) == 1


def test_what_was_written_anew_counts_only_where_it_holds_and_is_about_the_same() -> None:
    """Else the archive's own sentence stands there, or nothing."""
    wrong = f'The council approved the plan by 12 votes. ⟦{KEY}: "approved the plan by nine"⟧'
    other = f'Holt voted against. ⟦{KEY}: "Holt voted against"⟧'
    writing = ask(Said(wrong, other), "Did the plan pass?", mend=True)

    assert not writing.guard.claims
    writing.guard.settle()

    own = "The council approved the plan by nine votes to six."
    assert [claim.text for claim in writing.guard.claims] == [own]


def test_model_says_what_to_search_for() -> None:
    """A follow-up in words that stand alone, and a question for each side."""
    reply = (
        "QUESTION: Why did Holt vote against the plan?\nSEARCH: Holt vote\n- **SEARCH: plan cost**"
    )

    found = plan(Said(reply), "and why?", ("Who voted against the plan?", "Holt voted against."))

    question = "Why did Holt vote against the plan?"
    assert found == Planned(question, ("Holt vote", "plan cost"))


def test_searches_that_are_only_thought_of_are_none() -> None:
    """However long it thinks before it says them."""
    thought = "QUESTION: Who is Holt?\nSEARCH: Holt's wife\n" + "Hm. " * 1000
    reply = f"<think>{thought}</think>\nQUESTION: Why did Holt vote so?\nSEARCH: Holt vote"

    assert plan(Said(reply), "and why?") == Planned("Why did Holt vote so?", ("Holt vote",))


@pytest.mark.parametrize(
    "reply",
    ["Holt was against it.", f"{REFUSAL}.", "SEARCH: Holt", "QUESTION: ", "QUESTION: **",
     "QUESTION:\nSEARCH: Holt"],
)  # fmt: skip
def test_plan_in_another_form_is_none(reply: str) -> None:
    """Then the question is read by rules, as without a model."""
    assert plan(Said(reply), "and why?") is None
