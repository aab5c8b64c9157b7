"""Logging: to standard error, one line an event, and never the token."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{3,}")
_LOUD = ("httpx", "httpcore", "chromadb", "telegram.ext", "apscheduler", "watchfiles", "uvicorn")


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
        return _SECRET.sub(_blot, line)


def _blot(match: re.Match[str]) -> str:
    """Hide a token; a time such as ``2024:05`` is too short to be one."""
    return "<token>" if len(match.group()) >= 12 else match.group()  # noqa: PLR2004


def configure(level: str, *, secrets: tuple[str, ...] = ()) -> None:
    """Send the log to standard error from ``level`` on; chatty libraries from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
