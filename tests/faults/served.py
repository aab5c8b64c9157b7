"""A Chroma server of our own: a real process on a free port, killed, started and emptied."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

_PATIENCE = 30.0


class Served:
    """``chroma run`` over a folder; the port stays the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers."""
        if self._process is None:
            command = [Path(sys.executable).with_name("chroma"), "run", "--host", "127.0.0.1"]
            self._process = subprocess.Popen(
                [*command, "--port", str(self._port), "--path", self._folder],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def kill(self) -> None:
        """End it without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def lose(self) -> None:
        """Start it again with nothing of what it had."""
        self.kill()
        shutil.rmtree(self._folder)
        self.start()

    def collections(
        self, tenant: str = "default_tenant", database: str = "default_database"
    ) -> int:
        """How many collections it has in one database."""
        place = f"{self.url}/api/v2/tenants/{tenant}/databases/{database}"
        return int(httpx.get(f"{place}/collections_count").raise_for_status().json())

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat").is_success
        except httpx.TransportError:
            return False
