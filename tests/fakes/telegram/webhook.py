"""Posts updates to a webhook until it answers 2xx: those of a chat in order, chats at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from .wire import RAW

if TYPE_CHECKING:
    from .models import Json
    from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
TIMEOUT = 10.0
_HERE = {"127.0.0.1", "localhost", "::1"}
"""Hosts that are reached: tests have no network."""


async def deliver(world: World) -> None:
    """Runs until cancelled."""
    pause = FIRST_PAUSE
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session:
        while True:
            await world.updates.wait_for_work()
            if urlsplit(world.updates.webhook.url).hostname not in _HERE:
                with contextlib.suppress(TimeoutError):  # what a test says went wrong stands
                    await asyncio.wait_for(world.updates.webhook.changed.wait(), LONGEST_PAUSE)
                continue
            heads = _heads(world.updates.pending)[: world.updates.webhook.max_connections]
            errors = await asyncio.gather(*(_post(session, world, each) for each in heads))
            failed = [error for error in errors if error is not None]
            if not failed:
                pause = FIRST_PAUSE
                continue
            world.updates.webhook.last_error = failed[-1]
            world.updates.webhook.last_error_at = world.now()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(world.updates.webhook.changed.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _heads(pending: list[Json]) -> list[Json]:
    """The oldest update of each chat."""
    found: dict[object, Json] = {}
    for update in list(pending):
        found.setdefault(_queue(update), update)
    return list(found.values())


def _queue(update: Json) -> object:
    """What an update keeps its order within: its chat, else its person."""
    for kind, content in update.items():
        if isinstance(content, dict):
            about = content.get("message") or content
            return (about.get("chat") or content.get("from") or {}).get("id", kind)
    return RAW


async def _post(session: aiohttp.ClientSession, world: World, update: Json) -> str | None:
    """Posts one update; gives Telegram's words for what went wrong, or None."""
    hook = world.updates.webhook
    hook.attempts += 1
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers[SECRET_HEADER] = hook.secret
    text = update[RAW] if RAW in update else json.dumps(update, ensure_ascii=False)
    try:
        async with session.post(
            hook.url, data=text.encode(), headers=headers, allow_redirects=False
        ) as response:
            if not 200 <= response.status <= 299:
                return f"Wrong response from the webhook: {response.status} {response.reason}"
            if await response.read():
                world.complain("webhook", ["what answers a post is read as a call of a method"])
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection refused"
    world.updates.arrived(update)
    with world.changed:
        hook.delivered.append(update["update_id"])
        world.changed.notify_all()
    return None
