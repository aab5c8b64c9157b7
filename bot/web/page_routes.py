"""Where pages of answers are, and what browsers are told about them.

Nothing on a page runs, loads from elsewhere, is framed, indexed or kept, and no other site learns
where its visitor came from.
"""

from __future__ import annotations

import asyncio
import contextvars
import hashlib
import logging
import re
from functools import cache, partial
from http import HTTPStatus
from importlib import resources
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.web import answer_page
from bot.web_settings import page_address
from index.errors import NotFoundError, PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from starlette.requests import Request

    from index.library import Library

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_ID = re.compile(r"[A-Za-z0-9_-]{16,32}")
"""Shorter ones could be guessed."""
_DIGEST = 16
_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_SAFE = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_ASKED_EVERY_TIME = "private, no-cache"
"""An article may be withdrawn at any moment: whoever kept the page asks whether it still holds."""
_NOT_KEPT = {"Cache-Control": "no-store"}
_NEVER_CHANGES = "public, max-age=31536000, immutable"


class Pages:
    """Pages below the public address ``base``, made in ``threads``."""

    def __init__(self, library: Library, base: str, threads: Executor) -> None:
        self._library = library
        self._path = unquote(urlsplit(base).path).rstrip("/")
        self._threads = threads
        self._styles = page_address(self._path, _named())

    def routes(self) -> list[Route]:
        """The pages and their one style sheet."""
        return [
            Route(self._styles, self._stylesheet),
            Route(page_address(self._path, "{answer}"), self._page),
        ]

    async def _page(self, request: Request) -> Response:
        try:
            made, language = await self._made(request.path_params["answer"])
        except NotFoundError:
            gone = await self._run(partial(answer_page.missing, styles=self._styles))
            return HTMLResponse(gone, HTTPStatus.NOT_FOUND, _SAFE | _NOT_KEPT)
        except PressmarkError as exc:
            _log.warning("the page of an answer cannot be made: %s", exc)
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=_SAFE | _NOT_KEPT)
        tag = f'"{_digest(made.encode())}"'
        headers = _SAFE | {
            "Cache-Control": _ASKED_EVERY_TIME,
            "Content-Language": language,
            "ETag": tag,
        }
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return HTMLResponse(made, headers=headers)

    async def _made(self, answer: str) -> tuple[str, str]:
        if not _ID.fullmatch(answer):
            raise NotFoundError(f"{answer}: there is no such answer.")
        return await self._run(
            partial(answer_page.page, self._library, answer, styles=self._styles)
        )

    async def _run(self, function: Callable[[], _Result]) -> _Result:
        """In a thread, where the language that is spoken is forgotten afterwards."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, context.run, function)

    async def _stylesheet(self, _request: Request) -> Response:
        headers = _SAFE | {"Cache-Control": _NEVER_CHANGES}
        return Response(_styles(), media_type="text/css", headers=headers)


@cache
def _styles() -> bytes:
    return resources.files("bot.web").joinpath("templates", "page.css").read_bytes()


def _named() -> str:
    """The name of the style sheet, another one whenever it changes."""
    return f"{_digest(_styles())}.css"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST]
