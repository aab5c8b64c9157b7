"""Sending, editing and deleting messages; drafts, chat actions and reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.enums import ChatAction

from tests.fakes.telegram import content
from tests.fakes.telegram.errors import NOT_MODIFIED, bad
from tests.fakes.telegram.models import Draft
from tests.fakes.telegram.text import units

from .context import Context, send, thread

if TYPE_CHECKING:
    from tests.fakes.telegram.models import Json, Message

    from .context import Handler

DELETABLE = 48 * 3600  # seconds (Bot API, deleteMessage)


def send_message(context: Context) -> Json:
    """A new text message."""
    return send(context, content.message_text(context.params))


def edit_message_text(context: Context) -> Json:
    """Another text, and another or no keyboard, on a message of the bot."""
    checked = content.message_text(context.params)
    message = _own(context)
    if message.extra:
        raise bad("there is no text in the message to edit")
    context.complain(checked.complaints)
    return _edit(context, message, checked.text, checked.entities)


def edit_message_caption(context: Context) -> Json:
    """Another caption, and another or no keyboard, on a file or picture of the bot."""
    checked = content.caption(context.params)
    message = _own(context)
    if message.file is None:
        raise bad("there is no caption in the message to edit")
    context.complain(checked.complaints)
    return _edit(context, message, checked.text, checked.entities)


def edit_message_reply_markup(context: Context) -> Json:
    """Another or no keyboard on a message of the bot."""
    message = _own(context)
    return _edit(context, message, message.text, message.entities)


def delete_message(context: Context) -> bool:
    """Takes a message away: the bot's own, any in private, any where it is admin."""
    message = context.message("message to delete not found")
    chat = message.chat
    allowed = message.by_bot or chat.type == "private" or chat.bot_status == "administrator"
    if not allowed or context.world.now() - message.at > DELETABLE:
        raise bad("message can't be deleted")
    message.deleted = True
    context.world.note(chat, "delete", context.bot, message=message)
    return True


def send_message_draft(context: Context) -> bool:
    """A frame of a streamed answer; empty text shows "Thinking…"."""
    checked = content.formatted(context.params)
    chat = context.chat()
    if units(checked.text) > content.LONGEST_TEXT:
        raise bad("message is too long")
    if chat.type != "private":
        raise bad("TEXTDRAFT_PEER_INVALID")
    if not context.params["draft_id"]:
        raise bad("draft_id must be non-zero")
    context.complain(checked.complaints)
    thread_id, now = thread(context, chat), context.world.now()
    context.world.flood.activity(chat.id, now)
    frames = chat.draft.frames if chat.draft and chat.draft.id == context.params["draft_id"] else 0
    stop = bool(context.get("can_stop"))
    chat.draft = Draft(
        context.params["draft_id"], checked.text, checked.entities, now, thread_id, stop, frames + 1
    )
    entities = tuple(checked.entities)
    context.world.note(chat, "draft", context.bot, checked.text, entities=entities)
    return True


def send_chat_action(context: Context) -> bool:
    """Shows "typing…"."""
    chat, action = context.chat(), context.params["action"]
    if action not in [known.value for known in ChatAction]:
        raise bad("wrong parameter action in request")
    thread(context, chat)
    context.world.flood.activity(chat.id, context.world.now())
    chat.action = action
    context.world.note(chat, "action", context.bot, action)
    return True


def set_message_reaction(context: Context) -> bool:
    """Sets the bot's reaction; bots have one at most."""
    message = context.message("message to react not found")
    given = context.get("reaction") or []
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    message.reactions = [reaction.get("emoji", "custom emoji") for reaction in given]
    shown = " ".join(message.reactions) or "no reaction"
    context.world.note(message.chat, "reaction", context.bot, shown, message=message)
    return True


def _own(context: Context) -> Message:
    """The bot's message that is to be edited."""
    if context.get("inline_message_id") is not None:
        raise bad("MESSAGE_ID_INVALID")
    if context.get("chat_id") is None or context.get("message_id") is None:
        raise bad("message identifier is not specified")
    message = context.message("message to edit not found")
    if not message.by_bot:
        raise bad("message can't be edited")
    return message


def _edit(context: Context, message: Message, text: str, entities: list[Json]) -> Json:
    markup = context.markup()
    before: Any = (message.text, message.entities, message.markup)
    if before == (text, entities, markup):
        raise bad(NOT_MODIFIED)
    context.world.flood.message(message.chat.id, context.world.now())
    context.world.change(message, text, entities, markup)
    return message.json()


HANDLERS: dict[str, Handler] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendMessageDraft": send_message_draft,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
