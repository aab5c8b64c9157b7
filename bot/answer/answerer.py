"""The way from a question to an answer: retrieve, judge, draft, guard, keep."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer import news, records
from bot.answer import retrieved as computing
from bot.answer.composing import selection
from bot.answer.composing.composer import tell
from bot.answer.conversation import requests
from bot.answer.conversation.replies import anchored, without_claim
from bot.answer.gaps import (
    notes_on_lag,
    notes_on_language,
    notes_on_meant,
    notes_on_missing,
    notes_on_reach,
    notes_on_spelling,
    unsaid,
)
from bot.answer.generation import Generation, planned
from bot.answer.guard.guard import Guard
from bot.answer.reading import confidence
from bot.answer.reading.candidates import read
from bot.answer.reading.cross_lingual import bounded_by_words, by_vectors
from bot.answer.retrieved import Found, compose, given, with_more_articles
from bot.answer.writing.answer_progress import Progress
from bot.models import Usage
from bot.notes.claim_notes import notes_about, notes_on_undated
from bot.notes.interpretation import nothing_within, understood
from bot.notes.phrases import saying
from bot.store import answers
from index.catalog.articles import versions
from index.catalog.passages.context import main_language
from index.errors import PressmarkError
from index.models import Query
from index.planning.overview import NEWS, asks_coverage, asks_news, asks_overview
from index.reader.cross_encoder import ENGLISH
from index.search.transliteration import respelling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from bot.answer.conversation.followups import Turn
    from bot.answer.conversation.requests import Request
    from bot.answer.reading.candidates import Reading
    from bot.answer.writing.generative import Generative
    from bot.models import Answer, Note, Quoted
    from index.library import Library
    from index.models import Hit
    from index.search.results import Found as Retrieved

_log = logging.getLogger(__name__)
_HITS = 10
"""Passages that are read: some 25 ms each on two cores."""
_MORE = 5
"""Articles that are read besides where a story is asked for, which has a line of each."""


class Answerer:
    """Answers questions over a library, with a language model where one is set.

    ``told`` hears each answer when it is kept.
    """

    def __init__(
        self,
        library: Library,
        generative: Generative | None = None,
        *,
        told: Callable[[Answer], object] = lambda _: None,
    ) -> None:
        self._library = library
        self._generative = generative
        self._told = told
        self._computing = computing.bounded()

    @property
    def model(self) -> str:
        """Name of what writes the answers, as they carry it."""
        return self._generative.name if self._generative else selection.MODEL

    async def answer(  # noqa: PLR0913 - all that decides how a question is read, most of it by name
        self,
        question: str,
        *,
        conversation: str | None = None,
        ignored: Collection[str] = (),
        plain: bool = False,
        quoted: Quoted | None = None,
        about: Turn | None = None,
        progress: Progress | None = None,
        asked: datetime | None = None,
    ) -> Answer:
        """A checked and stored answer; retrieval and embedding run in a thread.

        Words that are ``ignored`` name no date and no outlet; with ``plain`` no words do. A reply
        leans on what it replies to instead of the last question: on a claim that is ``quoted``,
        around which is read first, or on words that it is ``about``. ``progress`` is told how far
        it is, and can stop it. ``asked`` is when, on the clock of who did; otherwise now.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        request = await asyncio.to_thread(
            requests.first,
            self._library.catalog,
            requests.readable(question),
            conversation=conversation,
            ignored=ignored,
            quoted=quoted,
            about=about,
            outlets=lambda: self._library.retriever.outlets,
            asked=asked,
        )
        request = replace(request, plain=plain)
        return await self._answer(request, conversation, progress or Progress())

    async def again(self, request: Request, *, progress: Progress | None = None) -> Answer:
        """The answer to a question that was asked before; no conversation goes on with it.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        kept = answers.ended(request.owner) if request.owner else None
        return await self._answer(request, kept, progress or Progress())

    async def _answer(
        self, request: Request, conversation: str | None, progress: Progress
    ) -> Answer:
        progress.searching()
        dialogue = self._generative.begin(progress) if self._generative else None
        searches: tuple[str, ...] = ()
        if dialogue is not None:
            request, searches = await planned(dialogue, request)
        async with self._computing:
            found = await asyncio.to_thread(self._find, request)
        progress.reading(found.articles)

        async def own() -> Answer:
            """The archive's own sentences."""
            return await asyncio.to_thread(self._extract, found)

        if self._generative is not None and dialogue is not None and found.hits:
            retriever = self._library.retriever
            generation = Generation(retriever, self._generative, dialogue, own)
            answer = await generation.answer(found, searches, progress)
        else:
            answer = await own()
        about = await asyncio.to_thread(self._notes, answer, found)
        notes = (*unsaid(found.notes, answer.citations), *answer.notes, *about)
        answer = _timed(replace(answer, id=records.random_id(), notes=notes), found)
        catalog = self._library.catalog
        await asyncio.to_thread(records.keep, catalog, answer, conversation=conversation)
        _log_answer(answer, found)
        self._told(answer)
        return answer

    def forget(self, conversation: str) -> None:
        """Let the next question of this conversation stand alone."""
        self._library.catalog.change(answers.forget_conversation, conversation)

    def _find(self, request: Request) -> Found:
        started = time.perf_counter()
        alone, retriever = request.alone, self._library.retriever
        k = _HITS * 3 if asks_overview(alone) else _HITS
        query = Query(alone, k=k, asked=request.asked, ignored=request.ignored)
        query = retriever.plain(query) if request.plain else query
        retrieved = retriever.find(query)
        hits, quoted = with_more_articles(retrieved.hits, _HITS, _MORE), request.quoted
        topic = retrieved.plan.text
        if quoted:
            hits = anchored(hits, quoted, retriever)
        elif asks_news(alone, (phrase.text for phrase in retrieved.plan.phrases)):
            hits, topic = news.newest(retriever, query, retrieved), NEWS
        notes = (
            *notes_on_lag(self._library),
            *notes_on_spelling(retrieved.respelt),
            *notes_on_reach(retrieved.plan, retrieved.newest),
        )
        reading, score = self._read(respelling(alone, retrieved.respelt), hits, retrieved, topic)
        reading = without_claim(reading, quoted) if quoted else reading
        milliseconds = (time.perf_counter() - started) * 1000
        plan = retrieved.plan
        meant = replace(understood(query, plan), quoted=quoted)
        notes = (saying("range", nothing_within(meant)), *notes) if retrieved.unmet else notes
        if not hits:  # of a refusal the nearest
            hits = news.about_then(retriever, query, retrieved)
        return Found(request, meant, plan, notes, hits, reading, score, started, milliseconds)

    def _read(
        self, question: str, hits: Sequence[Hit], retrieved: Retrieved, topic: str
    ) -> tuple[Reading, float]:
        """What ``hits`` say, and how sure it is that they answer, in [0, 1)."""
        retriever, vectors = self._library.retriever, self._library.retriever.questions
        readers, covered = self._library.readers, asks_coverage(retrieved.plan)
        if covered:  # of the topic, as one asks for a story; others' articles are beside the point
            question = topic
            own = retrieved.plan.sources
            hits = [hit for hit in hits if hit.passage.card.source in own] or hits
        reading = read(
            question,
            hits,
            retriever=retriever,
            readers=readers,
            topic=topic,
            overview=covered,
        )
        if reading.reader != ENGLISH:
            return reading, confidence.score(reading, retriever)
        if (across := by_vectors(reading, question, vectors)) is not None:
            return across
        score = confidence.score(reading, retriever)
        return reading, bounded_by_words(reading, retrieved.looked_for, score)

    def _extract(self, found: Found) -> Answer:
        """The archive's own sentences, as far as they answer."""
        sure = found.score >= confidence.threshold()
        telling = tell(found.reading, found.plan, self._library.retriever, sure=sure)
        beside = {passage.id: passage for passage in telling.passages}
        guard = Guard(beside | given(found))
        guard.admit(telling.drafts)
        answer = compose(found, guard, model=selection.MODEL)
        notes = telling.notes(answer.claims)
        return replace(answer, notes=notes, short=telling.short(answer.claims))

    def _notes(self, answer: Answer, found: Found) -> tuple[Note, ...]:
        """What the cited articles say about themselves, and which dates and persons they mean.

        Of a refusal, what the question names and the archive does not have. Of both, that meaning
        is not compared between the languages of question and archive.
        """
        cited = {citation.version for citation in answer.citations}
        with self._library.catalog.read() as connection:
            main = main_language(connection)
            texts = versions.load(connection, cited)
        vectors = self._library.retriever.questions
        across = notes_on_language(
            (*(each for each, _ in found.request.earlier), found.request.alone),
            main,
            vectors.scale.languages if vectors else (),
            cited=() if answer.refused else {each.language for each in texts.values()},
        )
        if answer.refused:
            missing = notes_on_missing(found.plan, found.hits, self._library.retriever)
            return (*missing, *self._meant(found), *across)
        timed, said = found.plan.after or found.plan.before, (answer.claims, answer.citations)
        return (*notes_about(*said, texts), *(notes_on_undated(*said) if timed else ()), *across)

    def _meant(self, found: Found) -> tuple[Note, ...]:
        """The question without its slips, where the archive answers that."""
        said = self._library.retriever.corrected(found.request.alone, found.hits)
        with suppress(PressmarkError):  # what was refused stands without it
            other = self._find(replace(found.request, alone=said)) if said else None
            if said and other and other.score >= confidence.threshold():
                return notes_on_meant(said)
        return ()


def _timed(answer: Answer, found: Found) -> Answer:
    whole = (time.perf_counter() - found.started) * 1000
    times = {"retrieve": round(found.milliseconds, 1), "answer": round(whole, 1)}
    return replace(answer, milliseconds=times)


def _log_answer(answer: Answer, found: Found) -> None:
    used = answer.usage or Usage()
    _log.info(
        "answer %s: %d hits, %d claims, %d citations, guard %d/%d/%d, score %.2f, %s, "
        "%d tokens read, %d written, %.0f ms",
        answer.id,
        len(found.hits),
        len(answer.claims),
        len(answer.citations),
        answer.tally.kept,
        answer.tally.repaired,
        answer.tally.dropped,
        answer.score,
        answer.model,
        used.prompt,
        used.completion,
        answer.milliseconds["answer"],
    )
    _log.debug("question of %s: %s", answer.id, answer.question)
