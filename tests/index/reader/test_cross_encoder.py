"""The trained reader: what it finds right, where the short answer is, its files and errors."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding.bundled import BundledEmbedder
from index.encoders.encoder import MODEL, SUMS
from index.errors import EmbedderError
from index.reader.cross_encoder import FOLDER, HEADS, Page, Reader
from index.reader.heads import UNREAD

if TYPE_CHECKING:
    from pathlib import Path

PIER = Page(
    "North pier closed for repairs until spring",
    (
        "The harbour of Brennfjord lost its longest pier to the November storm.",
        "Harbour master Ada Quist closed the north pier on 14 November 2023.",
        "Repairs will cost 3.4 million crowns, the council said.",
        "Fishing boats moor at the old quay meanwhile.",
    ),
    (0, 71, 139, 195),
    "2023-11-15",
)
BREAD = Page(
    "Bakery wins prize for rye bread",
    ("The jury praised its crust.", "The bakery opened in 1987 and employs nine people."),
    (0, 28),
)
QUESTION = "How much will the repairs of the north pier cost?"


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader, loaded once."""
    return Reader(BundledEmbedder().encoder)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the reader's files, to be damaged."""
    return shutil.copytree(FOLDER, tmp_path / "reader")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (QUESTION, 3),
        ("Who closed the north pier?", 2),
        ("where do fishing boats moor now", 4),
    ],
)
def test_sentence_that_answers_has_the_highest_logit(
    reader: Reader, question: str, part: int
) -> None:
    """Of the headline, number 0, and all sentences."""
    [judged] = reader.judge(question, [PIER])

    assert judged.right.shape == judged.adds.shape == (5,)
    assert judged.right.argmax() == part


def test_passage_that_answers_is_above_one_of_another_topic(reader: Reader) -> None:
    """By its own logit and by that of its best sentence."""
    pier, bread = reader.judge(QUESTION, [PIER, BREAD])

    assert pier.answers > bread.answers
    assert pier.right.max() > bread.right.max()


def test_short_answer_is_a_span_of_the_sentence(reader: Reader) -> None:
    """In characters of its text."""
    [judged] = reader.judge(QUESTION, [PIER])

    start, end = judged.short(3)
    assert "3.4 million" in PIER.sentences[2][start:end]


def test_verdict_does_not_depend_on_the_pages_beside(reader: Reader) -> None:
    """Alone or among twelve others, in whatever batch."""
    [alone] = reader.judge(QUESTION, [PIER])
    among = reader.judge(QUESTION, [*[BREAD] * 6, PIER, *[BREAD] * 6])[6]

    np.testing.assert_allclose(alone.right, among.right, atol=1e-3)
    np.testing.assert_allclose(alone.adds, among.adds, atol=1e-3)
    assert alone.answers == pytest.approx(among.answers, abs=1e-3)


def test_page_longer_than_a_row_is_read_to_its_end(reader: Reader) -> None:
    """In several rows, each with the headline."""
    filler = ("The weather stayed dry, and the ferries ran as the timetable says they do.",) * 24
    long = Page(PIER.headline, (*filler, *PIER.sentences), tuple(range(28)))

    [judged] = reader.judge(QUESTION, [long])

    assert (judged.right[1:] > UNREAD).all()
    assert judged.right.argmax() == len(filler) + 3


def test_empty_headline_is_not_read(reader: Reader) -> None:
    """It never is the best part, and has no short answer of its own."""
    [judged] = reader.judge(QUESTION, [Page("", PIER.sentences, PIER.starts)])

    assert judged.right[0] == UNREAD
    assert judged.short(0) == (0, 0)


def test_span_in_another_alphabet_counts_its_own_letters(reader: Reader) -> None:
    """Though it is read in Latin letters, of which there are more."""
    text = "Капитан Щукин спас 48 человек."
    [judged] = reader.judge("Сколько человек спасли?", [Page("Пожар", (text,), (0,))])

    start, end = judged.short(1)
    assert 0 <= start < end <= len(text)


def test_nothing_to_read_gives_nothing(reader: Reader) -> None:
    """No page, no verdict."""
    assert reader.judge(QUESTION, []) == []


def test_several_threads_get_the_same(reader: Reader) -> None:
    """They share one model."""
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: reader.judge(QUESTION, [PIER, BREAD])[0], range(8)))

    for each in made:
        np.testing.assert_allclose(each.right, made[0].right, atol=1e-3)


@pytest.mark.parametrize("name", [MODEL, HEADS])
def test_damaged_file_is_named(copy: Path, name: str) -> None:
    """With the sum that was expected and what to do."""
    (copy / name).write_bytes(b"damaged")

    with pytest.raises(
        EmbedderError, match=rf"{name}: the file is damaged.*install Pressmark again"
    ):
        Reader(BundledEmbedder().encoder, copy).judge(QUESTION, [PIER])


def test_the_table_of_another_embedder_is_refused(copy: Path) -> None:
    """The reader was trained with one, which it borrows."""
    lines = (copy / SUMS).read_text("ascii").splitlines()
    others = [line if not line.endswith(" words") else f"{'0' * 64}  words" for line in lines]
    (copy / SUMS).write_text("\n".join(others), "ascii")

    with pytest.raises(EmbedderError, match=r"words: the file is damaged.*expected 00000000"):
        Reader(BundledEmbedder().encoder, copy).judge(QUESTION, [PIER])


def test_missing_file_is_named(copy: Path) -> None:
    """At the first question, not before."""
    (copy / SUMS).unlink()
    reader = Reader(BundledEmbedder().encoder, copy)

    with pytest.raises(EmbedderError, match=f"{SUMS}: the embedding model cannot be read"):
        reader.judge(QUESTION, [PIER])
