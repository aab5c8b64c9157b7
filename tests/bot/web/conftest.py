"""What the tests of the web side share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp


@pytest.fixture
def anyio_backend() -> str:
    """The bot runs on asyncio."""
    return "asyncio"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Where the web side looks things up."""
    with ThreadPoolExecutor(2) as made:
        yield made


@pytest.fixture
def visit() -> Callable[[ASGIApp], httpx.AsyncClient]:
    """Somebody who asks an application."""

    def of(app: ASGIApp) -> httpx.AsyncClient:
        """The client of an application."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")

    return of
