"""In which language people write: who sets none is answered in the one they ask in."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING

from index.text.language import asked_in

if TYPE_CHECKING:
    from telegram import Update

_MOST = 10_000
_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")
_FOREIGN = "en"
"""What people also write who speak another language, because most archives are in it."""


class Heard:
    """The languages of those who wrote last, as far as that says more than their Telegram.

    Ukrainian and Russian do; whoever goes over to English is spoken to as Telegram says again.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[int, str] = OrderedDict()

    def listen(self, update: Update) -> None:
        """Hear what somebody wrote, not what they forward or tap."""
        message, user = update.message or update.edited_message, update.effective_user
        if message is None or user is None or message.forward_origin or message.via_bot:
            return
        found = asked_in(_COMMAND.sub("", message.text or message.caption or ""))
        if found == _FOREIGN:
            self.forget(user.id)
        elif found:
            self._known[user.id] = found
            self._known.move_to_end(user.id)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)

    def forget(self, person: int) -> None:
        """Speak as Telegram says from here on."""
        self._known.pop(person, None)

    def of(self, person: int) -> str | None:
        """The language that somebody wrote in, if it is known."""
        return self._known.get(person)
