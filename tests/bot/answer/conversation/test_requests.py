"""Questions that are asked anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.answer.answerer import Answerer
from bot.answer.conversation.requests import Request, plainly, without
from bot.store import answers
from index.errors import NotFoundError

if TYPE_CHECKING:
    from bot.models import Answer
    from index.library import Library

QUESTION = "What did the Ostrand Post report about the ferry in May 1999?"


def ask(library: Library, question: str, conversation: str | None = None) -> Answer:
    """The answer to a question."""
    return asyncio.run(Answerer(library).answer(question, conversation=conversation))


def again(library: Library, request: Request) -> Answer:
    """The answer to one that was asked before."""
    return asyncio.run(Answerer(library).again(request))


def less(library: Library, answer: str, n: int) -> Request:
    """The question of an answer without phrase ``n``."""
    return without(library.catalog, answer, n)


def texts(answer: Answer) -> tuple[str, ...]:
    """The phrases that were understood."""
    return tuple(phrase.text for phrase in answer.understood.phrases)


def test_phrases_are_taken_back_one_after_the_other_and_all_given_back(library: Library) -> None:
    """Each answer is kept with what it takes to ask it again."""
    answer = ask(library, QUESTION)
    one = again(library, less(library, answer.id, 2))
    none = again(library, less(library, one.id, 1))
    back = again(library, less(library, none.id, 0))

    assert texts(answer) == ("Ostrand Post", "in May 1999")
    assert texts(one) == ("Ostrand Post",)
    assert (one.understood.after, one.understood.sources) == (None, ("Ostrand Post",))
    assert texts(none) == ()
    assert none.understood.ignored == ("in May 1999", "Ostrand Post")
    assert (texts(back), back.understood.ignored) == (texts(answer), ())
    assert len({answer.id, one.id, none.id, back.id}) == 4
    assert {each.question for each in (one, none, back)} == {QUESTION}


def test_question_is_asked_as_of_the_first_time(library: Library) -> None:
    """What was yesterday then is yesterday still."""
    answer = ask(library, "What did the Ostrand Post report yesterday?")

    one = again(library, less(library, answer.id, 1))

    assert one.understood.asked == answer.understood.asked
    assert one.understood.after == answer.understood.after


def test_follow_up_keeps_its_wording_and_no_conversation_goes_on_with_it(library: Library) -> None:
    """What was asked since, and what somebody else taps, changes neither."""
    ask(library, "Who is Gregor Halm?", "a")
    leaning = ask(library, "And why did he say that in 2024?", "a")
    ask(library, "Who stole the bell of the St Brenna?", "a")

    request = less(library, leaning.id, 1)
    anew = again(library, request)

    with library.catalog.read() as connection:
        recent = answers.recent_turns(connection, "a", limit=9)
    assert [each for each, _ in request.earlier] == ["Who is Gregor Halm?"]
    assert anew.question == "And why did he say that in 2024?"
    assert anew.understood.question == leaning.understood.question
    assert len(recent) == 3


def test_plain_request_reads_nothing(library: Library) -> None:
    """Whatever was ignored before."""
    answer = ask(library, QUESTION)

    assert texts(again(library, plainly(library.catalog, answer.id))) == ()


def test_phrase_or_answer_that_is_not_there_is_not_found(library: Library) -> None:
    """An answer of an earlier state has no phrases, and can be asked again as it is."""
    content = {"question": "Who?", "understood": {"question": "Who?"}}
    with library.catalog.write() as connection:
        answers.store_answer(
            connection, answer="old", conversation=None, question="Who?", content=content
        )

    with pytest.raises(NotFoundError, match="there is no phrase 1"):
        less(library, "old", 1)
    with pytest.raises(NotFoundError, match="there is no such answer"):
        less(library, "none", 0)
    assert less(library, "old", 0).alone == "Who?"
