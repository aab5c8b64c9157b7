"""How near candidates are in meaning to a question in another language than theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.answer.reading.sentences import Place
    from index.embedding.questions import QuestionVectors

_HEADLINE = 0.5
"""Weight of the headline's vector in that of a sentence in its context."""


def nearness(
    question: str, places: Sequence[Place], vectors: QuestionVectors
) -> NDArray[np.float64] | None:
    """Cosines of ``places`` beside their headlines, ``(n,)``, on the bundled embedder's scale.

    None where the embedder does not answer.
    """
    headlines = list(dict.fromkeys(each.around.hit.passage.card.title for each in places))
    asked = vectors.of([question])
    made = vectors.of_sentences([*(each.text for each in places), *headlines])
    if asked is None or made is None:
        return None
    above = dict(zip(headlines, made[len(places) :], strict=True))
    beside = np.stack([above[each.around.hit.passage.card.title] for each in places])
    whole = made[: len(places)] + _HEADLINE * beside
    cosines = whole @ asked[0] / np.linalg.norm(whole, axis=1).clip(1e-6)
    return np.asarray(vectors.scale.of(cosines.astype(float)), np.float64)
