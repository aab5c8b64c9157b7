"""What is posted and asked over HTTP, and when nothing is taken."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from bot.web.listener import Listener
from bot.web.metrics import Metrics
from bot.web.readiness import Check, Readiness
from bot.web.site import SECRET_HEADER, Letterbox, make_site
from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    import httpx
    from starlette.types import ASGIApp

    Visit = Callable[[ASGIApp], httpx.AsyncClient]

pytestmark = pytest.mark.anyio


class Box:
    """Takes posts with the secret ``s`` while it is open."""

    def __init__(self) -> None:
        self.open = True
        self.taken: list[str] = []

    async def admits(self, secret: str) -> bool:
        """Whether it is the secret."""
        return secret == "s"

    async def take(self, raw: str) -> bool:
        """Keep it."""
        if self.open:
            self.taken.append(raw)
        return self.open


@pytest.fixture
def readiness(threads: Executor) -> Readiness:
    """Everything is well."""
    return Readiness({"all": lambda: Check(ok=True, detail="is well")}, threads)


async def test_post_is_confirmed_only_when_it_is_kept(readiness: Readiness, visit: Visit) -> None:
    """Else Telegram is told to try again in a second."""
    box, metrics = Box(), Metrics()
    site = make_site(readiness, metrics, Letterbox("/", box.admits, box.take))
    async with visit(site) as client:
        kept = await client.post("/", content=b"{}", headers={SECRET_HEADER: "s"})
        box.open = False
        later = await client.post("/", content=b"{}", headers={SECRET_HEADER: "s"})
        other = await client.post("/", content=b"{}", headers={SECRET_HEADER: "t"})
        asked = await client.get("/")

    assert (kept.status_code, kept.content) == (200, b"")
    assert (later.status_code, later.headers["retry-after"]) == (503, "1")
    assert (other.status_code, asked.status_code) == (403, 405)
    assert box.taken == ["{}"]
    assert b'pressmark_webhook_posts_total{status="503"} 1.0' in metrics.page()[0]


async def test_without_a_webhook_there_are_health_and_metrics_alone(
    readiness: Readiness, visit: Visit
) -> None:
    """Nothing can be posted, and there are no pages."""
    async with visit(make_site(readiness, Metrics())) as client:
        found = {path: (await client.get(path)).status_code for path in ("/healthz", "/metrics")}
        posted = await client.post("/telegram", content=b"{}")
        page = await client.get("/a/" + "x" * 16)

    assert found == {"/healthz": 200, "/metrics": 200}
    assert (posted.status_code, page.status_code) == (404, 404)


async def test_what_cannot_listen_is_told_in_a_sentence() -> None:
    """Where, why, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port = opened.getsockname()[1]
        with pytest.raises(SettingsError) as refused:
            Listener(make_site, ("127.0.0.1", port)).start()  # type: ignore[arg-type]

    assert str(refused.value) == (
        f"PRESSMARK_HTTP: nobody can listen at port {port} of 127.0.0.1 (Address already in use); "
        "name another one, or stop what does."
    )


async def test_listener_that_never_began_is_stopped_at_once() -> None:
    """As when the bot ends before it listens."""
    await Listener(make_site, ("127.0.0.1", 1)).stop()  # type: ignore[arg-type]
