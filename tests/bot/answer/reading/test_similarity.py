"""Who tells how near a sentence is: the bundled embedder, or that of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.reading.similarity import Others, by, tongue
from index.embedding.bundled import BundledEmbedder
from index.embedding.calibration import Scale
from index.embedding.questions import QuestionVectors
from index.errors import EmbedderError
from index.models import ArticleCard, Hit, Passage, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ENGLISH = "The mayor said on Tuesday that the ferry will not sail before the end of the week."
GERMAN = "Der Bürgermeister sagte am Dienstag, dass die Fähre vor Ende der Woche nicht fährt."
UKRAINIAN = "Мер сказав у вівторок, що пором не вийде до кінця тижня."


class Turned(BundledEmbedder):
    """An embedder of the settings, as far as sentences need one; may be away."""

    away = False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The number of characters, as an angle."""
        if self.away:
            raise EmbedderError("away.")
        angles = np.array([len(text) / 100 for text in texts], np.float32)
        return np.column_stack([np.cos(angles), np.sin(angles)])


class Elsewhere(QuestionVectors):
    """Vectors that are not the bundled embedder's."""

    @property
    def bundled(self) -> bool:
        """They are not."""
        return False


def hit(text: str) -> Hit:
    """A hit with this text."""
    return Hit(1, 0.5, Passage("p", "v", Span(0, len(text)), text, "en", ArticleCard("a", "T")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "en"),
        (GERMAN, "latin"),
        (UKRAINIAN, "uk"),
        ("Кто объявил об этом?", "ru"),
        ("Who stole the bell?", "en"),
        ("Was hat der Stadtrat zum neuen Hafen beschlossen?", "latin"),
        ("¿Quién robó la campana de la iglesia?", "latin"),
        ("ferry fares", "en"),
        ("1998", "und"),
    ],
)
def test_a_tongue_is_told_by_letters_and_stop_words(text: str, expected: str) -> None:
    """Of a few words the letters alone."""
    assert tongue(text) == expected


@pytest.mark.parametrize(
    ("question", "texts", "strange"),
    [
        ("Who stole the bell?", [ENGLISH], None),
        ("Who stole the bell?", [ENGLISH, UKRAINIAN], False),
        ("Who stole the bell?", [UKRAINIAN, ENGLISH], True),
        ("Хто викрав дзвін?", [ENGLISH], True),
        ("Хто викрав дзвін?", [UKRAINIAN, ENGLISH], False),
        ("Кто украл колокол? Об этом объявили?", [ENGLISH], None),
        ("Was hat der Stadtrat zum neuen Hafen beschlossen?", [ENGLISH], True),
    ],
)
def test_the_other_embedder_reads_what_is_not_all_english(
    question: str, texts: list[str], strange: object
) -> None:
    """Words tell nothing where the best passage is of another language.

    It is not asked in a language that it was found not to read: here Russian.
    """
    vectors = Elsewhere(Turned(), 2, Scale(1.0, 0.0, ("en", "uk")))

    found = Others().reading(question, [hit(text) for text in texts], vectors)

    assert (found.strange if found else None) == strange


def test_the_bundled_embedder_has_no_other(bundled: BundledEmbedder) -> None:
    """Nor has a generation that nothing compares questions with, or a question without hits."""
    others, strange = Others(), Elsewhere(Turned(), 2, Scale(languages=("uk",)))

    assert others.reading(UKRAINIAN, [hit(ENGLISH)], QuestionVectors(bundled, 384)) is None
    assert others.reading(UKRAINIAN, [hit(ENGLISH)], None) is None
    assert others.reading(UKRAINIAN, [], strange) is None


def test_cosines_come_on_the_scale_of_the_bundled_embedder() -> None:
    """Those of sentences, of them in their context, and of headlines."""
    vectors = Elsewhere(Turned(), 2, Scale(2.0, -1.0, ("uk",)))
    nearness = Others().reading(UKRAINIAN, [hit(ENGLISH)], vectors)
    assert nearness is not None

    near = nearness.near("x" * 10, ["y" * 10, "z" * 110], ["t" * 10, "t" * 110])

    assert near is not None
    assert near.alone == pytest.approx([1.0, 2 * np.cos(1.0) - 1])
    assert near.in_context == pytest.approx(near.alone)
    assert near.titled == pytest.approx(near.alone)


def test_one_that_is_away_tells_nothing() -> None:
    """The bundled embedder is asked then."""
    embedder = Turned()
    embedder.away = True
    vectors = Elsewhere(embedder, 2, Scale(languages=("uk",)))
    nearness = Others().reading(UKRAINIAN, [hit(ENGLISH)], vectors)

    assert nearness is not None
    assert nearness.near("x", ["y"], ["z"]) is None


def test_an_embedder_alone_tells_cosines_as_they_are(bundled: BundledEmbedder) -> None:
    """And nothing is strange to it."""
    nearness = by(bundled)
    near = nearness.near("A cat.", ["A cat.", "Shares."], ["A cat.", "A cat."])

    assert near is not None
    assert not nearness.strange
    assert near.alone[0] == pytest.approx(1, abs=0.01)
    assert near.titled == pytest.approx([1, 1], abs=0.01)
    assert near.in_context[0] > near.in_context[1] > near.alone[1]
