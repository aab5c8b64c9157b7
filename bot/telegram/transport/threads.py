"""Threads for the catalog's small reads and writes of the bot, apart from those that compute.

An update must be stored within milliseconds, also while twenty questions are being answered.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_STORING = 2
"""SQLite has one writer at a time; one more thread may read meanwhile."""


class Threads:
    """Runs functions beside the event loop."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(_STORING, "store")

    async def store(
        self, function: Callable[_Given, _Result], *args: _Given.args, **options: _Given.kwargs
    ) -> _Result:
        """The result of a short function that reads or writes the catalog."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, lambda: function(*args, **options))

    def close(self) -> None:
        """Take no more work; what is begun ends by itself."""
        self.pool.shutdown(wait=False)
