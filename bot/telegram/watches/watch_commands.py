"""``/watch`` and ``/watches``, the buttons that watch, end and change, and "Ask about this"."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from telegram import ChatMember

from bot import clock
from bot.store import answers, chats
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, name_of
from bot.telegram.transport import callback_data
from bot.telegram.transport.addressing import replied
from bot.telegram.updates.turns import conversation, thread_of
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import render
from bot.telegram.watches import watch_pages
from bot.watches import hours, watchlist
from bot.watches.subjects import is_watchable
from bot.watches.watchlist import MOST, Wish
from index.catalog.articles import full_articles
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import MaybeInaccessibleMessage, Update

    from bot.answer.answerer import Answerer
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.people.access import Access, Leadership
    from bot.watches.watchlist import Watch
    from index.library import Library

_FROM_ANSWER = r"k:w:([A-Za-z0-9_-]{1,32})"
_FROM_SEARCH = r"k:s:([A-Za-z0-9_-]{1,32})"
_ENDS = r"k:e:([A-Za-z0-9_-]{1,16}):([0-9]{1,3}|n)"
_HOUR = r"k:h:([A-Za-z0-9_-]{1,16}):([0-9]{1,3}):([01]?[0-9]|2[0-3]|n)"
_TURNS = r"k:p:([0-9]{1,3})"
"""The data of the buttons that watch, end, change and turn pages."""
_LONGEST = 200
"""Characters of what is watched: more is a text and no topic."""
_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


class Watches:
    """Handlers. A watch is its chat's: in a group whoever made it ends it, and whoever leads."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        courier: Courier,
        access: Access,
        leadership: Leadership,
        pages: str | None = None,
    ) -> None:
        """``pages`` is the public address below which answers are."""
        self._catalog = library.catalog
        self._answerer = answerer
        self._courier = courier
        self._access = access
        self._leadership = leadership
        self._pages = pages

    @property
    def taps(self) -> dict[str, Callable[[Tap], Awaitable[None]]]:
        """What each button leads to, by its data."""
        return {
            _FROM_ANSWER: self.from_answer,
            _FROM_SEARCH: self.from_search,
            _ENDS: self.end,
            _HOUR: self.choose_hour,
            _TURNS: self.turn,
            callback_data.ABOUT.pattern: self.ask,
        }

    async def watch(self, came: Incoming) -> None:
        """``/watch WORDS``, ``/watch WORDS daily 9``, or in reply to the words."""
        words, hour = hours.parted(came.argument or replied(came.message))
        if not words or came.person is None:
            await came.say("watch-usage")
            return
        wish = self._wish(came.message, came.person.id, words, hour)
        part = await asyncio.to_thread(self._make, wish)
        await came.reply(part.content, part.keyboard)

    async def from_answer(self, tap: Tap) -> None:
        """A tap on "Watch this" under an answer or a refusal: what was asked is watched."""
        query = self._catalog.query
        try:
            found = await asyncio.to_thread(query, answers.find_answer, tap.found[1])
        except NotFoundError:
            await tap.say("answer-gone")
        else:
            await self._begin(tap, str(found["understood"]["question"]))

    async def from_search(self, tap: Tap) -> None:
        """The same under a search."""
        found = await asyncio.to_thread(self._catalog.query, chats.find_search, tap.found[1])
        if found is None:
            await tap.say("search-gone")
        else:
            await self._begin(tap, found[0])

    async def show(self, came: Incoming) -> None:
        """``/watches``: what is watched in this chat."""
        part = watch_pages.listed(await self._here(came.message), 1)
        await came.reply(part.content, part.keyboard)

    async def turn(self, tap: Tap) -> None:
        """A tap on ◀ or ▶."""
        await tap.end()
        await self._show_list(tap, int(tap.found[1]))

    async def end(self, tap: Tap) -> None:
        """A tap that ends a watch."""
        watch = await self._theirs(tap)
        if watch is None:
            return
        await asyncio.to_thread(self._catalog.change, watchlist.end, [watch.id])
        await tap.say("watch-ended", words=watch.words)
        if tap.found[2] == watch_pages.ALONE:
            await tap.edit(Rich().add(chat_texts.say("watch-ended", words=watch.words)))
        elif tap.found[2] != watch_pages.BESIDE:
            await self._show_list(tap, int(tap.found[2]))

    async def choose_hour(self, tap: Tap) -> None:
        """A tap that has it told daily, or at once."""
        watch = await self._theirs(tap)
        if watch is None:
            return
        hour = None if tap.found[3] == "n" else int(tap.found[3])
        await asyncio.to_thread(self._catalog.change, watchlist.choose_hour, watch.id, hour)
        await tap.end()
        changed = await asyncio.to_thread(self._catalog.query, watchlist.find, watch.id)
        if changed and tap.found[2] == watch_pages.ALONE:
            part = watch_pages.made(changed, new=True)
            await tap.edit(part.content, part.keyboard)
        else:
            await self._show_list(tap, int(tap.found[2]))

    async def ask(self, tap: Tap) -> None:
        """A tap on "Ask about this": its headline is asked, and answered below."""
        query = self._catalog.query
        try:
            article = await asyncio.to_thread(query, full_articles.whole, tap.found[1])
        except NotFoundError:
            await tap.say("no-article")
            return
        if article.withdrawn:
            await tap.say("withdrawn")
            return
        await tap.end()
        owed = Obligation.below(name_of(tap.update, tap.message), tap.message)
        if await self._courier.find(owed.id) is None:
            async with typing(tap.bot, tap.place):
                answer = await self._answerer.answer(
                    article.card.title, conversation=conversation(tap.update), asked=clock.now()
                )
            shares = bool(tap.bot.supports_inline_queries)
            parts = render(answer, username=tap.bot.username, shares=shares, pages=self._pages)
            await self._courier.deliver(owed.owing(parts))

    async def left(self, update: Update, _context: Any) -> None:
        """The bot was blocked, or put out of a group: nothing is watched there any more."""
        change = update.my_chat_member
        if change is not None and change.new_chat_member.status in _GONE:
            await asyncio.to_thread(self._end_all, change.chat.id)

    def _end_all(self, chat: int) -> None:
        with self._catalog.write() as connection:
            here = watchlist.of_chat(connection, self._access.moves.newest(chat))
            watchlist.end(connection, [each.id for each in here])

    def _wish(
        self, message: MaybeInaccessibleMessage, person: int, words: str, hour: int | None
    ) -> Wish:
        chat = self._access.moves.newest(message.chat.id)
        spoken = chat_texts.language()
        return Wish(chat, person, words, spoken, hour=hour, thread=thread_of(message))

    async def _begin(self, tap: Tap, words: str) -> None:
        """Watch the words that a button stands for."""
        await tap.end()
        wish = self._wish(tap.message, tap.person.id, words, None)
        part = await asyncio.to_thread(self._make, wish)
        await tap.send(part.content, part.keyboard)

    def _make(self, wish: Wish) -> Part:
        """Make the watch; what is said of it, or of why there is none."""
        if len(wish.words) > _LONGEST:
            return Part(Rich().add(chat_texts.say("watch-too-long", most=_LONGEST)))
        if not is_watchable(wish.words):
            return Part(Rich().add(chat_texts.say("watch-no-topic")))
        made = self._catalog.change(watchlist.make, wish)
        if made is None:
            return Part(Rich().add(chat_texts.say("watch-most", most=MOST)))
        return watch_pages.made(made[0], new=made[1])

    async def _here(self, message: MaybeInaccessibleMessage) -> list[Watch]:
        chat = self._access.moves.newest(message.chat.id)
        return await asyncio.to_thread(self._catalog.query, watchlist.of_chat, chat)

    async def _show_list(self, tap: Tap, page: int) -> None:
        part = watch_pages.listed(await self._here(tap.message), page)
        await tap.show(part.content, part.keyboard)

    async def _theirs(self, tap: Tap) -> Watch | None:
        """The watch, where it is there and theirs to change; else it is said."""
        watch = await asyncio.to_thread(self._catalog.query, watchlist.find, tap.found[1])
        chat = tap.message.chat
        if watch is None or watch.chat != self._access.moves.newest(chat.id):
            await tap.say("watch-gone")
        elif watch.person == tap.person.id or await self._leadership.of(chat, tap.person):
            return watch
        else:
            await tap.say("watch-not-yours")
        return None
