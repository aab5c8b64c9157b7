"""Whether a question leans on the one before it, and how: English, Russian, Ukrainian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.answer.conversation.date_shifts import ordering
from index.text import lexicon
from index.text.calendar import months
from index.text.language import detect
from index.text.names import names
from index.text.tokens import terms

Way = Literal["replaces", "bare", "event", "person", "thing"]
"""``replaces``: something else in the place of what was asked about ("and in March?"); ``bare``:
a question word alone; ``event``: all that was asked ("who denied it?"); ``person`` and ``thing``:
a pronoun, or words that say nothing by themselves."""

_OWN_TERMS = 4
"""A question with this many terms of its own stands alone, whatever it points at."""
_EVENT_TERMS = 3
"""Terms besides names that a question about "it" may have."""
_REST_WORDS = 5
_BRACKETS = re.compile(r"\([^()]+\)\s*$")
"""What was carried over once."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a question leans; ``rest`` is what it puts in another's place."""

    way: Way
    rest: str = ""


def leaning(question: str) -> Leaning | None:
    """How ``question`` leans on the one before it, or ``None`` where it stands alone."""
    if _BRACKETS.search(question):
        return None
    if lexicon.pattern("{bare-question}").match(question):
        return Leaning("bare")
    if ordering(question):
        return Leaning("replaces", question.strip())
    continued = lexicon.pattern("{continues-question}").match(question)
    if continued and not lexicon.pattern("{asks-itself}").match(continued["rest"]):
        rest = continued["rest"].strip()
        return Leaning("replaces", rest) if len(rest.split()) <= _REST_WORDS else None
    return _pointing(question, goes_on=bool(continued))


def _pointing(question: str, *, goes_on: bool) -> Leaning | None:
    """How a question leans by its pronouns, or by how little it says itself."""
    named = " ".join(span.of(question) for span in names(question))
    language = detect(question)
    own = [each for each in terms(question, language) if each not in months()]
    if (
        lexicon.pattern("{asks-what-was-asked}").search(question)
        and len(own) - len(terms(named, language)) <= _EVENT_TERMS
    ):
        return Leaning("event")
    if person := lexicon.pattern("{asks-of-person}").match(question):
        return Leaning("person") if not names(question[: person.end()]) else None
    if named or len(own) >= _OWN_TERMS:
        return None
    elided = goes_on or lexicon.pattern("{elided-count}").match(question)
    return Leaning("thing") if elided or lexicon.cue("pointing-words").search(question) else None
