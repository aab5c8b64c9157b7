"""What becomes of a model's reply: the answer, a part of it, or the archive's own sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.reading.confidence import SURE
from bot.answer.writing.retries import Ended
from bot.messages import message, quoted
from bot.notes.phrases import noted, saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.writing.retries import Outcome
    from bot.answer.writing.stream import Writing
    from bot.models import Answer, Citation, Note

_LEAD_FELL = ("fallback", "note-lead-fell")
_SIDE_FELL = ("fallback", "note-side-fell")
_DID_NOT_ANSWER = ("fallback", "note-no-answer")
_DID_NOT_FINISH = ("fallback", "note-not-finished")
_NOT_CHECKED = ("fallback", "note-unchecked")
_FOUND_NONE = ("fallback", "note-found-none")
_SPENT = ("budget", "note-spent")
_STOPPED_EARLY = ("stopped", "note-stopped-early")
"""Kinds of notes, and the messages that say why the archive's own sentences stand there."""


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
        return _of_whole(writing, written, own, parts)
    if outcome.ended is Ended.STOPPED:
        if claims:
            return _noted(written, noted("stopped", "note-stopped"))
        return _instead(written, own, *_STOPPED_EARLY)
    if outcome.ended is Ended.SPENT:
        return _instead(written, own, *_SPENT)
    if claims and is_whole(written.citations, own.citations, parts=parts):
        return _noted(written, noted("broken", "note-broke-off"))
    return _instead(written, own, *(_DID_NOT_FINISH if claims else _DID_NOT_ANSWER))


def _of_whole(writing: Writing, written: Answer, own: Answer, parts: int) -> Answer:
    """Of a complete reply: what was kept of it, its refusal, or the archive's own sentences.

    Where its lead fell, or one of several things it was to compare, the rest is no answer.
    """
    if written.claims and not own.refused:
        if writing.lead_fell:
            return _instead(written, own, *_LEAD_FELL)
        if parts > 1 and written.tally.dropped:
            return _instead(written, own, *_SIDE_FELL)
    if written.claims:
        return written
    if not writing.refused:
        return _instead(written, own, *_NOT_CHECKED)
    return _instead(written, own, *_FOUND_NONE) if overrules(own) else written


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
    best = next((each for each in own if not each.title), own[0])
    return any(
        each.version == best.version
        and each.title == best.title
        and each.span.start < best.span.end
        and best.span.start < each.span.end
        for each in written
    )


def _instead(written: Answer, own: Answer, kind: str, why: str) -> Answer:
    """The archive's own sentences; what the guard dropped of the model's is counted, too."""
    dropped = written.tally.dropped + own.tally.dropped
    tally = replace(own.tally, dropped=dropped)
    then = message("note-none" if own.refused else "note-own")
    note = noted(kind, "note-instead", why=message(why), then=then)
    return _noted(replace(own, tally=tally), note)


def _noted(answer: Answer, note: Note) -> Answer:
    return replace(answer, notes=(*answer.notes, note))


def notes_on(writing: Writing) -> tuple[Note, ...]:
    """What is said around what a model wrote: what was left out, computed, or not compared."""
    guard = writing.guard
    found: list[Note] = []
    foreign = False
    for number, (_, verdict) in enumerate(guard.shown):
        if verdict.computed:
            found.append(noted("computed", "note-computed", number, figure=verdict.computed))
        if verdict.order is not None and verdict.order.ours:
            found.append(saying("computed", verdict.order.note, number))
        if verdict.foreign:
            foreign = True
            said = " … ".join(" ".join(place.text.split()) for place in verdict.places)
            found.append(noted("original", "note-original", number, quote=quoted(said)))
        if any(each.instead is verdict for each in guard.verdicts):
            found.append(noted("replaced", "note-replaced", number))
    if foreign:
        found.append(noted("language", "note-not-compared"))
    if guard.claims and (dropped := guard.tally.dropped):
        found.append(noted("left-out", "note-left-out", n=dropped))
    found += [noted("gap", "note-gap", said=gap) for gap in writing.gaps if guard.allows_gap(gap)]
    return tuple(found)
