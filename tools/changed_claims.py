"""Claims with one thing changed, so that the archive does not support them any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import changed_denials, changed_facts, changed_wording
from tools.change_words import DIRECTION, MODALITY, ORDER, SCOPE, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from random import Random

    from tools.honest_claims import Honest


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a claim stands: names of its passage, of the archive, the outlets, what is beside."""

    near: tuple[str, ...]
    far: tuple[str, ...]
    outlets: tuple[str, ...]
    beside: str


def changed(
    claim: Honest, around: Surroundings, draw: Random, *, but: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """One changed text of each kind that the claim has room for, with the name of the kind."""
    for kind, change in CHANGES.items():
        if kind in but:
            continue
        found = sorted({text for text in change(claim, around, draw) if text != claim.text})
        if found:
            yield kind, draw.choice(found)


CHANGES: dict[str, Callable[[Honest, Surroundings, Random], Iterable[str]]] = {
    "number": changed_facts.numbers,
    "two numbers exchanged": changed_facts.figures_swapped,
    "date": changed_facts.dates,
    "name": changed_facts.names,
    "outlet": changed_facts.outlets,
    "negation added": changed_denials.negation_added,
    "negation removed": changed_denials.negation_removed,
    "negation moved": changed_denials.negation_moved,
    "speaker changed": changed_wording.speakers,
    "speaker dropped": changed_wording.speaker_dropped,
    "speaker added": changed_wording.speaker_added,
    "modality": changed_wording.by_pairs(MODALITY),
    "hedge dropped": changed_wording.hedge_dropped,
    "unit or currency": changed_wording.by_pairs(UNITS),
    "direction": changed_wording.by_pairs(DIRECTION),
    "order in time": changed_wording.by_pairs(ORDER),
    "clauses exchanged": changed_wording.clauses_swapped,
    "two names exchanged": changed_facts.names_swapped,
    "scope": changed_wording.by_pairs(SCOPE),
    "bound dropped": changed_wording.bound_dropped,
    "quotation marks added": changed_wording.marks_added,
    "word of a quotation": changed_wording.quotation_changed,
    "end of another sentence": changed_wording.spliced,
}
"""Each way of changing a claim by its name."""
