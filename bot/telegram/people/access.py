"""Who may ask. Decided by the person, for every kind of update, each time anew.

A listed group admits whoever writes in it, and its current members to what its answers open:
taps anywhere and deep links in private.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cachetools import LRUCache, TLRUCache
from telegram import Chat, ChatMember, ChatMemberRestricted
from telegram.error import TelegramError

from bot.telegram.transport.group_moves import Moves

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.settings import Settings
    from bot.store.people import Person, State
    from bot.telegram.transport.speakers import Speaker

_log = logging.getLogger(__name__)
_REMEMBERED_SECONDS = 300.0
"""How long a membership is believed: who left a group keeps its answers for so long at most."""
_FAILURE_SECONDS = 20.0
"""How long Telegram is not asked again after it did not say."""
_REMEMBERED_MOST = 10_000
_LEADING = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})
_INSIDE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER})

if TYPE_CHECKING:
    GetMember = Callable[[int, int], Awaitable[ChatMember]]


class Standings:
    """What the catalog says of the people whose updates came last."""

    def __init__(self) -> None:
        self._known: LRUCache[int, tuple[State | None, str | None]] = LRUCache(_REMEMBERED_MOST)

    def remember(self, person: Person, *, code: str | None = None) -> None:
        """What was just read of somebody, and the language code that Telegram says."""
        self._known[person.id] = (person.state, code)

    def of(self, person: int) -> State | None:
        """Admitted, waiting, banned, or nothing in particular."""
        return self._known.get(person, (None, None))[0]

    def heard(self, person: int) -> str | None:
        """The language code that came with their last update."""
        return self._known.get(person, (None, None))[1]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask and who may steer: what the settings say, and who was let in or banned."""

    users: str
    admins: frozenset[int]
    listed: frozenset[int]
    standings: Standings = field(default_factory=Standings)
    moves: Moves = field(default_factory=Moves)

    @classmethod
    def of(cls, settings: Settings, moves: Moves) -> Access:
        """What ``PRESSMARK_ADMINS`` and ``PRESSMARK_USERS`` say; a listed group may have moved."""
        return cls(settings.users, settings.admins, settings.user_ids, moves=moves)

    def admits(self, chat: int) -> bool:
        """Whether everybody in a group may ask there who is not banned."""
        return self.users == "everyone" or not self.listed.isdisjoint(self.moves.names(chat))

    @property
    def groups(self) -> list[int]:
        """The listed groups, as they are called now; ids of groups are negative."""
        return sorted({self.moves.newest(each) for each in self.listed if each < 0})

    def is_admin(self, person: int) -> bool:
        """Whether this person may steer."""
        return person in self.admins

    def knows(self, person: int) -> bool:
        """Whether this person may ask anywhere."""
        if self.is_banned(person):
            return False
        named = person in self.admins or person in self.listed
        return self.users == "everyone" or named or self.standings.of(person) == "admitted"

    def is_banned(self, person: int) -> bool:
        """Whether nothing of this person is answered; never an admin."""
        return person not in self.admins and self.standings.of(person) == "banned"

    def may_write(self, person: int, chat: int) -> bool:
        """Whether a message of this person in this chat is answered."""
        listed = chat < 0 and not self.listed.isdisjoint(self.moves.names(chat))
        return self.knows(person) or (listed and not self.is_banned(person))

    async def may_open(self, person: int, membership: Membership) -> bool:
        """Whether this person may open citations: also the current members of listed groups."""
        if self.knows(person):
            return True
        if self.is_banned(person):
            return False
        for group in self.groups:
            if await membership.holds(group, person):
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Seen:
    """Whether somebody was in a group, and for how long that is believed."""

    inside: bool
    seconds: float


class Membership:
    """Asks Telegram who is in which group, and remembers it for some minutes.

    ``get_member`` is ``getChatMember``: chat id and person's id to a ``ChatMember``.
    """

    def __init__(
        self, get_member: GetMember, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._get_member = get_member
        self._known: TLRUCache[tuple[int, int], _Seen] = TLRUCache(
            _REMEMBERED_MOST, ttu=lambda _, seen, now: now + seen.seconds, timer=clock
        )

    async def holds(self, group: int, person: int) -> bool:
        """Whether the person is in the group now; if Telegram does not say, they are not."""
        try:
            seen = self._known[group, person]
        except KeyError:  # never known, or not believed any more
            seen = self._known[group, person] = await self._look(group, person)
        return seen.inside

    async def _look(self, group: int, person: int) -> _Seen:
        try:
            inside = is_inside(await self._get_member(group, person))
        except TelegramError as exc:
            _log.warning("cannot see who is in group %s: %s", group, exc)
            return _Seen(inside=False, seconds=_FAILURE_SECONDS)
        return _Seen(inside=inside, seconds=_REMEMBERED_SECONDS)


class Leadership:
    """Who chooses how the bot speaks in a chat: in private each, in a group who leads it.

    ``get_member`` is ``getChatMember``, as of `Membership`.
    """

    def __init__(self, access: Access, get_member: GetMember) -> None:
        self._access = access
        self._get_member = get_member

    async def of(self, chat: Chat, person: Speaker) -> int | None:
        """Whose choice it is, the person's or the group's; ``None``: it is not for them to make.

        An admin who is not named speaks as the group; who speaks as a channel leads none.
        """
        if chat.type == Chat.PRIVATE:
            return person.id
        if self._access.is_admin(person.id) or person.id == chat.id:
            return chat.id
        return chat.id if await self.leads(chat.id, person) else None

    async def leads(self, group: int, person: Speaker) -> bool:
        """Whether somebody leads a group or channel; if Telegram does not say, they do not."""
        if not person.is_person:
            return False
        try:
            member = await self._get_member(group, person.id)
        except TelegramError as exc:
            _log.warning("cannot see who leads group %s: %s", group, exc)
            return False
        return member.status in _LEADING


def is_inside(member: ChatMember) -> bool:
    """Whether this is somebody who is in the group."""
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member)
    return member.status in _INSIDE
