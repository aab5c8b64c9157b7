"""How much is computed at once."""

from __future__ import annotations

import asyncio
import os

_AT_LEAST = 2


def bounded() -> asyncio.Semaphore:
    """Room for as many searches as there are processors.

    More of them would only take the interpreter's lock from each other, and from the event loop.
    """
    return asyncio.Semaphore(max(_AT_LEAST, os.cpu_count() or _AT_LEAST))
