"""The menus of commands that people see when they type a slash: by language and by role."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram import Bot, BotCommandScope

_log = logging.getLogger(__name__)
_GROUP_MENU = ("ask", "search", "sources", "help")
_CODES = (None, *(each for each in chat_texts.LANGUAGES if each != chat_texts.DEFAULT))
"""Menus without a language are for whoever has none of ours."""


async def set_menus(bot: Bot, admins: Iterable[int]) -> None:
    """Set the menus of private chats and of groups, and that of each admin in their private chat.

    An admin who never wrote to the bot gets theirs with their first ``/start``.
    """
    menus: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeDefault(), chat_texts.MENU),
        (BotCommandScopeAllPrivateChats(), chat_texts.MENU),
        (BotCommandScopeAllGroupChats(), _GROUP_MENU),
    ]
    try:
        for code in _CODES:
            for scope, names in menus:
                await _set(bot, names, scope, code=code, spoken=code or chat_texts.DEFAULT)
    except TelegramError as exc:
        _log.warning("the menus of commands could not be set: %s", exc)
    for admin in sorted(admins):
        await set_admin_menu(bot, admin)


async def set_admin_menu(bot: Bot, admin: int) -> None:
    """Set the menus of one admin, who must have written to the bot before."""
    await set_menu_of(bot, admin, admin=True, spoken=None)


async def set_menu_of(bot: Bot, person: int, *, admin: bool, spoken: str | None) -> None:
    """Set the menus in a private chat; all in one language where one is ``spoken`` there."""
    names = (*chat_texts.MENU, *chat_texts.ADMIN_MENU) if admin else chat_texts.MENU
    scope = BotCommandScopeChat(person)
    try:
        for code in _CODES:
            said = spoken or code or chat_texts.DEFAULT
            await _set(bot, names, scope, code=code, spoken=said)
    except TelegramError as exc:
        _log.info("the menu of %s could not be set: %s", person, exc)


async def _set(
    bot: Bot, names: Sequence[str], scope: BotCommandScope, *, code: str | None, spoken: str
) -> None:
    commands = [(name, chat_texts.say_in(spoken, f"menu-{name}")) for name in names]
    await bot.set_my_commands(commands, scope=scope, language_code=code)
