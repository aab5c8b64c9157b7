"""What a claim stands on: places in passages, and what is read around them."""

from __future__ import annotations

import re
from calendar import day_name
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.answer.guard.quotes import find_quote
from bot.answer.guard.verifier import Evidence
from bot.models import Citation
from bot.notes.claim_notes import dates_of
from index.articles.injection import gives_orders, orders
from index.digests import citation_id
from index.models import Span
from index.text.calendar import month_name, weekdays
from index.text.language import detect
from index.text.sentences import sentences
from index.text.tokens import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.models import Support
    from index.models import Passage

_AROUND = 2
"""Sentences before and behind one that is quoted in which a fact may stand."""
_FIRST_YEAR, _LAST_YEAR = 1500, 9000
"""Outside of them a date is a placeholder."""
_SHORTEST_QUOTE = 3
"""Words below which a model's quotation could stand anywhere, and is ignored."""
_MISQUOTED, _UNQUOTED = 0.6, 0.25
"""Least part of the words of a quotation, or of a claim, that its sentence must have."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation that was found: whole sentences of a passage, or the headline of its article.

    ``moved`` says why it is not as it was named.
    """

    passage: Passage
    span: Span
    title: bool = False
    moved: str | None = None

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.span.of(self.passage.card.title if self.title else self.passage.text)

    @property
    def absolute(self) -> tuple[int, int]:
        """Where it begins and ends in the headline, or in the text of its version."""
        base = 0 if self.title else self.passage.span.start
        return base + self.span.start, base + self.span.end

    def citation(self, n: int) -> Citation:
        """What is shown of it, under this number."""
        start, end = self.absolute
        return Citation(
            n=n,
            id=citation_id(
                self.passage.version if self.title else self.passage.id,
                start,
                end,
                title=self.title,
            ),
            passage=self.passage.id,
            version=self.passage.version,
            span=Span(start, end),
            quote=self.text,
            card=self.passage.card,
            title=self.title,
        )


def located(
    claim: str, supports: Iterable[Support], passages: Mapping[str, Passage]
) -> list[Place]:
    """Where the ``supports`` of a claim stand in ``passages``, each place once.

    One without a quotation, or with one that stands nowhere, is the sentence of the passage it
    names that has most of its words.
    """
    found: dict[tuple[str, bool, int, int], Place] = {}
    for support in supports:
        place = _place(claim, support, passages)
        if place is not None:
            span = place.span
            found.setdefault((place.passage.id, place.title, span.start, span.end), place)
    return list(found.values())


def _place(claim: str, support: Support, passages: Mapping[str, Passage]) -> Place | None:
    named = passages.get(support.passage or "")
    others = [passage for passage in passages.values() if passage is not named]
    quote = support.quote if len(words(support.quote or "")) >= _SHORTEST_QUOTE else None
    for passage in ([named] if named else []) + others if quote else []:
        moved = None if passage is named else "the quotation is in another passage"
        if found := find_quote(quote or "", passage.text):
            return Place(passage, whole_sentences(passage.text, found), moved=moved)
        if find_quote(quote or "", passage.card.headline):
            return Place(passage, Span(0, len(passage.card.title)), title=True, moved=moved)
    if named is None:
        return None
    best = nearest_sentence(quote or claim, named.text)
    least = _MISQUOTED if quote else _UNQUOTED
    if best is None or shared(quote or claim, best.of(named.text)) < least:
        return None
    return Place(named, best, moved="the quotation is not in the passage" if quote else None)


def read_with(places: Sequence[Place], around: int = 1) -> Evidence:
    """What a claim is read with: the places, the sentences around each, headline and date.

    The verifier reads one sentence ``around``; more it has no room for.
    """
    quoted: list[str] = []
    beside: list[str] = []
    heads: dict[str, None] = {}
    for place in places:
        heads.setdefault(_head(place.passage))
        if place.title:
            quoted.append(place.text)
            continue
        text = place.passage.text
        told = orders(text)
        spans = [each for each in sentences(text) if not any(_meets(each, one) for one in told)]
        inside = [at for at, each in enumerate(spans) if _meets(each, place.span)]
        for at, each in enumerate(spans):
            said = " ".join(each.of(text).split())
            if at in inside:
                quoted.append(said)
            elif inside and inside[0] - around <= at <= inside[-1] + around:
                beside.append(said)
    own = tuple(dict.fromkeys(quoted))
    return Evidence(own, "; ".join(heads), tuple(e for e in dict.fromkeys(beside) if e not in own))


def window(places: Sequence[Place]) -> list[str]:
    """What the hard facts of a claim may stand in: its evidence, and the days that it means."""
    evidence = read_with(places, _AROUND)
    passages = {place.passage.id: place.passage for place in places}.values()
    said = "\n".join((*evidence.quoted, *evidence.beside)).casefold()
    days = (day for each in passages for day in (*dates_of(each), *_near_days(each, said)))
    return [*evidence.texts, *days]


def surroundings(places: Sequence[Place]) -> Iterator[tuple[Passage, list[Span]]]:
    """Of each passage the sentences that a fact may stand in."""
    for passage in {place.passage.id: place.passage for place in places}.values():
        spans = sentences(passage.text)
        quoted = [place.span for place in places if place.passage is passage and not place.title]
        own = {at for at, each in enumerate(spans) if any(_meets(each, one) for one in quoted)}
        yield (
            passage,
            [each for at, each in enumerate(spans) if any(abs(at - one) <= _AROUND for one in own)],
        )


def news(passage: Passage) -> str:
    """The text of a passage without what tells a machine what to do."""
    text = passage.text
    for span in orders(text)[::-1]:
        text = text[: span.start] + text[span.end :]
    return text


def _head(passage: Passage) -> str:
    """Headline, outlet and day of an article."""
    card = passage.card
    title = "" if orders_in_headline(passage) else card.headline
    outlet = None if card.source is None or gives_orders(card.source) else card.source
    beside = ", ".join(each for each in (outlet, _day(card.published)) if each)
    return f"{title} ({beside})" if beside else title


def orders_in_headline(passage: Passage) -> bool:
    """Whether the headline tells a machine what to do: beside orders of the text more is one."""
    title = passage.card.title
    return any(each.start < len(title) for each in orders(f"{title}\n{passage.text}"))


def _day(published: str | None) -> str:
    if not published:
        return ""
    return _shown(date.fromisoformat(published[:10]))


def _shown(day: date) -> str:
    return f"{day.day} {month_name(day.month, 'en')} {day.year}"


def _near_days(passage: Passage, said: str) -> Iterator[str]:
    """Its weekday, and which days the weekdays that are ``said`` can be, seen from an article's."""
    if not passage.card.published:
        return
    own = date.fromisoformat(passage.card.published[:10])
    if not _FIRST_YEAR < own.year < _LAST_YEAR:
        return
    yield f"{day_name[own.weekday()]} {_shown(own - timedelta(days=1))}"
    for word in set(re.findall(r"[^\W\d_]+", said)):
        weekday = weekdays().get(word)
        if weekday is not None:
            before = own - timedelta(days=(own.weekday() - weekday) % 7)
            yield from (_shown(before + timedelta(days=7 * week)) for week in (0, 1))


def whole_sentences(text: str, span: Span) -> Span:
    """``span`` widened to the sentences it touches: half a sentence can say the opposite."""
    touched = [each for each in sentences(text) if _meets(each, span)]
    if not touched:
        return span
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end))


def nearest_sentence(words: str, text: str) -> Span | None:
    """The sentence of ``text`` that shares most with ``words``."""
    return max(sentences(text), key=lambda each: shared(words, each.of(text)), default=None)


def shared(claim: str, sentence: str) -> float:
    """The part of the claim's own words that the sentence has."""
    language = detect(sentence)
    wanted = set(terms(claim, language))
    return len(wanted & set(terms(sentence, language))) / len(wanted) if wanted else 0.0


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
