"""``/stats``, ``/missed`` and ``/feedback``: how questions go, for admins."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardMarkup

from bot.store import feedback, usage_counts
from bot.telegram.delivery.formatted_text import Part, Rich, shorten
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.views import chat_texts
from bot.telegram.views.charts import can_draw, questions_a_day
from bot.telegram.views.pages import turning

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from bot.store.feedback import Judged
    from bot.store.usage_counts import Figures, Missed
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.library import Library

_DAYS, _MOST_DAYS = 30, 365
_DAY_SECONDS = 86_400.0
_MOST_MISSED = 20
"""Of a page."""
MISSED = r"i:(\d{1,5})"
"""The data of ◀ and ▶ below the questions that could not be answered."""
_FILE = "feedback.jsonl"
_LONGEST_QUESTION = 120
_LONGEST_TITLE = 80


class Insights:
    """Handlers for admins."""

    def __init__(self, library: Library, courier: Courier) -> None:
        self._catalog = library.catalog
        self._courier = courier

    async def stats(self, came: Incoming) -> None:
        """``/stats [DAYS]``: figures, and where it can be drawn a picture of them."""
        given = "".join(came.words)
        days = min(max(int(given), 1), _MOST_DAYS) if given.isdecimal() else _DAYS
        found, verdicts = await asyncio.to_thread(self._figures, days)
        said = figures_text(found, verdicts, days=days)
        if found.questions and not can_draw():
            said += f"\n\n{chat_texts.say('stats-no-picture')}"
        parts = [Part(Rich().add(said))]
        if found.questions and can_draw():
            drawn = await asyncio.to_thread(questions_a_day, found.by_day)
            parts.append(Part.enclosing("stats.png", drawn, shown=True))
        await self._owe(came, parts)

    async def missed(self, came: Incoming) -> None:
        """``/missed``: what the archive could not answer."""
        await came.reply(*await self._missed(1))

    async def turn(self, tap: Tap) -> None:
        """A tap on ◀ or ▶ below what could not be answered."""
        await tap.end()
        await tap.edit(*await self._missed(int(tap.found[1])))

    async def _missed(self, page: int) -> tuple[Rich, InlineKeyboardMarkup | None]:
        found = await asyncio.to_thread(self._catalog.query, usage_counts.missed)
        count = max(-(-len(found) // _MOST_MISSED), 1)
        page = min(max(page, 1), count)
        shown = found[(page - 1) * _MOST_MISSED : page * _MOST_MISSED]
        rows = turning(page, count, lambda n: f"i:{n}")
        return Rich().add(missed_text(shown)), InlineKeyboardMarkup(rows) if rows else None

    async def feedback(self, came: Incoming) -> None:
        """``/feedback``: what people judged, as a questions file."""
        found = await asyncio.to_thread(self._catalog.query, feedback.judged)
        if not found:
            await came.say("feedback-none")
            return
        caption = chat_texts.say("feedback-file", count=len(found))
        content = questions_file(found).encode()
        await self._owe(came, [Part.enclosing(_FILE, content, caption=caption)])

    async def _owe(self, came: Incoming, parts: Sequence[Part]) -> None:
        """Have it arrive for certain, and once."""
        owed = Obligation.of(came.update, came.message, reply=not came.private)
        if await self._courier.find(owed.id) is None:
            await self._courier.deliver(replace(owed, digest="").owing(parts))

    def _figures(self, days: int) -> tuple[Figures, Counter[str]]:
        since = time.time() - days * _DAY_SECONDS
        with self._catalog.read() as connection:
            asked = usage_counts.asked_since(connection, since)
            return usage_counts.figures(asked), feedback.counts(connection, since=since)


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
    and a refusal was right. Where headlines alone are quoted, their article is what is expected.
    Otherwise the question stands alone: nobody said what is right.
    """
    return "".join(json.dumps(_line(each), ensure_ascii=False) + "\n" for each in judged)


def _line(judged: Judged) -> dict[str, Any]:
    content: dict[str, Any] = judged.content
    line = {"question": content["understood"]["question"]}
    if judged.up <= judged.down:
        return line
    if content["refused"]:
        return {**line, "answerable": False}
    kept = [each for each in content["citations"] if not judged.flagged[each["n"]]]
    evidence = [
        {"title": each["title"], "fact": each["quote"]} for each in kept if not _is_title(each)
    ]
    if evidence:
        return {**line, "evidence": evidence, "answerable": True}
    return {**line, "article": kept[0]["title"], "answerable": True} if kept else line


def _is_title(citation: dict[str, Any]) -> bool:
    """Whether a headline is quoted, which no passage holds; answers of before quote text alone."""
    return bool(citation.get("in") == "title")
