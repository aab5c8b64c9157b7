"""What is measured of every candidate: words, nearness and meaning, for the whole and each part.

Most features are relative to the best candidate, so that questions of any length weigh the
same; "covers" are shares of the question's terms by weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.ranking.kindred import kin
from index.ranking.kindred import windows as kindred_windows
from index.ranking.occurrences import occurrences
from index.ranking.pool import Measured

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.ranking.occurrences import Occurrences
    from index.ranking.pool import Asked, Floats, Pool

    Bools = NDArray[np.bool_]

WHOLE = (
    "body", "body_share", "cover", "title_cover", "window", "figures", "near",
    "article_cover", "article", "article_sum", "parts", "meaning", "kindred",
)  # fmt: skip
"""Features against the whole question, as they are called in ``weights.json``."""
PART = ("body", "article", "cover", "meaning", "window", "kindred")
"""Features against one part."""

_K1, _B = 1.2, 0.75
"""The usual parameters of BM25, those of Tantivy."""
_PASSAGE, _ARTICLE = 95.0, 600.0
"""Terms of a usual passage and of what is found of a usual article."""
_NEAR = 8
"""Terms within which two of the question are together."""
_LEAST_TITLE = 3
"""Terms that a title must have for a question to be about that article because of them."""


def measure(pool: Pool, asked: Asked) -> Measured:
    """The features of every candidate."""
    body, title = occurrences(pool.bodies, asked.terms), occurrences(pool.titles, asked.terms)
    by_article = _per_article(body, pool)
    saturated = _saturated(body.counts, body.lengths, _PASSAGE)
    article = _saturated(*by_article, _ARTICLE)
    anywhere = (body.counts > 0) | (title.counts > 0)
    windows = body.windows()
    near = kin(asked.terms)
    kindred = kindred_windows(occurrences(pool.bodies, near.codes), near, len(asked.terms))
    weights = asked.parts.T
    parts = np.stack(
        [
            _relative(saturated @ weights),
            _relative(article @ weights),
            _shares(body.counts > 0, weights),
            pool.cosines[:, 1:] - pool.cosines[:, 1:].max(axis=0, initial=-1),
            _best_window(windows, weights),
            _best_window(kindred, weights),
        ],
        axis=2,
    )
    scores = saturated @ asked.whole
    whole = [
        _relative(scores),
        scores / max(asked.whole.sum(), 1e-9),
        *_covers(asked, anywhere, title.counts > 0, windows),
        _shares(body.counts > 0, asked.figures),
        _pairs(body, asked),
        _shares(by_article[0] > 0, asked.whole),
        _relative(article @ asked.whole),
        _relative(np.log1p(_summed(scores, pool))),
        parts[:, :, 0].mean(axis=1),
        pool.cosines[:, 0],
        _best_window(kindred, asked.whole),
    ]
    return Measured(np.stack(whole, axis=1), parts, _titled(title))


def _covers(asked: Asked, anywhere: Bools, titled: Bools, windows: Bools) -> list[Floats]:
    return [
        _shares(anywhere, asked.whole),
        _shares(titled, asked.whole),
        _best_window(windows, asked.whole),
    ]


def _saturated(counts: Floats, lengths: Floats, usual: float) -> Floats:
    """BM25 of each term without its rarity."""
    norm = _K1 * (1 - _B + _B * lengths / usual)
    return counts * (_K1 + 1) / (counts + norm[:, None])


def _relative(scores: Floats) -> Floats:
    return np.asarray(scores / np.maximum(scores.max(axis=0, initial=0), 1e-9))


def _shares(present: Bools | Floats, weights: Floats) -> Floats:
    """The share of the weights that is ``present``; 0 where there are no weights."""
    return np.asarray(present @ weights / np.maximum(weights.sum(axis=0), 1e-9))


def _best_window(windows: Bools | Floats, weights: Floats) -> Floats:
    return np.asarray(_shares(windows, weights).max(axis=1))


def _pairs(body: Occurrences, asked: Asked) -> Floats:
    """The share of the question's neighbouring terms that stand as near in the candidate."""
    if not len(asked.pairs):
        return np.zeros(len(body.lengths))
    weights = asked.whole[asked.pairs].min(axis=1)
    return _shares(body.pairs(asked.pairs, within=_NEAR), weights)


def _per_article(body: Occurrences, pool: Pool) -> tuple[Floats, Floats]:
    """Counts and lengths of all candidates of the article that a candidate is from."""
    _, article = np.unique(pool.articles, return_inverse=True)
    counts = np.zeros((article.max(initial=-1) + 1, body.counts.shape[1]))
    np.add.at(counts, article, body.counts)
    return counts[article], np.asarray(np.bincount(article, body.lengths)[article], dtype=float)


def _summed(scores: Floats, pool: Pool) -> Floats:
    """The sum of the scores of all candidates of the same article."""
    _, article = np.unique(pool.articles, return_inverse=True)
    return np.asarray(np.bincount(article, scores)[article])


def _titled(title: Occurrences) -> Bools:
    """Whether every term of the title stands in the question."""
    return np.asarray(
        (title.counts.sum(axis=1) >= title.lengths) & (title.lengths >= _LEAST_TITLE), dtype=bool
    )
