"""How long work says how far it is and how fast, and how it is told to stop."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_T = TypeVar("_T")
_UNITS = {
    "fetching": "URLs",
    "reading": "articles",
    "counting": "articles",
    "splitting": "articles",
    "comparing": "articles",
    "indexing": "passages",
}
AWAY = "waiting for the Chroma server"
"""The phase of a run that does not get on because that does not answer."""
_MEMORY_SECONDS = 15.0
"""What happened that long ago counts a third in the pace: steady, yet not of yesterday."""
_SETTLED_SECONDS = 1.0
"""A pace of less than that is a guess."""
_MINUTE, _HOUR = 60, 3600


class CancelledError(Exception):
    """Somebody asked for the run to stop; what is done stays done."""


class Progress(Protocol):
    """Told after every batch."""

    def __call__(self, phase: str, done: int, total: int) -> None:
        """``done`` of ``total`` (0 where unknown) of ``phase`` are finished.

        Raises:
            CancelledError: the run is to stop here.
        """


def silent(phase: str, done: int, total: int) -> None:
    """A listener for work that nobody watches."""


@dataclass(frozen=True, slots=True)
class Step:
    """How a phase stands: things done, things a second, seconds that are left; None: not known."""

    phase: str
    done: int
    total: int
    rate: float | None = None
    left: float | None = None

    @property
    def words(self) -> str:
        """``12 passages/s, about 3 min left``, as far as it is known."""
        return pace_words(self.phase, rate=self.rate, left=self.left)


def pace_words(phase: str | None, *, rate: float | None, left: float | None) -> str:
    """A pace for people; empty where nothing is known of it."""
    if rate is None:
        return ""
    speed = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"  # noqa: PLR2004 - two digits tell enough
    said = f"{speed} {unit_of(phase)}/s"
    return said if left is None else f"{said}, {Left.of(left)}"


def unit_of(phase: str | None) -> str:
    """What is counted in a phase: URLs, articles, passages or steps."""
    return _UNITS.get(phase or "", "steps")


@dataclass(frozen=True, slots=True)
class Left:
    """How long something still takes, in the unit that people would say it in."""

    unit: Literal["moment", "seconds", "minutes", "hours"]
    count: int = 0

    @classmethod
    def of(cls, seconds: float) -> Left:
        """So many seconds, rounded."""
        if seconds < 10:  # noqa: PLR2004 - nobody plans with less
            return cls("moment")
        if seconds < 1.5 * _MINUTE:
            return cls("seconds", 10 * round(seconds / 10))
        if seconds < 1.5 * _HOUR:
            return cls("minutes", round(seconds / _MINUTE))
        return cls("hours", round(seconds / _HOUR))

    def __str__(self) -> str:
        if self.unit == "moment":
            return "a few seconds left"
        short = {"seconds": "s", "minutes": "min", "hours": "h"}[self.unit]
        return f"about {self.count} {short} left"


@dataclass(slots=True)
class _Flow:
    """Decayed sums of things and seconds; their ratio is the smoothed rate."""

    at: float
    done: int
    things: float = 0.0
    seconds: float = 0.0

    def note(self, now: float, done: int) -> None:
        """Add what came since the last report; what is older than the memory counts ever less."""
        passed, new = now - self.at, done - self.done
        fade = math.exp(-max(passed, 0.0) / _MEMORY_SECONDS)
        self.things = self.things * fade + max(new, 0)
        self.seconds = self.seconds * fade + max(passed, 0.0)
        self.at, self.done = now, done

    @property
    def rate(self) -> float | None:
        """Things a second; None in the first second, and while nothing has come."""
        if self.seconds < _SETTLED_SECONDS or not self.things:
            return None
        return self.things / self.seconds


@dataclass(slots=True)
class Meter:
    """Turns what a run reports into what is shown of it; one meter a run.

    While reading, articles are counted without a total and files with one: the rate is of
    articles, the time that is left follows the files.
    """

    clock: Callable[[], float] = time.monotonic
    _flows: dict[tuple[str, bool], _Flow] = field(default_factory=dict)

    def __call__(self, phase: str, done: int, total: int) -> Step:
        """The step that this report makes."""
        now = self.clock()
        flow = self._flows.setdefault((phase, bool(total)), _Flow(now, done))
        flow.note(now, done)
        if phase != "reading":
            return _step(phase, flow, done, total)
        articles, files = self._flows.get((phase, False)), self._flows.get((phase, True))
        rate = articles.rate if articles else None
        if not total:
            return Step(phase, done, 0, rate)
        left = _step(phase, files, done, total).left if files and rate else None
        return Step(phase, done, total, rate, left)


def _step(phase: str, flow: _Flow, done: int, total: int) -> Step:
    rate = flow.rate
    left = (total - done) / rate if rate and total else None
    return Step(phase, done, total, rate, left)


@dataclass(slots=True)
class Stride:
    """How many things to do at once, so that they take about ``seconds``.

    Whoever asks a run to stop waits for the end of one stride, on a slow machine too.
    """

    size: int
    most: int
    seconds: float

    def took(self, things: int, seconds: float) -> None:
        """Learn from ``things`` done in ``seconds``; at most double or halve."""
        fitting = things * self.seconds / max(seconds, 1e-3)
        bounded = min(max(fitting, self.size / 2), 2 * self.size)
        if things >= self.size or bounded < self.size:
            self.size = min(max(round(bounded), 1), self.most)


def strides(
    things: Sequence[_T], phase: str, *, most: int, seconds: float, progress: Progress
) -> Iterator[Sequence[_T]]:
    """``things`` in portions of ``most``, fewer where it is slow, each reported once it is done."""
    stride, done = Stride(most // 4, most, seconds), 0
    while done < len(things):
        begun, batch = time.monotonic(), things[done : done + stride.size]
        yield batch
        done += len(batch)
        stride.took(len(batch), time.monotonic() - begun)
        progress(phase, done, len(things))
