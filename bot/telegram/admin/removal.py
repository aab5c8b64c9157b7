"""``/remove``: takes an article out of every answer, after asking."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.store import chats
from bot.telegram.delivery.formatted_text import Rich, join
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import article_line
from bot.telegram.views.pages import cut
from index.catalog.articles import full_articles, withdrawal
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import Message

    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.catalog.articles.full_articles import WholeArticle
    from index.library import Library

ANSWER = r"r:([A-Za-z0-9_-]{1,32}):([yn])"
"""The data of yes and no."""
_SHOWN = re.compile(r"[ap]:([A-Za-z0-9_-]{1,32}):[0-9]+")
_BETWEEN = "\n\n"


class Removing:
    """Handlers for admins."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def remove(self, came: Incoming) -> None:
        """``/remove ID`` or link, or in reply to an article that is shown."""
        name = " ".join(came.words) or _shown(came.message)
        if not name:
            await came.say("remove-usage")
            return
        try:
            found, count, token = await asyncio.to_thread(self._find, name)
        except NotFoundError:
            await came.say("no-article")
            return
        content = Rich().extend(article_line(found.card))
        if found.withdrawn:
            content.add(_BETWEEN).add(chat_texts.say("removed-already"), MessageEntity.ITALIC)
            await came.reply(content)
            return
        asks = [chat_texts.say("remove-many", count=count)] if count > 1 else []
        asks.append(chat_texts.say("remove-confirm"))
        parts = [content, *(Rich().add(each) for each in asks)]
        await came.reply(join(parts, _BETWEEN), _keyboard(token))

    async def tap(self, tap: Tap) -> None:
        """A tap on yes or no."""
        await tap.end()
        said = chat_texts.say("not-removed")
        if tap.found[2] == "y":
            said = await asyncio.to_thread(self._withdraw, tap.found[1])
        first, *more = cut(said)
        await tap.edit(Rich().add(first))
        for page in more:
            await tap.send(Rich().add(page))

    def _find(self, name: str) -> tuple[WholeArticle, int, str]:
        """What is to go, how many articles that are, and the name under which a tap finds them."""
        with self._library.catalog.write() as connection:
            found = full_articles.whole(connection, name)
            count = len(withdrawal.named(connection, name))
            return found, count, chats.keep_search(connection, name, prefix="r_")

    def _withdraw(self, token: str) -> str:
        """Withdraw what was asked about; the sentence about it."""
        kept = self._library.catalog.query(chats.find_search, token)
        if kept is None:
            return chat_texts.say("not-removed")
        try:
            ids = self._library.withdraw(kept[0])
        except NotFoundError:
            return chat_texts.say("no-article")
        titles = self._library.catalog.query(withdrawal.titles, ids)
        return "\n".join(chat_texts.say("removed", title=titles[each]) for each in ids)


def _shown(message: Message) -> str:
    """The article that the message replied to shows, if it is one and not several."""
    target = message.reply_to_message
    keyboard = target.reply_markup.inline_keyboard if target and target.reply_markup else ()
    found = {
        named[1]
        for row in keyboard
        for button in row
        if (named := _SHOWN.fullmatch(str(button.callback_data)))
    }
    return found.pop() if len(found) == 1 else ""


def _keyboard(token: str) -> InlineKeyboardMarkup:
    yes = InlineKeyboardButton(chat_texts.say("remove-yes"), callback_data=f"r:{token}:y")
    no = InlineKeyboardButton(chat_texts.say("not-now"), callback_data=f"r:{token}:n")
    return InlineKeyboardMarkup([[yes, no]])
