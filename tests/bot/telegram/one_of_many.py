"""A bot among others that is believed for seconds, as a process: ``pressmark run`` but for that."""

from __future__ import annotations

from typing import NoReturn

from bot.cli import log
from bot.settings import Settings
from bot.store.schema import metadata
from bot.telegram.app import serve
from index.library import Library

LEASE_SECONDS = 10.0
"""Shorter than that, and one that a busy machine holds up is taken for gone again and again."""


def main() -> NoReturn:
    """Run until a signal."""
    settings = Settings.load()
    log.configure("INFO", secrets=())
    serve(Library(settings, tables=metadata), settings, lease=LEASE_SECONDS)


if __name__ == "__main__":
    main()
