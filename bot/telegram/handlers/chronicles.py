"""``/timeline``, ``/latest``, ``/digest`` and ``/quotes``: what is told of many articles."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.retrieved import bounded
from bot.answer.stories.reporter import Reporter
from bot.answer.stories.testimony import person_and_topic
from bot.store import answers, chats
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, name_of
from bot.telegram.transport.addressing import replied
from bot.telegram.views import chat_texts
from bot.telegram.views.account_pages import page_of
from bot.telegram.views.charts import can_draw, coverage
from index.errors import EmptyArchiveError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from telegram import Update

    from bot.answer.stories.accounts import Account
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.library import Library

TURNS = r"t:([A-Za-z0-9_-]{1,32}):([0-9]{1,3})"
DRAWS = r"g:([A-Za-z0-9_-]{1,32})"
"""The data of ◀ and ▶, and of the picture."""
_TIMELINE, _LATEST, _DIGEST, _QUOTES = "t_", "l_", "d_", "q_"
"""How the names of accounts begin, which says what they are."""
_HEADS = {
    _TIMELINE: "timeline-head",
    _LATEST: "latest-head",
    _DIGEST: "digest-head",
    _QUOTES: "quotes-head",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be told: words, and since when something counts as new."""

    words: str
    since: float | None = None

    def as_text(self) -> str:
        """How it is kept with the searches."""
        return f"{'' if self.since is None else self.since}\n{self.words}"

    @classmethod
    def of(cls, kept: str) -> Order:
        """What was kept."""
        since, _, words = kept.partition("\n")
        return cls(words, float(since) if since else None)


class Chronicles:
    """Handlers that end in an account. A page is made anew: nothing withdrawn is on it."""

    def __init__(
        self, library: Library, courier: Courier, give_back: Callable[[Update], Awaitable[None]]
    ) -> None:
        """``give_back`` takes back what an update cost."""
        self._library = library
        self._courier = courier
        self._give_back = give_back
        self._reporter = Reporter(library)
        self._computing = bounded()

    async def timeline(self, came: Incoming) -> None:
        """``/timeline WORDS``, or in reply to them."""
        if words := _words(came):
            await self._answer(came, _TIMELINE, Order(words))
        else:
            await came.say("timeline-usage")

    async def quotes(self, came: Incoming) -> None:
        """``/quotes PERSON about WORDS``, or in reply to them."""
        if words := _words(came):
            await self._answer(came, _QUOTES, Order(words))
        else:
            await came.say("quotes-usage")

    async def latest(self, came: Incoming) -> None:
        """``/latest [WORDS]``: what came in since they last looked, with how each begins."""
        await self._look(came, _LATEST)

    async def digest(self, came: Incoming) -> None:
        """``/digest [WORDS]``: the same in a line a story."""
        await self._look(came, _DIGEST)

    async def turn(self, tap: Tap) -> None:
        """A tap on ◀ or ▶."""
        name = tap.found[1]
        kept = await asyncio.to_thread(self._library.catalog.query, chats.find_search, name)
        if kept is None:
            await tap.say("search-gone")
            return
        await tap.end()
        try:
            part = await self._part(name, *kept, int(tap.found[2]), tap.bot.username)
        except EmptyArchiveError as exc:
            part = Part(Rich().add(chat_texts.empty(exc)))
        await tap.show(part.content, part.keyboard)

    async def draw(self, tap: Tap) -> None:
        """A tap that asks for the coverage of a story over time, as a picture."""
        name = tap.found[1]
        kept = await asyncio.to_thread(self._library.catalog.query, chats.find_search, name)
        if kept is None or not can_draw():
            await tap.say("search-gone")
            return
        await tap.end()
        owed = Obligation.at(name_of(tap.update, tap.message), tap.place)
        if await self._courier.find(owed.id) is not None:
            return  # it is on its way, or was there before
        told = await self._told(name, *kept)
        if told.coverage():
            drawn = await asyncio.to_thread(coverage, told.coverage())
            picture = Part.enclosing("coverage.png", drawn, shown=True)
            await self._courier.deliver(owed.owing([picture]))

    async def tell(self, tap: Tap) -> None:
        """A tap under an answer that tells a story: its steps, in a message below."""
        try:
            found = await asyncio.to_thread(
                self._library.catalog.query, answers.find_answer, tap.found[1]
            )
        except NotFoundError:
            await self._give_back(tap.update)
            await tap.say("answer-gone")
            return
        await tap.end()
        owed = Obligation.below(name_of(tap.update, tap.message), tap.message)
        if await self._courier.find(owed.id) is None:
            async with typing(tap.bot, tap.place):
                order = Order(str(found["understood"]["question"]))
                part = await self._first(tap, _TIMELINE, order)
            await self._courier.deliver(owed.owing([part]))

    async def _look(self, came: Incoming, kind: str) -> None:
        """What is new; they looked only once it is owed to them."""
        chat, person = came.message.chat.id, came.person.id if came.person else 0
        now, query = time.time(), self._library.catalog.query
        since = await asyncio.to_thread(query, chats.last_look, chat, person)
        await self._answer(came, kind, Order(_words(came), since))
        change = self._library.catalog.change
        await asyncio.to_thread(change, chats.look, chat, person, now)

    async def _answer(self, came: Incoming, kind: str, order: Order) -> None:
        """The first page is owed, as an answer is; an edit of the message changes nothing."""
        owed = Obligation.of(came.update, came.message, reply=not came.private)
        if await self._courier.find(owed.id) is not None:
            return  # it is on its way, or was there before
        async with typing(came.bot, came.place):
            part = await self._first(came, kind, order)
        await self._courier.deliver(replace(owed, digest="").owing([part]))

    async def _first(self, what: Incoming | Tap, kind: str, order: Order) -> Part:
        """The first page; where nothing can be told of anything it costs nothing."""
        change = self._library.catalog.change
        name = await asyncio.to_thread(change, chats.keep_search, order.as_text(), prefix=kind)
        try:
            return await self._part(name, order.as_text(), None, 1, what.bot.username)
        except EmptyArchiveError as exc:
            await self._give_back(what.update)
            return Part(Rich().add(chat_texts.empty(exc)))

    async def _part(
        self, name: str, kept: str, asked: datetime | None, page: int, username: str
    ) -> Part:
        told = await self._told(name, kept, asked)
        words, head = Order.of(kept).words, chat_texts.say(_HEADS[name[:2]])
        head = f"{head}: {words}" if words else head
        return page_of(told, page, head=head, username=username)

    async def _told(self, name: str, kept: str, asked: datetime | None) -> Account:
        async with self._computing:
            return await asyncio.to_thread(self._tell, name, Order.of(kept), asked)

    def _tell(self, name: str, order: Order, asked: datetime | None) -> Account:
        kind, reporter = name[:2], self._reporter
        if kind == _TIMELINE:
            return reporter.timeline(order.words, asked=asked, name=name)
        if kind == _QUOTES:
            person, topic = person_and_topic(order.words)
            return reporter.quotes(person, topic, asked=asked, name=name)
        digest = kind == _DIGEST
        return reporter.latest(
            order.words, since=order.since, digest=digest, asked=asked, name=name
        )


def _words(came: Incoming) -> str:
    """What stands behind a command, else what it replies to."""
    return " ".join(came.words) or replied(came.message).strip()
