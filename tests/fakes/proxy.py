"""A forward proxy on loopback: HTTP, CONNECT and SOCKS5 on one port.

It knows every name: whatever is asked for is on this machine, at the port that was named. So a
name that nobody else knows is reached through it alone.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from .serving import LoopThread

if TYPE_CHECKING:
    from types import TracebackType

_SOCKS, _NO_LOGIN, _NAME = 5, 0, 3


class FakeProxy:
    """Remembers in ``asked`` what it was asked for: ``socks5 paper.example:80``."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0
        self._thread = LoopThread("fake-proxy")
        self._server: asyncio.Server | None = None

    @property
    def at(self) -> str:
        """``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._thread.run(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.run(self._stop())
        self._thread.stop()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readexactly(1)
            if first[0] == _SOCKS:
                port, begun = await self._socks(reader, writer), b""
            else:
                port, begun = await self._http(first, reader, writer)
            await _joined(reader, writer, port, begun)
        writer.close()

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        """The port that is asked for (RFC 1928); the name must be left to us."""
        await reader.readexactly((await reader.readexactly(1))[0])
        writer.write(bytes([_SOCKS, _NO_LOGIN]))
        _, _, _, kind = await reader.readexactly(4)
        assert kind == _NAME, "an address was asked for, not a name"
        name = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(f"socks5 {name}:{port}")
        writer.write(bytes([_SOCKS, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        return port

    async def _http(
        self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, bytes]:
        """The port that is asked for, and what is said there (RFC 9112, 3.2.2 and 3.2.3)."""
        method, target, version = (first + await reader.readline()).decode().split()
        if method == "CONNECT":
            self.asked.append(f"connect {target}")
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            return int(target.rpartition(":")[2]), b""
        parts = urlsplit(target)
        self.asked.append(f"http {parts.netloc}")
        path = parts._replace(scheme="", netloc="").geturl()
        return parts.port or 80, f"{method} {path} {version}\r\n".encode()


async def _joined(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, begun: bytes
) -> None:
    """Carry bytes both ways until one side ends."""
    there, back = await asyncio.open_connection("127.0.0.1", port)
    back.write(begun)
    ways = [asyncio.create_task(_carry(reader, back)), asyncio.create_task(_carry(there, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        back.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while block := await reader.read(2**16):
            writer.write(block)
            await writer.drain()
