"""Claims with one thing changed, so that the archive does not support them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.perturb import denials, facts, wording
from tools.perturb.words import DIRECTION, MODALITY, ORDER, SCOPE, UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from random import Random

    from tools.perturb.edits import Surroundings
    from tools.perturb.honest_claims import Honest


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
    "number": facts.numbers,
    "two numbers exchanged": facts.figures_swapped,
    "date": facts.dates,
    "name": facts.names,
    "outlet": facts.outlets,
    "negation added": denials.negation_added,
    "negation removed": denials.negation_removed,
    "negation moved": denials.negation_moved,
    "speaker changed": wording.speakers,
    "speaker dropped": wording.speaker_dropped,
    "speaker added": wording.speaker_added,
    "modality": wording.by_pairs(MODALITY),
    "hedge dropped": wording.hedge_dropped,
    "unit or currency": wording.by_pairs(UNITS),
    "direction": wording.by_pairs(DIRECTION),
    "order in time": wording.by_pairs(ORDER),
    "clauses exchanged": wording.clauses_swapped,
    "two names exchanged": facts.names_swapped,
    "scope": wording.by_pairs(SCOPE),
    "bound dropped": wording.bound_dropped,
    "quotation marks added": wording.marks_added,
    "word of a quotation": wording.quotation_changed,
    "end of another sentence": wording.spliced,
}
"""Each way of changing a claim by its name."""
