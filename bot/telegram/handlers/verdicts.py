"""Thumbs under an answer and flags under a card: kept once a person, and said thanks for."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from bot.store import answers, feedback
from bot.telegram.delivery.calls import toast
from bot.telegram.transport.callback_data import UNSUPPORTED
from bot.telegram.views import chat_texts
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.store.feedback import Verdict
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_THUMB = re.compile(r"f:([A-Za-z0-9_-]{1,32}):([ud])")
_VERDICTS: dict[str, Verdict] = {"u": "up", "d": "down"}


class Verdicts:
    """Handles 👍, 👎 and ⚑."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def tap(self, update: Update, _context: Context) -> None:
        """A tap on one of them."""
        query = update.callback_query
        if query is None:
            return
        data, person = query.data or "", query.from_user.id
        if found := _THUMB.fullmatch(data):
            said = await self._say(found[1], feedback.WHOLE, person, _VERDICTS[found[2]])
        elif found := UNSUPPORTED.fullmatch(data):
            said = await self._say(found[1], int(found[2]), person, "unsupported")
        else:
            said = chat_texts.say("answer-gone")
        await toast(query, said)

    async def _say(self, answer: str, n: int, person: int, verdict: Verdict) -> str:
        try:
            changed = await asyncio.to_thread(self._keep, answer, n, person, verdict)
        except NotFoundError:
            return chat_texts.say("answer-gone")
        if verdict == "unsupported":
            return chat_texts.say("unsupported-noted")
        return chat_texts.say("thanks-changed") if changed else chat_texts.say("thanks")

    def _keep(self, answer: str, n: int, person: int, verdict: Verdict) -> bool:
        with self._library.catalog.write() as connection:
            found = answers.find_answer(connection, answer)
            if n != feedback.WHOLE and n not in {each["n"] for each in found["citations"]}:
                raise NotFoundError(f"{answer}: there is no citation {n}.")
            return feedback.give(connection, answer, person, verdict, n=n)
