"""Showing an answer while a language model writes it, and the buttons that stop that.

In private as a draft of Telegram's, which the answer replaces; in groups, and where there are no
drafts, as a message that becomes the answer. Frames are a courtesy: one that finds no room, or
that Telegram refuses, is left out, and none delays the answer.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.answer.writing.answer_progress import Progress
from bot.telegram.delivery.formatted_text import Part
from bot.telegram.delivery.send_once import change, find_lost, may_have_arrived, post
from bot.telegram.transport.limiter import SkippedError, urgency
from bot.telegram.transport.limits import Priority
from bot.telegram.views.preview_frames import frame, stop_keyboard, stopping

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, Self

    from telegram import Bot, Update

    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Tap
    from bot.telegram.delivery.outbox import Obligation

_log = logging.getLogger(__name__)
_QUIET_SECONDS = 0.7
"""What is answered sooner shows no frames."""
_DRAFT_SECONDS, _PRIVATE_SECONDS, _GROUP_SECONDS = 1.0, 1.5, 3.5
_REPEAT_SECONDS = 20.0
"""A draft vanishes after thirty seconds (Bot API, sendMessageDraft)."""
_LAST_FRAME_SECONDS = 3.0
STOPPED = "stopped_message_generation"
"""The update of Telegram's own Stop button (Bot API 10.3)."""


@dataclass(eq=False, slots=True)
class _Live:
    """An answer that is being made, and who may stop it."""

    person: int
    stop: Callable[[], object] = int  # nothing, until there is something to stop


class Previews:
    """Knows which answers are being made, and whether this Bot API has drafts."""

    def __init__(self, bot: Bot, courier: Courier) -> None:
        self.bot = bot
        self.courier = courier
        self.drafts = True
        self.live: dict[str, _Live] = {}

    async def tap(self, tap: Tap) -> None:
        """A tap on Stop; only who asked may, and of a group, whoever is in it."""
        live = self.live.get(tap.found[1])
        late = live is None or (live.person > 0 and live.person != tap.person.id)
        await tap.end(stopping(late=late))
        if live and not late:
            live.stop()

    async def stopped(self, update: Update, _context: Any) -> None:
        """Telegram's own Stop button under a draft."""
        given = (update.api_kwargs or {}).get(STOPPED)
        if isinstance(given, dict):
            live = self.live.get(str(given.get("draft_id")))
            if live:
                live.stop()

    def show(self, owed: Obligation, person: int, *, frames: bool) -> Preview:
        """The preview of an answer, for an ``async with`` block that makes it.

        Without ``frames`` nothing is shown.
        """
        return Preview(self, owed, _Live(person), frames=frames)


class Preview:
    """Frames of one answer while the block lasts; none is on its way behind it.

    ``owed`` has, then, the message that is to become the answer.
    """

    def __init__(self, previews: Previews, owed: Obligation, live: _Live, *, frames: bool) -> None:
        self.owed = owed
        self.progress = Progress(self._see)
        self._all = previews
        self._draft = secrets.randbelow(2**31 - 1) + 1
        self._live = live
        self._frames = frames
        self._news, self._over = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        if self._frames:
            self._live.stop = self.progress.stop
            self._all.live[str(self._draft)] = self._live
            self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the frame that is on its way arrive, so that none comes behind the answer.

        Where the making was cut off no answer comes, and nobody waits.
        """
        self._all.live.pop(str(self._draft), None)
        self._over.set()
        self._news.set()
        if self._task is not None:
            cut_off = kind is not None and issubclass(kind, asyncio.CancelledError)
            await asyncio.wait({self._task}, timeout=0 if cut_off else _LAST_FRAME_SECONDS)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _see(self, _stage: object) -> None:
        self._news.set()

    async def _run(self) -> None:
        await self._pause(_QUIET_SECONDS)
        try:
            while not self._over.is_set():
                self._news.clear()
                await self._pause(await self._frame())
                await self._wait_for_news()
        except TelegramError as exc:
            _log.info("the preview of %s is given up: %s", self.owed.id, exc)

    async def _frame(self) -> float:
        """Show the newest stage; seconds until the next."""
        private = self.owed.chat > 0
        try:
            if private and self._all.drafts and not self.owed.sent:
                await self._show_draft()
                if self._all.drafts:
                    return _DRAFT_SECONDS
            await self._show_message()
        except SkippedError:
            pass
        return _PRIVATE_SECONDS if private else _GROUP_SECONDS

    async def _show_draft(self) -> None:
        said = frame(self.progress.stage)
        try:
            await self._all.bot.send_message_draft(
                self.owed.chat,
                self._draft,
                said.text,
                message_thread_id=self.owed.thread,
                entities=said.entities,
                api_kwargs={"can_stop": True, "keep_on_stop": True},
            )
        except (BadRequest, InvalidToken) as exc:  # the library's name for an unknown method
            _log.warning("drafts are not shown any more: %s", exc)
            self._all.drafts = False

    async def _show_message(self) -> None:
        """Send the message that becomes the answer, or change it."""
        part = Part(frame(self.progress.stage), stop_keyboard(str(self._draft)))
        if not self.owed.sent:
            await self._open(part)
            return
        with urgency(Priority.FRAME):
            await change(self._all.bot, self.owed.chat, self.owed.sent[0], part)

    async def _open(self, part: Part) -> None:
        """Send it, so that also the next process knows which message to change."""
        bot, courier = self._all.bot, self._all.courier
        found = None
        if self.owed.after is not None:  # begun by the last process, or lost on the way
            found = await find_lost(bot, self.owed.chat, part, after=self.owed.after)
        if found is None:
            self.owed = await courier.keep(self.owed)
            message = await self._send(part)
            if message is None:
                return
            found = message
        self.owed = await courier.advance(replace(self.owed, sent=(found,)))

    async def _send(self, part: Part) -> int | None:
        try:
            message = await post(self._all.bot, self.owed.place, part)
        except TelegramError as exc:
            if may_have_arrived(exc):
                return None
            raise
        return message.message_id

    async def _wait_for_news(self) -> None:
        """Until there is another stage, or until a draft must be repeated."""
        try:
            async with asyncio.timeout(_REPEAT_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return
