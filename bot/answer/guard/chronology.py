"""Which of two things came first, and how long after the other: computed from the dates quoted.

A claim in English names both and says "27 days after". A thing has the date that it names itself,
else that of the sentence with most of its words. Where several dates fit, what is said must be so
of each of them, or of none; else nothing is decided here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.messages import Day, Days, message
from index.dates.article import resolve
from index.dates.ranges import month_range
from index.dates.wording import show
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.figures import spelled
from index.text.names import capitalised
from index.text.tokens import stem, terms, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.messages import Message
    from index.dates.ranges import Range
    from index.models import Passage, Span

_ABOUT = 0.5
"""The part of a thing's words that a sentence has which tells of it."""
_MOST_UNSURE = 2.0
"""How far dates may leave a distance open for it to be right, in its own units."""
_MOST_WORDS = 60
"""Words of a claim beyond which it tells of more than two things."""
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<month>[^\W\d_]{3,})", r"[12]\d{3}"
_WITH_YEAR = (
    rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\.?,?\s+(?P<year>{_YEAR})\b",
    rf"\b{_MONTH}\.?\s+{_DAY},?\s+(?P<year>{_YEAR})\b",
    rf"\b{_MONTH}\.?\s+(?:of\s+)?(?P<year>{_YEAR})\b",
    rf"\b(?P<year>{_YEAR})\b",
)
_WITHOUT_YEAR = (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b", rf"\b{_MONTH}\.?\s+{_DAY}\b")


@dataclass(frozen=True, slots=True)
class Order:
    """What a claim says of two dates: whether it ``holds``, and the words in which it is ``said``.

    ``rest`` is the claim without how long it was, ``parts`` are the two things,
    first the one that a whole clause tells. It is not ``ours`` where an article has the distance.
    """

    holds: bool
    said: str
    days: tuple[Range, Range]
    rest: str
    parts: tuple[str, ...]
    ours: bool

    @property
    def wrong(self) -> str:
        """Why it does not hold; the model is told."""
        days = " and ".join(show(each, "en") for each in self.days)
        return f"“{self.said}” does not follow from {days}"

    @property
    def note(self) -> Message:
        """What the reader is told of it."""
        one, other = (
            Days(*map(str, each)) if each[0] < each[1] else Day(str(each[0])) for each in self.days
        )
        return message("note-computed-order", said=self.said, one=one, other=other)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date and the words up to the next; ``saying`` is the verb where only that has it."""

    words: frozenset[str]
    days: Range
    saying: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """The words of a sentence, and its dates."""

    words: frozenset[str]
    dates: tuple[_Dated, ...]


def order(claim: str, quoted: Iterable[tuple[Passage, Sequence[Span]]]) -> Order | None:
    """What ``claim`` says of the order of two things that sentences of passages date.

    ``None`` where it says nothing of the kind, or the dates do not decide.
    """
    said = _relation(claim)
    if said is None:
        return None
    quoted = [(passage, spans) for passage, spans in quoted if passage.language == "en"]
    told = [each for passage, spans in quoted for each in _told(passage, spans)]
    sign, one, other = _tables()["signs"][said["sign"].casefold()], said["one"], said["other"]
    pairs = [*product(_dated(one, other, told), _dated(other, one, told))]
    if not pairs or any(first == second for first, second in pairs):
        return None
    step, distance = 1 if sign["last"] == "one" else -1, _Distance.of(said)
    found = {distance.is_kept(*pair[::step]) for pair in pairs}
    ours = not _is_counted(said, quoted)
    if len(found) > 1 or None in found or (found == {False} and not ours):
        return None
    start, end = said.span("far")
    return Order(
        holds=found == {True},
        said=" ".join(f"{said['far'] or ''} {said['sign']}".split()),
        days=(pairs[0][0].days, pairs[0][1].days),
        rest=claim if start < 0 else claim[:start] + claim[end:],
        ours=ours,
        parts=(f"{one}.", f"{other}.")[:: 1 if sign["whole"] == "one" else -1],
    )


def _is_counted(said: re.Match[str], quoted: Iterable[tuple[Passage, Sequence[Span]]]) -> bool:
    """Whether an article gives the distance itself: it knows better than a date that we found."""
    amount = said.string[said.start("count") : said.end("unit")] if said["far"] else ""
    counted = any(amount in passage.text for passage, _ in quoted)
    return bool(amount) and counted and said["count"].casefold() not in lexicon.words("articles")


def _relation(claim: str) -> re.Match[str] | None:
    """The two things and how they follow; of a claim that denies, or says it twice, nothing."""
    said = words(claim)
    signs = [word for word in said if word in _tables()["signs"]]
    if len(signs) != 1 or len(said) > _MOST_WORDS or lexicon.words("denials") & {*said}:
        return None
    found = (form.match(claim) for form in _forms())
    return next((each for each in found if each and _Distance.of(each).is_read), None)


@dataclass(frozen=True, slots=True)
class _Distance:
    """Of so many days a claim speaks, in a ``unit`` of so many; without one it names none."""

    least: float = 0
    most: float = float("inf")
    unit: float | None = None
    is_read: bool = True

    @classmethod
    def of(cls, said: re.Match[str]) -> _Distance:
        """The distance that a claim names."""
        if said["far"] is None:
            return cls()
        word = said["count"].casefold()
        count = "1" if word in lexicon.words("articles") else spelled(word) or word
        if not count.isdecimal():
            return cls(is_read=False)
        unit = _tables()["units"][said["unit"].casefold()]
        bound = (said["bound"] or "exactly").casefold()
        least, most = (float(count) * unit * part for part in _tables()["bounds"][bound])
        return cls(least - unit // 2, most + unit // 2, unit)

    def is_kept(self, late: _Dated, early: _Dated) -> bool | None:
        """Whether it is that long from one to the other; ``None``: their dates leave it open."""
        shortest = (late.days[0] - early.days[1]).days
        longest = (late.days[1] - early.days[0]).days
        if longest < self.least or shortest > self.most:
            return False
        if self.unit is None:
            return True if shortest > 0 else None
        sure = longest - shortest < _MOST_UNSURE * self.unit
        return True if sure and self.least <= (shortest + longest) / 2 <= self.most else None


def _told(passage: Passage, spans: Sequence[Span]) -> Iterator[_Told]:
    """The sentences, with the dates of what they tell."""
    card = passage.card
    meant = resolve(
        passage.text,
        published=datetime.fromisoformat(card.published) if card.published else None,
        precision=card.precision or "day",
        language="en",
    )
    for span in spans:
        text, own = (
            span.of(passage.text),
            [each for each in meant if span.start <= each.span.start < span.end],
        )
        relative = [(each.span.start - span.start, each.span.end - span.start) for each in own]
        days = [(each.first_day, each.last_day) for each in own]
        dates = sorted([*zip(relative, days, strict=True), *_absolute(text)])
        if lexicon.words("denials") & {*words(text)}:  # on that day it may not have been
            dates = []
        yield _Told(_stems(text), tuple(_parts(text, dates)))


def _absolute(text: str) -> Iterator[tuple[tuple[int, int], Range]]:
    """Days, months and years that are named with their year."""
    for form in _WITH_YEAR:
        for found in re.finditer(form, text):
            named = found.groupdict()
            month, day = months().get(named.get("month", "").casefold()), named.get("day")
            if month is None and "month" in named:
                continue
            text = f"{text[: found.start()]}{' ' * len(found.group())}{text[found.end() :]}"
            first, last = month_range(int(named["year"]), month or 1, 1 if month else 12)
            if day is None:
                yield found.span(), (first, last)
            elif 1 <= int(day) <= last.day:
                yield found.span(), (first.replace(day=int(day)),) * 2


def _parts(text: str, dates: Sequence[tuple[tuple[int, int], Range]]) -> Iterator[_Dated]:
    """Each date, with the words of the sentence up to where another is meant.

    The subject of the first part is that of the others, too.
    """
    cuts = [_cut(text, one[0][1], other[0][0]) for one, other in pairwise(dates)]
    for at, ((start, _), days) in enumerate(dates):
        before = text[:start]
        if _pattern("aside").search(before):
            continue
        high = min((cut for cut in cuts[at:] if cut is not None), default=len(text))
        verb = _pattern("saying").search(before)
        yield _Dated(_stems(text[:high]), days, verb and (verb["verb"] or verb["told"]))


def _cut(text: str, start: int, end: int) -> int | None:
    """Where what one date is about ends, and what the next is about begins."""
    for form in _tables()["parts"]:
        if found := [*re.finditer(form, text[start:end])]:
            return start + found[-1].start()
    return None


def _dated(thing: str, beside: str, told: Sequence[_Told]) -> list[_Dated]:
    """The dates that fit a thing: those that it names itself, else of what tells of it."""
    own = _names(thing)
    if own is not None:
        return [*{each.days: each for one in told for each in one.dates if own(each.days)}.values()]
    names = _stems(" ".join(capitalised(f"{thing} {beside}", inside=True)))
    wanted = _stems(thing) - _stems(beside) - names
    most = max((len(wanted & each.words) for each in told), default=0)
    if not wanted or most < _ABOUT * len(wanted):
        return []
    found: list[_Dated] = []
    for each in told:
        if len(wanted & each.words) == most:
            best = max(each.dates, key=lambda one: len(wanted & one.words), default=None)
            told_of = best is not None and wanted & best.words
            found += [one for one in each.dates if one is best or not told_of]
    said = {each: stem(each.saying.casefold(), "en") for each in found if each.saying}
    return [each for each in found if each not in said or said[each] in wanted]


def _names(thing: str) -> Callable[[Range], bool] | None:
    """Whether days are those that a thing names itself; ``None`` where it names none."""
    if whole := [days for _, days in _absolute(thing)]:
        return whole.__contains__
    matches = [found for form in _WITHOUT_YEAR for found in re.finditer(form, thing)]
    days = {(months().get(each["month"].casefold(), 0), int(each["day"])) for each in matches}
    if days := {each for each in days if each[0]}:
        return lambda each: each[0] == each[1] and (each[0].month, each[0].day) in days
    if named := {weekdays()[word] for word in words(thing) if word in weekdays()}:
        return lambda each: each[0] == each[1] and each[0].weekday() in named
    return None


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text, "en"))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The forms of a claim with the words for amounts filled in."""
    tables = _tables()
    amount = tables["amount"]
    for name in ("bounds", "units"):
        longest = sorted(tables[name], key=len, reverse=True)
        amount = amount.replace(f"<{name}>", "|".join(longest))
    return tuple(
        re.compile(form.replace("<amount>", amount), re.IGNORECASE) for form in tables["forms"]
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.filled(_tables()[name]), re.IGNORECASE)
