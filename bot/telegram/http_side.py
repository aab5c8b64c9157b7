"""The web side of the bot: which parts it has by the settings, and how they hang together."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.store.pulse import Pulse
from bot.web.listener import Listener
from bot.web.page_routes import Pages
from bot.web.readiness import Check, Readiness, checks_of
from bot.web.site import Letterbox, make_site
from bot.web.standings import standings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings
    from bot.telegram.updates.polls import PollWatch
    from bot.telegram.updates.webhook import Webhook
    from bot.web.metrics import Metrics
    from index.library import Library

_THREADS = 3
"""For pages, checks and metrics: however often they are asked for, questions do not wait."""


@dataclass(frozen=True, slots=True)
class HttpSide:
    """What listens, and the threads it works in."""

    listener: Listener
    readiness: Readiness
    threads: ThreadPoolExecutor

    def end(self) -> None:
        """Not be ready any more, while what is going on comes to its end."""
        self.readiness.end()

    async def stop(self) -> None:
        """Take no more connections."""
        await self.listener.stop()


def make_http_side(
    library: Library,
    settings: Settings,
    address: tuple[str, int],
    metrics: Metrics,
    watch: PollWatch,
    webhook: Webhook | None,
) -> HttpSide:
    """All that is to be seen over HTTP at ``address``."""
    threads = ThreadPoolExecutor(_THREADS, "web")
    checks = checks_of(library, settings.oldest_reading)
    checks["telegram"] = _hears(watch, listens=webhook is not None)
    metrics.look_up(standings_of(library))
    letterbox = None
    if webhook is not None and settings.webhook_url is not None:
        path = unquote(urlsplit(settings.webhook_url).path) or "/"
        letterbox = Letterbox(path, webhook.admits, webhook.take)
    pages = Pages(library, settings.pages, threads).routes() if settings.pages else []
    readiness = Readiness(checks, threads)
    metrics.look_up(readiness.standings)
    site = make_site(readiness, metrics, letterbox, pages, threads=threads)
    return HttpSide(Listener(site, address), readiness, threads)


def _hears(watch: PollWatch, *, listens: bool) -> Callable[[], Check]:
    """A check that updates come: a poll went well, or a post could have come, not long ago.

    Whoever listens and hears nothing stays ready: else nothing would be passed on to it either.
    """
    begun = time.time()

    def telegram() -> Check:
        """That updates come."""
        if watch.heard is None:
            return Check(ok=False, detail="never heard from")
        now = time.time()
        pulse = Pulse(begun, watch.heard, webhook={} if listens else None)
        well = pulse.state(now, alive=True) != "silent"
        took = f", the last update {now - watch.took:.0f} s ago" if watch.took else ""
        heard = f"heard {now - watch.heard:.0f} s ago{took}"
        return Check(ok=well, detail=heard, needed=not listens)

    return telegram
