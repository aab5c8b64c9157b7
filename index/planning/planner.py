"""What a question asks for, found without a language model: dates, outlets, names, parts.

``plan`` is pure: the same question, asked at the same time of the same archive, gives the same
plan. It understands English, Russian and Ukrainian.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from index.dates.question import dates
from index.planning import clauses, topics
from index.planning.intents import Intent, asks_for_change, intents, sets_against_now
from index.planning.outlets import Outlets, guesses
from index.planning.parts import Understood, iso, parts, unique, whole
from index.planning.plan import Part, Phrase, Plan
from index.text import figures, names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from index.dates.question import Dated
    from index.models import Span
    from index.planning.outlets import Mention

__all__ = ["Intent", "Outlets", "Part", "Phrase", "Plan", "plan"]

MOST_CHARACTERS = 2000
"""What is longer is no question: it is searched as it stands."""
_LAID_OUT = re.compile(r"\s{40}")
"""So is what is laid out like a page."""


def plan(
    text: str,
    *,
    asked: datetime,
    outlets: Outlets,
    ignored: Collection[str] = (),
    newest: date | None = None,
) -> Plan:
    """What was understood of ``text`` as it is ``asked`` now, of an archive with these outlets.

    ``asked`` is aware, in the zone of whoever asks: it decides which day is "yesterday". Phrases
    that are ``ignored`` are read as plain words, because somebody said that they are. A day or
    month without a year is sought no later than the ``newest`` article.
    """
    if len(text) > MOST_CHARACTERS or _LAID_OUT.search(text):
        bare = text.strip()
        return Plan(bare, (Part(bare),))
    today, left = asked.date(), {each.casefold() for each in ignored}
    mentions = [
        each for each in outlets.mentions(text) if each.span.of(text).casefold() not in left
    ]
    found = _dates(text, mentions, left, today=today, newest=newest)
    return _plan(text, mentions, found, today)


def _plan(text: str, mentions: list[Mention], found: list[Dated], today: date) -> Plan:
    """The plan of a question with these outlets and dates in it."""
    understood = _understood(text, mentions, found)
    apart = understood.apart
    overall = whole(replace(understood, frames=tuple(_frames(text, mentions, found))))
    return Plan(
        text=overall.text,
        parts=parts(understood),
        phrases=_phrases(text, mentions, found),
        after=overall.after,
        before=overall.before,
        sources=overall.sources,
        unknown=unique(each.span.of(text) for each in understood.mentions if not each.names),
        names=overall.names,
        numbers=unique(figures.written(names.masked(text, apart))),
        intents=intents(
            clauses.hide(text, [(each, " ") for each in understood.frames]), found, today
        ),
    )


def _dates(
    text: str,
    mentions: Collection[Mention],
    left: Collection[str],
    *,
    today: date,
    newest: date | None,
) -> list[Dated]:
    """The dates of ``text`` that are no part of an outlet's name, and not among those ``left``."""
    apart = [*names.quotations(text), *(each.span for each in mentions)]
    found = dates(text, today, apart, newest=newest)
    return [each for each in found if each.span.of(text).casefold() not in left]


def _understood(text: str, mentions: list[Mention], found: list[Dated]) -> Understood:
    known = [each.span for each in mentions]
    every = sorted([*mentions, *guesses(text, known)], key=lambda each: each.span.start)
    apart = [*(each.span for each in every), *(each.span for each in found)]
    return Understood(
        text=text,
        mentions=tuple(every),
        frames=tuple(_frames(text, every, found)),
        dates=tuple(found),
        names=tuple(names.names(text, apart=apart)),
        quoted=tuple(names.quotations(text)),
        compares="compare" in intents(text, (), date.max),
        changes=asks_for_change(text),
        until_now=sets_against_now(text),
    )


def _frames(text: str, mentions: Iterable[Mention], found: Iterable[Dated]) -> list[Span]:
    """Each mention with the words around it that only say that it is an outlet."""
    hidden = clauses.hide(text, [(each.span, " ") for each in found])
    return topics.frames(hidden, [each.span for each in mentions])


def _phrases(
    text: str, mentions: Collection[Mention], found: Collection[Dated]
) -> tuple[Phrase, ...]:
    """Everything that was understood, in the order of ``text``."""
    phrases = [
        *(Phrase(each.span, each.span.of(text), "outlet", sources=each.names) for each in mentions),
        *(
            Phrase(
                each.span,
                each.span.of(text),
                "date",
                after=iso(each.after),
                before=iso(each.before),
            )
            for each in found
        ),
    ]
    return tuple(sorted(phrases, key=lambda phrase: phrase.span.start))
