"""``/users`` and ``/invite``: who may ask besides those in the settings, and who may not."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.helpers import create_deep_linked_url

from bot.store import budgets, deliveries, invitations, people
from bot.telegram.delivery.formatted_text import Part, Rich, shorten
from bot.telegram.delivery.outbox import Obligation, values_of
from bot.telegram.delivery.send_once import Place
from bot.telegram.views import chat_texts
from bot.telegram.views.pages import turning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telegram import Chat, Message, Update, User

    from bot.store.invitations import Invitation
    from bot.store.people import Person, State
    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.people.access import Access
    from bot.telegram.views.pages import Row
    from index.library import Library

LET_OR_BAN = r"g:(let|ban):(\d{1,15})"
"""The data of the buttons under those who wait."""
_STATES: dict[str, State | None] = {"let": "admitted", "ban": "banned", "unban": None, "out": None}
_SAID = {
    "let": "users-let",
    "ban": "users-is-banned",
    "unban": "users-is-free",
    "out": "users-is-out",
}
_MOST_PEOPLE, _MOST_DAYS = 1000, 365
_PEOPLE, _DAYS = 1, 7
_DAY_SECONDS = 86_400.0
_MOST_BUTTONS = 5
_MOST_LINES = 40
PAGE = r"g:page:(\d{1,5})"
"""The data of ◀ and ▶."""
_LONGEST_NAME = 40


class _House(NamedTuple):
    """Everybody of whom the catalog has something to say."""

    admitted: list[Person]
    waiting: list[Person]
    banned: list[Person]
    invitations: list[Invitation]
    today: dict[int, int]


class Guests:
    """Handlers for admins."""

    def __init__(self, library: Library, access: Access, courier: Courier) -> None:
        self._catalog = library.catalog
        self._access = access
        self._courier = courier

    async def users(self, came: Incoming) -> None:
        """``/users``, and ``/users let|ban|unban|out WHO``, or in reply to a message of theirs."""
        verb = came.words[0].lower() if came.words else ""
        if verb in _STATES:
            person = await asyncio.to_thread(self._whom, came)
            said = await self._change(came.update, person, verb)
            await came.reply(Rich().add(said))
        else:
            await came.reply(*await self._list())

    async def tap(self, tap: Tap) -> None:
        """A tap that lets in or bans somebody who waits."""
        person = await asyncio.to_thread(self._catalog.query, people.named, tap.found[2])
        await tap.end(await self._change(tap.update, person, tap.found[1]))
        await tap.edit(*await self._list())

    async def turn(self, tap: Tap) -> None:
        """A tap on ◀ or ▶."""
        await tap.end()
        await tap.edit(*await self._list(int(tap.found[1])))

    async def invite(self, came: Incoming) -> None:
        """``/invite [PEOPLE] [DAYS]``: a link."""
        wanted = _numbers(came.words)
        if wanted is None or came.person is None:
            await came.say("invite-usage", people=_MOST_PEOPLE, days=_MOST_DAYS)
            return
        uses, seconds = wanted[0], wanted[1] * _DAY_SECONDS
        change, by = self._catalog.change, came.person.id
        made = await asyncio.to_thread(change, invitations.make, uses=uses, seconds=seconds, by=by)
        link = create_deep_linked_url(came.bot.username, f"inv_{made.code}")
        until = chat_texts.moment(made.expires_at)
        said = chat_texts.say("invite-made", uses=made.left, until=until)
        await came.reply(Rich().add(f"{said}\n{link}"))

    async def _change(self, update: Update, person: Person | None, verb: str) -> str:
        """Carry it out; the sentence about it."""
        if person is None:
            return chat_texts.say("users-unknown")
        if self._access.is_admin(person.id):
            return chat_texts.say("users-not-admin")
        owed = await asyncio.to_thread(self._decide, update.update_id, person, verb)
        if owed is not None:
            self._courier.carry(owed)
        return chat_texts.say(_SAID[verb], name=person.name or "–", id=str(person.id))

    def _decide(self, update: int, person: Person, verb: str) -> Obligation | None:
        """Carry it out, and write down that somebody who is let in is told so."""
        known = self._access.standings.heard(person.id)
        spoken = person.language or known or chat_texts.DEFAULT
        owed = Obligation.at(f"let:{update}:{person.id}", Place(person.id))
        said = chat_texts.say_in(
            chat_texts.known(spoken) or chat_texts.DEFAULT, "users-admitted-you"
        )
        owed = owed.owing([Part(Rich().add(said))])
        with self._catalog.write() as connection:
            before = people.held(connection, person.id).state
            people.set_state(connection, person.id, _STATES[verb], name=person.name)
            told = (
                verb == "let"
                and before != "admitted"
                and deliveries.owe(connection, owed.id, values_of(owed))
            )
        return owed if told else None

    def _whom(self, came: Incoming) -> Person | None:
        """Who is meant: by a name behind the verb, or as the sender of what is replied to."""
        named = list(came.message.parse_entities([MessageEntity.TEXT_MENTION]))
        if named and named[0].user:
            return self._person(named[0].user)
        if len(came.words) > 1:
            return self._catalog.query(people.named, came.words[1])
        sender = _sender(came.message.reply_to_message)
        return self._person(sender) if sender else None

    def _person(self, sender: User | Chat) -> Person:
        """What is known of somebody, with the name that they have now."""
        known = self._catalog.query(people.find, sender.id)
        return replace(known, name=sender.full_name or known.name)

    def _look(self) -> _House:
        with self._catalog.read() as connection:
            return _House(
                people.in_state(connection, "admitted"),
                people.in_state(connection, "waiting"),
                people.in_state(connection, "banned"),
                invitations.still_good(connection),
                budgets.asked_today(connection),
            )

    async def _list(self, page: int = 1) -> tuple[Rich, InlineKeyboardMarkup | None]:
        """A page of everybody, and buttons for those on it who wait."""
        house = await asyncio.to_thread(self._look)
        lines = list(_lines(house))
        count = max(-(-len(lines) // _MOST_LINES), 1)
        page = min(max(page, 1), count)
        shown = lines[(page - 1) * _MOST_LINES : page * _MOST_LINES]
        waiting = [each.waits for each in shown if each.waits]
        rows = [*_buttons(waiting), *turning(page, count, lambda n: f"g:page:{n}")]
        return Rich().add(self._text(shown)), InlineKeyboardMarkup(rows) if rows else None

    def _text(self, shown: Sequence[_Line]) -> str:
        rule = self._access.users if self._access.users in {"everyone", "admins"} else "listed"
        parts = [chat_texts.say("users-head", rule=chat_texts.say(f"users-rule-{rule}"))]
        for title, lines in groupby(shown, key=lambda line: line.title):
            parts.append("\n".join([f"{chat_texts.say(title)}:", *(each.text for each in lines)]))
        return "\n\n".join([*parts, chat_texts.say("users-how")])


class _Line(NamedTuple):
    """A line of the list, below the title of its part; of somebody who waits also who it is."""

    title: str
    text: str
    waits: Person | None = None


def _lines(house: _House) -> Iterator[_Line]:
    """All of the list: first those for whom something is to be done."""
    for person in house.waiting:
        yield _Line("users-waiting", _line(person, 0), person)
    for person in house.admitted:
        yield _Line("users-admitted", _line(person, house.today.get(person.id, 0)))
    for person in house.banned:
        yield _Line("users-banned", _line(person, house.today.get(person.id, 0)))
    for each in house.invitations:
        until = chat_texts.moment(each.expires_at)
        said = chat_texts.say("users-invitation", left=each.left, until=until)
        yield _Line("users-invitations", f"• {said}")


def _sender(message: Message | None) -> User | Chat | None:
    """Who wrote a message, first where it is forwarded; no bot, and not the group itself."""
    if message is None:
        return None
    if message.forward_origin is not None:
        return getattr(message.forward_origin, "sender_user", None)
    if message.sender_chat is not None:
        return None if message.sender_chat.id == message.chat.id else message.sender_chat
    return None if message.from_user is None or message.from_user.is_bot else message.from_user


def _buttons(waiting: Sequence[Person]) -> list[Row]:
    """Two buttons for each of the first who wait."""
    return [
        [
            InlineKeyboardButton(
                f"{chat_texts.say('button-let-in')}: {shorten(each.name, _LONGEST_NAME)}",
                callback_data=f"g:let:{each.id}",
            ),
            InlineKeyboardButton(chat_texts.say("button-ban"), callback_data=f"g:ban:{each.id}"),
        ]
        for each in waiting[:_MOST_BUTTONS]
    ]


def _line(person: Person, asked: int) -> str:
    said = f"• {shorten(person.name, _LONGEST_NAME) or '–'} ({person.id})"
    if person.state == "waiting" and person.code:
        return f"{said} {person.code}"
    return f"{said}, {chat_texts.say('users-today', count=asked)}" if asked else said


def _numbers(given: Sequence[str]) -> tuple[int, int] | None:
    """How many people, and how many days, within bounds."""
    if len(given) > 2 or not all(re.fullmatch(r"\d{1,6}", each) for each in given):  # noqa: PLR2004 - people, days
        return None
    uses, days = (*map(int, given), *(_PEOPLE, _DAYS)[len(given) :])
    return (uses, days) if 1 <= uses <= _MOST_PEOPLE and 1 <= days <= _MOST_DAYS else None
