"""The way of an answer that a model writes: search, write, look again or mend, conclude."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from bot.answer.conversation.ellipsis import leaning
from bot.answer.guard.guard import Guard
from bot.answer.reading.question_types import asks_several, kind_of
from bot.answer.retrieved import compose, given
from bot.answer.writing.context import Asked, Context, choose
from bot.answer.writing.fallback import conclude, notes_on
from bot.answer.writing.retries import Ended
from bot.answer.writing.stream import Writing
from bot.messages import quoted
from bot.notes.phrases import noted
from index.models import Query
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.answer.conversation.requests import Request
    from bot.answer.retrieved import Found
    from bot.answer.writing.answer_progress import Progress
    from bot.answer.writing.generative import Dialogue, Generative
    from bot.models import Answer
    from index.models import Hit
    from index.search.retriever import Retriever

_HITS = 8
"""Passages found for what a model asks to look for."""
_WORTH = 0.2
"""The score from which a passage that was looked for again is worth another call."""


def wants_plan(request: Request) -> bool:
    """Whether a model is asked what to search for: of a follow-up, a comparison, a cause."""
    return _leans(request) or asks_several(request.alone) or kind_of(request.alone) == "cause"


async def planned(dialogue: Dialogue, request: Request) -> tuple[Request, tuple[str, ...]]:
    """The request in the model's words, where it leans on others, and what else to search for."""
    if not wants_plan(request):
        return request, ()
    asked = Asked(request.question, request.earlier, request.asked)
    plan = await dialogue.plan(asked)
    if plan is None:
        return request, ()
    meant = replace(request, alone=plan.question) if _leans(request) else request
    return meant, plan.searches


def _leans(request: Request) -> bool:
    """Whether a question takes something from those before it."""
    return bool(request.earlier) and leaning(request.question) is not None


class Generation:
    """Writes one answer from what was found.

    ``own`` makes the archive's own answer, which stands where the model's does not.
    """

    def __init__(
        self,
        retriever: Retriever,
        generative: Generative,
        dialogue: Dialogue,
        own: Callable[[], Awaitable[Answer]],
    ) -> None:
        self._retriever, self._own = retriever, own
        self._generative, self._dialogue = generative, dialogue

    async def answer(self, found: Found, searches: Sequence[str], progress: Progress) -> Answer:
        """The checked answer, with notes on what was left out and what was looked for again."""
        more = await asyncio.to_thread(self._searched, found, searches)
        hits = _in_turns([found.hits, *more])
        context = await asyncio.to_thread(self._context, hits)
        writing = self._writing(found, context, progress)
        request = found.request
        asked = Asked(request.alone, request.earlier, request.asked)
        outcome = await self._dialogue.write(asked, context, writing)
        notes = []
        if outcome.ended is Ended.WHOLE and self._dialogue.left:
            gap = self._gap(writing, found)
            wider = await asyncio.to_thread(self._wider, gap, found, hits, context) if gap else None
            if gap and wider is not None:
                notes.append(noted("looked-again", "note-looked-again", words=quoted(gap)))
                again = self._writing(found, wider, progress)
                second = await self._dialogue.write(asked, wider, again)
                if second.ended is Ended.WHOLE and _is_better(again, writing):
                    outcome, writing = second, again
            else:
                await self._dialogue.mend(asked, context, writing)
        writing.guard.settle()
        written = compose(found, writing.guard, model=self._generative.name)
        return conclude(
            self._dialogue.ended(outcome),
            writing,
            written=replace(written, notes=(*notes, *notes_on(writing))),
            own=await self._own(),
            parts=found.parts,
        )

    def _writing(self, found: Found, context: Context, progress: Progress) -> Writing:
        passages, request = given(found, context), found.request
        asked = "\n".join((request.question, *(question for question, _ in request.earlier)))
        verify = self._generative.verifier.supported
        return Writing(context, lambda: Guard(passages, verify, asked), progress)

    def _context(self, hits: Sequence[Hit]) -> Context:
        """What a model is given: the hits, and the articles that the best of them are of."""
        return choose(hits, around=self._retriever.around, budget=self._generative.room)

    def _searched(self, found: Found, searches: Sequence[str]) -> list[list[Hit]]:
        asked = found.request.asked
        return [self._retriever.search(Query(each, k=_HITS, asked=asked)) for each in searches]

    def _gap(self, writing: Writing, found: Found) -> str | None:
        """What the model missed, in few words; of a refusal the question has been looked for."""
        said = next(filter(writing.guard.allows_gap, writing.gaps), None)
        if said is None or writing.refused:
            return None
        bare = lexicon.pattern(r"^.*?{says-nothing}\s*").sub("", said).strip(" .,;:")
        return bare if bare and bare.casefold() != found.request.alone.casefold() else None

    def _wider(
        self, gap: str, found: Found, hits: Sequence[Hit], context: Context
    ) -> Context | None:
        """The passages together with what is found for the gap; ``None``: nothing new is."""
        known = {each.id for each in context.passages.values()}
        (more,) = self._searched(found, [f"{gap} ({found.request.alone})"])
        if not any(hit.passage.id not in known and hit.score >= _WORTH for hit in more):
            return None
        return self._context(_in_turns([more, hits]))


def _in_turns(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The hits of all lists, one of each in turn, every passage once."""
    found: dict[str, Hit] = {}
    for hit in chain.from_iterable(zip_longest(*lists)):
        if hit is not None:
            found.setdefault(hit.passage.id, hit)
    return [*found.values()]


def _is_better(again: Writing, before: Writing) -> bool:
    """Whether a second reply says what holds, and no less than the first."""
    return len(again.guard.claims) >= len(before.guard.claims) and not again.lead_fell
