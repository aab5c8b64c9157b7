"""What there is at which path. Every part is handed in; one that is not is not there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from concurrent.futures import Executor

    from starlette.requests import Request

    from bot.web.metrics import Metrics
    from bot.web.readiness import Readiness

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MOST_BYTES = 2**20
"""Of a posted update; Telegram's own are a few kilobytes."""
_MOST_DROPPED = 16 * MOST_BYTES
_BODY_SECONDS = 10.0
_AGAIN_SECONDS = 1
"""When Telegram is to send again what could not be taken."""
_UNSEEN = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where updates are posted to.

    ``admits`` says whether a post has the secret; ``take`` keeps the text of an update and says
    whether it is kept for certain, which it is not while the bot starts or ends.
    """

    path: str
    admits: Callable[[str], Awaitable[bool]]
    take: Callable[[str], Awaitable[bool]]


def make_site(
    readiness: Readiness,
    metrics: Metrics,
    letterbox: Letterbox | None = None,
    pages: Sequence[Route] = (),
    *,
    threads: Executor | None = None,
) -> Starlette:
    """The application; what computes does so in ``threads``."""

    async def healthz(_request: Request) -> Response:
        """That the event loop turns."""
        return JSONResponse({"alive": True}, headers=_UNSEEN)

    async def readyz(_request: Request) -> Response:
        """Whether questions can be taken and answered, with each check."""
        found = await readiness.look()
        status = HTTPStatus.OK if found["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(found, status, headers=_UNSEEN)

    async def figures(_request: Request) -> Response:
        """All metrics, as Prometheus reads them."""
        await readiness.look()
        text, kind = await asyncio.get_running_loop().run_in_executor(threads, metrics.page)
        return Response(text, media_type=kind, headers=_UNSEEN)

    async def post(request: Request) -> Response:
        """Keep an update before Telegram is told that it arrived."""
        assert letterbox is not None  # noqa: S101 - for the type checker
        response = await _posted(request, letterbox)
        metrics.posted(response.status_code)
        return response

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", figures),
        *pages,
    ]
    if letterbox is not None:
        routes.append(Route(letterbox.path, post, methods=["POST"]))
    site = Starlette(routes=routes)
    site.router.redirect_slashes = False  # nobody is sent where a header of theirs says
    return site


async def _posted(request: Request, letterbox: Letterbox) -> Response:
    if not await letterbox.admits(request.headers.get(SECRET_HEADER, "")):
        return PlainTextResponse("Forbidden", HTTPStatus.FORBIDDEN)
    try:
        body = await _body(request)
    except HTTPException as exc:
        return PlainTextResponse(exc.detail, exc.status_code, {"Connection": "close"})
    if await letterbox.take(body.decode("utf-8", "replace")):
        return Response()
    again = {"Retry-After": str(_AGAIN_SECONDS)}
    return PlainTextResponse("Try again", HTTPStatus.SERVICE_UNAVAILABLE, again)


async def _body(request: Request) -> bytes:
    """What was posted. What is too much is read to its end and dropped, so that the answer is seen.

    Raises:
        HTTPException: it is too large, or does not come to its end.
    """
    found, size = bytearray(), 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size <= MOST_BYTES:
                    found += piece
                elif size > _MOST_DROPPED:
                    break
    except TimeoutError as exc:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from exc
    except ClientDisconnect as exc:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from exc
    if size > MOST_BYTES:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(found)
