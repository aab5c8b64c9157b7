"""How fast Telegram may be written to, and what goes first. Pure: times are handed in.

About one message a second in a private chat, twenty messages and edits a minute in a group,
thirty a second in all (Bot API FAQ); drafts and "typing…" share twenty calls in five seconds and
forty in thirty seconds of a chat (Telegram API, bots and AI features).
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from cachetools import LRUCache

if TYPE_CHECKING:
    from collections.abc import Mapping

_BURST, _RATE = 4, 1.0
_SLACK = 1.05
"""Windows are this much longer than Telegram's: calls bunch up on their way."""
_GROUP = ((20, 60.0 * _SLACK),)
_ALL = ((30, 1.0 * _SLACK),)
_ACTIVITY = ((18, 5.0 * _SLACK), (36, 30.0 * _SLACK))
_MOST_CHATS = 4000


class Priority(IntEnum):
    """What goes first where not everything can go."""

    FINAL = 0
    CALLBACK = 1
    CARD = 2
    STATUS = 3
    FRAME = 4


_KEPT_FREE = {Priority.CARD: 2, Priority.STATUS: 5, Priority.FRAME: 8}
"""Of a group's twenty calls, how many are left for what is more urgent."""


@dataclass(frozen=True, slots=True)
class Request:
    """A call that counts: a message or an edit, an activity (draft, typing), or neither.

    ``alone``: it is not made while another such call of the chat is on its way.
    """

    chat: int
    priority: Priority
    activity: bool = False
    counted: bool = True
    alone: bool = False

    @classmethod
    def of(
        cls,
        endpoint: str,
        given: Mapping[str, object],
        urgency: Priority | None,
        *,
        looking: bool = False,
    ) -> Request | None:
        """The call of a method; ``None`` where Telegram does not count it.

        ``looking``: an edit that tries whether there is a message; where not, it is none.
        """
        chat = given.get("chat_id")
        number = chat if isinstance(chat, int) else 0
        if endpoint in {"sendChatAction", "sendMessageDraft"}:
            return cls(number, Priority.FRAME, activity=True)
        if endpoint == "answerCallbackQuery":
            return cls(0, Priority.CALLBACK, counted=False)
        if endpoint.startswith(("send", "edit")) and number:
            first = Priority.CARD if urgency is None else urgency
            new = endpoint.startswith("send")
            return cls(number, first, counted=new or not looking, alone=new or looking)
        return None


class _Window:
    """At most so many calls in any so many seconds."""

    def __init__(self, limits: tuple[tuple[int, float], ...]) -> None:
        self._limits = limits
        self._calls: deque[float] = deque(maxlen=max(most for most, _ in limits))

    def wait(self, now: float, *, free: int = 0) -> float:
        """Seconds until a call fits and ``free`` more would; 0 or less: now."""
        wait = 0.0
        for most, seconds in self._limits:
            place = most - free
            if len(self._calls) >= place:
                wait = max(wait, self._calls[-place] + seconds - now)
        return wait

    def take(self, now: float) -> None:
        """Count a call."""
        self._calls.append(now)


class _Bucket:
    """Tokens that come back one by one."""

    def __init__(self) -> None:
        self._tokens, self._at = float(_BURST), -math.inf

    def wait(self, now: float, *, free: int = 0) -> float:  # noqa: ARG002 - as a window
        """Seconds until there is a token."""
        tokens = min(_BURST, self._tokens + (now - self._at) * _RATE)
        return (1 - tokens) / _RATE

    def take(self, now: float) -> None:
        """Use a token."""
        self._tokens = min(_BURST, self._tokens + (now - self._at) * _RATE) - 1
        self._at = now


class Budgets:
    """What may be sent now, in which chat. ``bots`` are those that share what all may send."""

    def __init__(self) -> None:
        self.bots = 1
        self._all = _Window(_ALL)
        self._messages: LRUCache[int, _Window | _Bucket] = LRUCache(_MOST_CHATS)
        self._activities: LRUCache[int, _Window] = LRUCache(_MOST_CHATS)
        self._silent: dict[tuple[int, bool], float] = {}

    def wait(self, request: Request, now: float) -> float:
        """Seconds until the call may be made; 0 or less: now."""
        silence = self._silent.get((request.chat, False), now) - now
        if request.activity:
            hush = self._silent.get((request.chat, True), now) - now
            return max(silence, hush, self._activity(request.chat).wait(now))
        if not request.counted:
            return max(silence, self._whole(now))
        free = _KEPT_FREE.get(request.priority, 0)
        return max(silence, self._whole(now), self._message(request.chat).wait(now, free=free))

    def take(self, request: Request, now: float) -> None:
        """Count the call."""
        if request.activity:
            self._activity(request.chat).take(now)
            return
        self._all.take(now)
        if request.counted:
            self._message(request.chat).take(now)

    def silence(self, request: Request, until: float, now: float) -> None:
        """Telegram wants to hear nothing until then; too many activities delay no message."""
        self._silent = {key: end for key, end in self._silent.items() if end > now}
        key = (request.chat, request.activity)
        self._silent[key] = max(self._silent.get(key, 0.0), until)

    def _whole(self, now: float) -> float:
        """Seconds until this bot's share of all that may be sent has room."""
        most = _ALL[0][0]
        return self._all.wait(now, free=most - max(most // self.bots, 1))

    def _message(self, chat: int) -> _Window | _Bucket:
        if chat not in self._messages:
            self._messages[chat] = _Bucket() if chat > 0 else _Window(_GROUP)
        return self._messages[chat]

    def _activity(self, chat: int) -> _Window:
        if chat not in self._activities:
            self._activities[chat] = _Window(_ACTIVITY)
        return self._activities[chat]
