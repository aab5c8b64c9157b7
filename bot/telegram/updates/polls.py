"""What becomes of each poll: said once in the log, and ended where it hangs.

A connection can die without either side being told; a poll on it never returns. So each has a
deadline, and where no poll came back for three windows the connections are made anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from telegram.error import Conflict, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.telegram.updates.arrivals import results
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.telegram.transport.limiter import Told

_log = logging.getLogger(__name__)
POLL_SECONDS = 10
"""How long Telegram holds a poll when there is nothing to tell."""
_POLL = "getUpdates"
_LATE_SECONDS = 5.0
_SILENT_SECONDS = 3.0 * POLL_SECONDS
_SAY_AGAIN_SECONDS = 60.0
_CONFLICT = (
    "another program receives the messages of this bot; stop it, or give this one its own "
    "token in PRESSMARK_TELEGRAM_TOKEN. Trying again."
)
_CONFLICT_OF_SEVERAL = (
    "another program polls for the messages of this bot, and Telegram lets only one; several bots "
    "on one database need a webhook: set PRESSMARK_WEBHOOK_URL and PRESSMARK_HTTP for each of "
    "them, or stop all but one. Trying again."
)
_WEBHOOK = (
    "a webhook was set for this bot by another program, so messages go there; stop that program, "
    "or give this one its own token in PRESSMARK_TELEGRAM_TOKEN, and start again. Trying again."
)


class PollWatch:
    """Listens to the polls. ``revoked`` is set when Telegram does not know the token any more.

    ``heard`` is when a poll last went well and what it brought was taken, or Telegram said that
    its posts go well; ``took`` is when an update was last taken. Both in seconds since the epoch.
    """

    def __init__(self, *, alone: bool = True) -> None:
        self.revoked = asyncio.Event()
        self._conflict = _CONFLICT if alone else _CONFLICT_OF_SEVERAL
        self.heard: float | None = None
        self.took: float | None = None
        self._said: dict[str, float] = {}
        self._heard = time.monotonic()

    @property
    def silence(self) -> float:
        """Seconds since a poll came back, whatever it said."""
        return time.monotonic() - self._heard

    def answered(self, code: int) -> None:
        """A poll came back with this HTTP status."""
        self._heard = time.monotonic()
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            self.revoked.set()

    def taken(self, updates: int = 0) -> None:
        """All is well with Telegram, and so many updates were taken."""
        self.heard = time.time()
        self.took = self.heard if updates else self.took
        if "network" in self._said:
            _log.info("messages are received again.")
            del self._said["network"]

    def hung(self, seconds: float) -> None:
        """A poll did not come back in time."""
        self.say("network", f"a poll did not return within {seconds:.0f} s; polling anew.")

    def failed(self, error: BaseException) -> None:
        """A poll failed, or what it brought could not be kept; it will be repeated."""
        if isinstance(error, Conflict):
            webhook = "webhook" in error.message.lower()
            self.say("conflict", _WEBHOOK if webhook else self._conflict)
        elif isinstance(error, TelegramError | PressmarkError):
            self.say("network", f"messages cannot be received, trying again: {error}")
        else:
            self.say("network", "messages cannot be received, trying again:", error)

    def say(self, kind: str, sentence: str, error: BaseException | None = None) -> None:
        """Log a sentence of a kind, once a minute; with the way to an error that is our own."""
        now = time.monotonic()
        if now >= self._said.get(kind, 0.0):
            self._said[kind] = now + _SAY_AGAIN_SECONDS
            _log.warning("%s", sentence, exc_info=error)


class PollRequest(HTTPXRequest):
    """The connection that polls, with somebody listening and a deadline for each poll."""

    def __init__(
        self,
        watch: PollWatch,
        *,
        late: float = _LATE_SECONDS,
        silent: float = _SILENT_SECONDS,
        told: Told = lambda *_: None,
    ) -> None:
        """``told`` hears of each poll as of any other call."""
        super().__init__(connection_pool_size=1, pool_timeout=5.0, read_timeout=late)
        self._watch = watch
        self._told = told
        self._late = late
        self._silent = silent

    async def updates(
        self, url: str, *, offset: int, seconds: int, kinds: Sequence[str]
    ) -> list[str]:
        """The JSON text of each update from ``offset`` on, as Telegram wrote it; waits for one.

        Raises:
            TelegramError: the poll failed.
        """
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(kinds)}
        begun = time.monotonic()
        try:
            found = await self._results(f"{url}/getUpdates?{urlencode(asked)}", seconds)
        except TelegramError as exc:
            self._told(_POLL, time.monotonic() - begun, exc)
            raise
        self._told(_POLL, time.monotonic() - begun, None)
        return found

    async def _results(self, url: str, seconds: int) -> list[str]:
        payload = await self.retrieve(url, read_timeout=seconds + self._late)
        try:
            return results(payload)
        except ValueError as exc:
            raise TelegramError(f"what a poll brought cannot be read: {exc}") from exc

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What an error says of itself; the library's own also logs all of a proxy's page.

        Raises:
            TelegramError: it is no JSON object.
        """
        try:
            found = json.loads(payload)
        except ValueError as exc:
            raise TelegramError("what came is no JSON") from exc
        if not isinstance(found, dict):
            raise TelegramError("what came is no JSON object")
        return found

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """See `telegram.request.BaseRequest.do_request`."""
        read = options.get("read_timeout")
        begun = time.monotonic()
        seconds = (read if isinstance(read, int | float) else POLL_SECONDS) + self._late
        try:
            async with asyncio.timeout(seconds):
                code, content = await super().do_request(*args, **options)
        except (TimeoutError, TimedOut) as exc:
            self._watch.hung(time.monotonic() - begun)
            if self._watch.silence > self._silent:
                await self._anew()
            raise TimedOut from exc
        self._watch.answered(code)
        return code, content

    async def _anew(self) -> None:
        """Leave the connections to themselves and make new ones."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._late):
                await self.shutdown()
        await self.initialize()


async def say_webhook(bot: Bot) -> None:
    """Say in the log which webhook is removed when polling begins."""
    with contextlib.suppress(TelegramError):
        info = await bot.get_webhook_info()
        if info.url:
            host = urlsplit(info.url).hostname
            _log.warning("the webhook of this bot at %s is removed; this program polls.", host)
