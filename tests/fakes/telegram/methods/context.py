"""What a method sees of its call, and the steps that all sending methods share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram import content
from tests.fakes.telegram.errors import bad

if TYPE_CHECKING:
    from tests.fakes.telegram.entities import Checked
    from tests.fakes.telegram.models import Account, Chat, Json, Message, Upload
    from tests.fakes.telegram.world import World

FORM_OPTIONS = ("link_preview_options", "disable_notification", "protect_content")


@dataclass(frozen=True, slots=True)
class Context:
    """One call on its way through a method."""

    world: World
    method: str
    params: Json
    files: dict[str, Upload]

    @property
    def bot(self) -> Account:
        """The account of the bot."""
        return self.world.bot

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter."""
        return self.params.get(name, default)

    def chat(self) -> Chat:
        """The chat that ``chat_id`` names; see `World.chat`."""
        return self.world.chat(self.params["chat_id"], self.method)

    def message(self, lost: str) -> Message:
        """The message that ``chat_id`` and ``message_id`` name.

        Raises:
            ApiError: it was never there or is deleted; ``lost`` is the sentence for that.
        """
        message = self.chat().messages.get(int(self.params.get("message_id") or 0))
        if message is None or message.deleted:
            raise bad(lost)
        return message

    def markup(self) -> Json | None:
        """The checked ``reply_markup``."""
        markup, complaints = content.keyboard(self.get("reply_markup"))
        self.complain(complaints)
        return markup

    def complain(self, texts: list[str]) -> None:
        """Notes what Telegram swallows silently."""
        self.world.complain("content", [f"{self.method}: {text}" for text in texts])


Handler = Callable[[Context], Any]


def send(context: Context, checked: Checked, **fields: Any) -> Json:
    """Posts the bot's message into the chat and gives it as JSON."""
    chat = context.chat()
    context.complain(checked.complaints)
    thread_id = thread(context, chat)
    target, quoted = reply(context, chat)
    thread_id = thread_id or (target.thread_id if target and target.chat is chat else None)
    if thread_id in chat.closed and chat.bot_status != "administrator":
        raise bad("TOPIC_CLOSED")
    markup = context.markup()
    context.world.flood.message(chat.id, context.world.now())
    context.world.end_draft(chat)
    message = context.world.add(
        chat,
        context.bot,
        text=checked.text,
        entities=checked.entities,
        markup=markup,
        reply_to=target,
        quote=quoted,
        thread_id=thread_id,
        options={name: context.get(name) for name in FORM_OPTIONS if context.get(name)},
        **fields,
    )
    return message.json()


def thread(context: Context, chat: Chat) -> int | None:
    """The topic that is written to; the General topic has no id (Client.cpp, 8277)."""
    thread_id: int | None = context.get("message_thread_id")
    if thread_id is not None and thread_id not in chat.topics:
        raise bad("message thread not found")
    return thread_id


def reply(context: Context, chat: Chat) -> tuple[Message | None, Json | None]:
    """The message that is replied to and the quoted part of it.

    Raises:
        ApiError: the message is gone and the bot did not allow that, or the quote is not in it.
    """
    given = context.get("reply_parameters") or {}
    number = given.get("message_id") or context.get("reply_to_message_id")
    if number is None:
        return None, None
    home = context.world.chat(given.get("chat_id") or chat.id, context.method)
    target = home.messages.get(number)
    if target is None or target.deleted:
        if given.get("allow_sending_without_reply") or context.get("allow_sending_without_reply"):
            return None, None
        raise bad("message to be replied not found")
    return target, content.quote(given, target) if given.get("quote") else None
