"""``/stats``, ``/missed`` and ``/feedback``: how questions go, for admins."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.store import feedback, usage_counts
from bot.telegram import texts
from bot.telegram.delivery import Place, send
from bot.telegram.drawing import can_draw, questions_a_day
from bot.telegram.files import send_file, send_picture
from bot.telegram.rich import Rich
from bot.telegram.sheets import figures_text, missed_text, questions_file

if TYPE_CHECKING:
    from collections import Counter

    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.store.feedback import Judged
    from bot.store.usage_counts import Figures, Missed
    from bot.telegram.reindexing import Reindexing
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_DAYS, _MOST_DAYS = 30, 365
_DAY_SECONDS = 86_400.0
_MOST_MISSED = 20
_FILE = "feedback.jsonl"


class Insights:
    """Handlers for admins."""

    def __init__(self, library: Library, reindexing: Reindexing) -> None:
        self._library = library
        self._reindexing = reindexing

    async def stats(self, update: Update, context: Context) -> None:
        """``/stats [DAYS]``: figures, and where it can be drawn a picture of them."""
        message = update.message
        if message is None or not await self._reindexing.is_admin(update, context):
            return
        given = "".join(context.args or ())
        days = min(max(int(given), 1), _MOST_DAYS) if given.isdecimal() else _DAYS
        found, verdicts = await asyncio.to_thread(self._figures, days)
        place, said = Place.beside(message), figures_text(found, verdicts, days=days)
        if found.questions and not can_draw():
            said += f"\n\n{texts.say('stats-no-picture')}"
        await send(context.bot, place, Rich().add(said))
        if found.questions and can_draw():
            drawn = await asyncio.to_thread(questions_a_day, found.by_day)
            await send_picture(context.bot, place, drawn)

    async def missed(self, update: Update, context: Context) -> None:
        """``/missed``: what the archive could not answer."""
        message = update.message
        if message is None or not await self._reindexing.is_admin(update, context):
            return
        found = await asyncio.to_thread(self._missed)
        await send(context.bot, Place.beside(message), Rich().add(missed_text(found)))

    async def feedback(self, update: Update, context: Context) -> None:
        """``/feedback``: what people judged, as a questions file."""
        message = update.message
        if message is None or not await self._reindexing.is_admin(update, context):
            return
        found, place = await asyncio.to_thread(self._judged), Place.beside(message)
        if not found:
            await send(context.bot, place, Rich().add(texts.say("feedback-none")))
            return
        caption = texts.say("feedback-file", count=len(found))
        await send_file(context.bot, place, questions_file(found), name=_FILE, caption=caption)

    def _figures(self, days: int) -> tuple[Figures, Counter[str]]:
        since = time.time() - days * _DAY_SECONDS
        with self._library.catalog.read() as connection:
            asked = usage_counts.asked_since(connection, since)
            return usage_counts.figures(asked), feedback.counts(connection, since=since)

    def _missed(self) -> list[Missed]:
        with self._library.catalog.read() as connection:
            return usage_counts.missed(connection, limit=_MOST_MISSED)

    def _judged(self) -> list[Judged]:
        with self._library.catalog.read() as connection:
            return feedback.judged(connection)
