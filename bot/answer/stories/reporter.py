"""The way from words to an account: retrieve, read, choose, guard, keep."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot import clock
from bot.answer import records
from bot.answer.composing.disputes import tell_denials
from bot.answer.composing.outline import Telling, outlet_and_day
from bot.answer.gaps import (
    naming,
    notes_on_lag,
    notes_on_meant,
    notes_on_outlet,
    notes_on_speaker,
    notes_on_words,
)
from bot.answer.guard.quotes import presentable
from bot.answer.reading.candidates import read
from bot.answer.retrieved import nearest, with_more_articles
from bot.answer.stories import coverage, testimony
from bot.answer.stories.accounts import Entry, account
from bot.answer.stories.timeline import steps
from bot.messages import Day
from bot.notes.interpretation import understood
from bot.notes.phrases import noted
from index.catalog.articles import full_articles
from index.models import Filters, Hit, Query
from index.planning.overview import NEWS, names_topic
from index.search.transliteration import respelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answer.reading.candidates import Reading
    from bot.answer.stories.accounts import Account, Kind
    from bot.models import Claim, Note
    from index.library import Library
    from index.models import Passage
    from index.search.results import Found

FOUND = 60
"""Passages that are looked at for a story."""
READ, MORE = 10, 30
"""Of them the best, and the best of so many further articles, are read: some 25 ms each."""
_NEWEST = 40
"""Articles that are grouped by story."""
_MOST_STORIES = 20


class Reporter:
    """Tells stories over a library. Computes for a second or two; safe in several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def told(self, kind: Kind, words: str) -> Account:
        """The account of a kind that ``words`` order; those of quotes may say about what.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        if kind == "quotes":
            return self.quotes(*testimony.person_and_topic(words))
        return self.timeline(words) if kind == "timeline" else self.latest(words)

    def timeline(
        self, words: str, *, asked: datetime | None = None, name: str | None = None
    ) -> Account:
        """The steps of the story that ``words`` name; kept under ``name``, else a new one.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        started = time.perf_counter()
        made, found = self._timeline(words, asked)
        meant = self._meant(made, words, found, lambda said: self._timeline(said, asked)[0])
        missing = self._missing(words, found)
        return self._kept(made, started, name, missing=missing, meant=meant)

    def _timeline(self, words: str, asked: datetime | None) -> tuple[Account, Found]:
        query, found = self._find(words, asked)
        reading = self._read(query.text, found)
        told, undated = steps(coverage.of_story(reading, self._library))
        telling = Telling([each.told for each in told])
        tell_denials(telling, reading)
        for each in told:
            place = outlet_and_day(each.told.passage.card)
            telling.note("side", "note-side", each.told, where=place)
        left = (noted("count", "note-undated", count=undated),) if undated else ()
        entries = [
            Entry((draft,), each.told.passage, each.also_in)
            for each, draft in zip(told, telling.drafts, strict=True)
        ]
        meant, near = understood(query, found.plan), nearest(found.hits, alike=True)

        def beside(claims: Sequence[Claim]) -> Iterable[Note]:
            """What is said of the steps, and how many articles are none for want of a date."""
            return (*telling.notes(claims), *left)

        return account("timeline", meant, entries, notes=beside, nearest=near), found

    def latest(
        self,
        words: str = "",
        *,
        since: float | None = None,
        digest: bool = False,
        asked: datetime | None = None,
        name: str | None = None,
    ) -> Account:
        """The newest articles by story, of a topic or an outlet where ``words`` name one.

        ``since``: what came into the archive after that moment, in seconds since the epoch; where
        nothing did, it is said so, and the newest are told. Of a ``digest`` each story is a line.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        started = time.perf_counter()
        tell = partial(self._latest, since=since, digest=digest, asked=asked)
        made, found = tell(words)
        meant = self._meant(made, words, found, lambda said: tell(said)[0])
        outlet = self._outlet(words)
        missing = notes_on_outlet(outlet) if outlet else self._missing(words, found)
        return self._kept(made, started, name, missing=missing, meant=meant)

    def _latest(
        self, words: str, *, since: float | None, digest: bool, asked: datetime | None
    ) -> tuple[Account, Found]:
        query, found = self._find(words or NEWS, asked, self._outlet(words))
        hits = self._newest(query, found)
        come = [] if since is None else self._come(hits, since, topical=bool(words.strip()))
        notes: tuple[Note, ...] = ()
        if since is not None and not come and hits:
            notes = (_nothing_since(datetime.fromtimestamp(since, UTC)),)
        entries = coverage.by_story(come or hits, self._library, leads=not digest)[:_MOST_STORIES]

        def beside(claims: Sequence[Claim]) -> Iterable[Note]:
            """Outlet and day of each story, at its headline."""
            return (*_places(claims, entries), *notes) if claims else ()

        meant, near = understood(query, found.plan), nearest(found.hits, alike=True)
        return account("latest", meant, entries, notes=beside, nearest=near), found

    def quotes(
        self,
        person: str,
        about: str = "",
        *,
        asked: datetime | None = None,
        name: str | None = None,
    ) -> Account:
        """What ``person`` said, verbatim, newest first; ``about`` a topic where one is given.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        started = time.perf_counter()
        made, found = self._quotes(person, about, asked)
        missing = notes_on_speaker(respelling(person, found.respelt), about.strip(), found.hits)
        words = testimony.joined(person, about)

        def instead(said: str) -> Account:
            """What another said, or about something else."""
            return self._quotes(*testimony.person_and_topic(said), asked)[0]

        meant = self._meant(made, words, found, instead)
        return self._kept(made, started, name, missing=missing, meant=meant)

    def _quotes(self, person: str, about: str, asked: datetime | None) -> tuple[Account, Found]:
        query, found = self._find(f"{person} {about}".strip(), asked)
        named = respelling(person, found.respelt)
        passages = [hit.passage for hit in found.hits]
        entries = testimony.of(named, testimony.sources(self._library, passages))
        if about.strip() and entries:
            entries = testimony.about(entries, self._library, respelling(about, found.respelt))

        def beside(claims: Sequence[Claim]) -> Iterable[Note]:
            """Outlet and day of each."""
            return _places(claims, entries)

        meant, near = understood(query, found.plan), nearest(naming(named, found.hits))
        return account("quotes", meant, entries, notes=beside, nearest=near), found

    def _find(
        self, words: str, asked: datetime | None, outlet: str | None = None
    ) -> tuple[Query, Found]:
        filters = Filters(source=outlet)
        query = Query(words.strip(), k=FOUND, filters=filters, asked=asked or datetime.now(UTC))
        return query, self._library.retriever.find(query)

    def _read(self, words: str, found: Found) -> Reading:
        """What the best hits and those of further articles say of the topic."""
        library = self._library
        return read(
            respelling(words, found.respelt),
            with_more_articles(found.hits, READ, MORE),
            retriever=library.retriever,
            readers=library.readers,
            topic=found.plan.text,
            overview=True,
        )

    def _outlet(self, words: str) -> str | None:
        """The outlet that ``words`` are the whole name of, in capitals or not."""
        names = self._library.retriever.outlets.names
        bare = " ".join(words.split()).casefold()
        return next((each for each in names if each.casefold() == bare), None)

    def _newest(self, query: Query, found: Found) -> list[Hit]:
        """How the newest articles begin: all of them, or those on the topic; newest first."""
        bare = query.text
        for phrase in found.plan.phrases:
            bare = bare.replace(phrase.text, " ")
        if query.filters or not names_topic(bare):
            plain = replace(query, text=NEWS if query.filters else query.text, k=_NEWEST)
            return self._library.retriever.newest(plain)
        reading = self._read(query.text, found)
        near = coverage.of_story(reading, self._library)
        copies = {own[0].article: own[0].place.around.hit.also_in for own in near}
        begun = self._library.catalog.query(full_articles.beginnings, list(copies))
        begun.sort(key=lambda each: each.card.published or "", reverse=True)
        return [
            Hit(rank, 1.0, each, also_in=copies[each.card.article])
            for rank, each in enumerate(begun, start=1)
        ]

    def _come(self, hits: Sequence[Hit], since: float, *, topical: bool) -> list[Hit]:
        """What came after that moment: of the topic's hits those, else all, newest first."""
        query = self._library.catalog.query
        new = query(full_articles.come_since, since)
        if topical:
            return [hit for hit in hits if hit.passage.card.article in set(new)]
        found: list[Passage] = query(full_articles.beginnings, new[:_NEWEST])
        return [Hit(rank, 1.0, each) for rank, each in enumerate(found, start=1)]

    def _missing(self, words: str, found: Found) -> tuple[Note, ...]:
        """Which of the words no article has."""
        return notes_on_words(respelling(words, found.respelt), self._library.retriever)

    def _meant(
        self, made: Account, words: str, found: Found, instead: Callable[[str], Account]
    ) -> tuple[Note, ...]:
        """The words without their slips, where something is told of those, and something else."""
        said = self._library.retriever.corrected(words, found.hits) if words.strip() else None
        other = instead(said) if said else None
        if not said or not other or other.answer.refused:
            return ()
        return notes_on_meant(said) if other.answer.claims != made.answer.claims else ()

    def _kept(
        self,
        made: Account,
        started: float,
        name: str | None,
        *,
        missing: tuple[Note, ...],
        meant: tuple[Note, ...],
    ) -> Account:
        """The account as it is kept: with what is ``meant``, if refused also ``missing``."""
        whole = round((time.perf_counter() - started) * 1000, 1)
        notes = (*notes_on_lag(self._library), *made.answer.notes)
        notes += (*missing, *meant) if made.answer.refused else meant
        answer = replace(
            made.answer,
            id=name or records.random_id(),
            notes=notes,
            milliseconds={"retrieve": whole, "answer": whole},
        )
        records.keep(self._library.catalog, answer)
        return replace(made, answer=answer)


def _nothing_since(moment: datetime) -> Note:
    """That nothing came in since then: since a day, or since an hour of today."""
    seen = clock.at_home(moment)
    if seen.date() == clock.now().date():
        return noted("range", "note-nothing-today", time=clock.hours(seen))
    return noted("range", "note-nothing-since", day=Day(seen.date().isoformat()))


def _places(claims: Sequence[Claim], entries: Sequence[Entry]) -> list[Note]:
    """Outlet and day at the first claim of each entry."""
    numbers = {claim.text: number for number, claim in enumerate(claims)}
    found = []
    for entry in entries:
        own = [
            numbers[text] for each in entry.drafts if (text := presentable(each.text)) in numbers
        ]
        if own:
            found.append(
                noted("side", "note-side", own[0], where=outlet_and_day(entry.passage.card))
            )
    return found
