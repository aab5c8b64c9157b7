"""What the fakes stand on: an event loop in a thread, and a site on a loopback port."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import TracebackType

T = TypeVar("T")

PATIENCE = 10.0  # seconds for starting and stopping


class LoopThread:
    """An event loop of its own, beside the test's."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine that runs on the loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def stop(self) -> None:
        """Ends the thread; nothing runs afterwards."""
        self.run(_cancel_rest())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


class Site:
    """An aiohttp application on 127.0.0.1; the port stays the same when it is opened again."""

    def __init__(self) -> None:
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def open(self, app: web.Application) -> None:
        """Listens. Handlers are cancelled when their client goes away."""
        self._runner = web.AppRunner(
            app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Cuts all connections; new ones are refused."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


class Served(ABC):
    """A site with a loop of its own, for as long as a ``with`` lasts."""

    def __init__(self, name: str) -> None:
        self._thread, self._site = LoopThread(name), Site()

    @abstractmethod
    def _open(self) -> None:
        """Opens the site with its application."""

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._site.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.run(self._site.close())
        self._thread.stop()


async def _cancel_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
