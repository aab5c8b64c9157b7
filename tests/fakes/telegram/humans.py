"""People: they write, reply, edit, forward, tap, follow links and block."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from . import attachments
from .detect import detected
from .entities import START_PARAMETER, start_parameter
from .rooms import Room, deliver
from .text import units
from .waiting import TIMEOUT, Tap, Waiting
from .world import Query

if TYPE_CHECKING:
    from .models import Account, Chat, Json, Message
    from .rooms import Group
    from .world import World

_query_ids = itertools.count(4_000_000_000_000_001)


class User(Waiting):
    """A person; as a room it is their private chat with the bot."""

    def __init__(self, world: World, chat: Chat, account: Account) -> None:
        super().__init__(world, chat)
        self.account = account

    def send(
        self,
        text: str,
        *,
        chat: Room | None = None,
        reply_to: Message | None = None,
        quote: str | None = None,
        topic: int | None = None,
    ) -> Message:
        """Writes a text; commands, URLs, mentions and hashtags get their entities."""
        quoted = None
        if quote is not None and reply_to is not None:
            position = units(reply_to.text[: reply_to.text.index(quote)])
            quoted = {"text": quote, "position": position, "is_manual": True}
        return self._post(chat, text, reply_to=reply_to, quote=quoted, thread_id=topic)

    def send_document(
        self,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        mime: str = "application/octet-stream",
        chat: Room | None = None,
        album: str | None = None,
    ) -> Message:
        """Sends a file that the bot can download; files of one ``album`` belong together."""
        extra, upload = attachments.document(self.world, name, content, mime)
        if album is not None:
            extra = extra | {"media_group_id": album}
        return self._post(chat, caption, extra=extra, file=upload)

    def send_photo(
        self,
        content: bytes,
        *,
        caption: str = "",
        chat: Room | None = None,
        album: str | None = None,
    ) -> Message:
        """Sends a photo; those of one ``album`` belong together."""
        extra, upload = attachments.photo(self.world, content)
        if album is not None:
            extra = extra | {"media_group_id": album}
        return self._post(chat, caption, extra=extra, file=upload)

    def send_voice(self, content: bytes, *, duration: int = 3, chat: Room | None = None) -> Message:
        """Sends a voice message of so many seconds."""
        extra, upload = attachments.voice(self.world, content, duration)
        return self._post(chat, "", extra=extra, file=upload)

    def forward(self, message: Message, *, chat: Room | None = None) -> Message:
        """Forwards a message; its buttons stay behind, its links do not."""
        origin: Json = {
            "type": "user",
            "sender_user": message.sender.json(),
            "date": int(message.at),
        }
        extra = message.extra | {"forward_origin": origin}
        entities = list(message.entities)
        return self._post(chat, message.text, entities=entities, extra=extra, file=message.file)

    def post(self, result: Json, *, chat: Room | None = None) -> Message:
        """Posts an inline result of the bot."""
        said = result["input_message_content"]
        extra: Json = {"via_bot": self.world.bot.json()}
        entities = said.get("entities", [])
        return self._post(chat, said["message_text"], entities=entities, extra=extra)

    def speak_for(self, room: Room, text: str, *, chat: Room | None = None) -> Message:
        """Writes in the name of a group, as its anonymous admins do, or of a channel."""
        stand_in: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        extra: Json = {"from": stand_in, "sender_chat": room.chat.json()}
        return self._post(chat or room, text, extra=extra)

    def edit(self, message: Message, text: str) -> Message:
        """Changes a message of one's own."""
        if message.sender is not self.account:
            raise AssertionError("people can edit only what they wrote themselves")
        with self.world.changed:
            self.world.change(message, text, detected(text), None)
            deliver(self.world, message, "edited_message")
        return message

    def tap(
        self, message: Message, label: str, *, timeout: float = TIMEOUT, wait: bool = True
    ) -> Tap:
        """Presses the button with that label and, for a callback button, waits for the answer."""
        if message.deleted:
            raise AssertionError(f"message {message.id} is deleted, nobody can tap it")
        button, since = message.button(label), len(self.world.events)
        if "callback_data" in button:
            data = button["callback_data"]
            return self.callback(data=data, message=message, timeout=timeout, wait=wait)
        copied = button.get("copy_text", {}).get("text")
        return Tap(self, message.chat, since, url=button.get("url"), copied=copied)

    def callback(
        self, *, data: str, message: Message, timeout: float = TIMEOUT, wait: bool = True
    ) -> Tap:
        """Sends callback data that need not be on any button, and waits for the answer."""
        since = len(self.world.events)
        query = Query(str(next(_query_ids)), self.account, self.world.now(), f"tap {data!r}")
        update: Json = {
            "id": query.id,
            "from": self.account.json(),
            "message": message.json(),
            "chat_instance": str(message.chat.id),
            "data": data,
        }
        with self.world.changed:
            self.world.queries[query.id] = query
            self.world.note(message.chat, "tap", self.account, f"[{data}]", message=message)
            self.world.updates.put("callback_query", update)
        answer = self._answer(query, timeout) if wait else {}
        toast, alert = answer.get("text") or "", bool(answer.get("show_alert"))
        if toast:
            kind = "alert" if alert else "toast"
            self.world.note(message.chat, kind, self.world.bot, toast, message=message)
        return Tap(self, message.chat, since, toast, alert, answer.get("url"))

    def inline(self, text: str, *, offset: str = "", timeout: float = TIMEOUT) -> list[Json]:
        """Types ``@bot text`` in some chat and waits for the results."""
        query = Query(str(next(_query_ids)), self.account, self.world.now(), f"inline {text!r}")
        update = {"id": query.id, "from": self.account.json(), "query": text, "offset": offset}
        with self.world.changed:
            self.world.queries[query.id] = query
            self.world.note(self.chat, "inline", self.account, f"@{self.world.bot.username} {text}")
            self.world.updates.put("inline_query", update)
        results = list(self._answer(query, timeout)["results"])
        offered = [f"{each['title']}\n  {each.get('description', '')}" for each in results]
        self.world.note(self.chat, "results", self.world.bot, "\n".join(offered))
        return results

    def open_deeplink(self, parameter: str) -> Message:
        """Opens ``t.me/bot?start=parameter`` and presses START."""
        if not START_PARAMETER.fullmatch(parameter):
            raise AssertionError(f"{parameter!r} cannot be in a deep link")
        return self.send(f"/start {parameter}")

    def open_link(self, message: Message, text: str) -> str:
        """Taps linked text in a message and gives the URL; deep links to the bot are started."""
        if text not in message.links:
            raise AssertionError(f"{text!r} is not linked; linked are {list(message.links)}")
        url = message.links[text]
        mine = f"/{self.world.bot.username}?".lower() in url.lower()
        if (parameter := start_parameter(url)) and mine:
            self.open_deeplink(parameter)
        return url

    def react(self, message: Message, emoji: str) -> None:
        """Puts a reaction under a message; the bot hears of it only if it asked to."""
        reaction = [{"type": "emoji", "emoji": emoji}]
        with self.world.changed:
            self.world.note(message.chat, "reaction", self.account, emoji, message=message)
            update: Json = {
                "chat": message.chat.json(),
                "message_id": message.id,
                "user": self.account.json(),
                "date": int(self.world.now()),
            }
            self.world.updates.put(
                "message_reaction", update | {"old_reaction": [], "new_reaction": reaction}
            )

    def stop_generation(self) -> None:
        """Presses Telegram's own Stop button under a draft."""
        draft = self.chat.draft
        if draft is None or not draft.can_stop:
            raise AssertionError("there is no draft that can be stopped")
        with self.world.changed:
            self.world.note(self.chat, "stop", self.account)
            update = {"chat": self.chat.json(), "draft_id": draft.id}
            self.world.updates.put("stopped_message_generation", update)

    def join(self, group: Group) -> None:
        """Joins a group, which its members and the bot see."""
        group.chat.members[self.id] = self.account
        self._post(group, "", extra={"new_chat_members": [self.account.json()]})

    def leave(self, group: Group) -> None:
        """Leaves a group."""
        self._post(group, "", extra={"left_chat_member": self.account.json()})
        group.chat.members.pop(self.id, None)
        group.chat.admins.discard(self.id)

    def _answer(self, query: Query, timeout: float) -> Json:
        answer: Json = self.world.wait(lambda: query.answer, timeout, f"the answer to {query.what}")
        return answer

    def _post(self, room: Room | None, text: str, **fields: object) -> Message:
        """Adds the message to the chat and queues it for the bot."""
        chat = (room or self).chat
        if chat.type != "private" and self.id not in chat.members:
            raise AssertionError(f"{self.account.first_name} is not a member of {chat.title}")
        entities = fields.pop("entities", None)
        with self.world.changed:
            chat.started, chat.blocked = True, False
            found = detected(text) if entities is None else entities
            message = self.world.add(chat, self.account, text=text, entities=found, **fields)
            deliver(self.world, message)
        return message
