"""A question in another language than the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.reading.candidates import Candidate, Reading
from bot.answer.reading.cross_lingual import by_vectors, by_words, tongue
from bot.answer.reading.sentences import places
from index.embedding.calibration import Scale
from index.embedding.questions import QuestionVectors
from index.errors import EmbedderError
from tests.bot.answer.asking import asked
from tests.bot.made import hits, passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.embedding.bundled import BundledEmbedder


def reading(question: str, *texts: str) -> Reading:
    """Passages with these texts, read in their order."""
    found = places(hits(*(passage(text, title="Заголовок") for text in texts)), with_notices=False)
    return Reading(asked(question), [Candidate(each) for each in found])


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Мост построили за год.", 1),
        ("Мосты построены из стали.", 1),
        ("Мост вчера сгорел дотла.", 1 / 2),
        ("Рыба подорожала вдвое.", 0),
    ],
)
def test_score_is_the_square_of_the_share_of_words(text: str, share: float) -> None:
    """Words that only ask do not count; other forms of a word do."""
    assert by_words(reading("Кто построил мост?", text)) == pytest.approx(share**2)


def test_nothing_is_sure_where_nothing_was_found() -> None:
    """Nor where the question has no words but those that ask."""
    assert by_words(reading("Кто построил мост?")) == 0
    assert by_words(reading("Почему?", "Мост вчера сгорел дотла.")) == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who stole the bell of the St Brenna from the museum?", "en"),
        ("Lunnay ferry", "en"),
        ("Хто викрав дзвін із музею?", "uk"),
        ("Кто украл колокол из музея и где он теперь?", "ru"),
        ("Wer hat die Glocke aus dem Museum von Skelhaven gestohlen?", "latin"),
        ("Qui a volé la cloche du navire dans le musée maritime ?", "latin"),
    ],
)
def test_language_is_told_as_far_as_it_can_be(text: str, language: str) -> None:
    """A few words in Latin letters may be English."""
    assert tongue(text) == language


BELL = "Thieves took the bell of the ship from the old museum in the night."
COD = "A kilo of the cod did cost 42 crowns at the fish auction on Thursday."
STOLEN = "Хто викрав дзвін із музею?"


class Knowing:
    """An embedder that knows bells from fish in all languages; a bare word is about half of it."""

    cutting, window = "words", 100

    def __init__(self, *, away: bool = False) -> None:
        self._away = away

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of words."""
        return [len(text.split()) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of two numbers."""
        if self._away:
            raise EmbedderError("it is away.")
        bells = [("bell" in text or "дзвін" in text, "cod" in text) for text in texts]
        made = np.array([(a + 0.1, b + 0.1) for a, b in bells], np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)

    embed_questions = embed_sentences = embed

    def identity(self, dimensions: int, /) -> str:
        """Its name."""
        return f"knowing-dim{dimensions}"

    def made(self, identity: str, /) -> bool:
        """Whether it is its own."""
        return identity == self.identity(2)


def vectors(*languages: str, away: bool = False) -> QuestionVectors:
    """Those of an embedder whose scale says that it knows these languages."""
    return QuestionVectors(Knowing(away=away), 2, Scale(languages=("en", *languages)))


def english(question: str) -> Reading:
    """Two English passages, the one about fish found first."""
    found = places(hits(passage(COD), passage(BELL)), with_notices=False)
    return Reading(asked(question), [Candidate(each) for each in found])


def test_embedder_that_knows_both_languages_decides() -> None:
    """What is nearer in meaning comes first, and is likelier to answer."""
    of = english(STOLEN)
    decided = by_vectors(of, STOLEN, vectors("uk"))

    assert decided is not None
    ranked, sure = decided
    assert [each.text for each in ranked.ranked] == [BELL, COD]
    assert ranked.ranked[0].score > ranked.ranked[1].score
    assert all(0 <= each.chance <= 1 and each.adds == 0 for each in ranked.ranked)
    assert 0 < sure < 1


def test_nearer_passage_is_a_surer_answer() -> None:
    """By its sentence alone, too."""
    near, far = (
        by_vectors(Reading(asked(STOLEN), [each]), STOLEN, vectors("uk"))
        for each in reversed(english(STOLEN).ranked)
    )

    assert near is not None
    assert far is not None
    assert near[1] > far[1]


def test_reader_decides_where_the_embedder_cannot(bundled: BundledEmbedder) -> None:
    """One language, one that it was not found to know, none at all, or nothing to read."""
    of = english(STOLEN)
    same = "Who stole the bell of the ship from the museum?"

    assert by_vectors(english(same), same, vectors("uk")) is None
    assert by_vectors(of, STOLEN, vectors("ru")) is None
    assert by_vectors(of, STOLEN, vectors("uk", away=True)) is None
    assert by_vectors(of, STOLEN, QuestionVectors(bundled, 384)) is None
    assert by_vectors(of, STOLEN, None) is None
    assert by_vectors(Reading(asked(STOLEN)), STOLEN, vectors("uk")) is None
