"""What Prometheus reads: counted where it happens, or looked up when somebody asks.

Counters begin anew with each process, as Prometheus expects. What several processes share, such as
the queue, is read from the catalog and told by each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily

from bot.models import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from prometheus_client.metrics_core import Metric

    from bot.models import Answer

Standing: TypeAlias = "tuple[str, str, Mapping[str, str], float]"
"""How something stands: name, what it is, labels, value. Those of one name follow each other."""

_LAGS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_STAGES = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Borders of histograms in seconds."""


class Metrics:
    """Counts; every method may be called from any thread."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._lag = Histogram(
            "pressmark_loop_lag_seconds",
            "How late the event loop woke up.",
            buckets=_LAGS,
            registry=registry,
        )
        self._stages = Histogram(
            "pressmark_stage_seconds",
            "How long a stage took: store (an update), retrieve, compose and answer (a question).",
            ["stage"],
            buckets=_STAGES,
            registry=registry,
        )
        self._calls = Histogram(
            "pressmark_telegram_call_seconds",
            "How long calls to Telegram took, waiting for their turn included.",
            ["method"],
            buckets=_STAGES,
            registry=registry,
        )
        self._questions = self._counter("questions", "Questions answered or refused.")
        self._refusals = self._counter("refusals", "Questions that the archive does not answer.")
        self._guard = self._counter("guard_claims", "What the guard did with claims.", "verdict")
        self._tokens = self._counter("model_tokens", "Tokens of answers.", "direction")
        self._cost = self._counter("model_cost", "Money that answers cost, where prices are set.")
        self._errors = self._counter(
            "telegram_errors", "Calls to Telegram that failed.", "method", "error"
        )
        self._posts = self._counter("webhook_posts", "Posts to the webhook.", "status")
        for verdict in ("kept", "repaired", "dropped"):
            self._guard.labels(verdict)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"pressmark_{name}", text, labels, registry=self._registry)

    def answered(self, answer: Answer) -> None:
        """A question came to its end."""
        self._questions.inc()
        self._refusals.inc(answer.refused)
        tally, usage = answer.tally, answer.usage or Usage()
        self._guard.labels("kept").inc(tally.kept)
        self._guard.labels("repaired").inc(tally.repaired)
        self._guard.labels("dropped").inc(tally.dropped)
        self._tokens.labels("read").inc(usage.prompt)
        self._tokens.labels("written").inc(usage.completion)
        self._cost.inc(usage.cost or 0.0)
        retrieve, whole = (
            answer.milliseconds.get(name, 0.0) / 1000 for name in ("retrieve", "answer")
        )
        self.passed("retrieve", retrieve)
        self.passed("compose", max(whole - retrieve, 0.0))
        self.passed("answer", whole)

    def passed(self, stage: str, seconds: float) -> None:
        """A stage took so long."""
        self._stages.labels(stage).observe(seconds)

    def called(self, method: str, seconds: float, error: Exception | None = None) -> None:
        """A call to Telegram came back after so long, or failed."""
        self._calls.labels(method).observe(seconds)
        if error is not None:
            self._errors.labels(method, type(error).__name__).inc()

    def late(self, seconds: float) -> None:
        """The event loop woke up so late."""
        self._lag.observe(seconds)

    def posted(self, status: int) -> None:
        """Something was posted to the webhook, and answered with this status."""
        self._posts.labels(str(status)).inc()

    def look_up(self, standings: Callable[[], Iterable[Standing]]) -> None:
        """Tell also how these stand whenever somebody asks."""
        self._registry.register(_LookedUp(standings))

    def page(self) -> tuple[bytes, str]:
        """All of it, and its media type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


class _LookedUp:
    """Asks how things stand when Prometheus does."""

    def __init__(self, standings: Callable[[], Iterable[Standing]]) -> None:
        self._standings = standings

    def describe(self) -> list[Metric]:
        """Nothing beforehand: to register must not look anything up."""
        return []

    def collect(self) -> Iterator[Metric]:
        """A gauge for each name."""
        found: dict[str, GaugeMetricFamily] = {}
        for name, text, labels, value in self._standings():
            family = found.setdefault(
                name, GaugeMetricFamily(f"pressmark_{name}", text, labels=list(labels))
            )
            family.add_metric(list(labels.values()), value)
        yield from found.values()
