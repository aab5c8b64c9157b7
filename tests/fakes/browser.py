"""A headless Chromium that opens pages, as a test tells it to over the DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import aiohttp

if TYPE_CHECKING:
    from types import TracebackType

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30.0  # seconds for starting, and for one command


def find() -> str | None:
    """The program, where there is one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One tab. ``complaints`` are what it says of the page on its console and in its log."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._number = 0
        self.complaints: list[str] = []
        self.requested: list[str] = []
        self._loaded = False

    async def __aenter__(self) -> Self:
        options = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
        quiet = ("--no-first-run", "--disable-background-networking", "--disable-sync")
        port = ("--remote-debugging-port=0", f"--user-data-dir={self._folder.name}")
        self._process = await asyncio.create_subprocess_exec(
            self._program,
            *options,
            *quiet,
            *port,
            "about:blank",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(await self._tab(), max_msg_size=2**26)
        for domain in ("Page", "Log", "Runtime", "Network"):
            await self.tell(f"{domain}.enable")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()
        self._process.terminate()
        await asyncio.wait_for(self._process.wait(), PATIENCE)
        self._folder.cleanup()

    async def _tab(self) -> str:
        """The address of the one tab."""
        told = Path(self._folder.name) / "DevToolsActivePort"
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(OSError, IndexError, aiohttp.ClientError):
                    port = told.read_text(encoding="ascii").splitlines()[0]
                    async with self._session.get(f"http://127.0.0.1:{port}/json") as answer:
                        found = [each for each in await answer.json() if each["type"] == "page"]
                        return str(found[0]["webSocketDebuggerUrl"])
                await asyncio.sleep(0.05)

    async def tell(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            while True:
                said = await self._next()
                if said.get("id") == self._number:
                    assert "error" not in said, said
                    return dict(said["result"])

    async def open(self, url: str, *, width: int, height: int, dark: bool) -> None:
        """Show a page, as wide as a screen, light or dark, until it is loaded."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self.tell("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.tell("Emulation.setEmulatedMedia", features=[scheme])
        self._loaded = False
        await self.tell("Page.navigate", url=url)
        async with asyncio.timeout(PATIENCE):
            while not self._loaded:
                await self._next()

    async def value(self, expression: str) -> Any:
        """What an expression is on the page; the page's own policy does not bind it."""
        found = await self.tell("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def picture(self) -> bytes:
        """The whole page as PNG."""
        found = await self.tell("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(found["data"])

    async def _next(self) -> dict[str, Any]:
        """What the browser says next; what happened is noted."""
        said: dict[str, Any] = await self._socket.receive_json()
        params = said.get("params", {})
        match said.get("method"):
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            case "Runtime.consoleAPICalled":
                self.complaints.append(str(params["args"]))
            case "Network.requestWillBeSent":
                self.requested.append(params["request"]["url"])
            case "Page.loadEventFired":
                self._loaded = True
        return said
