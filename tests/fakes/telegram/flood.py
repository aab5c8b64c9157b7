"""Telegram's limits on how fast a bot may write.

About one message a second in a private chat, twenty messages and edits a minute in a group,
thirty a second overall (core.telegram.org/bots/faq); drafts and chat actions share twenty
calls in five seconds and forty in thirty seconds a chat (core.telegram.org/api/bots/ai).
Short bursts pass. Who goes on while refused waits longer.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from .errors import too_many

PRIVATE_BURST, PRIVATE_RATE = 5, 1.0
WINDOWS = {  # kind → (most calls, seconds) …
    "group": ((20, 60.0),),
    "all": ((30, 1.0),),
    "activity": ((20, 5.0), (40, 30.0)),
}
PENALTY = 1.0  # seconds added by every call during a wait


@dataclass(slots=True)
class _Bucket:
    tokens: float = PRIVATE_BURST
    at: float = 0.0


@dataclass(slots=True)
class Flood:
    """Counts calls; times are seconds on any clock that does not run backwards."""

    enabled: bool = True
    until: dict[int, float] = field(default_factory=dict)
    _buckets: defaultdict[int, _Bucket] = field(default_factory=lambda: defaultdict(_Bucket))
    _calls: defaultdict[tuple[str, int], deque[float]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def message(self, chat_id: int, now: float) -> None:
        """Counts a message or an edit.

        Raises:
            ApiError: 429 with the seconds to wait.
        """
        if not self.enabled:
            return
        self._refuse_while_waiting(chat_id, now)
        wait = self._wait("all", 0, now)
        if chat_id > 0:
            wait = max(wait, self._private_wait(chat_id, now))
        else:
            wait = max(wait, self._wait("group", chat_id, now))
        self._start_waiting(chat_id, wait, now)
        self._calls["all", 0].append(now)
        if chat_id > 0:
            self._buckets[chat_id].tokens -= 1
        else:
            self._calls["group", chat_id].append(now)

    def activity(self, chat_id: int, now: float) -> None:
        """Counts a draft frame or a chat action.

        Raises:
            ApiError: 429 with the seconds to wait.
        """
        if not self.enabled:
            return
        wait = self._wait("activity", chat_id, now)
        if wait > 0:
            raise too_many(math.ceil(wait))
        self._calls["activity", chat_id].append(now)

    def hold(self, chat_id: int, seconds: float, now: float) -> None:
        """Makes the chat wait, as after an injected 429."""
        self.until[chat_id] = max(self.until.get(chat_id, 0.0), now + seconds)

    def _refuse_while_waiting(self, chat_id: int, now: float) -> None:
        if (left := self.until.get(chat_id, 0.0) - now) > 0:
            self.until[chat_id] += PENALTY
            raise too_many(math.ceil(left + PENALTY))

    def _start_waiting(self, chat_id: int, wait: float, now: float) -> None:
        if wait > 0:
            seconds = math.ceil(wait)
            self.hold(chat_id, seconds, now)
            raise too_many(seconds)

    def _private_wait(self, chat_id: int, now: float) -> float:
        bucket = self._buckets[chat_id]
        refill = (now - bucket.at) * PRIVATE_RATE
        bucket.tokens, bucket.at = min(PRIVATE_BURST, bucket.tokens + refill), now
        return (1 - bucket.tokens) / PRIVATE_RATE

    def _wait(self, kind: str, chat_id: int, now: float) -> float:
        """Seconds until one more call fits every window of that kind; 0 or less: now."""
        calls = self._calls[kind, chat_id]
        longest = max(seconds for _, seconds in WINDOWS[kind])
        while calls and calls[0] <= now - longest:
            calls.popleft()
        waits = [
            calls[-most] + seconds - now for most, seconds in WINDOWS[kind] if len(calls) >= most
        ]
        return max(waits, default=0.0)
