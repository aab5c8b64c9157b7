"""What becomes of a model's reply: the answer, a part of it, or the archive's own sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.attempts import Ended
from bot.answers.confidence import SURE
from bot.models import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.attempts import Outcome
    from bot.answers.writing import Writing
    from bot.models import Answer, Citation

OWN = "these are the archive's own sentences"
NONE = "the archive's own sentences do not answer it either"
DID_NOT_ANSWER = Note("fallback", "The model did not answer")
DID_NOT_FINISH = Note("fallback", "The model did not finish")
NOT_CHECKED = Note("fallback", "What the model wrote could not be checked")
FOUND_NONE = Note("fallback", "The model found no answer, though the archive seems to have one")
SPENT = Note("budget", "Today's budget for the model is spent")
STOPPED_EARLY = Note("stopped", "Stopped before the model had written what can be checked")
STOPPED = Note("stopped", "Stopped; this is what the model had written by then, checked.")
BROKE_OFF = Note(
    "broken", "The model broke off; what it had written by then was checked and is all there is."
)


def conclude(
    outcome: Outcome, writing: Writing, *, written: Answer, own: Answer, parts: int
) -> Answer:
    """``written`` by the model, or the archive's ``own`` sentences with a note why.

    The counts of the guard are those of what is shown, and all that it dropped for it.
    """
    answer = _choose(outcome, writing, written=written, own=own, parts=parts)
    return replace(answer, usage=outcome.usage)


def _choose(
    outcome: Outcome, writing: Writing, *, written: Answer, own: Answer, parts: int
) -> Answer:
    claims = bool(written.claims)
    if outcome.ended is Ended.WHOLE:
        if writing.refused and not claims and overrules(own):
            return _instead(written, own, FOUND_NONE)
        accepted = claims or writing.refused
        return written if accepted else _instead(written, own, NOT_CHECKED)
    if outcome.ended is Ended.STOPPED:
        return _noted(written, STOPPED) if claims else _instead(written, own, STOPPED_EARLY)
    if outcome.ended is Ended.SPENT:
        return _instead(written, own, SPENT)
    if claims and is_whole(written.citations, own.citations, parts=parts):
        return _noted(written, BROKE_OFF)
    return _instead(written, own, DID_NOT_FINISH if claims else DID_NOT_ANSWER)


def overrules(own: Answer) -> bool:
    """Whether the archive's own answer is so sure that a model's refusal is not the last word.

    An article can talk a model into refusing; the score knows nothing of what articles ask for.
    """
    return not own.refused and own.score >= SURE


def is_whole(written: Sequence[Citation], own: Sequence[Citation], *, parts: int) -> bool:
    """Whether what a model wrote before it broke off is an answer by itself.

    Each sentence is true, but what was to follow could be the denial, or the other half. So the
    question must ask for one thing, and the sentence that the archive's own answer begins with, the
    one that answers best, must be among those quoted. Then nothing is lost against that answer.
    """
    if parts > 1 or not own:
        return False
    best = own[0]
    return any(
        each.version == best.version
        and each.span.start < best.span.end
        and best.span.start < each.span.end
        for each in written
    )


def _instead(written: Answer, own: Answer, why: Note) -> Answer:
    """The archive's own sentences; what the guard dropped of the model's is counted, too."""
    dropped = written.tally.dropped + own.tally.dropped
    tally = replace(own.tally, dropped=dropped)
    text = f"{why.text}; {NONE if own.refused else OWN}."
    return _noted(replace(own, tally=tally), replace(why, text=text))


def _noted(answer: Answer, note: Note) -> Answer:
    return replace(answer, notes=(*answer.notes, note))
