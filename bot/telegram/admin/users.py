"""``/users`` and ``/invite``: who may ask besides those in the settings, and who may not."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.store import budgets, invitations, people
from bot.telegram.delivery.calls import Place, edit, send, toast
from bot.telegram.delivery.formatted_text import Rich, shorten
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot, Update
    from telegram.ext import ContextTypes

    from bot.store.invitations import Invitation
    from bot.store.people import Person, State
    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.people.access import Access
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_TAP = re.compile(r"g:(let|ban):(\d{1,15})")
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

    def __init__(self, library: Library, access: Access, reindexing: Reindexing) -> None:
        self._library = library
        self._access = access
        self._reindexing = reindexing

    async def users(self, update: Update, context: Context) -> None:
        """``/users``, and ``/users let|ban|unban|out WHO``."""
        message = update.message
        if message is None or not await self._reindexing.is_admin(update, context):
            return
        place, given = Place.beside(message), [*(context.args or ())]
        if len(given) == 2 and given[0] in _STATES:  # noqa: PLR2004 - a word and a name
            said = await self._change(context.bot, given[0], given[1])
            await send(context.bot, place, Rich().add(said))
            return
        house = await asyncio.to_thread(self._look)
        await send(context.bot, place, Rich().add(self._list(house)), _keyboard(house.waiting))

    async def tap(self, update: Update, context: Context) -> None:
        """A tap that lets in or bans somebody who waits."""
        query = update.callback_query
        found = _TAP.fullmatch(query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        if not self._access.is_admin(query.from_user.id):
            await toast(query, chat_texts.say("only-admins"))
            return
        await toast(query, await self._change(context.bot, found[1], found[2]))
        house = await asyncio.to_thread(self._look)
        at = (query.message.chat.id, query.message.message_id)
        await edit(context.bot, at, Rich().add(self._list(house)), _keyboard(house.waiting))

    async def invite(self, update: Update, context: Context) -> None:
        """``/invite [PEOPLE] [DAYS]``: a link."""
        message, person = update.message, update.effective_user
        if message is None or person is None:
            return
        if not await self._reindexing.is_admin(update, context):
            return
        place, wanted = Place.beside(message), _numbers(context.args or ())
        if wanted is None:
            usage = chat_texts.say("invite-usage", people=_MOST_PEOPLE, days=_MOST_DAYS)
            await send(context.bot, place, Rich().add(usage))
            return
        made = await asyncio.to_thread(self._make, *wanted, person.id)
        link = create_deep_linked_url(context.bot.username, f"inv_{made.code}")
        said = chat_texts.say("invite-made", uses=made.left, until=_until(made))
        await send(context.bot, place, Rich().add(f"{said}\n{link}"))

    async def _change(self, bot: Bot, verb: str, name: str) -> str:
        """Carry it out; the sentence about it."""
        person = await asyncio.to_thread(self._named, name)
        if person is None:
            return chat_texts.say("users-unknown")
        if self._access.is_admin(person.id):
            return chat_texts.say("users-not-admin")
        await asyncio.to_thread(self._keep, person.id, _STATES[verb])
        if verb == "let":
            await _tell(bot, person)
        return chat_texts.say(_SAID[verb], name=person.name or "–", id=str(person.id))

    def _list(self, house: _House) -> str:
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
                "• " + chat_texts.say("users-invitation", left=each.left, until=_until(each))
                for each in house.invitations
            ]
            parts.append("\n".join([f"{chat_texts.say('users-invitations')}:", *lines]))
        return "\n\n".join([*parts, chat_texts.say("users-how")])

    def _look(self) -> _House:
        with self._library.catalog.read() as connection:
            return _House(
                people.in_state(connection, "admitted"),
                people.in_state(connection, "waiting"),
                people.in_state(connection, "banned"),
                invitations.still_good(connection),
                budgets.asked_today(connection),
            )

    def _named(self, name: str) -> Person | None:
        """Who waits with this code, or the person with this id."""
        with self._library.catalog.read() as connection:
            waiting = people.waiting_with(connection, name)
            if waiting is not None:
                return waiting
            known = re.fullmatch(r"\d{1,15}", name) and people.find(connection, int(name))
        if not known or (known.state is None and len(name) == people.CODE_DIGITS):
            return None  # a code that is over, not the id of somebody
        return known

    def _keep(self, person: int, state: State | None) -> None:
        with self._library.catalog.write() as connection:
            people.set_state(connection, person, state)

    def _make(self, uses: int, days: int, by: int) -> Invitation:
        with self._library.catalog.write() as connection:
            return invitations.make(connection, uses=uses, seconds=days * _DAY_SECONDS, by=by)


async def _tell(bot: Bot, person: Person) -> None:
    """Tell somebody that they are in, if they may be written to."""
    said = chat_texts.say_in(person.language or chat_texts.DEFAULT, "users-admitted-you")
    try:
        await bot.send_message(person.id, said)
    except TelegramError:
        return


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


def _until(invitation: Invitation) -> str:
    moment = datetime.fromtimestamp(invitation.expires_at, UTC)
    return f"{chat_texts.day(moment.isoformat())}, {moment:%H:%M} UTC"
