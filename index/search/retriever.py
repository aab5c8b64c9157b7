"""Finds the passages for a query: plans it, searches what is open, loads the hits."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from index.catalog.passages import passages
from index.catalog.passages.appearances import in_admitted_articles
from index.catalog.passages.context import around, main_language
from index.models import Hit
from index.planning.planner import Outlets, plan
from index.search.corrections import Corrections
from index.search.filters import admits, admits_named
from index.search.reranker import Reranking
from index.search.results import Candidates, Found
from index.search.search import Search, inverse_frequency, language_of
from index.search.snapshot import Opened
from index.search.transliteration import Archive, reread
from index.stores.open_parts import Meanings, Neighbours, Words
from index.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from index.catalog.engine import Catalog
    from index.embedding.interface import Reranker
    from index.embedding.questions import Embedders, QuestionVectors
    from index.models import Passage, Query
    from index.search.local_parts import LocalParts
    from index.search.results import Ranked
    from index.search.transliteration import Reread
    from index.stores.columns import Standing
    from index.stores.vector_indexes import VectorIndexes

_COMPARED = 20_000
"""Passages below which comparing with all takes less time than making a client for a server."""
_MOST_WEIGHED = 4000
"""Passages that are weighed besides those that a search finds by itself: a second or so."""


class Retriever:
    """Searches the generation that answers, and follows it when it changes.

    Unless this process is the ``owner`` it reads the catalog, the lexical index and the mapped
    vectors, and so works beside the process that owns the index; the owner asks Chroma where
    nothing is filtered, and a server is asked by everybody who would compare for long. A part
    that is damaged is done without until it was built again, one that is away until it is back.
    Safe to use from several threads.
    """

    def __init__(
        self,
        parts: LocalParts,
        catalog: Catalog,
        embedders: Embedders,
        *,
        indexes: VectorIndexes,
        reranker: Reranker | None = None,
        owner: Callable[[], bool] = lambda: False,
        damaged: Callable[[str, str], None] = lambda _name, _part: None,
    ) -> None:
        """``parts`` are on this machine, ``indexes`` where Chroma runs.

        ``damaged`` is told what answers here, and which part of it cannot be read.
        """
        self._parts = parts
        self._catalog = catalog
        self._embedders = embedders
        self._reranking = Reranking(reranker, self._read) if reranker else None
        self._indexes = indexes
        self._owner = owner
        self._damaged = damaged
        self._opened: Opened | None = None
        self._lock = threading.Lock()

    @property
    def is_loaded(self) -> bool:
        """Whether a generation is open, so that a question need not wait for it."""
        return self._opened is not None

    @property
    def is_current(self) -> bool:
        """Whether what is open is what answers by now: else a question may not see what came in."""
        return bool(self._opened and self._opened.shows(self._parts.answering()))

    def search(self, query: Query) -> list[Hit]:
        """The hits of ``find``."""
        return list(self.find(query).hits)

    def find(self, query: Query, *, among: Collection[str] | None = None) -> Found:
        """At most ``query.k`` hits, best first, copies folded into one.

        Filters admit or refuse; dates and outlets that the question itself names are preferred.
        Where passages are named to look ``among``, there are no other hits; each of them is
        weighed, unless they are too many.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
            QueryError: a date of the filters is not ISO 8601.
            StoreError: neither words nor vectors can be read.
        """
        search, moment, read = self._prepared(query)
        also = among if among and len(among) <= _MOST_WEIGHED else ()
        ranked = search.ranked(moment=moment, reranking=self._reranking, also=also)
        if among is not None:
            ranked = [each for each in ranked if each.passage in among]
        hits = self._hits(ranked, query)
        return Found(
            tuple(hits),
            search.plan,
            read.text,
            search.unmet(),
            search.newest,
            read.respelt,
        )

    def newest(self, query: Query) -> list[Hit]:
        """How the newest articles begin, newest first; none where no article has a date.

        They are within the filters, and within the dates and outlets that the question names.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
            QueryError: a date of the filters is not ISO 8601.
        """
        search, *_ = self._prepared(query)
        admitted = partial(admits_named, search.plan, query)
        found: list[Passage] = []
        with self._catalog.read() as connection:
            for article in search.newest_articles():
                begin = passages.load(connection, passages.first(connection, article))
                found += in_admitted_articles(connection, begin, admitted).values()
                if len(found) == query.k:
                    break
        return [Hit(rank, 1.0, each) for rank, each in enumerate(found, start=1)]

    def plain(self, query: Query) -> Query:
        """``query`` with everything that is understood of it read as plain words.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
        """
        while phrases := self._prepared(query)[0].plan.phrases:
            found = (phrase.text for phrase in phrases)
            query = replace(query, ignored=tuple(dict.fromkeys((*query.ignored, *found))))
        return query

    @property
    def outlets(self) -> Outlets:
        """The names of the archive's outlets, ready to be found in questions.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
        """
        return self._current().outlets

    @property
    def questions(self) -> QuestionVectors | None:
        """What gives vectors to compare with those of the generation that answers, if anything.

        Raises:
            EmptyArchiveError: nothing is indexed yet.
        """
        return self._current().questions

    def passage(self, passage: str) -> Passage | None:
        """The passage with this id, unless its article may not be shown any more."""
        return self._catalog.query(passages.load, [passage]).get(passage)

    def around(self, passage: str, *, before: int = 1, after: int = 1) -> list[Passage]:
        """The passages before and after the one with this id, as they stand in its article.

        Empty where the article is not live or the passage was cut by an earlier splitter.
        """
        return self._catalog.query(around, passage, before=before, after=after)

    def pool(self, query: Query) -> Candidates:
        """What ``find`` chooses from, for whoever fits the choice."""
        search, *_ = self._prepared(query)
        places = search.candidates()
        ids = search.ids(places)
        shown = self._catalog.query(passages.load, ids)
        return Candidates(
            measured=search.measured(places)[0],
            gains=search.gains(places),
            articles=search.articles(places),
            texts=tuple(shown[each].text if each in shown else "" for each in ids),
        )

    def _read(self, ids: Sequence[str]) -> dict[str, str]:
        """What is read of these passages, by id: the headline, then the text."""
        shown = self._catalog.query(passages.load, ids)
        return {key: f"{each.card.title}\n{each.text}" for key, each in shown.items()}

    def _prepared(self, query: Query) -> tuple[Search, float, Reread]:
        """The search, its moment, and what is looked for of the question."""
        opened = self._current()
        asked = query.asked or datetime.now(UTC)
        planned = partial(
            plan,
            asked=asked,
            outlets=opened.outlets,
            ignored=query.ignored,
            newest=opened.columns.newest,
        )
        found = planned(query.text)
        kept = [phrase.span for phrase in found.phrases]
        read = reread(query.text, kept, self._archive(opened))
        if read.text != query.text:
            query, found = replace(query, text=read.text), planned(read.text)
        return Search(opened, query, found), asked.timestamp(), read

    def _archive(self, opened: Opened) -> Archive:
        def language() -> str | None:
            """The language of most of the archive."""
            return self._catalog.query(main_language)

        return Archive(
            opened, language, lambda ids: list(self._read(ids).values()), opened.scale.languages
        )

    def stems(self, text: str) -> list[str]:
        """The terms that ``text`` is looked up by."""
        return terms(text, language_of(text))

    def rarities(self, stems: Collection[str]) -> dict[str, float]:
        """Inverse document frequency of each stem, as BM25 counts it; alike without words."""
        shares = self._current().shares(stems) or {}
        return {stem: inverse_frequency(shares.get(stem)) for stem in stems}

    def missing(self, stems: Collection[str]) -> frozenset[str]:
        """Those of ``stems`` that no indexed passage and no headline has."""
        shares = self._current().shares(stems) or {}
        return frozenset(stem for stem, (found, _) in shares.items() if not found)

    def corrected(self, text: str, near: Iterable[Hit]) -> str | None:
        """``text`` as it may be meant, where words of it are misspelt; ``near`` are its hits."""
        opened = self._current()
        own = [f"{hit.passage.card.title}\n{hit.passage.text}" for hit in near]
        own += opened.outlets.names
        return Corrections(opened, self._archive(opened).texts, own).of(text)

    def _current(self) -> Opened:
        here, beside = self._parts.answering(), self._parts.changes_often
        if beside and (ready := self._opened) is not None and self._lock.locked():
            return ready  # what another thread loads meanwhile is seen by the next question
        with self._lock:
            parts = self._opened
            if parts is None or not parts.shows(here):
                same = parts is not None and parts.columns.generation == here.name
                said = parts.said if parts is not None and same else set()
                if not beside:
                    parts = self._opened = None  # two at once take twice the memory
                here = self._parts.answering()  # others may have held the lock for long
                parts = self._opened = self._load(here, said=said)
        return parts

    def _load(self, here: Standing, *, said: set[str]) -> Opened:
        home = self._parts.home
        columns = self._parts.columns(here)
        parts = Opened(columns, Outlets(columns.outlets), self._damaged, said=said)
        count = len(columns.ids)
        least = self._parts.least(here, count)
        folder = home.lexical(here.name)
        parts.words = parts.use("words", lambda: Words(folder, passages=least.words))
        parts.questions = self._embedders.of(here.embedder)
        if parts.questions is None or not self._parts.hold_vectors:
            return parts
        parts.meanings = parts.use("meanings", lambda: Meanings(home, here.embedder, columns))
        if count and (self._owner() or (self._indexes.shared and count >= _COMPARED)):
            parts.neighbours = parts.use(
                "neighbours",
                lambda: Neighbours(self._indexes, here.generation, passages=least.neighbours),
            )
        return parts

    def _hits(self, ranked: Sequence[Ranked], query: Query) -> list[Hit]:
        best: dict[str, tuple[Passage, Ranked]] = {}
        with self._catalog.read() as connection:
            for start in range(0, len(ranked), query.k):  # some may not be shown any more
                batch = ranked[start : start + query.k]
                shown = passages.load(connection, [each.passage for each in batch])
                if query.filters:
                    shown = in_admitted_articles(connection, shown, partial(admits, query.filters))
                for each in batch:
                    if (passage := shown.get(each.passage)) is not None:
                        best.setdefault(passage.id, (passage, each))
                if len(best) >= query.k:
                    break
            kept = list(best.values())[: query.k]
            copies = passages.copies(connection, [each.id for each, _ in kept])
        return [
            Hit(rank, found.score, each, found.similarity, copies.get(each.id, ()), found.by_part)
            for rank, (each, found) in enumerate(kept, start=1)
        ]
