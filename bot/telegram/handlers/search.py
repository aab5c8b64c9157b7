"""``/search``, forwarded news and inline queries: passages without an answer."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from telegram.error import BadRequest

from bot import clock
from bot.answer.gaps import notes_on_lag, notes_on_slips
from bot.answer.reading import reordering
from bot.answer.retrieved import bounded
from bot.notes.interpretation import understood
from bot.store import chats
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.decorations import is_about_content
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.transport.addressing import replied
from bot.telegram.views import chat_texts
from bot.telegram.views.search_results import (
    INLINE_PAGE,
    inline_results,
    page_keyboard,
    pages,
    plain_results,
    render_page,
)
from index.errors import EmptyArchiveError
from index.models import Query
from index.planning.overview import names_topic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telegram import InlineKeyboardMarkup, InlineQuery, InlineQueryResultsButton, Update
    from telegram import InlineQueryResultArticle as InlineQueryResult
    from telegram.ext import ContextTypes

    from bot.store.chats import Seeker
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.library import Library
    from index.search.results import Found

    Context = ContextTypes.DEFAULT_TYPE

_log = logging.getLogger(__name__)
_MOST_HITS = 30
_LONGEST_QUERY = 1000
"""Characters of a forwarded text that are looked for: its headline and first paragraphs."""
PAGE = r"s:([A-Za-z0-9_-]{1,32}):([0-9]{1,2})"
"""The data of ◀ and ▶."""
_INLINE_SECONDS = 30


class Searching:
    """Handlers that end in passages."""

    def __init__(self, library: Library, courier: Courier) -> None:
        self._library = library
        self._courier = courier
        self._computing = bounded()

    async def search(self, came: Incoming) -> None:
        """``/search WORDS``, or in reply to them."""
        said = (came.argument or replied(came.message)).strip()
        if said:
            await self._first_page(came, said)
        else:
            await came.say("search-usage")

    async def forwarded(self, came: Incoming) -> None:
        """A piece of news that somebody forwards: what the archive has on it."""
        await self._first_page(came, came.text, forwarded=True)

    async def doubted(self, came: Incoming) -> None:
        """A reply that asks whether something is true: what the archive has on that."""
        target = came.message.reply_to_message
        said = replace(came, message=target) if target else came
        await self._first_page(came, replied(came.message), forwarded=True, asked=said.asked)

    async def tap(self, tap: Tap) -> None:
        """A tap on ◀ or ▶ of a search."""
        name, page = tap.found[1], int(tap.found[2])
        kept = await asyncio.to_thread(self._library.catalog.query, chats.find_search, name)
        if kept is None:
            await tap.say("search-gone")
            return
        await tap.end()
        chat_texts.speak(_kind(name)[0] or chat_texts.language())
        async with self._computing:
            shown = await asyncio.to_thread(self._page, name, *kept, page)
        await tap.show(*shown)

    async def inline(self, update: Update, _context: Context) -> None:
        """``@bot words`` in any chat: passages to send."""
        query = update.inline_query
        if query is None:
            return
        begin = int(query.offset) if query.offset.isdecimal() else 0
        results = await asyncio.to_thread(self._inline, query.query.strip(), begin)
        more = str(begin + INLINE_PAGE) if len(results) == INLINE_PAGE else ""
        await offer(query, results, more=more, cache_time=_INLINE_SECONDS)

    async def _first_page(
        self, came: Incoming, text: str, *, forwarded: bool = False, asked: datetime | None = None
    ) -> None:
        """What is found is owed, as an answer is; an edit of the message changes nothing."""
        owed = Obligation.of(came.update, came.message, reply=not came.private)
        if await self._courier.find(owed.id) is not None:
            return  # it is on its way, or was there before
        async with typing(came.bot, came.place):
            by = chats.Seeker(
                came.person.id if came.person else 0, asked or came.asked, clock.zone()
            )
            part = await self._found(by, text[:_LONGEST_QUERY], forwarded=forwarded)
        await self._courier.deliver(replace(owed, digest="").owing([part]))

    async def _found(self, by: Seeker, words: str, *, forwarded: bool) -> Part:
        try:
            prefix = f"{chat_texts.language()}_{_FORWARDED if forwarded else ''}"
            change = self._library.catalog.change
            name = await asyncio.to_thread(change, chats.keep_search, words, prefix=prefix, by=by)
            async with self._computing:
                return Part(*await asyncio.to_thread(self._page, name, words, by.at, 1))
        except EmptyArchiveError as exc:
            return Part(Rich().add(chat_texts.empty(exc)))

    def _page(
        self, name: str, words: str, asked: datetime, page: int
    ) -> tuple[Rich, InlineKeyboardMarkup | None]:
        """A page of a search, which is made anew: what was withdrawn meanwhile is not in it."""
        query = Query(words, k=_MOST_HITS, asked=asked)
        library = self._library
        forwarded = _kind(name)[1]
        find = library.retriever.find if forwarded else partial(reordering.search, library=library)
        found = find(query)
        slips = notes_on_slips(query, found, library) if page == 1 and not forwarded else ()
        page = min(max(page, 1), pages(found.hits))
        head = (
            chat_texts.say("forwarded-head")
            if forwarded
            else chat_texts.say("search-head", query=words)
        )
        content = render_page(
            found.hits,
            page=page,
            head=head,
            understood=understood(query, found.plan),
            unmet=found.unmet,
            stems=library.retriever.stems,
            notes=(*notes_on_lag(library), *slips),
        )
        watch = f"s:{name}" if not forwarded and names_topic(words) else None
        return content, page_keyboard(
            found.hits, page=page, data=lambda n: f"s:{name}:{n}", watch=watch
        )

    def _inline(self, words: str, begin: int) -> list[InlineQueryResult]:
        if not words:
            return []
        try:
            found: Found = self._library.retriever.find(
                Query(words, k=begin + INLINE_PAGE, asked=clock.now())
            )
        except EmptyArchiveError:
            return []
        return inline_results(found.hits[begin:], words, self._library.retriever.stems)


async def offer(
    query: InlineQuery,
    results: Sequence[InlineQueryResult],
    *,
    more: str = "",
    cache_time: int = 0,
    button: InlineQueryResultsButton | None = None,
) -> None:
    """Give somebody results to send, as mere words where Telegram refuses how they look."""
    give = partial(
        query.answer, cache_time=cache_time, is_personal=True, next_offset=more, button=button
    )
    try:
        await give(results)
    except BadRequest as exc:
        if not is_about_content(exc):
            return  # they typed on, and nobody waits for it
        _log.error("inline results are given as mere words: %s", exc)
        await give(plain_results(results))


_FORWARDED = "f_"
_ID = re.compile(rf"(?:({'|'.join(chat_texts.LANGUAGES)})_)?({_FORWARDED})?.*")
"""Ids of searches: pages keep the language of who searched, whoever turns them."""


def _kind(name: str) -> tuple[str | None, bool]:
    """In which language a search was made, and whether for a forwarded text."""
    found = _ID.fullmatch(name)
    return (found[1], bool(found[2])) if found else (None, False)
