"""The beat of the bot: writes down when a poll last went well, for as long as the bot lives."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.custody.custodian import Custodian
from bot.store.pulse import Life, Pulse, keep
from index.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.telegram.transport.threads import Threads
    from index.library import Library

_log = logging.getLogger(__name__)
_LOOK_SECONDS, _WRITE_SECONDS = 1.0, 15.0


class Heartbeat:
    """Beats while the bot runs.

    ``heard`` says when a poll last went well, or a post came; ``webhook`` how the webhook goes.
    """

    def __init__(
        self,
        library: Library,
        threads: Threads,
        heard: Callable[[], float | None],
        webhook: Callable[[], dict[str, Any] | None] = lambda: None,
        custodian: Custodian | None = None,
    ) -> None:
        self._custodian = custodian or Custodian()
        self._library = library
        self._threads = threads
        self._heard = heard
        self._webhook = webhook
        self._pulse = Pulse(time.time())
        self._life: Life | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin.

        Raises:
            SettingsError: the home cannot be written.
        """
        self._life = Life(self._library)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Say that the bot ends, as it was told to, unless others of its database go on."""
        if self._task is None:
            return
        self._task.cancel()
        if self._custodian.bots > 1:
            return
        await self._write(replace(self._now(), ended=time.time()))

    def close(self) -> None:
        """Say that it has ended."""
        if self._life is not None:
            self._life.close()

    async def _run(self) -> None:
        await self._write(replace(self._pulse, webhook=self._webhook()))
        written = 0.0
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            now = self._now()
            if now != self._pulse and time.monotonic() - written >= _WRITE_SECONDS:
                await self._write(now)
                written = time.monotonic()

    def _now(self) -> Pulse:
        return replace(self._pulse, heard=self._heard(), webhook=self._webhook())

    async def _write(self, pulse: Pulse) -> None:
        self._pulse = pulse
        try:
            await self._threads.store(keep, self._library, pulse)
            if self._life is not None:
                await self._threads.store(self._life.go_on)
        except CatalogError as exc:
            _log.warning("that Telegram was heard cannot be written down: %s", exc)
