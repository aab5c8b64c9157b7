"""The values of ranking: a question in terms, the pool of candidates, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from index.text.codes import codes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.uint32]

_QUIET = 0.3
"""Weight of a word that says where something was reported, against one that says what."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as ``u`` different terms: ``whole`` ``(u,)`` and ``parts`` ``(k, u)`` are weights.

    A weight is 0 where the whole or the part has not that term. ``figures`` weighs the terms that
    are numbers; ``pairs`` ``(p, 2)`` are terms that stand side by side.
    """

    terms: Codes
    whole: Floats
    parts: Floats
    figures: Floats
    pairs: NDArray[np.int64]


def asked(
    question: Sequence[str],
    parts: Sequence[Sequence[str]],
    *,
    rarity: Callable[[str], float],
    quiet: Collection[str] = frozenset(),
) -> Asked:
    """A question and its parts, each as stems; ``quiet`` ones weigh less."""
    stems = list(dict.fromkeys([*question, *(stem for part in parts for stem in part)]))
    place = {stem: at for at, stem in enumerate(stems)}
    weights = np.array([rarity(each) * (_QUIET if each in quiet else 1) for each in stems], float)

    def mask(some: Sequence[str]) -> Floats:
        """1 at the place of each of these stems, else 0: shape ``(n,)``."""
        held = np.zeros(len(stems))
        held[[place[stem] for stem in some]] = 1
        return held

    beside = [(place[a], place[b]) for a, b in pairwise(question) if a != b]
    numeric = np.array([stem[0].isdigit() for stem in stems], dtype=float)
    whole = weights * mask(question)
    return Asked(
        terms=codes(stems),
        whole=whole,
        parts=np.array([weights * mask(part) for part in parts]),
        figures=whole * numeric,
        pairs=np.array(beside, dtype=np.int64).reshape(-1, 2),
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """The ``n`` candidates: terms of body and title, number of the article, cosines.

    ``cosines`` is ``(n, 1 + k)``: to the topic of the question and to each of its parts.
    """

    bodies: Sequence[Codes]
    titles: Sequence[Codes]
    articles: NDArray[np.int64]
    cosines: Floats


@dataclass(frozen=True, slots=True)
class Measured:
    """Features of every candidate: ``whole`` ``(n, f)``, ``parts`` ``(n, k, g)``.

    ``titled`` says which candidates are of an article that the question calls by its title.
    """

    whole: Floats
    parts: Floats
    titled: NDArray[np.bool_]
