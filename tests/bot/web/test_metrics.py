"""What Prometheus reads, and whether the page about it is right."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from bot.models import Answer, Claim, Tally, Understood, Usage
from bot.web.metrics import Metrics
from bot.web.readiness import Check, Readiness
from bot.web.standings import standings_of
from index.catalog import leases
from index.replicas.lag import Lag
from tests.conftest import ROOT

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from index.library import Library


def answer(*claims: Claim, tally: Tally, usage: Usage | None = None) -> Answer:
    """An answer that took two seconds, half of one to retrieve."""
    times = {"retrieve": 500.0, "answer": 2000.0}
    return Answer(
        "?", Understood("?"), "x", 0.5, claims, tally=tally, usage=usage, milliseconds=times
    )


def samples(metrics: Metrics) -> dict[str, float]:
    """Every sample."""
    lines = metrics.page()[0].decode().splitlines()
    found = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name.removeprefix("pressmark_"): float(value) for name, value in found}


def test_answers_are_counted_with_what_the_guard_and_the_model_did() -> None:
    """And how long each stage took."""
    metrics = Metrics()
    usage = Usage(prompt=900, completion=80, cost=0.25)
    metrics.answered(answer(Claim("a", (1,)), tally=Tally(2, 1, 3), usage=usage))
    metrics.answered(answer(tally=Tally(0, 0, 1)))
    found = samples(metrics)

    assert (found["questions_total"], found["refusals_total"]) == (2, 1)
    assert [found[f'guard_claims_total{{verdict="{each}"}}'] for each in
            ("kept", "repaired", "dropped")] == [2, 1, 4]  # fmt: skip
    assert found['model_tokens_total{direction="read"}'] == 900
    assert found['model_tokens_total{direction="written"}'] == 80
    assert found["model_cost_total"] == 0.25
    assert found['stage_seconds_sum{stage="retrieve"}'] == 1.0
    assert found['stage_seconds_sum{stage="compose"}'] == 3.0
    assert found['stage_seconds_sum{stage="answer"}'] == 4.0


@pytest.mark.anyio
async def test_operators_read_of_every_metric_and_of_none_that_is_not_there(
    sample: Library, threads: Executor
) -> None:
    """``docs/operating.md`` names them all."""
    sample.submit("index", ["news"])
    with sample.catalog.write() as connection:
        assert leases.claim(connection)
    metrics = Metrics()
    lag = Lag(answers=True, changes=0, seconds=0.0, done=1, total=1, looked=0.0)
    sample.__dict__["replica"] = SimpleNamespace(lag=lambda: lag)  # as where machines share it
    metrics.look_up(standings_of(sample))
    readiness = Readiness({"a": lambda: Check(ok=True, detail="is well")}, threads)
    metrics.look_up(readiness.standings)
    await readiness.look()
    types = re.findall(r"^# TYPE (\w+)", metrics.page()[0].decode(), re.MULTILINE)
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

    assert set(re.findall(r"`(pressmark_\w+)", page)) == {
        name for name in types if not name.endswith("_created")
    }
