"""What was understood of a question, in words for people: its dates and outlets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.messages import Day, Days, Several, message
from bot.models import Understood
from index.dates.ranges import unit_range
from index.dates.wording import show_day, show_days, show_month
from index.text.calendar import LANGUAGES, shown_as

if TYPE_CHECKING:
    from bot.messages import Message, Value
    from index.models import Query
    from index.planning.planner import Phrase, Plan


def understood(query: Query, plan: Plan) -> Understood:
    """What a query was taken to mean."""
    return Understood(
        question=query.text,
        after=plan.after,
        before=plan.before,
        sources=plan.sources,
        phrases=plan.phrases,
        ignored=query.ignored,
        asked=query.asked,
    )


def meaning(phrase: Phrase, language: str = "en") -> str:
    """``March 2024`` or ``The Verge``: what a phrase was taken for, in one of three languages."""
    spoken = language if language in LANGUAGES else "en"
    if phrase.kind == "outlet":
        return f" {shown_as('or', spoken)} ".join(phrase.sources)
    after, before = (
        date.fromisoformat(each) if each else None for each in (phrase.after, phrase.before)
    )
    if after and before:
        return _period(after, before, spoken)
    if after:
        return f"{shown_as('since', spoken)} {show_day(after, spoken)}"
    return f"{shown_as('until', spoken)} {show_day(before, spoken)}" if before else phrase.text


def days_in(days: Days, language: str) -> str:
    """The same in one of three languages: ``March 2024``, or the first and the last day."""
    return _period(date.fromisoformat(days.first), date.fromisoformat(days.last), language)


def _period(after: date, before: date, language: str) -> str:
    """A day, or whole months or years where the days make them up, else the first and last day."""
    if after.day > 1 or before != unit_range(before, "month")[1]:
        return show_days((after, before), language)
    months = show_month(after, language), show_month(before, language)
    if (after.month, before.month) == (1, 12):
        months = str(after.year), str(before.year)
    return months[0] if months[0] == months[1] else " – ".join(months)


def nothing_within(found: Understood) -> Message:
    """That nothing lies within the outlets and dates that were understood."""
    outlets = Several(found.sources, "or")
    where = message("note-from", outlets=outlets) if found.sources else ""
    when = _within(found.after, found.before)
    return message("note-range", where=where, when=when or "")


def _within(after: str | None, before: str | None) -> Message | None:
    if after and before:
        if after == before:
            return message("note-day", day=Day(after))
        return message("note-between", after=Day(after), before=Day(before))
    if after:
        return message("note-since", after=Day(after))
    return message("note-until", before=Day(before)) if before else None


def period(after: str | None, before: str | None) -> Value | None:
    """The days from ``after`` to ``before``, either of which may be open, as a thing to name."""
    if after and before:
        return Day(after) if after == before else Days(after, before)
    if after:
        return message("period-since", after=Day(after))
    return message("period-until", before=Day(before)) if before else None


def understood_line(found: Understood, language: str) -> str | None:
    """The phrases as they stand in the question, and their meaning where it is not the same."""
    said = []
    for phrase in found.phrases:
        means = meaning(phrase, language)
        text = " ".join(phrase.text.split())
        said.append(text if means.casefold() in text.casefold() else f"{text} ({means})")
    return "; ".join(dict.fromkeys(said)) or None


def ignored_line(found: Understood) -> str | None:
    """The words of the question that were read as plain words because somebody said so."""
    asked = found.question.casefold()
    said = [each for each in found.ignored if each.casefold() in asked]
    return "; ".join(" ".join(each.split()) for each in said) or None
