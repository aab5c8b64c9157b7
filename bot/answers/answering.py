"""The way from a question to an answer: retrieve, judge, draft, guard, keep."""

from __future__ import annotations

import asyncio
import logging
import secrets
import string
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answers import confidence, extractive, requests
from bot.answers.candidates import Candidate, rank_sentences
from bot.answers.context import choose
from bot.answers.guard import Guard
from bot.answers.notes import notes_about
from bot.answers.vectors import Vectors
from bot.errors import ModelError
from bot.models import Answer, Note
from bot.understanding import understood
from index.catalog import answers, versions
from index.models import Query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.answers.context import Context
    from bot.answers.generative import Generative
    from bot.answers.requests import Request
    from bot.models import Draft, Understood
    from index.library import Library
    from index.models import ArticleCard, Hit, Passage

_log = logging.getLogger(__name__)
_HITS = 8
_NEAREST = 3
NO_MODEL = "The model did not answer; these are the archive's own sentences."
UNCHECKED = "What the model wrote could not be checked; these are the archive's own sentences."
_ID_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 16
"""62^16 ids: not to be guessed, and short enough for a button's 64 bytes."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What retrieval brought for a question."""

    request: Request
    understood: Understood
    notes: tuple[Note, ...]
    hits: list[Hit]
    candidates: list[Candidate]
    score: float
    started: float
    milliseconds: float


class Answerer:
    """Answers questions over a library, with a language model where one is set."""

    def __init__(self, library: Library, generative: Generative | None = None) -> None:
        self._library = library
        self._generative = generative
        self._vectors = Vectors(library.embedder)

    @property
    def model(self) -> str:
        """Name of what writes the answers, as they carry it."""
        return self._generative.name if self._generative else extractive.MODEL

    async def answer(
        self,
        question: str,
        *,
        conversation: str | None = None,
        ignored: Collection[str] = (),
        plain: bool = False,
    ) -> Answer:
        """A checked and stored answer; retrieval and embedding run in a thread.

        Words that are ``ignored`` name no date and no outlet; with ``plain`` no words do.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        request = await asyncio.to_thread(
            requests.first,
            self._library.catalog,
            question,
            conversation=conversation,
            ignored=ignored,
            plain=plain,
        )
        return await self._answer(request, conversation)

    async def again(self, request: Request) -> Answer:
        """The answer to a question that was asked before; no conversation goes on with it.

        Raises:
            PressmarkError: the index cannot be searched.
        """
        return await self._answer(request, None)

    async def _answer(self, request: Request, conversation: str | None) -> Answer:
        found = await asyncio.to_thread(self._find, request)
        if self._generative is not None and found.hits:
            answer = await self._generate(self._generative, found)
        else:
            answer = self._extract(found)
        about = await asyncio.to_thread(self._notes, answer)
        notes = (*found.notes, *answer.notes, *about)
        answer = replace(answer, id=_random_id(), notes=notes)
        answer = _timed(answer, found)
        await asyncio.to_thread(self._keep, answer, conversation)
        _log_answer(answer, found)
        return answer

    def forget(self, conversation: str) -> None:
        """Let the next question of this conversation stand alone."""
        with self._library.catalog.write() as connection:
            answers.forget_conversation(connection, conversation)

    def _find(self, request: Request) -> _Found:
        started = time.perf_counter()
        alone, retriever = request.alone, self._library.retriever
        query = Query(alone, k=_HITS, asked=request.asked, ignored=request.ignored)
        query = retriever.plain(query) if request.plain else query
        retrieved = retriever.find(query)
        hits = list(retrieved.hits)
        notes = (Note("range", retrieved.note),) if retrieved.note else ()
        topic = retrieved.plan.text
        candidates = rank_sentences(
            alone, hits, retriever=retriever, embedder=self._vectors, topic=topic
        )
        signals = confidence.signals(alone, candidates, retriever)
        score = confidence.stored().score(signals)
        milliseconds = (time.perf_counter() - started) * 1000
        read = understood(query, retrieved.plan)
        return _Found(request, read, notes, hits, candidates, score, started, milliseconds)

    def _extract(self, found: _Found, *, notes: tuple[Note, ...] = ()) -> Answer:
        sure = found.score >= confidence.stored().threshold
        drafts = extractive.pick(found.candidates) if sure else []
        return replace(_compose(found, drafts, model=extractive.MODEL), notes=notes)

    async def _generate(self, generative: Generative, found: _Found) -> Answer:
        context = await asyncio.to_thread(self._context, found)
        try:
            drafts = await generative.draft(
                found.request.alone, context, history=found.request.history
            )
        except ModelError as exc:
            _log.warning("%s", exc)
            return self._extract(found, notes=(Note("fallback", NO_MODEL),))
        beside = context.passages.values()
        answer = _compose(found, drafts, beside=beside, model=generative.name)
        if answer.claims or not drafts:
            return answer
        fallback = self._extract(found, notes=(Note("fallback", UNCHECKED),))
        dropped = answer.tally.dropped + fallback.tally.dropped
        return replace(fallback, tally=replace(fallback.tally, dropped=dropped))

    def _context(self, found: _Found) -> Context:
        """What a model is given: the hits, and what stands beside the best of them."""
        return choose(found.hits, around=self._library.retriever.around)

    def _notes(self, answer: Answer) -> tuple[Note, ...]:
        """What the cited articles say about themselves, and which dates they mean."""
        cited = {citation.version for citation in answer.citations}
        with self._library.catalog.read() as connection:
            found = versions.load(connection, cited)
        return notes_about(answer.claims, answer.citations, found)

    def _keep(self, answer: Answer, conversation: str | None) -> None:
        with self._library.catalog.write() as connection:
            answers.store_citations(
                connection, [(each.id, each.passage, each.span) for each in answer.citations]
            )
            answers.store_answer(
                connection,
                answer=answer.id,
                conversation=conversation,
                question=answer.question,
                content=requests.content_of(answer),
            )


def _compose(
    found: _Found, drafts: Sequence[Draft], *, beside: Iterable[Passage] = (), model: str
) -> Answer:
    """The answer that the guard lets through; ``beside`` was given to a model with the hits."""
    given = {hit.passage.id: hit.passage for hit in found.hits}
    for passage in beside:
        given.setdefault(passage.id, passage)  # of a hit that was cut, the whole is known
    guard = Guard(given)
    guard.admit(drafts)
    return Answer(
        question=found.request.question,
        understood=found.understood,
        model=model,
        score=found.score,
        claims=guard.claims,
        citations=guard.citations,
        tally=guard.tally,
        nearest=() if guard.claims else _nearest(found.hits),
    )


def _nearest(hits: Sequence[Hit]) -> tuple[ArticleCard, ...]:
    """The articles of the best hits, each once."""
    cards = {hit.passage.card.article: hit.passage.card for hit in hits}
    return tuple(cards.values())[:_NEAREST]


def _timed(answer: Answer, found: _Found) -> Answer:
    whole = (time.perf_counter() - found.started) * 1000
    times = {"retrieve": round(found.milliseconds, 1), "answer": round(whole, 1)}
    return replace(answer, milliseconds=times)


def _random_id() -> str:
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))


def _log_answer(answer: Answer, found: _Found) -> None:
    _log.info(
        "answer %s: %d hits, %d claims, %d citations, guard %d/%d/%d, score %.2f, %s, %.0f ms",
        answer.id,
        len(found.hits),
        len(answer.claims),
        len(answer.citations),
        answer.tally.kept,
        answer.tally.repaired,
        answer.tally.dropped,
        answer.score,
        answer.model,
        answer.milliseconds["answer"],
    )
    _log.debug("question of %s: %s", answer.id, answer.question)
