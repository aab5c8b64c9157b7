"""What a reply is about: the answer, card, search, refusal or news that it replies to, or words.

A message of ours is known by the data of its buttons and by its links; one without, such as the
first part of a long answer, by its id, as long as the outbox remembers it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.conversation.followups import Turn
from bot.models import Quoted
from bot.store import answers, chats
from bot.telegram.transport.addressing import is_reply_to, said
from bot.telegram.transport.callback_data import ABOUT, CITED, WIDER, answer_in
from bot.telegram.transport.purposes import is_ours
from index.catalog.articles import full_articles
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import InlineKeyboardMarkup, Message

    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming
    from bot.telegram.delivery.outbox import Obligation
    from index.library import Library

_SEARCHED = "🔎"
"""What the head of a search begins with."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a question leans on in place of the question before it: words, or a turn."""

    quoted: Quoted | None = None
    turn: Turn | None = None


class Antecedents:
    """Looks up what replies are about, whoever asked for it."""

    def __init__(self, library: Library, courier: Courier) -> None:
        self._library = library
        self._courier = courier

    async def of(self, came: Incoming) -> Antecedent:
        """What a message replies to; nothing where it replies to nothing."""
        message, target = came.message, came.message.reply_to_message
        marked = message.quote.text.strip() if message.quote else ""
        if target is None:
            return _of_words(marked, target)
        named = names_in(target.reply_markup, target)
        shared = is_ours(target, came.bot.username) and any(map(answer_in, named))
        if not shared and not is_reply_to(message, came.bot.username):
            return _of_words(marked, target)
        if not named:
            owed = await self._courier.of_message(target.chat.id, target.message_id)
            named = _names_of(owed) if owed else []
        return await asyncio.to_thread(self._of_ours, target, named, marked)

    def _of_ours(self, target: Message, named: list[str], marked: str) -> Antecedent:
        """What was asked and answered, or shown, in a message of ours."""
        answer = next((each for name in named if (each := answer_in(name))), None)
        if marked:
            return Antecedent(Quoted(marked, self._passage(answer, marked) if answer else None))
        try:
            if (card := self._card(named)) is not None:
                return Antecedent(card)
            if answer is not None:
                return Antecedent(turn=Turn(*self._library.catalog.query(answers.turn_of, answer)))
            if (title := self._told(named)) is not None:
                return Antecedent(turn=Turn(title, title, claim=True))
        except NotFoundError:
            pass  # it is not kept any more: what it says is left
        return Antecedent(turn=Turn(self._searched(named) or _head(target), claim=True))

    def _card(self, named: Iterable[str]) -> Quoted | None:
        """The quote on a card."""
        for name in named:
            if found := WIDER.fullmatch(name):
                kept = self._library.catalog.query(answers.find_answer, found[2])
                cited = next(each for each in kept["citations"] if each["n"] == int(found[3]))
                return Quoted(str(cited["quote"]), str(cited["passage"]))
            if found := CITED.fullmatch(name):
                passage = self._library.catalog.query(answers.cited, found[2])
                return Quoted(passage.verbatim, passage.passage)
        return None

    def _told(self, named: Iterable[str]) -> str | None:
        """The headline of the first article that was told of a watch."""
        article = next((found[1] for name in named if (found := ABOUT.fullmatch(name))), None)
        if article is None:
            return None
        return self._library.catalog.query(full_articles.whole, article).card.title

    def _searched(self, named: Iterable[str]) -> str | None:
        """The words of a search that has pages."""
        pages = [name.split(":")[1] for name in named if name.startswith("s:")]
        found = self._library.catalog.query(chats.find_search, pages[0]) if pages else None
        return found[0] if found else None

    def _passage(self, answer: str, words: str) -> str | None:
        """The passage of the first citation of the claim that has these words."""
        try:
            found = self._library.catalog.query(answers.find_answer, answer)
        except NotFoundError:
            return None
        wanted = " ".join(words.split())
        passages = {each["n"]: str(each["passage"]) for each in found["citations"]}
        for claim in found["claims"]:
            shown = " ".join(claim["text"].split())
            if wanted in shown or shown in wanted:
                return passages.get(claim["citations"][0]) if claim["citations"] else None
        return None


def names_in(keyboard: InlineKeyboardMarkup | None, message: Message | None = None) -> list[str]:
    """What the buttons of a message stand for, and its deep links."""
    rows = keyboard.inline_keyboard if keyboard else ()
    data = [str(each.callback_data) for row in rows for each in row if each.callback_data]
    linked = [str(each.url) for each in message.entities if each.url] if message else []
    return [*data, *(url.partition("?start=")[2] for url in linked if "?start=" in url)]


def _names_of(owed: Obligation) -> list[str]:
    """The same of all messages of an answer."""
    return [name for n in range(len(owed.parts)) for name in names_in(owed.part(n).keyboard)]


def _of_words(marked: str, target: Message | None) -> Antecedent:
    """What somebody wrote, the part of it that is marked, or nothing."""
    if marked:
        return Antecedent(Quoted(marked))
    text = said(target) if target is not None else ""
    return Antecedent(turn=Turn(text, text, claim=True)) if text else Antecedent()


def _head(target: Message) -> str:
    """The first line of a message: its headline, or what was looked for."""
    return said(target).partition("\n")[0].removeprefix(_SEARCHED).strip()
