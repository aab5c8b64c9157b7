"""A Chroma server of our own: a real process, and a gate before it that shuts in no time."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.fakes.serving import LoopThread

_PATIENCE = 60.0
_BLOCK = 65536


class Served:
    """``chroma run`` over a folder; its ports stay the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self._gate = Gate(self._port)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._gate.port}"

    @property
    def behind(self) -> str:
        """The same without the gate."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server."""
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers."""
        if self._process is None:
            command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
            self._process = subprocess.Popen(
                [*command, "--port", str(self._port), "--path", str(self._folder)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._gate.open()
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def leave(self) -> None:
        """Be away: connections are cut, and new ones refused."""
        self._gate.shut()

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()
        self._process = None

    def end(self) -> None:
        """End everything."""
        self.kill()
        self._gate.end()

    def lose(self) -> None:
        """Start it again with nothing of what it had."""
        self.kill()
        shutil.rmtree(self._folder)
        self.start()

    def forget(self) -> None:
        """Lose every collection, and go on."""
        for name in self.names():
            httpx.delete(f"{self._place()}/collections/{name}").raise_for_status()

    def names(
        self, tenant: str = "default_tenant", database: str = "default_database"
    ) -> list[str]:
        """The collections that it has in one database."""
        found = httpx.get(f"{self._place(tenant, database)}/collections").raise_for_status()
        return sorted(str(each["name"]) for each in found.json())

    def _place(self, tenant: str = "default_tenant", database: str = "default_database") -> str:
        return f"http://127.0.0.1:{self._port}/api/v2/tenants/{tenant}/databases/{database}"

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat").is_success
        except httpx.TransportError:
            return False


class Gate:
    """Lets connections through to a port of this machine, as long as it is open."""

    def __init__(self, behind: int) -> None:
        self.port = 0
        self._behind = behind
        self._server: asyncio.Server | None = None
        self._through: set[asyncio.StreamWriter] = set()
        self._thread = LoopThread("gate")
        self._thread.start()

    def open(self) -> None:
        """Let connections through."""
        self._thread.run(self._open())

    def shut(self) -> None:
        """Cut those that there are, and refuse new ones."""
        self._thread.run(self._shut())

    def end(self) -> None:
        """Shut for good."""
        self.shut()
        self._thread.stop()

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._let, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None
        for each in self._through:
            each.transport.abort()
        self._through.clear()

    async def _let(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner, outer = await asyncio.open_connection("127.0.0.1", self._behind)
        except OSError:
            writer.close()
            return
        self._through |= {writer, outer}
        await asyncio.gather(_copied(reader, outer), _copied(inner, writer))
        self._through -= {writer, outer}


async def _copied(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while block := await source.read(_BLOCK):
            target.write(block)
            await target.drain()
    target.close()
