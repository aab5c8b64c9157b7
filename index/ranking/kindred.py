"""Words of kindred meaning: what a question calls "hurt" an article may call "injured".

``kindred.npz``, made by ``tools/export_kindred.py``, has what the bundled embedder finds near each
English word of its vocabulary. A word without kin, as in any other language, stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.ranking.occurrences import BLOCK
from index.text.codes import codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.ranking.occurrences import Occurrences, Places
    from index.ranking.pool import Codes, Floats

FILE = Path(__file__).with_name("kindred.npz")
_WORTH = 0.8
"""What a kindred word of cosine 1 counts, against the word itself."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Terms that stand for those of a question: each of ``codes``, for which, and for how much.

    ``codes`` are different and in order. The others have one entry a pair, in the order of
    ``codes``: ``spans`` say which entries are those of each code.
    """

    codes: Codes
    spans: NDArray[np.int64]
    term: NDArray[np.int64]
    worth: Floats


def kin(terms: Codes) -> Kin:
    """What stands for ``terms``: each for itself, and words that are kindred and none of them."""
    owners, others, worth = _stored()
    first, last = np.searchsorted(owners, terms), np.searchsorted(owners, terms, side="right")
    term, rows = _runs(first, last - first)
    new = ~np.isin(others[rows], terms)
    every = np.concatenate([terms, others[rows][new]])
    unique, place = np.unique(every, return_inverse=True)
    order = np.argsort(place, kind="stable")
    return Kin(
        codes=unique,
        spans=np.searchsorted(place[order], np.arange(len(unique) + 1)),
        term=np.concatenate([np.arange(len(terms)), term[new]])[order],
        worth=np.concatenate([np.ones(len(terms)), worth[rows][new]])[order],
    )


def is_word(stem: str) -> bool:
    """Whether the bundled embedder knows an English word with this stem, as it knows most."""
    owners, _others, _worth = _stored()
    (code,) = codes([stem])
    at = int(np.searchsorted(owners, code))
    return at < len(owners) and bool(owners[at] == code)


def windows(found: Occurrences, of: Kin, terms: int) -> Floats:
    """How far two blocks between them have each of so many terms, or kin: ``(n, blocks, u)``.

    ``found`` are the occurrences of the codes of ``of``.
    """
    which, entry = _runs(of.spans[found.term], np.diff(of.spans)[found.term])
    blocks = found.offset // BLOCK
    held = np.zeros((len(found.lengths), int(blocks.max(initial=0)) + 2, terms))
    np.maximum.at(held, (found.text[which], blocks[which], of.term[entry]), of.worth[entry])
    return np.maximum(held[:, :-1], held[:, 1:])


def _runs(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[Places, Places]:
    """Runs of numbers behind each other: of which run each is, and the numbers."""
    which = np.repeat(np.arange(len(sizes)), sizes)
    return which, np.arange(len(which)) + np.repeat(starts - (sizes.cumsum() - sizes), sizes)


@lru_cache(maxsize=1)
def _stored() -> tuple[Codes, Codes, Floats]:
    """Owners in order, their kin, and what each is worth."""
    with np.load(FILE) as stored:
        order = np.argsort(stored["owners"], kind="stable")
        worth = _WORTH * stored["cosines"][order] / 255
        return stored["owners"][order], stored["kindred"][order], worth
