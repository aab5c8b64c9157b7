"""Posts updates to the bot's webhook, one after the other, until it answers 2xx."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from .models import Json
    from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


async def deliver(world: World) -> None:
    """Runs until cancelled."""
    pause = FIRST_PAUSE
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            await world.updates.wait_for_work()
            error = await _post(session, world, world.updates.pending[0])
            if error is None:
                pause = FIRST_PAUSE
            else:
                world.updates.webhook.last_error = error
                world.updates.webhook.last_error_at = world.now()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


async def _post(session: aiohttp.ClientSession, world: World, update: Json) -> str | None:
    """Posts one update; gives Telegram's words for what went wrong, or None."""
    hook = world.updates.webhook
    hook.attempts += 1
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers) as response:
            if not response.ok:
                return f"Wrong response from the webhook: {response.status} {response.reason}"
    except (aiohttp.ClientError, TimeoutError):
        return "Connection refused"
    world.updates.confirm(update["update_id"] + 1)
    with world.changed:
        hook.delivered.append(update["update_id"])
        world.changed.notify_all()
    return None
