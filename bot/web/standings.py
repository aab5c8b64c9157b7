"""How the archive, its runs and the queues stand, read from the catalog when Prometheus asks."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from bot.store import costs, deliveries, pulse
from index.catalog import generations, jobs, lookup
from index.errors import PressmarkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.web.metrics import Standing
    from index.library import Library

_log = logging.getLogger(__name__)


def standings_of(library: Library) -> Callable[[], list[Standing]]:
    """A look at the catalog; where that cannot be read the log says so, and the rest is told."""

    def look() -> list[Standing]:
        """How everything stands now."""
        found: list[Standing] = []
        try:
            for part in (_archive, _replica, _runs, _queue, _model):
                found += part(library)
        except PressmarkError as exc:
            _log.warning("metrics are not complete: %s", exc)
        return found

    return look


def _archive(library: Library) -> Iterator[Standing]:
    query = library.catalog.query
    yield "articles", "Articles that answers may use.", {}, query(lookup.count_articles)
    if live := query(generations.live):
        count = query(generations.count_indexed, live.id)
        yield "passages", "Passages in the index.", {}, count
    if read := query(jobs.last_done):
        yield "last_reading_timestamp_seconds", "When articles were last read.", {}, read


def _replica(library: Library) -> Iterator[Standing]:
    """How far what questions see here is behind, where machines share the index."""
    lag = library.replica.lag() if library.replica else None
    if lag is None:
        return
    yield "replica_answers", "Whether anything can be asked here.", {}, float(lag.answers)
    yield "replica_lag_changes", "Passages that came or went, unseen here.", {}, lag.changes
    yield "replica_lag_seconds", "How long ago the first of them did.", {}, lag.seconds


def _runs(library: Library) -> Iterator[Standing]:
    waiting = library.unfinished()
    states = Counter(job.state for job in waiting)
    for state in ("queued", "running"):
        yield "jobs", "Runs that are not finished.", {"state": state}, states[state]
    running = [job for job in waiting if job.state == "running"]
    for name, text in (("done", "What is done of the phase of a run."), ("total", "All of it.")):
        for job in running:
            labels = {"kind": job.kind, "phase": job.phase or ""}
            yield f"job_{name}", text, labels, getattr(job, name)


def _queue(library: Library) -> Iterator[Standing]:
    counts = {"updates": pulse.updates_waiting, "deliveries": deliveries.count_due}
    for name, count in counts.items():
        text = "What waits: updates that are not dealt with, messages that are owed."
        yield "queue", text, {"of": name}, library.catalog.query(count)


def _model(library: Library) -> Iterator[Standing]:
    """What was spent today in UTC by all processes together."""
    spent = costs.of_today(library)
    text = "What the language model was asked and cost today (UTC)."
    for name in ("requests", "prompt_tokens", "completion_tokens", "cost"):
        yield "model_today", text, {"of": name}, spent[name] or 0.0
