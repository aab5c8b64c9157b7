"""Logging: to standard error, or to a file beside a chat; one line an event, never the token."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, TextIO

from index.home import writing_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECRET = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{3,}")
_LOGIN = re.compile(r"(?<=://)(?!USER:PASSWORD@)[^\s/]+(?=@)")
"""Name and password of a URL: of a database, a proxy, a feed; in advice they are only named."""
_LOUD = ("httpx", "httpcore", "chromadb", "telegram.ext", "apscheduler", "watchfiles", "uvicorn")
_FILE_BYTES = 2 * 1024 * 1024
"""Of the file beside a chat; one older file of that size is kept."""


class Redacting(logging.Formatter):
    """Writes whole records, tracebacks included, with anything like a bot token blotted out."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return without_logins(_SECRET.sub(_blot, line))


def without_logins(text: str) -> str:
    """``text`` with the names and passwords of the addresses in it blotted out."""
    return _LOGIN.sub("<login>", text)


def _blot(match: re.Match[str]) -> str:
    """Hide a token; a time such as ``2024:05`` is too short to be one."""
    return "<token>" if len(match.group()) >= 12 else match.group()  # noqa: PLR2004


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to what is standard error now: a live view puts its own there, and shows it above."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        self.stream = sys.stderr
        super().emit(record)


def configure(level: str, *, secrets: tuple[str, ...] = ()) -> None:
    """Send the log to standard error from ``level`` on; chatty libraries from WARNING on."""
    handler = Stderr()
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


class Notes(RotatingFileHandler):
    """The log of a chat, in a file; whoever chats is told between turns that there are lines."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_FILE_BYTES, backupCount=1, encoding="utf-8", delay=True)
        self._new = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, and count it where somebody should look at it."""
        super().emit(record)
        self._new += record.levelno >= logging.WARNING

    def news(self) -> str | None:
        """How many lines came since this was last asked, and where they are."""
        count, self._new = self._new, 0
        if not count:
            return None
        return f"{count} new line{'s' * (count != 1)} in the log: {self.baseFilename}"


@contextlib.contextmanager
def aside(path: Path, *, secrets: tuple[str, ...] = ()) -> Iterator[Notes]:
    """Send the log, and what Python warns of, to a file: nothing breaks into what somebody types.

    Raises:
        SettingsError: the home cannot be written to.
    """
    root = logging.getLogger()
    with writing_in(path.parent):
        notes = Notes(path)
        path.touch()
    notes.setFormatter(Redacting(secrets))
    before, root.handlers = root.handlers, [notes]
    logging.captureWarnings(capture=True)
    try:
        yield notes
    finally:
        logging.captureWarnings(capture=False)
        root.handlers = before
        notes.close()
