"""``/users`` and ``/invite``: who may ask besides those in the settings, and who may not."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING, NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.errors import DeliveryError
from bot.store import budgets, invitations, people
from bot.telegram.delivery.calls import send
from bot.telegram.delivery.formatted_text import Rich, shorten
from bot.telegram.delivery.send_once import Place
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.store.invitations import Invitation
    from bot.store.people import Person, State
    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.people.access import Access
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

    def __init__(self, library: Library, access: Access) -> None:
        self._catalog = library.catalog
        self._access = access

    async def users(self, came: Incoming) -> None:
        """``/users``, and ``/users let|ban|unban|out WHO``."""
        if len(came.words) == 2 and came.words[0] in _STATES:  # noqa: PLR2004 - a word and a name
            said = await self._change(came.bot, *came.words)
            await came.reply(Rich().add(said))
        else:
            await came.reply(*await self._list())

    async def tap(self, tap: Tap) -> None:
        """A tap that lets in or bans somebody who waits."""
        await tap.end(await self._change(tap.bot, tap.found[1], tap.found[2]))
        await tap.edit(*await self._list())

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

    async def _change(self, bot: Bot, verb: str, name: str) -> str:
        """Carry it out; the sentence about it."""
        person = await asyncio.to_thread(self._catalog.query, people.named, name)
        if person is None:
            return chat_texts.say("users-unknown")
        if self._access.is_admin(person.id):
            return chat_texts.say("users-not-admin")
        change = self._catalog.change
        await asyncio.to_thread(change, people.set_state, person.id, _STATES[verb])
        if verb == "let":
            await _tell(bot, person)
        return chat_texts.say(_SAID[verb], name=person.name or "–", id=str(person.id))

    def _look(self) -> _House:
        with self._catalog.read() as connection:
            return _House(
                people.in_state(connection, "admitted"),
                people.in_state(connection, "waiting"),
                people.in_state(connection, "banned"),
                invitations.still_good(connection),
                budgets.asked_today(connection),
            )

    async def _list(self) -> tuple[Rich, InlineKeyboardMarkup | None]:
        """Everybody, and buttons for those who wait."""
        house = await asyncio.to_thread(self._look)
        return Rich().add(self._text(house)), _keyboard(house.waiting)

    def _text(self, house: _House) -> str:
        rule = self._access.users if self._access.users in {"everyone", "admins"} else "listed"
        parts = [chat_texts.say("users-head", rule=chat_texts.say(f"users-rule-{rule}"))]
        for name, found in (
            ("users-admitted", house.admitted),
            ("users-waiting", house.waiting),
            ("users-banned", house.banned),
        ):
            if found:
                lines = [_line(person, house.today.get(person.id, 0)) for person in found]
                parts.append("\n".join([f"{chat_texts.say(name)}:", *lines]))
        if house.invitations:
            lines = [
                "• "
                + chat_texts.say(
                    "users-invitation", left=each.left, until=chat_texts.moment(each.expires_at)
                )
                for each in house.invitations
            ]
            parts.append("\n".join([f"{chat_texts.say('users-invitations')}:", *lines]))
        return "\n\n".join([*parts, chat_texts.say("users-how")])


async def _tell(bot: Bot, person: Person) -> None:
    """Tell somebody that they are in, if they may be written to."""
    said = chat_texts.say_in(person.language or chat_texts.DEFAULT, "users-admitted-you")
    with contextlib.suppress(TelegramError, DeliveryError):
        await send(bot, Place(person.id), Rich().add(said))


def _keyboard(waiting: Sequence[Person]) -> InlineKeyboardMarkup | None:
    """Two buttons for each of the first who wait."""
    rows = [
        [
            InlineKeyboardButton(
                f"{chat_texts.say('button-let-in')}: {shorten(each.name, _LONGEST_NAME)}",
                callback_data=f"g:let:{each.id}",
            ),
            InlineKeyboardButton(chat_texts.say("button-ban"), callback_data=f"g:ban:{each.id}"),
        ]
        for each in waiting[:_MOST_BUTTONS]
    ]
    return InlineKeyboardMarkup(rows) if rows else None


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
