"""A model's reply on its way through the guard, line by line while it is written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.answer.guard.evidence import shared
from bot.answer.writing.reply_parser import Reply, is_supported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answer.guard.guard import Guard
    from bot.answer.writing.answer_progress import Progress
    from bot.answer.writing.context import Context
    from bot.models import Draft, Usage

_SAME_MATTER = 0.3
"""The part of a failed sentence's words that one written for it has."""


class Writing:
    """Reads the replies of one question's tries; only what the guard admits comes out of it.

    ``guarded`` makes the guard of a try. A draft without support can never be a claim, so it waits
    until the reply is complete and is counted then. Comparing computes, so it is done in a thread.
    ``usage`` is what the server counted of this try; ``ended`` says that it gave a reason to end.
    """

    def __init__(
        self, context: Context, guarded: Callable[[], Guard], progress: Progress | None
    ) -> None:
        self._context = context
        self._guarded = guarded
        self._progress = progress
        self._earlier: Guard | None = None
        self._reply = Reply(context)
        self._guard = guarded()
        self._begun = 0
        self._text: list[str] = []
        self.usage: Usage | None = None
        self.ended = False

    @property
    def text(self) -> str:
        """What was read of this try's reply."""
        return "".join(self._text)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing: a reason to end was given, or the last line has an end."""
        return self.ended or self._reply.complete

    @property
    def refused(self) -> bool:
        """Whether the model said that the archive does not say."""
        return self._reply.refused

    @property
    def lead_fell(self) -> bool:
        """Whether what the reply began with is not said: it did not hold, or cited nothing."""
        first = next((each for each in self._reply.drafts if not each.text.endswith(":.")), None)
        bare = first is not None and not is_supported(first)
        return self.guard.lead_fell or (bare and bool(self.guard.claims))

    @property
    def gaps(self) -> list[str]:
        """What the model said that the archive does not say."""
        return self._reply.gaps

    @property
    def guard(self) -> Guard:
        """What was admitted of this try or, where that is nothing, of the one before it."""
        return self._guard if self._guard.claims else self._earlier or self._guard

    def another(self) -> Writing:
        """For a reply that mends this one: seen by nobody while it comes."""
        return Writing(self._context, self._guarded, None)

    def begin(self) -> None:
        """Another try: what was written before is void, and kept for the case that this fails."""
        self._earlier = self.guard if self.guard.claims else None
        self._reply, self._text = Reply(self._context), []
        self.usage, self.ended = None, False
        self._anew()

    async def feed(self, text: str) -> bool:
        """Read on, and check what became complete; whether more is worth reading."""
        self._text.append(text)
        await self._admit(self._reply.feed(text))
        if not self._reply.wants_more:
            await self.end()
        return self._reply.wants_more

    async def end(self) -> None:
        """The reply is complete: check the rest of it, and count what stands on nothing."""
        self._earlier = None
        await self._admit(self._reply.end())
        await self._admit([draft for draft in self._reply.drafts if not is_supported(draft)])

    def mend(self, places: Sequence[int], other: Writing) -> None:
        """Say what holds of ``other`` where sentences failed, at these places in the order."""
        failed = dict(self._guard.failed)
        for verdict in other.guard.verdicts:
            open_places = [at for at in places if at in failed]
            if not verdict.holds or not open_places:
                continue
            best = max(open_places, key=lambda at: shared(failed[at].text, verdict.text))
            if shared(failed[best].text, verdict.text) >= _SAME_MATTER:
                self._guard.mend(best, verdict)
                del failed[best]

    async def _admit(self, drafts: Iterable[Draft]) -> None:
        if self._reply.begun != self._begun:
            self._anew()
        drafts, guard = list(drafts), self._guard
        if drafts:
            guard.add(await asyncio.to_thread(guard.check, drafts))
        if self._progress is not None:
            self._progress.writing(self._guard.claims, self._guard.citations)

    def _anew(self) -> None:
        self._guard, self._begun = self._guarded(), self._reply.begun
        if self._progress is not None:
            self._progress.writing((), ())
