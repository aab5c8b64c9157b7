"""What the fake server answers: vectors that mean something, and can be worked out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.digests import digest
from index.text.tokens import terms

if TYPE_CHECKING:
    from index.embedding.bundled import BundledEmbedder

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_CONCEPTS, _UNKNOWN = 2048, 0.15


def affine(bundled: BundledEmbedder, *, share: float) -> Vectors:
    """The bundled embedder, of whose vectors ``share`` is the same for all texts.

    A cosine of ``c`` becomes ``share + (1 - share) * c``, as models give it whose texts are all
    near each other; with a share of 0 it is the bundled one, a number longer.
    """

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        """One number more than the bundled embedder gives."""
        vectors = bundled.embed(texts) * (1 - share) ** 0.5
        return np.column_stack([vectors, np.full(len(texts), share**0.5, np.float32)])

    return embed


def by_dictionary(words: dict[str, str]) -> Vectors:
    """A multilingual model in little: a text is the bag of its words, in English.

    ``words`` are pairs of a beginning of a Ukrainian or Russian word and English words; what none
    of them means weighs little.
    """
    meant = {stem for each in words.values() for stem in terms(each, "en")}

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector each."""
        vectors = np.zeros((len(texts), _CONCEPTS + 1), np.float32)
        for row, text in enumerate(texts):
            vectors[row, _CONCEPTS] = 0.05  # so that no text is nothing
            for stem in _english(text, words):
                weight = 1.0 if stem in meant else _UNKNOWN
                vectors[row, int(digest(stem)[:6], 16) % _CONCEPTS] += weight
        found: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return found

    return embed


def _english(text: str, words: dict[str, str]) -> set[str]:
    found = set(terms(_CYRILLIC.sub(" ", text), "en"))
    for word in re.findall(r"[Ѐ-ӿ']+", text.casefold()):
        meant = [english for start, english in words.items() if word.startswith(start)]
        found.update(stem for english in meant for stem in terms(english, "en"))
    return found


SLAVIC = {
    "вантажівк": "lorries", "грузовик": "lorries", "мост": "bridge", "їздити": "shut",
    "ездить": "shut", "заморозк": "frost", "урожа": "harvest", "яблук": "apple", "яблок": "apple",
    "банк": "bank", "ставк": "rate", "відсотков": "interest", "процентн": "interest",
    "центральн": "central", "медсестр": "nurses", "страйк": "walked", "бастовал": "walked",
    "відбив": "saved", "отбил": "saved", "пенальт": "penalties", "футбол": "goalkeeper match",
    "матч": "match", "викраден": "stolen", "украден": "stolen", "бронзов": "bronze",
    "маск": "mask", "повернул": "given", "вернул": "given", "астроном": "astronomers",
    "водян": "water", "пар": "vapour", "засудил": "court prison", "осудили": "court prison",
    "бывш": "former", "колишн": "former", "мер": "mayor", "мэр": "mayor", "учн": "pupils",
    "ученик": "pupils", "телефон": "telephones", "школ": "schools", "турист": "tourists",
    "лісов": "forest wildfire", "лесн": "forest wildfire", "пожеж": "wildfire fire",
    "пожар": "wildfire fire", "відкликають": "calls back", "отзывают": "calls back",
    "електричн": "electric", "электрическ": "electric", "фургон": "vans", "люд": "voters",
    "проголосува": "voters referendum", "проголосова": "voters referendum", "смуг": "runway",
    "полос": "runway", "аеропорт": "airport", "аэропорт": "airport",
    "викрав": "stole thieves stolen theft", "вкрав": "stole thieves stolen theft",
    "украл": "stole thieves stolen theft",
    "дзвін": "bell", "колокол": "bell", "музе": "museum maritime", "в'язниц": "prison",
    "клюкв": "cranberry", "марс": "mars", "космос": "space",
}  # fmt: skip
"""Beginnings of Ukrainian and Russian words, and what they are in English: the probes of the
calibration, and what tests ask of the sample."""
