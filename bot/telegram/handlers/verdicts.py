"""Thumbs under an answer and flags under a card: kept once a person, and said thanks for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.store import answers, feedback
from index.errors import NotFoundError

if TYPE_CHECKING:
    from bot.store.feedback import Verdict
    from bot.telegram.delivery.occasions import Tap
    from index.library import Library

THUMB = r"f:([A-Za-z0-9_-]{1,32}):([ud])"
"""The data of 👍 and 👎."""
_VERDICTS: dict[str, Verdict] = {"u": "up", "d": "down"}


class Verdicts:
    """Handles 👍, 👎 and ⚑."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def thumb(self, tap: Tap) -> None:
        """A tap on 👍 or 👎."""
        await self._judge(tap, feedback.WHOLE, _VERDICTS[tap.found[2]])

    async def flag(self, tap: Tap) -> None:
        """A tap on ⚑."""
        await self._judge(tap, int(tap.found[2]), "unsupported")

    async def _judge(self, tap: Tap, n: int, verdict: Verdict) -> None:
        try:
            changed = await asyncio.to_thread(self._give, tap.found[1], n, tap.person.id, verdict)
        except NotFoundError:
            await tap.say("answer-gone")
        else:
            thanks = "thanks-changed" if changed else "thanks"
            await tap.say("unsupported-noted" if verdict == "unsupported" else thanks)

    def _give(self, answer: str, n: int, person: int, verdict: Verdict) -> bool:
        """Whether the person had judged otherwise before."""
        with self._library.catalog.write() as connection:
            found = answers.find_answer(connection, answer)
            if n != feedback.WHOLE and n not in {each["n"] for each in found["citations"]}:
                raise NotFoundError(f"{answer}: there is no citation {n}.")
            return feedback.give(connection, answer, person, verdict, n=n)
