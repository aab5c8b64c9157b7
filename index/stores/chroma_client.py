"""Chroma's own HTTP client, with a deadline for every call.

The client that Chroma hands out waits for ever, and asks the server three things before anybody
can set a deadline. What it is made of can be put together otherwise: this is its part that speaks
to the server, with a deadline set before the first word.
"""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING, Any, cast

import httpx
from chromadb.api import ServerAPI
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CONNECT_SECONDS = 2.0
_WITH_THE_URL = 0
"""Chroma wants a port, and leaves it alone where a whole address is given."""


class BoundedClient(FastAPI):
    """Speaks to one server; usable from several threads."""

    def __init__(self, system: System) -> None:
        super().__init__(system)
        weakref.finalize(self, self._session.close)

    def bound(self, seconds: float, check: Callable[[httpx.Response], None]) -> None:
        """Wait no longer for an answer than ``seconds``, and let ``check`` see each first."""
        self._session.timeout = httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))
        self._session.event_hooks = {"response": [check]}

    def make_place(self, tenant: str, database: str) -> None:
        """Make what of tenant and database is missing."""
        with contextlib.suppress(ChromaError):  # all that the check lets pass: it is there
            self.create_tenant(tenant)
        with contextlib.suppress(ChromaError):
            self.create_database(database, tenant)

    def opened(self, model: Any) -> Any:
        """The collection that the server described so."""
        return Collection(client=self, model=model, embedding_function=None)


def connect(
    url: str,
    *,
    headers: Mapping[str, str],
    seconds: float,
    check: Callable[[httpx.Response], None],
) -> BoundedClient:
    """A client for the server at ``url``; nothing is asked yet."""
    settings = Settings(
        anonymized_telemetry=False,
        chroma_api_impl=f"{__name__}.{BoundedClient.__name__}",
        chroma_server_host=url,
        chroma_server_http_port=_WITH_THE_URL,
        chroma_server_headers=dict(headers),
    )
    client = cast("BoundedClient", System(settings).instance(ServerAPI))  # type: ignore[type-abstract] # how Chroma asks for its parts
    client.bound(seconds, check)
    return client
