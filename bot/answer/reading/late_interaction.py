"""How near each word of a question comes to a word of a text, as the model reads them there.

Vectors of single words in their contexts, each matched with the nearest of the other text: the
late interaction of ColBERT (arXiv:2004.12832), with a model that was not trained for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bot.answer.reading.vector_cache import Embeds
    from index.embedding.word_vectors import Read
    from index.models import Passage


NOTHING = {"words": 0.0, "words_rare": 0.0}
"""What ``measure`` gives where no word comes near."""


def nearest_words(question: Read, text: Read) -> NDArray[np.float32]:
    """For each word of ``question`` its greatest cosine to a word of ``text``, 0 where none is."""
    if not text.words:
        return np.zeros(len(question.words), np.float32)
    cosines = question.by_word.astype(np.float32) @ text.by_word.astype(np.float32).T
    return np.asarray(cosines.max(axis=1), np.float32)


def weights_of(question: Read, weights: Mapping[str, float]) -> NDArray[np.float32]:
    """What each word of ``question`` weighs among its terms; they sum to 1, or are all 0."""
    each = [
        max((weights.get(stem, 0.0) for stem in stems(word)), default=0.0)
        for word in question.words
    ]
    found = np.array(each, np.float32)
    return found / max(float(found.sum()), 1e-9)


def measure(question: Read, text: Read, weights: NDArray[np.float32]) -> dict[str, float]:
    """The mean of ``nearest_words`` over all words, and by their weight."""
    near = nearest_words(question, text)
    return {"words": float(near.mean()) if len(near) else 0.0, "words_rare": float(near @ weights)}


def farthest_word(question: str, passage: Passage, embedder: Embeds) -> float:
    """The cosine of the word of ``question`` to which ``passage`` has the least like it."""
    headline = passage.card.title
    whole = f"{headline}. {passage.text}" if headline else passage.text
    asked, text = embedder.read([question, whole])
    return float(nearest_words(asked, text).min(initial=1.0)) if asked.words else 0.0
