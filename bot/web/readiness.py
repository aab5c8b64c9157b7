"""Whether the bot can take and answer questions: one check after the other, each with a word.

What only makes its answers poorer, or older, leaves it ready: that is mostly so on every machine at
once, and whoever sends questions elsewhere would have nowhere left to send them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from index.catalog import jobs, lookup
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor
    from datetime import timedelta

    from bot.web.metrics import Standing
    from index.library import Library

_log = logging.getLogger(__name__)
_CHROMA, _REPLICA, _ARCHIVE = "chroma", "replica", "archive"
_SPARED = frozenset((_CHROMA, _REPLICA, _ARCHIVE))
"""Without these there are answers, poorer or older ones."""
_KEPT_SECONDS = 1.0
"""How long what was found is told again, however often somebody asks."""
_CHECK_SECONDS = 5.0


class Check(NamedTuple):
    """What one look found; ``needed``: whether questions are not answered where it fails."""

    ok: bool
    detail: str
    needed: bool = True

    def as_json(self) -> dict[str, Any]:
        """What is shown of it."""
        return {"ok": self.ok, "detail": self.detail}


class Readiness:
    """Looks when somebody asks, in ``threads``."""

    def __init__(self, checks: Mapping[str, Callable[[], Check]], threads: Executor) -> None:
        self._checks = checks
        self._threads = threads
        self._turn = asyncio.Lock()
        self._found: dict[str, Any] = {}
        self._until = 0.0
        self._ending = False

    def end(self) -> None:
        """The bot ends: from now on it is not ready."""
        self._ending = True

    async def look(self) -> dict[str, Any]:
        """``ready``, and for each of the ``checks`` whether it is ``ok`` and a ``detail``.

        ``degraded`` names those that fail and are not needed.
        """
        if not self._ending:
            async with self._turn:
                if not self._ending and time.monotonic() >= self._until:
                    found = await asyncio.gather(*map(self._look, self._checks.values()))
                    self._found = _told(dict(zip(self._checks, found, strict=True)))
                    self._until = time.monotonic() + _KEPT_SECONDS
        if self._ending:
            self._found = _told({"bot": Check(ok=False, detail="the bot is ending")})
        return self._found

    def standings(self) -> list[Standing]:
        """What was found last, as metrics."""
        if not self._found:
            return []
        text, checks = "Whether a check of /readyz went well.", self._found["checks"]
        ready = float(self._found["ready"])
        return [
            ("ready", "Whether questions are taken and answered here.", {}, ready),
            *(("check", text, {"of": name}, float(each["ok"])) for name, each in checks.items()),
        ]

    async def _look(self, check: Callable[[], Check]) -> Check:
        looking = asyncio.get_running_loop().run_in_executor(self._threads, check)
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                return await looking
        except TimeoutError:
            return Check(ok=False, detail=f"no answer within {_CHECK_SECONDS:.0f} s")
        except PressmarkError as exc:
            _log.warning("not ready: %s", exc)
            return Check(ok=False, detail="cannot be read; the log says why")


def _told(found: Mapping[str, Check]) -> dict[str, Any]:
    failed = [name for name, each in found.items() if not each.ok]
    degraded = [name for name in failed if name in _SPARED or not found[name].needed]
    return {
        "ready": failed == degraded,
        "degraded": degraded,
        "checks": {name: each.as_json() for name, each in found.items()},
    }


def checks_of(
    library: Library, oldest: timedelta | None, *, clock: Callable[[], float] = time.time
) -> dict[str, Callable[[], Check]]:
    """The checks of a library; its last reading may not be older than ``oldest``."""

    def database() -> Check:
        """That the catalog is read."""
        library.catalog.query(lookup.get_meta, "archive")
        return Check(ok=True, detail="is read")

    def index() -> Check:
        """That what questions need is loaded and sound."""
        if not library.answers:
            where = "is here" if library.replica else "is indexed"
            return Check(ok=False, detail=f"nothing {where} yet")
        parts = library.health.missing_parts()
        if wrong := "; ".join(said for part, said in parts.items() if part != _CHROMA):
            return Check(ok=False, detail=wrong)
        return _loaded(library)

    def chroma() -> Check:
        """That the vectors of the generation are where Chroma finds them, and that it answers."""
        server = library.vector_indexes.server()
        if server and not server["answers"]:
            return Check(ok=False, detail="the server does not answer; words do meanwhile")
        found = library.health.missing_parts().get(_CHROMA)
        return Check(ok=found is None, detail=found or "is there")

    def archive() -> Check:
        """That it was read not too long ago."""
        return _age(_last_read(library), oldest, clock())

    found = {"database": database, "index": index, _CHROMA: chroma, _ARCHIVE: archive}
    if (here := library.replica) is None:
        return found

    def replica() -> Check:
        """That it is not too far behind."""
        lag = here.lag()
        late = lag is None or lag.exceeds(library.settings.replica_lag)
        return Check(ok=not late, detail=str(lag or "nothing is indexed yet"))

    return found | {_REPLICA: replica}


def _loaded(library: Library) -> Check:
    """That a question need not wait; the detail also says whether it sees all that is here."""
    if not (library.answering and library.retriever.is_loaded):
        return Check(ok=False, detail="is being loaded")
    late = "" if library.retriever.is_current else ", without what came in a moment ago"
    return Check(ok=True, detail=f"is loaded{late}")


def _last_read(library: Library) -> float | None:
    """When the newest run that read something ended well, in seconds since the epoch."""
    return library.catalog.query(jobs.last_done)


def _age(read: float | None, oldest: timedelta | None, now: float) -> Check:
    if read is None:
        return Check(ok=oldest is None, detail="was never read")
    minutes = max(now - read, 0.0) / 60
    said = f"was read {minutes:.0f} min ago"
    stale = oldest is not None and minutes > oldest.total_seconds() / 60
    if oldest is not None and stale:
        said += f", at most {oldest.total_seconds() / 60:g} min is set"
    return Check(ok=not stale, detail=said)
