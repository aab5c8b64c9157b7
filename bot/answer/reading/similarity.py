"""How near sentences are to a question, by the bundled embedder or by that of the settings.

Where question and passages are English the bundled one tells it: it is always there, takes 3 ms a
sentence, and the weights were fitted on it. Else the embedder of the settings does, in a request
or two, and on the scale of the bundled one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.answer.reading.vector_cache import Vectors
from index.embedding.calibration import LANGUAGES, Scale
from index.text import lexicon
from index.text.language import asked_in, detect
from index.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bot.answer.reading.vector_cache import Vectorises
    from index.embedding.questions import QuestionVectors
    from index.models import Hit

_TITLE = 0.5
"""Weight of the headline's vector in that of a sentence in its context."""
_STOPS, _FEW = 1 / 6, 4
"""The share of English stop words below which a text of more than a few words is not English. Of
the sample's 55 English questions none has less than .3, of its articles none less than .4."""


class _AwayError(Exception):
    """The embedder of the settings does not answer."""


@dataclass(frozen=True, slots=True)
class Near:
    """Cosines to the question: of each sentence, of it in its context, of its headline."""

    alone: list[float]
    in_context: list[float]
    titled: list[float]


@dataclass(frozen=True, slots=True)
class Nearness:
    """One embedder, as sentences are compared with it.

    ``strange``: the best passage is of another language, so that words tell nothing.
    """

    questions: Vectorises
    sentences: Vectorises
    scale: Scale
    strange: bool = False

    def near(self, question: str, texts: Sequence[str], titles: Sequence[str]) -> Near | None:
        """The cosines of each text, and of its title; None where the embedder does not answer."""
        try:
            asked = self.questions.embed([question])[0]
            vectors = self.sentences.embed([*texts, *titles])
        except _AwayError:
            return None
        sentences, headlines = np.split(vectors, 2)
        return Near(
            self._scaled(sentences @ asked),
            self._scaled(_cosines(sentences + _TITLE * headlines, asked)),
            self._scaled(headlines @ asked),
        )

    def _scaled(self, cosines: NDArray[np.float32]) -> list[float]:
        found: list[float] = self.scale.of(cosines.astype(float)).tolist()
        return found


def by(embedder: Vectorises) -> Nearness:
    """Nearness as an embedder tells it that makes nothing of questions."""
    return Nearness(embedder, embedder, Scale())


class Others:
    """The embedder of the settings for sentences, where the bundled one does not read them."""

    def __init__(self) -> None:
        self._kept: tuple[QuestionVectors, Vectors, Vectors] | None = None

    def reading(
        self, question: str, hits: Sequence[Hit], vectors: QuestionVectors | None
    ) -> Nearness | None:
        """What reads question and hits better than the bundled embedder; None: nothing does."""
        if vectors is None or vectors.bundled or not hits:
            return None
        own, found = tongue(question), {tongue(hit.passage.text) for hit in hits}
        if found | {own} == {"en"} or (own in LANGUAGES and own not in vectors.scale.languages):
            return None
        kept = self._kept
        if kept is None or kept[0] is not vectors:
            kept = vectors, Vectors(_Asking(vectors.of)), Vectors(_Asking(vectors.of_sentences))
            self._kept = kept
        strange = own != tongue(hits[0].passage.text)
        return Nearness(kept[1], kept[2], vectors.scale, strange=strange)


@dataclass(frozen=True, slots=True)
class _Asking:
    """An embedder that may be away, for whoever remembers its vectors."""

    ask: Callable[[Sequence[str]], NDArray[np.float32] | None]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, in order.

        Raises:
            _AwayError: it does not answer.
        """
        found = self.ask(texts)
        if found is None:
            raise _AwayError
        return found


def tongue(text: str) -> str:
    """What can be told of the language of ``text``: ``en``, ``uk``, ``ru``, ``latin`` or ``und``.

    ``latin`` are all that have those letters and are not English.
    """
    found = asked_in(text) or detect(text)
    said = words(text)
    if found != "en" or len(said) < _FEW:
        return found
    return (
        "en"
        if sum(word in lexicon.words("stop") for word in said) >= _STOPS * len(said)
        else "latin"
    )


def _cosines(vectors: NDArray[np.float32], question: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = (vectors * vectors).sum(axis=1) ** 0.5
    return np.asarray((vectors @ question) / lengths.clip(1e-6))
