"""How far a replica is behind what machines share."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.catalog import generations

if TYPE_CHECKING:
    from datetime import timedelta

    from index.catalog.engine import Catalog
    from index.replicas.ledger import Ledger

_UNATTENDED = 60.0
"""Seconds without a look after which nobody follows; a step takes less."""


@dataclass(frozen=True, slots=True)
class Lag:
    """What questions on this machine do not see yet.

    ``changes`` are passages that came or went, ``seconds`` ago the first of them. ``answers``:
    something can be asked here, if it is old. While another generation is copied, ``done`` of
    ``total`` of its passages are here. ``looked``: seconds since somebody looked for changes.
    """

    answers: bool
    changes: int
    seconds: float
    done: int
    total: int
    looked: float | None

    def exceeds(self, limit: timedelta) -> bool:
        """Whether questions are answered from what is older than that."""
        return not self.answers or self.seconds > limit.total_seconds()

    def as_json(self, limit: timedelta) -> dict[str, Any]:
        """The object ``replica`` of the ``status`` command; ``late``: further than that behind."""
        return asdict(self) | {
            "seconds": round(self.seconds, 1),
            "looked": None if self.looked is None else round(self.looked, 1),
            "late": self.exceeds(limit),
        }

    def __str__(self) -> str:
        """``12 changes, 34 s behind; nobody follows here``."""
        return "; ".join(filter(None, (self._standing, self._copied, self._unattended)))

    @property
    def _standing(self) -> str:
        if not self.answers:
            return "nothing can be asked here yet"
        if not self.changes:
            return "up to date"
        return f"{self.changes} change{'s' * (self.changes != 1)}, {_age(self.seconds)} behind"

    @property
    def _copied(self) -> str:
        return f"{self.done} of {self.total} passages are copied" if self.total else ""

    @property
    def _unattended(self) -> str:
        if self.looked is None:
            return "nobody has followed yet"
        return f"nobody follows since {_age(self.looked)}" if self.looked > _UNATTENDED else ""


def _age(seconds: float) -> str:
    """``34 s``, ``12 min``, ``3 h``."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def lag_of(catalog: Catalog, ledger: Ledger) -> Lag | None:
    """How far what questions see is behind; None where nothing is indexed at all."""
    copies = ledger.copies()
    answering = next((copy for copy in copies if copy.answers), None)
    shown = (answering.generation, answering.published) if answering else ("", 0)
    found = catalog.query(generations.unseen, *shown)
    if found is None:
        return None
    made = next((each for each in copies if not (each.answers or each.filled)), None)
    return Lag(
        answers=answering is not None,
        changes=found[0],
        seconds=found[1],
        done=made.done if made else 0,
        total=made.total if made else 0,
        looked=ledger.looked(),
    )
