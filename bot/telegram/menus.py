"""The menus of commands that people see when they type a slash."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Bot

_log = logging.getLogger(__name__)


async def set_menus(bot: Bot, admins: Iterable[int]) -> None:
    """Set the menu of everybody, and that of each admin in their private chat.

    An admin who never wrote to the bot gets theirs with their first ``/start``.
    """
    try:
        await bot.set_my_commands(texts.MENU)
    except TelegramError as exc:
        _log.warning("the menu of commands could not be set: %s", exc)
    for admin in sorted(admins):
        await set_admin_menu(bot, admin)


async def set_admin_menu(bot: Bot, admin: int) -> None:
    """Set the menu of one admin, who must have written to the bot before."""
    commands, scope = (*texts.MENU, *texts.ADMIN_MENU), BotCommandScopeChat(admin)
    try:
        await bot.set_my_commands(commands, scope=scope)
    except TelegramError as exc:
        _log.info("the menu of admin %s could not be set: %s", admin, exc)
