"""What this process has charge of, and how sure it is that nobody else has by now."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    Item = int | str

LEASE_SECONDS = 30.0
"""How long a bot is believed that says nothing."""
_SURE = 0.6
"""The part of it for which it makes calls: one that is on its way ends before the lease does."""
_LOOK_SECONDS = 0.1
_BUSY, _SHARE = 64, 4
"""Chats at once of a bot that is the only one, and of one among others: about what a processor
computes side by side; what no other takes it takes nevertheless."""
_GROUP_SECONDS, _PRIVATE_SECONDS = 65.0, 4.0
"""A chat stays with its bot until Telegram's limits there are full again: a bot that comes after
it does not know what was used (`bot.telegram.transport.limits`)."""


@dataclass(slots=True)
class _Charge:
    """A chat: what is in hand of it, ids of updates and names of deliveries, and since when not."""

    idle: float
    items: set[Item] = field(default_factory=set)


class Custodian:
    """The chats of this bot. One that is ``alone`` with its database has charge of all."""

    def __init__(
        self,
        *,
        alone: bool = True,
        lease: float = LEASE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.alone = alone
        self.lease = lease
        self.name = "" if alone else _new_name()
        self.bots = 1
        self.wanted = asyncio.Event()
        self._clock = clock
        self._sure_until = clock()
        self._charges: dict[int, _Charge] = {}
        self._where: dict[Item, int] = {}

    def holds(self, chat: int) -> bool:
        """Whether this bot may write to a chat."""
        return self.alone or chat in self._charges

    def take(self, chats: Iterable[int]) -> None:
        """Have charge of these too."""
        for chat in chats:
            self._charges.setdefault(chat, _Charge(self._clock()))

    def begin(self, chat: int, item: Item) -> None:
        """Something of a chat is in hand, which therefore stays with this bot."""
        charge = self._charges.get(chat)
        if charge is not None:
            charge.items.add(item)
            self._where[item] = chat

    def end(self, item: Item) -> None:
        """It is dealt with."""
        charge = self._charges.get(self._where.pop(item, 0))
        if charge is not None:
            charge.items.discard(item)
            charge.idle = self._clock()

    def idle(self) -> list[int]:
        """Let go of the chats in which there was nothing to do for a while; which."""
        now = self._clock()
        found = [
            chat
            for chat, charge in self._charges.items()
            if not charge.items
            and now - charge.idle >= (_PRIVATE_SECONDS if chat > 0 else _GROUP_SECONDS)
        ]
        for chat in found:
            del self._charges[chat]
        return found

    @property
    def room(self) -> int:
        """How many chats it takes at once where others may take them as well."""
        busy = sum(bool(charge.items) for charge in self._charges.values())
        return _BUSY if self.bots == 1 else max(_SHARE - busy, 0)

    @property
    def chats(self) -> Collection[int]:
        """All that it has charge of."""
        return list(self._charges)

    @property
    def items(self) -> Collection[Item]:
        """All that is in hand."""
        return list(self._where)

    def confirm(self, since: float) -> None:
        """Its lease was renewed by what was said at that moment of the monotonic clock."""
        self._sure_until = since + self.lease * _SURE

    async def sure(self) -> None:
        """Wait until nobody can have taken this bot for gone."""
        while not self.alone and self._clock() >= self._sure_until:  # noqa: ASYNC110 - time decides
            await asyncio.sleep(_LOOK_SECONDS)

    def lose(self) -> None:
        """It was taken for gone: it has charge of nothing, and begins anew by another name."""
        self._charges.clear()
        self._where.clear()
        self.name = _new_name()

    def want(self) -> None:
        """Something waits that nobody has yet."""
        self.wanted.set()


def _new_name() -> str:
    return secrets.token_hex(8)
