"""``/status``: how the archive is, and behind a button the names and ids of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot import clock
from bot.engines import Engine, engines
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.views import status_text

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telegram.delivery.occasions import Incoming, Tap
    from index.library import Library


class Bulletin:
    """Handlers for admins."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings

    async def status(self, came: Incoming) -> None:
        """What is indexed, running and wrong."""
        said = status_text.status(*await self._look(), now=clock.now())
        await came.reply(Rich().add(said), status_text.details_button())

    async def details(self, tap: Tap) -> None:
        """The button: the message becomes the one with names and ids."""
        await tap.end()
        await tap.show(Rich().add(status_text.details(*await self._look())))

    async def _look(self) -> tuple[dict[str, Any], list[Engine]]:
        """The object of the ``status`` command, and the models of the settings."""
        found = asyncio.to_thread(self._library.status)
        asked = asyncio.to_thread(engines, self._settings)
        status, models = await asyncio.gather(found, asked)
        return status, models
