"""A bot among others that is believed for seconds, as a process: ``pressmark run`` but for that."""

from __future__ import annotations

import sys

from bot.cli import log
from bot.settings import Settings
from bot.store.schema import metadata
from bot.telegram.app import serve
from index.library import Library

LEASE_SECONDS = 3.0


def main() -> int:
    """Run until a signal; the exit code."""
    settings = Settings.load()
    log.configure("INFO", secrets=())
    return serve(Library(settings, tables=metadata), settings, lease=LEASE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
