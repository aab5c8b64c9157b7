"""Vectors that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.answers.vectors import Vectors

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


def test_only_texts_that_are_new_are_embedded() -> None:
    """Once each, and in the order that was asked for."""
    embedder = Lengths()
    vectors = Vectors(embedder)

    found = [vectors.embed(["a", "bb", "a"]), vectors.embed(["ccc", "bb"])]

    assert [each[:, 0].tolist() for each in found] == [[1, 2, 1], [3, 2]]
    assert embedder.asked == [["a", "bb"], ["ccc"]]


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    """Use keeps a vector."""
    embedder = Lengths()
    vectors = Vectors(embedder, most=2)
    for texts in (["a"], ["bb"], ["a"], ["ccc"], ["a"], ["bb"]):
        vectors.embed(texts)

    assert embedder.asked == [["a"], ["bb"], ["ccc"], ["bb"]]
