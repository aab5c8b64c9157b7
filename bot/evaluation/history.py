"""The last run over each questions file, kept in the home directory, and what changed since.

A run is known by a digest of the files' content, so that a file may be moved but not edited.
Nothing in the kept file names a place.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.evaluation.intervals import sign_test
from bot.evaluation.scores import ANSWERS, LOWER_IS_BETTER, RETRIEVAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.evaluation.run import Outcome

_FORMAT = 1
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class LastRun:
    """When a run was made, with which model, and the scores of each question."""

    at: str
    model: str
    scores: tuple[dict[str, float], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Questions (by their place, from 0) that one score judges better or worse than before.

    ``p`` is the probability of so uneven a split by chance (sign test, two-sided).
    """

    better: tuple[int, ...]
    worse: tuple[int, ...]

    @property
    def p(self) -> float:
        """Of the sign test."""
        return sign_test(len(self.better), len(self.worse))


def changes(before: LastRun, outcomes: Sequence[Outcome]) -> dict[str, Change]:
    """For each score that both runs have, what changed, question by question."""
    pairs = [(old, new.scores) for old, new in zip(before.scores, outcomes, strict=True)]
    found = {}
    for name in RETRIEVAL + ANSWERS:
        gains = {
            place: (new[name] - old[name]) * (-1 if name in LOWER_IS_BETTER else 1)
            for place, (old, new) in enumerate(pairs)
            if name in old and name in new
        }
        if gains:
            found[name] = Change(
                better=tuple(place for place, gain in gains.items() if gain > _CLOSE),
                worse=tuple(place for place, gain in gains.items() if gain < -_CLOSE),
            )
    return found


def load(path: Path, count: int) -> LastRun | None:
    """The run kept at ``path`` over ``count`` questions; ``None`` where none can be compared with.

    A file that is damaged or of another version counts as none: the next run replaces it.
    """
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    run = _read(kept)
    return run if run is not None and len(run.scores) == count else None


def _read(kept: Any) -> LastRun | None:
    if not isinstance(kept, dict) or kept.get("format") != _FORMAT:
        return None
    at, model, scores = kept.get("at"), kept.get("model"), kept.get("scores")
    if not (isinstance(at, str) and isinstance(model, str) and isinstance(scores, list)):
        return None
    if not all(isinstance(each, dict) and _are_numbers(each) for each in scores):
        return None
    return LastRun(at, model, tuple(scores))


def _are_numbers(scores: dict[str, Any]) -> bool:
    return all(isinstance(value, float) and math.isfinite(value) for value in scores.values())


def keep(path: Path, model: str, outcomes: Sequence[Outcome]) -> None:
    """Put a run at ``path`` in place of the one before it."""
    content = {
        "format": _FORMAT,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": model,
        "scores": [each.scores for each in outcomes],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_text(json.dumps(content), encoding="utf-8")
    fresh.replace(path)
