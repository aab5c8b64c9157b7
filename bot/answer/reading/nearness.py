"""How near candidates are in meaning to a question in another language than theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.text import lexicon
from index.text.language import asked_in, detect
from index.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.answer.reading.sentences import Place
    from index.embedding.questions import QuestionVectors

_STOPS, _FEW = 1 / 6, 4
"""The share of English stop words below which a text of more than a few words is not English. Of
the sample's 55 English questions none has less than .3, of its articles none less than .4."""
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


def tongue(text: str) -> str:
    """What can be told of the language of ``text``: ``en``, ``uk``, ``ru``, ``latin`` or ``und``.

    ``latin`` are all that have those letters and are not English.
    """
    found = asked_in(text) or detect(text)
    said = words(text)
    if found != "en" or len(said) < _FEW:
        return found
    stops = sum(word in lexicon.words("stop") for word in said)
    return "en" if stops >= _STOPS * len(said) else "latin"
