"""Faults that a test injects: what goes wrong, at which call, once or more often."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .errors import Expected

if TYPE_CHECKING:
    import random

FaultKind = Literal[
    "429", "500", "502", "400", "403", "malformed", "slow", "drop", "lost", "hold", "mute"
]
UNTOLD = frozenset({"slow", "500", "502", "malformed", "drop", "lost", "hold", "mute"})
"""After these the bot does not know whether the call was carried out."""


@dataclass(slots=True)
class Fault:
    """One planned fault.

    - ``429`` (``retry_after``), ``400``/``403`` (``description``), ``500``, ``502``: refused, not
      carried out; ``502`` has an HTML body as a proxy's has.
    - ``malformed``: carried out, but the response is half a JSON object.
    - ``slow``: carried out after ``seconds``.
    - ``drop``: the connection is cut and nothing carried out; ``lost``: carried out, then cut.
    - ``hold``: nothing carried out, never answered; ``mute``: carried out, never answered.
    """

    method: str
    kind: FaultKind
    skip: int
    times: int
    retry_after: int = 5
    seconds: float = 5.0
    description: str = "Bad Request: injected by the test"
    used: bool = False

    def refusal(self) -> Expected | None:
        """The error response that the fault is, if it is one."""
        if self.kind == "429":
            text = f"Too Many Requests: retry after {self.retry_after}"
            return Expected(429, text, {"retry_after": self.retry_after})
        if self.kind in ("400", "403"):
            return Expected(int(self.kind), self.description)
        return Expected(500, "Internal Server Error") if self.kind == "500" else None


@dataclass(slots=True)
class Weather:
    """Faults that come by chance: of a method's calls, which share meets which fault."""

    shares: dict[str, dict[FaultKind, float]]
    chance: random.Random

    def take(self, method: str) -> Fault | None:
        """The fault of this call, most often none."""
        drawn = self.chance.random()
        for kind, share in self.shares.get(method, {}).items():
            drawn -= share
            if drawn < 0:
                return Fault(method, kind, 0, 0, retry_after=1, used=True)
        return None


@dataclass(slots=True)
class Faults:
    """All planned faults; the first that fits is used, else what the weather brings."""

    planned: list[Fault] = field(default_factory=list)
    weather: Weather | None = None

    def take(self, method: str) -> Fault | None:
        """The fault of this call, counted as used."""
        for fault in self.planned:
            if fault.method not in (method, "*"):
                continue
            if fault.skip > 0:
                fault.skip -= 1
            elif fault.times > 0:
                fault.times -= 1
                fault.used = True
                return fault
        return self.weather.take(method) if self.weather else None
