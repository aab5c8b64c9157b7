"""One obligation on its way: a message after the other, each written down when it is there."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.telegram.delivery.decorations import simpler
from bot.telegram.delivery.send_once import (
    change,
    find_lost,
    is_gone,
    is_passing,
    lacks_topic,
    may_have_arrived,
    newest_in,
    post,
    silence_after,
)
from bot.telegram.transport.limiter import urgency
from bot.telegram.transport.limits import Priority
from index.backoff import Backoff
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from telegram import Bot

    from bot.telegram.delivery.formatted_text import Part
    from bot.telegram.delivery.outbox import Obligation, Outbox
    from bot.telegram.transport.threads import Threads

    Next = tuple[str, int, int]

_log = logging.getLogger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_FAR = 20
"""Ids that may go by before the newest is written down again for a send."""


class Carriage:
    """Delivers one obligation, for as long as the bot ``holds`` its chat.

    ``unsure``: a message may have been sent that nobody knows of. ``sent`` are the ids of those
    that this process has sent and not yet written down, by what they are the next part of.
    """

    def __init__(
        self,
        bot: Bot,
        outbox: Outbox,
        threads: Threads,
        owed: Obligation,
        holds: Callable[[int], bool] = lambda _chat: True,
        *,
        unsure: bool,
        sent: MutableMapping[Next, int],
    ) -> None:
        self._holds = holds
        self._sent = sent
        self._bot = bot
        self._outbox = outbox
        self._threads = threads
        self._owed = owed
        self._unsure = unsure
        self._instead: Part | None = None

    async def run(self) -> None:
        """Deliver, trying again for as long as it may help.

        Raises:
            BusyError: another bot delivers it by now.
        """
        backoff = Backoff(
            _FIRST_PAUSE,
            _LONGEST_PAUSE,
            lambda exc: is_passing(exc) or isinstance(exc, CatalogError),
            pause=silence_after,
            say=self._say,
        )
        with urgency(Priority.FINAL):
            while self._owed.state == "due" and self._holds(self._owed.chat):
                try:
                    await backoff.run_async(self._step)
                except ChatMigrated as moved:
                    await self._follow(moved.new_chat_id)
                except TelegramError as exc:
                    await self._refused(exc)

    async def _step(self) -> None:
        """Get one message more into the chat, or take one away that is too many."""
        owed = self._owed
        if owed.state != "due":
            await self._keep()  # all of it is there, which could not be written down before
        elif owed.done < min(len(owed.parts), len(owed.sent)):
            await self._change(owed.sent[owed.done])
        elif owed.done < len(owed.parts):
            await self._send()
        else:
            for number in owed.sent[len(owed.parts) :]:
                with contextlib.suppress(BadRequest):
                    await self._bot.delete_message(owed.chat, number)
            sent = owed.sent[: len(owed.parts)]
            await self._keep(state="done", parts=(), sent=sent)

    async def _follow(self, chat: int) -> None:
        """The group is another chat now, whose messages have other numbers: the rest goes there."""
        newest = newest_in(self._bot, chat) if self._holds(chat) else None
        self._unsure = False  # what was sent to the group that was is there, or nowhere
        await self._keep(chat=chat, question=0, thread=None, reply=False, sent=(), after=newest)

    async def _change(self, message: int) -> None:
        """Turn a message that is there into the next part."""
        owed = self._owed
        try:
            await change(self._bot, owed.chat, message, self._part())
        except BadRequest as exc:
            if not is_gone(exc):
                raise
            await self._keep(sent=owed.sent[: owed.done])  # deleted: the rest comes below
        else:
            await self._arrived(owed.sent)

    async def _send(self) -> None:
        """Put the next part into the chat, unless it is there already."""
        part, found = self._part(), None
        if self._unsure:
            found = await self._find(part)
            self._unsure = False
        if found is None:
            await self._mark()
            found = await self._post(part)
        this = self._next
        self._sent[this] = found
        await self._arrived((*self._owed.sent, found), after=found)
        self._sent.pop(this, None)

    async def _arrived(self, sent: tuple[int, ...], **changes: object) -> None:
        """The next part stands in the chat; it may have been the last."""
        self._instead, done = None, self._owed.done + 1
        if done == len(self._owed.parts) >= len(sent):
            changes |= {"state": "done", "parts": ()}
        await self._keep(done=done, sent=sent, **changes)

    async def _find(self, part: Part) -> int | None:
        owed = self._owed
        if owed.after is None:
            return None
        known = await self._threads.store(self._outbox.sent_in, owed.chat)
        return await find_lost(
            self._bot,
            owed.chat,
            part,
            after=owed.after,
            known=known,
            own=self._sent.get(self._next),
        )

    @property
    def _next(self) -> Next:
        return self._owed.id, self._owed.chat, self._owed.done

    async def _mark(self) -> None:
        """Write down the newest known message, where a lost one would be hard to find."""
        newest = newest_in(self._bot, self._owed.chat)
        if not newest:  # a process that has just begun has met none, but others have sent some
            sent = await self._threads.store(self._outbox.sent_in, self._owed.chat)
            newest = max(sent, default=0)
        if self._owed.after is None or newest - self._owed.after > _FAR:
            await self._keep(after=newest)

    async def _post(self, part: Part) -> int:
        place = self._owed.place
        if self._owed.done:
            place = replace(place, reply_to=None)
        try:
            message = await post(self._bot, place, part)
        except TelegramError as exc:
            self._unsure = may_have_arrived(exc)
            raise
        return message.message_id

    def _part(self) -> Part:
        """The next part; without what Telegram refused of it."""
        return self._instead or self._owed.part(self._owed.done)

    async def _refused(self, error: TelegramError) -> None:
        """Try it more simply, else give it up."""
        if lacks_topic(error) and self._owed.thread is not None:
            sent = self._owed.sent[: self._owed.done]  # the rest comes below, outside
            await self._keep(thread=None, reply=False, sent=sent)
        elif instead := simpler(self._part(), error):
            _log.error("%s is sent more simply: %s", self._owed.id, error)
            self._instead = instead
        else:
            _log.error("%s was refused and is given up: %s", self._owed.id, error)
            await self._keep(state="refused", parts=())

    async def _keep(self, **changes: object) -> None:
        self._owed = replace(self._owed, **changes)  # type: ignore[arg-type]
        await self._threads.store(self._outbox.advance, self._owed)

    def _say(self, error: BaseException, pause: float, _failures: int) -> None:
        _log.warning(
            "%s is not delivered yet, trying again in %.0f s: %s", self._owed.id, pause, error
        )
