"""Which part of a broken reply is an answer by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.guard.guard import Guard
from bot.answer.writing.fallback import is_whole
from bot.models import Citation, Draft, Support
from tests.bot.made import passage

if TYPE_CHECKING:
    from index.models import Passage

VOTE = passage("The council approved the plan by nine votes to six. Holt voted against it.")
FARES = passage("Fares rise to 56 crowns on Monday.", title="Fares")


def cited(*sentences: tuple[Passage, str]) -> tuple[Citation, ...]:
    """The citations of claims that are these sentences."""
    guard = Guard({each.id: each for each in (VOTE, FARES)})
    guard.admit(Draft(text, (Support(each.id, text),)) for each, text in sentences)
    assert len(guard.citations) == len(sentences)
    return guard.citations


APPROVED = (VOTE, "The council approved the plan by nine votes to six.")
AGAINST = (VOTE, "Holt voted against it.")
RISE = (FARES, "Fares rise to 56 crowns on Monday.")


def test_reply_is_whole_with_the_sentence_that_answers_best() -> None:
    """Whatever it says besides, and in whatever order."""
    assert is_whole(cited(AGAINST, APPROVED), cited(APPROVED), parts=1)
    assert is_whole(cited(APPROVED), cited(APPROVED, RISE), parts=1)


def test_reply_without_that_sentence_is_not_whole() -> None:
    """Neither another one of the same article, nor where the archive's own answer is none."""
    assert not is_whole(cited(AGAINST, RISE), cited(APPROVED, AGAINST), parts=1)
    assert not is_whole(cited(APPROVED), (), parts=1)
    assert not is_whole((), cited(APPROVED), parts=1)


def test_question_of_several_parts_has_no_half_answer() -> None:
    """The other half was to follow."""
    assert not is_whole(cited(APPROVED), cited(APPROVED), parts=2)


def test_headline_takes_the_place_of_no_sentence() -> None:
    """Though its offsets are those of the first one."""
    guard = Guard({VOTE.id: VOTE})
    guard.admit([Draft(VOTE.card.title, (Support(VOTE.id),), title=True)])

    assert not is_whole(guard.citations, cited(APPROVED), parts=1)
    assert is_whole(guard.citations, guard.citations, parts=1)
