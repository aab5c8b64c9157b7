"""The bot as a real process, on its own home directory, speaking to a fake Telegram."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from tests.fakes.telegram import FakeTelegram

ROOT = Path(__file__).resolve().parents[3]
ARCHIVE = ROOT / "examples" / "archive"
SECRET = "TEST"


def free_address() -> str:
    """``host:port`` on loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return f"127.0.0.1:{opened.getsockname()[1]}"


def environment(home: Path, **settings: str) -> dict[str, str]:
    """What a process is started with: nothing of the developer's own settings."""
    outer = {k: v for k, v in os.environ.items() if not k.startswith("PRESSMARK_")}
    names = {f"PRESSMARK_{name.upper()}": value for name, value in settings.items()}
    fixed = {"PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1", "PRESSMARK_HOME": str(home)}
    return outer | fixed | {"PRESSMARK_ARCHIVE": str(ARCHIVE)} | names


def pressmark(
    command: str | list[str], cwd: Path, env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; as a string its words are its arguments."""
    words = command.split() if isinstance(command, str) else command
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


class RunningBot:
    """``pressmark run``, from the first poll, or setWebhook, to the end of the block."""

    command: tuple[str, ...] = ("-m", "bot", "run")

    def __init__(self, tg: FakeTelegram, home: Path, **settings: str) -> None:
        self.tg = tg
        self.home = home
        self.env = environment(home, telegram_token=tg.token, telegram_api_url=tg.url, **settings)
        self._hears = "setWebhook" if "webhook_url" in settings else "getUpdates"
        self.code: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def memory(self) -> int:
        """Kilobytes in memory."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1])

    @property
    def log(self) -> str:
        """Everything on standard error so far."""
        return (self.home.parent / "log").read_text(encoding="utf-8")

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if error is not None:
            error.add_note(self.log)
            return
        assert self.code == 0, self.log
        assert SECRET not in self.log

    def start(self) -> None:
        """Begin; does not wait for anything."""
        with (self.home.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.command], cwd=self.home.parent, env=self.env, stderr=log
            )

    def stop(self) -> None:
        """Ask it to end, as a supervisor does, and wait."""
        if self._process is not None:
            self._process.terminate()
            self.wait()

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        assert self._process is not None
        self._process.kill()
        self.tg.crashed()
        self.wait()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def restart(self) -> None:
        """Kill it and start anew; returns when it hears."""
        self.kill()
        self._begin()

    def _begin(self) -> None:
        before = len(self.tg.calls_of(self._hears))
        self.start()
        self.tg.wait_for_call(self._hears, before + 1, timeout=600)

    def wait(self, timeout: float = 180.0) -> int:
        """Its exit code; how soon it ends is for `test_shutdown`, machines are busy."""
        assert self._process is not None
        try:
            self.code = self._process.wait(timeout)
        except subprocess.TimeoutExpired as exc:
            exc.add_note(self._stuck(self._process))
            raise
        self._process = None
        return self.code

    def _stuck(self, process: subprocess.Popen[bytes]) -> str:
        """End it, and tell where all its threads were."""
        for number in (signal.SIGCONT, signal.SIGABRT):  # `faulthandler` writes it to the log
            process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        process.wait()
        return self.log
