"""What stands in front of several bots: one address on loopback, behind which each may be asked."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from .serving import Served

if TYPE_CHECKING:
    from collections.abc import Sequence

_PASSED_ON = ("X-Telegram-Bot-Api-Secret-Token", "Content-Type")


class Balancer(Served):
    """Hands each post to one of the addresses behind it, by chance; to the next where none is."""

    def __init__(self, addresses: Sequence[str], seed: int) -> None:
        self._addresses = list(addresses)
        self._chance = random.Random(seed)  # noqa: S311 - a game, not a key
        super().__init__("balancer")

    def _open(self) -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._pass_on)
        self._thread.run(self._site.open(app))

    async def _pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
        for address in self._chance.sample(self._addresses, len(self._addresses)):
            url = f"http://{address}{request.path}"
            try:
                async with (
                    aiohttp.ClientSession() as session,
                    session.post(url, data=body, headers=headers) as answer,
                ):
                    if answer.status != web.HTTPServiceUnavailable.status_code:
                        return web.Response(status=answer.status)
            except aiohttp.ClientError:
                continue
        return web.Response(status=502)
