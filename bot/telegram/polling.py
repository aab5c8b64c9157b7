"""What becomes of each poll: said once in the log, and noticed where the token is taken away."""

from __future__ import annotations

import asyncio
import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from telegram.error import Conflict
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from telegram.error import TelegramError

_log = logging.getLogger(__name__)
_SAY_AGAIN_SECONDS = 60.0
_CONFLICT = (
    "another program receives the messages of this bot; stop it, or give this one its own "
    "token in PRESSMARK_TELEGRAM_TOKEN. Trying again."
)


class PollWatch:
    """Listens to the polls. ``revoked`` is set when Telegram does not know the token any more."""

    def __init__(self) -> None:
        self.revoked = asyncio.Event()
        self._said: dict[str, float] = {}

    def answered(self, code: int) -> None:
        """A poll came back with this HTTP status."""
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self.revoked.set()
        elif code == HTTPStatus.OK and "network" in self._said:
            _log.info("messages are received again.")
            del self._said["network"]

    def failed(self, error: TelegramError) -> None:
        """A poll failed and will be repeated."""
        if isinstance(error, Conflict):
            self._say("conflict", _CONFLICT)
        else:
            self._say("network", f"messages cannot be received, trying again: {error}")

    def _say(self, kind: str, sentence: str) -> None:
        now = time.monotonic()
        if now >= self._said.get(kind, 0.0):
            self._said[kind] = now + _SAY_AGAIN_SECONDS
            _log.warning("%s", sentence)


class PollRequest(HTTPXRequest):
    """The connection that polls, with somebody listening."""

    def __init__(self, watch: PollWatch) -> None:
        super().__init__(connection_pool_size=1, pool_timeout=5.0)
        self._watch = watch

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """See `telegram.request.BaseRequest.do_request`."""
        code, content = await super().do_request(*args, **options)
        self._watch.answered(code)
        return code, content
