"""What is said to whoever comes, asks for help, or writes what cannot be understood."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram import Chat, ChatMember

from bot.store import invitations
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.delivery.send_once import Place
from bot.telegram.people.access import is_inside
from bot.telegram.people.menus import set_admin_menu
from bot.telegram.transport.addressing import command
from bot.telegram.transport.callback_data import ARTICLE_LINK, DEEP_LINK, INVITATION
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from telegram import Bot, ChatMemberUpdated, Update
    from telegram.ext import ContextTypes

    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming
    from bot.telegram.handlers.articles import Articles
    from bot.telegram.handlers.citations import Taps
    from bot.telegram.people.access import Access
    from bot.telegram.transport.speakers import Speaker
    from index.library import Library


class Greetings:
    """What is said to whoever comes, asks for help, or writes what cannot be understood."""

    def __init__(
        self, library: Library, access: Access, courier: Courier, taps: Taps, articles: Articles
    ) -> None:
        self._library = library
        self._courier = courier
        self._access = access
        self._taps = taps
        self._articles = articles

    async def start(self, came: Incoming) -> None:
        """``/start``, and with a payload in private what that names."""
        if came.private and await self._follow(came, " ".join(came.words)):
            return
        await came.say("welcome")
        if came.person and self._access.is_admin(came.person.id):
            await set_admin_menu(came.bot, came.person.id)

    async def _follow(self, came: Incoming, payload: str) -> bool:
        """Whether it is a deep link: an invitation, an article, or a citation."""
        if found := INVITATION.fullmatch(payload):
            invited = await self._invited(came.person, found[1])
            await came.say("invited" if invited else "invitation-over")
        elif found := ARTICLE_LINK.fullmatch(payload):
            await self._articles.open(came, found[1])
        elif DEEP_LINK.fullmatch(payload):
            await self._taps.link(came, payload)
        else:
            return False
        return True

    async def _invited(self, person: Speaker | None, code: str) -> bool:
        """Whether the person may ask now."""
        if person is None or self._access.knows(person.id):
            return person is not None
        return await asyncio.to_thread(
            self._library.catalog.change,
            invitations.accept,
            code,
            person.id,
            name=person.full_name,
        )

    async def help(self, came: Incoming) -> None:
        """``/help``: what there is for this person."""
        seen = bool(came.bot.bot.can_read_all_group_messages)
        said = [chat_texts.say("help", username=came.bot.username), _in_groups(came.bot, seen=seen)]
        if came.person is not None and self._access.is_admin(came.person.id):
            said.append(chat_texts.say("admin-help"))
        await came.reply(Rich().add("\n\n".join(said)))

    async def joined(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody brought the bot into a group: how to ask there is owed, once."""
        change = update.my_chat_member
        if change is None or not _is_new_in_group(change):
            return
        chat, leads = change.chat, change.new_chat_member.status == ChatMember.ADMINISTRATOR
        seen = leads or bool(context.bot.bot.can_read_all_group_messages)
        said = [chat_texts.say("group-greeting"), _in_groups(context.bot, seen=seen)]
        if not self._access.admits(chat.id):
            said.append(chat_texts.say("group-closed", id=str(chat.id)))
        said.append(chat_texts.say("group-choices"))
        owed = Obligation.at(f"joined:{update.update_id}:{chat.id}", Place(chat.id))
        if await self._courier.find(owed.id) is None:
            await self._courier.deliver(owed.owing([Part(Rich().add("\n\n".join(said)))]))

    async def greeting(self, came: Incoming) -> None:
        """A greeting: what there is to do."""
        await came.say("welcome")

    async def thanks(self, came: Incoming) -> None:
        """Thanks, and whatever else ends a conversation."""
        await came.say("thanked")

    async def empty(self, came: Incoming) -> None:
        """Neither a word nor a figure."""
        await came.say("ask-usage")

    async def unknown(self, came: Incoming) -> None:
        """A command that does not exist; in a group it may be another bot's."""
        found = command(came.message, came.bot.username)
        if came.private or (found and found.named):
            await came.say("unknown-command")

    async def wordless(self, came: Incoming) -> None:
        """A photo, a voice message, a sticker; in a group they may be about anything."""
        if came.private:
            await came.say("only-text")


def _in_groups(bot: Bot, *, seen: bool) -> str:
    """How to ask in groups, where all messages are ``seen`` or those alone that mean the bot."""
    if seen:
        return chat_texts.say("help-groups-seen")
    return chat_texts.say("help-groups-private", username=bot.username)


def _is_new_in_group(change: ChatMemberUpdated) -> bool:
    """Whether the bot was not in a group and is now."""
    group = change.chat.type in {Chat.GROUP, Chat.SUPERGROUP}
    return group and is_inside(change.new_chat_member) and not is_inside(change.old_chat_member)
