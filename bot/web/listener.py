"""The HTTP server, in the event loop of the bot: opened, run, and closed when the bot ends."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING

import uvicorn

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

_MOST_CONNECTIONS = 512
"""Telegram opens at most a hundred (Bot API, setWebhook)."""
_LAST_SECONDS = 1
"""How long an answer that is being written may take when the server ends."""


class _Server(uvicorn.Server):
    """Leaves signals to the bot, which has its own way to end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class Listener:
    """Serves an application at a host and port."""

    def __init__(self, app: ASGIApp, address: tuple[str, int]) -> None:
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_LAST_SECONDS,
        )
        self._address = address
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Listen.

        Raises:
            SettingsError: nobody can listen there, or somebody else does.
        """
        host, port = self._address
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            opened = socket.create_server((host, port), family=family)
        except OSError as exc:
            why = str(exc.strerror).partition(" (")[0]  # the address follows, as Python has it
            raise SettingsError(
                f"PRESSMARK_HTTP: nobody can listen at port {port} of {host} ({why}); "
                "name another one, or stop what does."
            ) from exc
        self._task = asyncio.create_task(self._server.serve(sockets=[opened]))

    async def stop(self) -> None:
        """Take no more connections, and let what is being answered end."""
        if self._task is not None:
            self._server.should_exit = True
            await asyncio.wait({self._task})
