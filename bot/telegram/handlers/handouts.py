"""Answers that leave their chat: shared with another, and a conversation as documents."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import InlineQueryResultsButton

from bot import clock
from bot.answer import records
from bot.answer.retrieved import bounded
from bot.telegram.delivery.calls import typing
from bot.telegram.delivery.formatted_text import Part
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.handlers.search import offer
from bot.telegram.transport.callback_data import SHARED
from bot.telegram.updates.turns import turn
from bot.telegram.views import chat_texts
from bot.telegram.views.search_results import shared_result
from bot.transcripts.documents import ENDINGS, document
from bot.transcripts.transcript import Transcript, Turn
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.answer.records import Kept
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming
    from bot.telegram.people.access import Membership
    from index.library import Library

_MOST = 300
"""Answers of a document."""


class Handouts:
    """Handlers."""

    def __init__(self, library: Library, courier: Courier, membership: Membership) -> None:
        self._catalog = library.catalog
        self._courier = courier
        self._membership = membership
        self._computing = bounded()

    async def share(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The inline query of the button under an answer: the answer, to send to a chat."""
        query = update.inline_query
        found = SHARED.fullmatch(query.query) if query else None
        if query is None or found is None:
            return
        kept = await self._shown_to(query.from_user.id, found[1])
        if kept is None:
            said = chat_texts.say("share-gone")
            await offer(query, [], button=InlineQueryResultsButton(said, start_parameter="ask"))
            return
        chat_texts.speak(kept.language or chat_texts.language())
        await offer(query, [shared_result(kept.answer, username=context.bot.username)])

    async def export(self, came: Incoming) -> None:
        """``/export``: what was asked and answered here, as Markdown and as a Word document."""
        owed = Obligation.of(came.update, came.message, reply=not came.private)
        if await self._courier.find(owed.id) is not None:
            return  # it is on its way, or was there before
        chat, thread, _ = turn(came.update)
        kept = await asyncio.to_thread(records.of_chat, self._catalog, chat, thread, most=_MOST + 1)
        if not kept:
            await came.say("export-nothing")
            return
        async with typing(came.bot, came.place), self._computing:
            files = await asyncio.to_thread(_documents, kept)
        await self._courier.deliver(replace(owed, digest="").owing(files))

    async def _shown_to(self, person: int, name: str) -> Kept | None:
        """The answer with this id, if there is still one that this person can see in its chat."""
        try:
            kept = await asyncio.to_thread(records.find, self._catalog, name)
        except NotFoundError:
            return None
        seen = kept.says_something and await self._sees(person, kept.owner or "")
        return kept if seen else None

    async def _sees(self, person: int, conversation: str) -> bool:
        """Whether somebody is in the chat of a conversation: alone with the bot, or in a group."""
        kind, _, rest = conversation.partition(":")
        if kind != "tg":
            return False
        chat = int(rest.partition(":")[0])
        return chat == person or (chat < 0 and await self._membership.holds(chat, person))


def _documents(kept: Sequence[Kept]) -> list[Part]:
    """The same as Markdown and as a Word document; what they are is said once."""
    turns = [Turn(each.answer, each.asked) for each in kept[-_MOST:]]
    whole = Transcript(turns, clock.now(), cut=len(kept) > _MOST)
    captions = (whole.about, "")
    return [
        Part.enclosing(f"{whole.file}{ending}", document(whole, ending), caption=caption)
        for ending, caption in zip(ENDINGS, captions, strict=True)
    ]
