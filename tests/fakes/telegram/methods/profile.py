"""Who the bot is: identity, commands, description, name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.fakes.telegram.errors import Expected, bad
from tests.fakes.telegram.text import units

if TYPE_CHECKING:
    from tests.fakes.telegram.models import Json

    from .context import Context, Handler

MOST_COMMANDS, LONGEST_COMMAND_TEXT = 100, 256
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
LONGEST = {"description": 512, "short_description": 120, "name": 64}


def get_me(context: Context) -> Json:
    """The bot's User object with what only getMe tells."""
    return context.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not context.world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(context: Context) -> bool:
    """Sets the command menu of a scope and language."""
    commands = context.params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(command["description"]) <= LONGEST_COMMAND_TEXT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    context.world.profile.commands[_scope(context)] = commands
    return True


def delete_my_commands(context: Context) -> bool:
    """Removes the command menu of a scope and language."""
    context.world.profile.commands.pop(_scope(context), None)
    return True


def get_my_commands(context: Context) -> list[Json]:
    """The command menu of exactly that scope and language."""
    return context.world.profile.commands.get(_scope(context), [])


def set_text(context: Context) -> bool:
    """Sets name, description or short description in a language."""
    field = next(name for name in LONGEST if context.method.lower().endswith(_camel(name)))
    text = context.get(field) or ""
    if units(text) > LONGEST[field]:
        raise bad(f"{field} is too long")
    context.world.profile.texts[f"{field}:{_language(context)}"] = text
    return True


def _camel(name: str) -> str:
    return f"my{name.replace('_', '')}"


def _language(context: Context) -> str:
    language: str = context.get("language_code") or ""
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def _scope(context: Context) -> str:
    """The key of a scope; a chat that does not know the bot yet cannot be avoided by it."""
    scope = context.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        chat = context.world.chats.get(scope["chat_id"])
        if chat is None or not chat.started:
            raise Expected(400, "Bad Request: chat not found")
    return json.dumps([scope, _language(context)], sort_keys=True)


HANDLERS: dict[str, Handler] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyDescription": set_text,
    "setMyShortDescription": set_text,
    "setMyName": set_text,
}
