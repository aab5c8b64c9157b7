"""A question in another language than the archive's.

The bundled models read English. Where an embedder on a server knows both languages its cosines
decide; else the reader meets names and numbers alone, and how many of the question's words the
archive has bounds how sure an answer can be.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from bot.answer.reading.nearness import nearness
from bot.answer.reading.weights import stored
from index.embedding.calibration import LANGUAGES
from index.search.search import language_of
from index.text import lexicon
from index.text.language import asked_in, detect
from index.text.tokens import terms, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.answer.reading.candidates import Candidate, Reading
    from index.embedding.questions import QuestionVectors

_SHARP = 16.0
"""What a cosine counts as, beside scores: .2 is the whole of a story."""
_STOPS, _FEW = 1 / 6, 4
"""The share of English stop words below which a text of more than a few words is not English. Of
the sample's 55 English questions none has less than .3, of its articles none less than .4."""
_SHORTEST, _LONGER = 3, 8
"""Letters of a stem that is the beginning of another one, and how many that may have more."""
_COMMON, _PART = 4, 0.7
"""Letters, and the part of the longer stem, that two forms of a word begin with alike: «обошлось»
and «обошелся». Stems are right less often in Russian and Ukrainian than in English."""


def by_vectors(
    reading: Reading, question: str, vectors: QuestionVectors | None
) -> tuple[Reading, float] | None:
    """The candidates by the embedder that knows both languages, and how sure it is, in (0, 1).

    None where question and archive are of one language, or nothing here knows both, or it does not
    answer.
    """
    if vectors is None or vectors.bundled or not reading.ranked:
        return None
    own, found = tongue(question), tongue(reading.ranked[0].passage.text)
    if own == found or (own in LANGUAGES and own not in vectors.scale.languages):
        return None
    near = nearness(question, [each.place for each in reading.ranked], vectors)
    if near is None:
        return None
    order = np.argsort(-near, kind="stable")
    ranked = [_near(reading.ranked[at], float(near[at])) for at in order]
    hits = [each.place.around.hit for each in ranked]
    parts = [max(each) for each in zip(*(hit.by_part for hit in hits), strict=False)]
    nearest = max(hit.similarity for hit in hits)
    signals = {"sentence": float(near.max()), "passage": nearest, "part": min([nearest, *parts])}
    return replace(reading, ranked=ranked), stored().across.probability(signals)


def _near(each: Candidate, cosine: float) -> Candidate:
    return replace(each, score=_SHARP * cosine, chance=max(0.0, cosine), adds=0.0, judged=None)


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


def bounded_by_words(reading: Reading, asked: str, score: float) -> float:
    """``score``, or less where question and passage are of two languages.

    ``asked`` is what was looked for. The reader knows English, and what is spelt alike: in one
    other language the share of words bounds it, across two the square of it.
    """
    language = asked_in(asked) or language_of(asked)
    found = tongue(reading.ranked[0].passage.text) if reading.ranked else language
    if language == "en" and found not in {"ru", "uk"}:
        return score
    most = by_words(reading)
    return min(score, most**0.5 if found == language else most)


def by_words(reading: Reading) -> float:
    """At most how sure it is that the archive answers, in [0, 1]: the square of a share.

    It is the share of the question's words, by weight, that stand in the hits of the article that
    has the best sentence. Squared it takes two thirds of them to answer, which told apart best what
    the sample answers and what it does not (`docs/retrieval.md`).
    """
    if not reading.ranked:
        return 0.0
    place, asked = reading.ranked[0].place, reading.asked
    found = place.around.article | place.around.title | place.terms
    quiet = _quiet(asked.text)
    weights = {stem: weight for stem, weight in asked.weights.items() if stem not in quiet}
    total = sum(weights.values())
    had = sum(weight for stem, weight in weights.items() if _has(found, stem))
    return (had / total) ** 2 if total else 0.0


def _quiet(question: str) -> frozenset[str]:
    """Stems of the words that only ask: who, how many, why."""
    only_asks = lexicon.words("starters") | lexicon.words("asking")
    asking = " ".join(word for word in words(question) if word in only_asks)
    return frozenset(terms(asking, language_of(question)))


def _has(found: Collection[str], stem: str) -> bool:
    """Whether a form of the same word is there."""
    return stem in found or any(_kin(stem, each) for each in found)


def _kin(stem: str, other: str) -> bool:
    """Whether two Cyrillic stems may be forms of one word."""
    if stem.isascii() or other.isascii():
        return False
    shorter, longer = sorted((stem, other), key=len)
    both = zip(shorter, longer, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
    if common == len(shorter) >= _SHORTEST:
        return len(longer) - common <= _LONGER
    return common >= _COMMON and common >= _PART * len(longer)
