"""``PRESSMARK_RETENTION``: what people asked is deleted when it has become so old."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from bot.store import people
from index.errors import CatalogError

if TYPE_CHECKING:
    from bot.settings import Settings
    from index.library import Library

_log = logging.getLogger(__name__)
_PAUSE_SECONDS = 3600.0


class Retention:
    """Looks once an hour, from the start on; without the setting nothing is ever deleted."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._catalog = library.catalog
        self._longest = settings.retention

    async def run(self) -> None:
        """Look until cancelled."""
        while self._longest is not None:
            try:
                await asyncio.to_thread(self.look, time.time())
            except CatalogError as exc:
                _log.warning("what has become old cannot be deleted: %s", exc)
            await asyncio.sleep(_PAUSE_SECONDS)

    def look(self, now: float) -> int:
        """Delete what is too old ``now``, seconds since the epoch; how many answers there were.

        Raises:
            CatalogError: the catalog cannot be written.
        """
        if self._longest is None:
            return 0
        before = now - self._longest.total_seconds()
        count = self._catalog.change(people.forget_before, before)
        if count:
            _log.info("%d answers older than PRESSMARK_RETENTION were deleted", count)
        return count
