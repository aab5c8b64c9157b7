"""A model's reply on its way through the guard, line by line while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.guard.guard import Guard
from bot.answer.writing.reply_parser import Reply, is_supported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.answer.writing.answer_progress import Progress
    from bot.answer.writing.context import Context
    from bot.models import Draft, Usage
    from index.models import Passage


class Writing:
    """Reads the replies of one question's tries; only what the guard admits comes out of it.

    ``given`` are the passages that may be cited, by their ids. A draft without support can never
    be a claim, so it waits until the reply is complete and is counted then. ``usage`` is what the
    server counted of this try; ``ended`` says that it gave a reason to end.
    """

    def __init__(self, context: Context, given: Mapping[str, Passage], progress: Progress) -> None:
        self._context = context
        self._given = given
        self._progress = progress
        self._earlier: Guard | None = None
        self._reply = Reply(context)
        self._guard = Guard(given)
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
    def guard(self) -> Guard:
        """What was admitted of this try or, where that is nothing, of the one before it."""
        return self._guard if self._guard.claims else self._earlier or self._guard

    def begin(self) -> None:
        """Another try: what was written before is void, and kept for the case that this fails."""
        self._earlier = self.guard if self.guard.claims else None
        self._reply, self._text = Reply(self._context), []
        self.usage, self.ended = None, False
        self._anew()

    def feed(self, text: str) -> bool:
        """Read on, and check what became complete; whether more is worth reading."""
        self._text.append(text)
        self._admit(self._reply.feed(text))
        if not self._reply.wants_more:
            self.end()
        return self._reply.wants_more

    def end(self) -> None:
        """The reply is complete: check the rest of it, and count what stands on nothing."""
        self._earlier = None
        self._admit(self._reply.end())
        self._guard.admit(draft for draft in self._reply.drafts if not is_supported(draft))

    def _admit(self, drafts: Iterable[Draft]) -> None:
        if self._reply.begun != self._begun:
            self._anew()
        self._guard.admit(drafts)
        self._progress.writing(self._guard.claims, self._guard.citations)

    def _anew(self) -> None:
        self._guard, self._begun = Guard(self._given), self._reply.begun
        self._progress.writing((), ())
