"""Updates on their way to the bot: kept until confirmed, by polling or by webhook."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import OTHER_POLLER, WEBHOOK_ACTIVE, ApiError
from .wire import RAW

if TYPE_CHECKING:
    from .models import Json

# What a bot does not receive unless it asks for it (Bot API, getUpdates.allowed_updates).
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LARGEST_BATCH = 100


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to, and how that went."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_at: float | None = None
    certificate: bytes | None = None
    attempts: int = 0
    delivered: list[int] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Updates:
    """The queue of one bot. Coroutines run on the server's loop, the rest on any thread."""

    def __init__(self) -> None:
        self.pending: list[Json] = []
        self.webhook = Webhook()
        self.allowed: list[str] = []
        self.polls = 0
        self.next_id = 500_000_001
        self.duplicate_next = False
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Names the loop that the server runs on."""
        self._loop = loop

    def put(self, kind: str, payload: Json) -> int | None:
        """Queues an update and gives its id; None when the bot did not ask for its kind."""
        if kind not in self.allowed and (self.allowed or kind in ON_REQUEST):
            return None
        with self._lock:
            update: Json = {"update_id": self.next_id, kind: payload}
            self.next_id += 1
            self.pending += [update, update] if self.duplicate_next else [update]
            self.duplicate_next = False
        self.wake()
        return int(update["update_id"])

    def put_raw(self, text: str) -> int:
        """Queues an update as it is written; ``$id`` in it becomes the id, which is given back.

        It is confirmed by that id, whatever the text says.
        """
        with self._lock:
            number = self.next_id
            self.next_id += 1
            self.pending.append({"update_id": number, RAW: text.replace("$id", str(number))})
        self.wake()
        return number

    def wake(self) -> None:
        """Makes waiting polls and the webhook look again; callable from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def poll(self, params: Json) -> list[Json]:
        """The next updates, after at most ``timeout`` seconds; an older poll fails with 409.

        Raises:
            ApiError: a webhook is set, or a newer poll took over.
        """
        if self.webhook.url:
            raise ApiError(409, WEBHOOK_ACTIVE)
        if params.get("allowed_updates") is not None:
            self.allowed = list(params["allowed_updates"])
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(ApiError(409, OTHER_POLLER))
        self._poller = mine = asyncio.get_running_loop().create_future()
        self.polls += 1
        self.confirm(params.get("offset") or 0)
        try:
            return await self._batch(params, mine)
        finally:
            if not mine.cancel() and not mine.cancelled():
                mine.exception()  # a conflict that came too late to matter

    def confirm(self, offset: int) -> None:
        """Forgets updates below the offset; a negative one keeps that many of the newest."""
        with self._lock:
            if offset < 0:
                self.pending = self.pending[offset:]
            elif offset:
                self.pending = [u for u in self.pending if u["update_id"] >= offset]

    def arrived(self, update: Json) -> None:
        """Forgets one update, which the webhook took."""
        with self._lock:
            place = next((n for n, each in enumerate(self.pending) if each is update), None)
            if place is not None:
                del self.pending[place]

    def set_webhook(self, webhook: Webhook) -> None:
        """Posts go there from now on, at once."""
        before, self.webhook = self.webhook, webhook
        before.changed.set()
        self.wake()

    async def _batch(self, params: Json, mine: asyncio.Future[None]) -> list[Json]:
        limit = min(max(int(params.get("limit") or LARGEST_BATCH), 1), LARGEST_BATCH)
        deadline = asyncio.get_running_loop().time() + (params.get("timeout") or 0)
        while not self.pending:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            await self._something(left, mine)
        return self.pending[:limit]

    async def _something(self, seconds: float, mine: asyncio.Future[None]) -> None:
        """Waits for an update or for a newer poll, whose error it raises."""
        self._wake.clear()
        waker = asyncio.ensure_future(self._wake.wait())
        waiting: set[asyncio.Future[Any]] = {waker, mine}
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waker.cancel()
        if mine.done():
            mine.result()

    async def wait_for_work(self) -> None:
        """Returns when there is something to post to the webhook."""
        while not (self.webhook.url and self.pending):
            self._wake.clear()
            await self._wake.wait()
