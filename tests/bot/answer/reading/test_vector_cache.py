"""Vectors that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.answer.reading.vector_cache import Readings
from index.embedding.word_vectors import Read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Lengths:
    """Embeds a text as its length, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number a text."""
        self.asked.append(list(texts))
        return np.array([[len(text)] for text in texts], np.float32)

    def read(self, texts: Sequence[str]) -> list[Read]:
        """One number a text, and one a word."""
        vectors = self.embed(texts)
        words = [tuple(text.split()) for text in texts]
        return [
            Read(vector, each, np.array([[len(word)] for word in each], np.float16))
            for vector, each in zip(vectors, words, strict=True)
        ]


def test_only_texts_that_are_new_are_embedded() -> None:
    """Once each, and in the order that was asked for."""
    embedder = Lengths()
    vectors = Readings(embedder)

    found = [vectors.embed(["a", "bb", "a"]), vectors.embed(["ccc", "bb"])]

    assert [each[:, 0].tolist() for each in found] == [[1, 2, 1], [3, 2]]
    assert embedder.asked == [["a", "bb"], ["ccc"]]


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    """Use keeps a vector."""
    embedder = Lengths()
    vectors = Readings(embedder, most=2)
    for texts in (["a"], ["bb"], ["a"], ["ccc"], ["a"], ["bb"]):
        vectors.embed(texts)

    assert embedder.asked == [["a"], ["bb"], ["ccc"], ["bb"]]


def test_text_that_was_read_is_kept_with_its_words() -> None:
    """A sentence answers more than one question; so many of them are kept, no more."""
    embedder = Lengths()
    vectors = Readings(embedder, most_read=2)

    found = [vectors.read(texts)[0] for texts in (["a bb"], ["ccc"], ["a bb"], ["d"], ["a bb"])]

    assert found[0] is found[2] is found[4]
    assert found[0].words == ("a", "bb")
    assert embedder.asked == [["a bb"], ["ccc"], ["d"]]
