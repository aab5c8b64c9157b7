"""``/article`` and ``/sources``: reading in the chat, and what there is to read."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.helpers import create_deep_linked_url

from bot.notes.phrases import remarked, told
from bot.telegram.delivery.calls import Place, send, show, toast
from bot.telegram.delivery.formatted_text import Rich, join, shorten, usable_url
from bot.telegram.transport.callback_data import ARTICLE_LINK
from bot.telegram.updates.turns import thread_of
from bot.telegram.views import chat_texts
from bot.telegram.views.card import head, with_address
from bot.telegram.views.pages import cut, turning
from index.catalog.articles import full_articles
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Update
    from telegram.ext import ContextTypes

    from index.catalog.articles.full_articles import Outlet, WholeArticle
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_OPENS = re.compile(r"([ap]):([A-Za-z0-9_-]{1,32}):([0-9]{1,3})")
_OUTLETS = re.compile(r"o:([0-9]{1,4})")
_A_PAGE = 20
_LONGEST_NAME = 60
_BETWEEN = "\n\n"


class Articles:
    """Handlers that show articles whole, and outlets."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def article(self, update: Update, context: Context) -> None:
        """``/article ID`` or ``/article URL``."""
        message, given = update.message, " ".join(context.args or ())
        if message is None:
            return
        if not given:
            usage = Rich().add(chat_texts.say("article-usage"))
            await send(context.bot, Place.beside(message), usage)
            return
        await send(context.bot, Place.beside(message), *await self._page(given, 1))

    async def link(self, update: Update, context: Context, payload: str) -> None:
        """``/start a_<article>``: the first page."""
        found = ARTICLE_LINK.fullmatch(payload)
        if update.message is not None and found:
            shown = await self._page(found[1], 1)
            await send(context.bot, Place.beside(update.message), *shown)

    async def tap(self, update: Update, context: Context) -> None:
        """A tap that opens an article in a new message, or turns the page of one."""
        query = update.callback_query
        found = _OPENS.fullmatch(query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        kind, article, page = found[1], found[2], int(found[3])
        if kind == "a" and query.message.chat.type != Chat.PRIVATE:
            await toast(query, url=create_deep_linked_url(context.bot.username, f"a_{article}"))
            return
        await toast(query)
        shown = await self._page(article, page)
        if kind == "a":
            place = Place(query.message.chat.id, thread_of(query.message))
            await send(context.bot, place, *shown)
        else:
            await show(context.bot, query.message, *shown)

    async def sources(self, update: Update, context: Context) -> None:
        """``/sources``: the outlets, with how many articles and of which days."""
        if update.message is not None:
            shown = await self._outlets(1)
            await send(context.bot, Place.beside(update.message), *shown)

    async def turn(self, update: Update, context: Context) -> None:
        """A tap on ◀ or ▶ below the outlets."""
        query = update.callback_query
        found = _OUTLETS.fullmatch(query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await toast(query)
        await show(context.bot, query.message, *await self._outlets(int(found[1])))

    async def _page(self, name: str, page: int) -> tuple[Rich, InlineKeyboardMarkup | None]:
        try:
            found = await asyncio.to_thread(self._find, name)
        except NotFoundError:
            return Rich().add(chat_texts.say("no-article")), None
        return render_article(found, page)

    async def _outlets(self, page: int) -> tuple[Rich, InlineKeyboardMarkup | None]:
        return render_outlets(await asyncio.to_thread(self._list), page)

    def _find(self, name: str) -> WholeArticle:
        with self._library.catalog.read() as connection:
            return full_articles.whole(connection, name)

    def _list(self) -> list[Outlet]:
        with self._library.catalog.read() as connection:
            return full_articles.outlets(connection)


def render_article(found: WholeArticle, page: int) -> tuple[Rich, InlineKeyboardMarkup | None]:
    """A page of an article, with its head, and what it says about itself on the first."""
    parts = [head(found.card)]
    if found.withdrawn:
        parts.append(Rich().add(chat_texts.say("withdrawn"), MessageEntity.ITALIC))
        return join(parts, _BETWEEN), None
    pieces = cut(found.text)
    page = min(max(page, 1), len(pieces))
    parts[0] = with_address(found.card)
    if page == 1:
        said = [told(remarked(each)) for each in found.said]
        parts += [Rich().add(each, MessageEntity.ITALIC) for each in said]
    if pieces[page - 1]:
        parts.append(Rich().add(pieces[page - 1]))
    rows = turning(page, len(pieces), lambda n: f"p:{found.card.article}:{n}")
    if url := usable_url(found.card.url):
        rows.append([InlineKeyboardButton(chat_texts.say("open-article"), url=url)])
    return join(parts, _BETWEEN), InlineKeyboardMarkup(rows) if rows else None


def render_outlets(found: Sequence[Outlet], page: int) -> tuple[Rich, InlineKeyboardMarkup | None]:
    """A page of outlets, twenty of them, below how many there are."""
    count = max(-(-len(found) // _A_PAGE), 1)
    page = min(max(page, 1), count)
    articles = sum(outlet.articles for outlet in found)
    content = Rich().add(chat_texts.say("sources-head", outlets=len(found), articles=articles))
    for outlet in found[(page - 1) * _A_PAGE : page * _A_PAGE]:
        name = shorten(outlet.name or chat_texts.say("sources-nameless"), _LONGEST_NAME)
        content.add("\n• ").add(name, MessageEntity.BOLD).add(f" — {_line(outlet)}")
    rows = turning(page, count, lambda n: f"o:{n}")
    return content, InlineKeyboardMarkup(rows) if rows else None


def _line(outlet: Outlet) -> str:
    """``12 articles, 3 May 2023 – 4 June 2024``."""
    said_count = chat_texts.say("sources-line", count=outlet.articles)
    days = dict.fromkeys(chat_texts.day(each) for each in (outlet.first, outlet.last) if each)
    return f"{said_count}, {' – '.join(days) or chat_texts.say('undated')}"
