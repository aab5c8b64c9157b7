"""``/article`` and ``/sources``: reading in the chat, and what there is to read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.helpers import create_deep_linked_url

from bot.notes.phrases import remarked, told
from bot.telegram.delivery.formatted_text import Rich, join, shorten, usable_url
from bot.telegram.transport.addressing import links
from bot.telegram.views import chat_texts
from bot.telegram.views.card import head, with_address
from bot.telegram.views.pages import cut, turning
from index.catalog.articles import full_articles
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.catalog.articles.full_articles import Outlet, WholeArticle
    from index.library import Library

OPENS = r"([ap]):([A-Za-z0-9_-]{1,32}):([0-9]{1,3})"
OUTLETS = r"o:([0-9]{1,4})"
"""The data of the buttons."""
_A_PAGE = 20
_LONGEST_NAME = 60
_BETWEEN = "\n\n"


class Articles:
    """Handlers that show articles whole, and outlets."""

    def __init__(self, library: Library) -> None:
        self._catalog = library.catalog

    async def article(self, came: Incoming) -> None:
        """``/article ID`` or ``/article URL``."""
        if came.words:
            await self.open(came, " ".join(came.words))
        else:
            await came.say("article-usage")

    async def link(self, came: Incoming) -> None:
        """A message that is a link: the article that stands there."""
        await came.reply(*await self._page(links(came.message)[0], 1, gone="no-link"))

    async def open(self, came: Incoming, name: str) -> None:
        """The first page of an article, as an answer."""
        await came.reply(*await self._page(name, 1))

    async def tap(self, tap: Tap) -> None:
        """A tap that opens an article in a new message, or turns the page of one."""
        kind, article, page = tap.found[1], tap.found[2], int(tap.found[3])
        if kind == "a" and not tap.private:
            await tap.end(url=create_deep_linked_url(tap.bot.username, f"a_{article}"))
            return
        await tap.end()
        shown = await self._page(article, page)
        if kind == "a":
            await tap.send(*shown)
        else:
            await tap.show(*shown)

    async def sources(self, came: Incoming) -> None:
        """``/sources``: the outlets, with how many articles and of which days."""
        await came.reply(*await self._outlets(1))

    async def turn(self, tap: Tap) -> None:
        """A tap on ◀ or ▶ below the outlets."""
        await tap.end()
        await tap.show(*await self._outlets(int(tap.found[1])))

    async def _page(
        self, name: str, page: int, *, gone: str = "no-article"
    ) -> tuple[Rich, InlineKeyboardMarkup | None]:
        try:
            found = await asyncio.to_thread(self._catalog.query, full_articles.whole, name)
        except NotFoundError:
            return Rich().add(chat_texts.say(gone)), None
        return render_article(found, page)

    async def _outlets(self, page: int) -> tuple[Rich, InlineKeyboardMarkup | None]:
        found = await asyncio.to_thread(self._catalog.query, full_articles.outlets)
        return render_outlets(found, page)


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
