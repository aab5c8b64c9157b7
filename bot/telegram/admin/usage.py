"""``/stats``, ``/missed`` and ``/feedback``: how questions go, for admins."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from bot.store import feedback, usage_counts
from bot.telegram.admin.charts import can_draw, questions_a_day
from bot.telegram.admin.files import send_file, send_picture
from bot.telegram.delivery.calls import Place, send
from bot.telegram.delivery.formatted_text import Rich, shorten
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.store.feedback import Judged
    from bot.store.usage_counts import Figures, Missed
    from bot.telegram.admin.runs import Reindexing
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_DAYS, _MOST_DAYS = 30, 365
_DAY_SECONDS = 86_400.0
_MOST_MISSED = 20
_FILE = "feedback.jsonl"
_LONGEST_QUESTION = 120
_LONGEST_TITLE = 80


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
            said += f"\n\n{chat_texts.say('stats-no-picture')}"
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
            await send(context.bot, place, Rich().add(chat_texts.say("feedback-none")))
            return
        caption = chat_texts.say("feedback-file", count=len(found))
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


def figures_text(found: Figures, verdicts: Counter[str], *, days: int) -> str:
    """What the last days came to."""
    if not found.questions or found.slowest is None:
        return chat_texts.say("stats-none", days=days)
    share = round(100 * found.refused / found.questions)
    lines = [
        chat_texts.say(
            "stats-head", days=days, questions=found.questions, refused=found.refused, share=share
        ),
        chat_texts.say("stats-times", median=f"{found.median:.1f}", late=f"{found.late:.1f}"),
        chat_texts.say(
            "stats-slowest",
            seconds=f"{found.slowest.seconds:.1f}",
            question=shorten(found.slowest.question, _LONGEST_QUESTION),
        ),
        chat_texts.say(
            "stats-thumbs",
            up=verdicts["up"],
            down=verdicts["down"],
            flags=verdicts["unsupported"],
        ),
    ]
    if found.cited:
        lines += ["", chat_texts.say("stats-cited")]
        for title, count in found.cited:
            said = chat_texts.say("stats-cited-line", count=count)
            lines.append(f"• {shorten(title, _LONGEST_TITLE)} — {said}")
    return "\n".join(lines)


def missed_text(found: Sequence[Missed]) -> str:
    """The questions that the archive could not answer."""
    if not found:
        return chat_texts.say("missed-none")
    lines = [
        f"• {shorten(each.question, _LONGEST_QUESTION)} — "
        f"{chat_texts.say('missed-times', count=each.count)}"
        for each in found
    ]
    return "\n".join([chat_texts.say("missed-head"), *lines])


def questions_file(judged: Sequence[Judged]) -> str:
    """JSON Lines that ``pressmark eval`` reads: what people agree with becomes what is expected.

    More thumbs up than down: an answer's quotes are evidence, without those that somebody flagged,
    and a refusal was right. Otherwise the question stands alone: nobody said what is right.
    """
    return "".join(json.dumps(_line(each), ensure_ascii=False) + "\n" for each in judged)


def _line(judged: Judged) -> dict[str, Any]:
    content: dict[str, Any] = judged.content
    line = {"question": content["understood"]["question"]}
    if judged.up <= judged.down:
        return line
    if content["refused"]:
        return {**line, "answerable": False}
    evidence = [
        {"title": each["title"], "fact": each["quote"]}
        for each in content["citations"]
        if not judged.flagged[each["n"]]
    ]
    return {**line, "evidence": evidence, "answerable": True} if evidence else line
