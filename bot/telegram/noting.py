"""Notes in the reader's language: those that are our own words; an article's own stay as they are.

Notes are made in English, as the JSON has them. What is said here of a range comes from what was
understood, not from the English sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.answering import NO_MODEL, UNCHECKED
from bot.telegram import texts
from index.remarks import DATINGS, WIRE

if TYPE_CHECKING:
    from bot.models import Answer, Note, Understood

OURS = {
    NO_MODEL: "note-no-model",
    UNCHECKED: "note-unchecked",
    **{sentence: f"note-dated-{name}" for name, sentence in DATINGS.items()},
}
"""Sentences of ours, and the messages that say the same."""
_WIRE = re.compile(re.escape(WIRE).replace(r"\{\}", r"(\d+)"))


def noted(note: Note, answer: Answer) -> str:
    """The text of a note for whoever is spoken to."""
    if note.kind == "range":
        return nothing_within(answer.understood)
    return said(note.text)


def said(sentence: str) -> str:
    """A sentence beside a quotation: translated where it is ours."""
    if (name := OURS.get(sentence.strip())) is not None:
        return texts.say(name)
    if found := _WIRE.fullmatch(sentence.strip()):
        return texts.say("note-wire", number=found[1])
    return sentence.strip()


def nothing_within(found: Understood) -> str:
    """That nothing lies within the outlets and dates that were understood."""
    outlets = texts.say("note-or").join(found.sources)
    where = texts.say("note-from", outlets=outlets) if outlets else ""
    return texts.say("note-range", where=where, when=_when(found.after, found.before))


def _when(after: str | None, before: str | None) -> str:
    if after and after == before:
        return texts.say("note-day", day=texts.day(after))
    if after and before:
        return texts.say("note-between", after=texts.day(after), before=texts.day(before))
    if after:
        return texts.say("note-since", after=texts.day(after))
    return texts.say("note-until", before=texts.day(before)) if before else ""
