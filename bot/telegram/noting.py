"""Notes in the reader's language: those that are our own words; an article's own stay as they are.

Notes are made in English, as the JSON has them. What is said here of a range comes from what was
understood, not from the English sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers import missing, outcomes
from bot.telegram import texts
from index.remarks import DATINGS, WIRE

if TYPE_CHECKING:
    from bot.models import Answer, Note, Understood

OURS = {
    outcomes.STOPPED.text: "note-stopped",
    outcomes.BROKE_OFF.text: "note-broke-off",
    **{sentence: f"note-dated-{name}" for name, sentence in DATINGS.items()},
}
"""Sentences of ours, and the messages that say the same."""
WHY = {
    outcomes.DID_NOT_ANSWER.text: "note-no-answer",
    outcomes.DID_NOT_FINISH.text: "note-not-finished",
    outcomes.NOT_CHECKED.text: "note-unchecked",
    outcomes.SPENT.text: "note-spent",
    outcomes.STOPPED_EARLY.text: "note-stopped-early",
}
"""Why the archive's own sentences stand there: the first half of a sentence."""
THEN = {outcomes.OWN: "note-own", outcomes.NONE: "note-none"}
"""What became of them: the second half."""
NAMING = {
    missing.NOT_SPELT: "note-not-spelt",
    missing.NO_OUTLET: "note-no-outlet",
    missing.NOT_NAMED: "note-not-named",
    missing.NO_FIGURE: "note-no-figure",
    missing.NOT_NEAR: "note-not-near",
}
"""Beginnings of sentences that name things in quotation marks; the longer of two comes first."""
_NAMED = re.compile("“([^”]+)”")
_REACH = re.compile(re.escape(missing.REACH).replace(r"\{\}", r"(\d{4}-\d\d-\d\d)"))
_WIRE = re.compile(re.escape(WIRE).replace(r"\{\}", r"(\d+)"))


def noted(note: Note, answer: Answer) -> str:
    """The text of a note for whoever is spoken to."""
    if note.kind == "range":
        return nothing_within(answer.understood)
    return said(note.text)


def said(sentence: str) -> str:
    """A sentence beside a quotation: translated where it is ours."""
    sentence = sentence.strip()
    why, _, then = sentence.removesuffix(".").partition("; ")
    if (name := OURS.get(sentence)) is not None:
        return texts.say(name)
    if why in WHY and then in THEN:
        return f"{texts.say(WHY[why])}; {texts.say(THEN[then])}."
    if found := _WIRE.fullmatch(sentence):
        return texts.say("note-wire", number=found[1])
    if found := _REACH.fullmatch(sentence):
        return texts.say("note-reach", day=texts.day(found[1]))
    return _naming(sentence) or sentence


def _naming(sentence: str) -> str | None:
    """What a refused question names and the archive has not."""
    for beginning, name in NAMING.items():
        if sentence.startswith(f"{beginning} “"):
            named = ", ".join(f"“{each}”" for each in _NAMED.findall(sentence))
            return texts.say(name, named=named)
    return None


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
