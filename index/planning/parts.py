"""The parts of a question: a clause, an outlet, a date or a compared name each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from index.dates.question import Dated, hull
from index.models import Span
from index.planning import clauses, topics
from index.planning.plan import Part
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from index.planning.outlets import Mention

MOST = 6
"""Parts of one question."""
_LEAST = 3
"""Words about the topic that a clause without a name needs to be looked for."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was found in a question, with the frames around its outlets."""

    text: str
    mentions: tuple[Mention, ...]
    frames: tuple[Span, ...]
    dates: tuple[Dated, ...]
    names: tuple[Span, ...]
    quoted: tuple[Span, ...]
    compares: bool
    changes: bool
    until_now: bool

    @property
    def apart(self) -> list[Span]:
        """Everything that is not the topic."""
        return [*self.frames, *(each.span for each in self.dates)]

    def topic(self, within: Span, leave_out: Sequence[Span] = ()) -> str:
        """The topic of a stretch of the question."""
        return topics.topic(self.text, within, [*self.apart, *leave_out])


def parts(found: Understood) -> tuple[Part, ...]:
    """What ``found`` needs evidence for; at least the whole question."""
    spans = clauses.clauses(_hidden(found))
    if len(spans) > 1:
        return tuple(_told(found, spans)) or (whole(found),)
    return tuple(_sides(found)[:MOST]) or (whole(found),)


def whole(found: Understood) -> Part:
    """The question as one part."""
    times = found.dates
    if found.until_now:
        times = tuple(replace(each, before=None) for each in times)
    return _part(found, found.topic(Span(0, len(found.text))), found.mentions, times, found.names)


def _told(found: Understood, spans: Sequence[Span]) -> Iterator[Part]:
    """A part for each clause that says what to look for.

    "How many did A count after the fire, and how many did B count?": the second clause has an
    outlet of its own and takes the topic of the first. "Which company, …" is left out.
    """
    made = [(_clause(found, span), topics.content(found.topic(span)), span) for span in spans]
    fullest, _, first = max(made, key=lambda each: each[1])
    placed = [*(each.span for each in found.mentions), *(each.span for each in found.dates)]
    for part, said, span in made:
        own = any(_inside(each, span) for each in placed)
        if said >= _LEAST or (part.names and not _asks_for_one(part.text)):
            yield part
        elif own and span.start > first.start and not part.names:
            yield replace(part, text=f"{fullest.text} {part.text}", names=fullest.names)


def _asks_for_one(text: str) -> bool:
    """Whether a clause only asks who or which one does what the others say."""
    return lexicon.pattern(r"{asks-for-one}\b").match(text) is not None


def _hidden(found: Understood) -> str:
    return clauses.hide(
        found.text,
        [
            *((span, "q") for span in found.quoted),
            *((each.span, clauses.DATE) for each in found.dates),
            *((each.span, clauses.OUTLET) for each in found.mentions),
            *((span, clauses.OUTLET) for span in found.frames),
        ],
    )


def _clause(found: Understood, span: Span) -> Part:
    """A clause with its own outlets and dates; the only one of a question holds for all."""
    mentions = [each for each in found.mentions if _inside(each.span, span)]
    dates = [each for each in found.dates if _inside(each.span, span)]
    named = [each for each in found.names if _inside(each, span)]
    text = found.topic(span)
    if not named:
        text = " ".join((*_subject(found, span), text))
    return _part(
        found,
        text,
        mentions or _shared(found.mentions, found),
        dates
        or (found.dates if len(found.dates) == 1 and not _is_anothers(found, mentions) else ()),
        named,
    )


def _shared(mentions: Sequence[Mention], found: Understood) -> Sequence[Mention]:
    """The outlets of clauses that have none: the only one, or those listed at the end."""
    listed = found.text[mentions[0].span.start : mentions[-1].span.end] if mentions else ""
    close = len(listed) <= sum(each.span.end - each.span.start + 8 for each in mentions)
    return mentions if close or len(_groups(mentions)) == 1 else ()


def _groups(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention an outlet."""
    return list({each.names: each for each in mentions if each.names}.values())


def _is_owned(found: Understood) -> bool:
    """Whether a date is that of one article among several outlets'."""
    return len(_groups(found.mentions)) > 1


def _is_anothers(found: Understood, own: Sequence[Mention]) -> bool:
    """Whether the date of a question is that of another article than a clause's ``own``."""
    called = {each.span.of(found.text).casefold() for each in found.mentions}
    return _is_owned(found) or (bool(own) and len(called) > 1)


def _subject(found: Understood, clause: Span) -> list[str]:
    """The name that a clause without one is about: the only one of the question, named before."""
    named = {span.of(found.text) for span in found.names}
    return list(named) if len(named) == 1 and found.names[0].start < clause.start else []


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start < outer.end


def _sides(found: Understood) -> list[Part]:
    """Parts of a question of one clause: one an outlet, a date or a name that is compared."""
    everywhere = Span(0, len(found.text))
    text = found.topic(everywhere)
    if _is_owned(found):
        outlets = _groups(found.mentions)
        return [_part(found, text, [each], found.dates, found.names) for each in outlets]
    times = _times(found)
    if len(times) > 1:
        return [_part(found, text, found.mentions, [each], found.names) for each in times]
    compared = _compared(found)
    return [
        _part(
            found,
            found.topic(everywhere, [other for other in compared if other != name]),
            found.mentions,
            found.dates,
            [each for each in found.names if each == name or each not in compared],
        )
        for name in compared
    ]


def _times(found: Understood) -> list[Dated]:
    """The dates that are set against each other, the two ends of a range where it changes."""
    if len(found.dates) == 1 and found.changes and found.dates[0].sides:
        return [Dated(found.dates[0].span, *side) for side in found.dates[0].sides]
    if found.until_now and len(found.dates) == 1 and found.dates[0].before:
        return [found.dates[0], Dated(found.dates[0].span, _after(found.dates[0]), None)]
    closed = [each for each in found.dates if each.after and each.before]
    return closed if len({(each.after, each.before) for each in closed}) > 1 else []


def _after(when: Dated) -> date | None:
    """The day behind a date."""
    return when.before and when.before + timedelta(days=1)


def _compared(found: Understood) -> list[Span]:
    """Names that a comparison joins by "and", "or", "than" or a comma."""
    if not found.compares:
        return []
    joined: list[Span] = []
    for left, right in zip(found.names, found.names[1:], strict=False):
        between = found.text[left.end : right.start].casefold().strip(" '’\"s")
        if _joins(between) or (between.startswith("'s ") and _joins(between.split()[-1])):
            joined += [each for each in (left, right) if each not in joined]
    return joined


def _joins(between: str) -> bool:
    return lexicon.pattern("{compared-by}").fullmatch(between) is not None


def _part(
    found: Understood,
    text: str,
    mentions: Iterable[Mention],
    dates: Iterable[Dated],
    names: Iterable[Span],
) -> Part:
    low, high = hull(dates)
    return Part(
        text=text,
        sources=unique(name for each in mentions for name in each.names),
        after=iso(low),
        before=iso(high),
        names=unique(span.of(found.text) for span in names),
    )


def iso(day: date | None) -> str | None:
    """``day`` as ``2024-12-31``."""
    return None if day is None else day.isoformat()


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """``values`` without repeats, in order."""
    return tuple(dict.fromkeys(values))
