"""The bundled embedder: all-MiniLM-L6-v2 in int8, run by ONNX Runtime on the processor.

The one module that imports ``onnxruntime`` and ``tokenizers``, and only once a text is counted
or embedded. ``minilm/MODEL_CARD.md`` says what the files are and how they were made.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.word_vectors import Read, by_word
from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "minilm"
MODEL, TOKENIZER, SUMS = "model.onnx", "tokenizer.json", "SHA256SUMS"
DIMENSIONS = 384
WINDOW = 254
"""Word pieces that reach the vector: the model reads 256, [CLS] and [SEP] included."""
MOST_THREADS = 4
"""A cap for large machines: others want to work there too (not measured)."""
BATCH_TOKENS = 512
"""Tokens computed together, padding included; the fastest of those measured on two cores."""

_CLS, _SEP = 101, 102  # BERT's vocabulary
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_VECTOR, _PIECES = "vector", "pieces"
"""Outputs of the model: of a text, and of each word piece in it, the special ones included."""


@dataclass(frozen=True, slots=True)
class _Engine:
    """The loaded model: both objects may be called from several threads at once."""

    session: Any
    tokenizer: Any


class BundledEmbedder:
    """Unit vectors of English texts without a network; usable from several threads.

    A text's vector does not depend on the texts it is embedded with, up to rounding. The files
    are read and checked against their SHA-256 sums at the first call that needs them.
    """

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        self._own = threading.local()
        self._loading = threading.Lock()
        self._loaded: _Engine | None = None

    @property
    def fingerprint(self) -> str:
        """Name of the model and the first eight digits of its file's SHA-256 sum.

        Raises:
            EmbedderError: the list of sums is missing or damaged.
        """
        return f"all-MiniLM-L6-v2-int8-{self._sums[MODEL][:8]}"

    @property
    def cutting(self) -> str:
        """Window and name: passages are cut by this model's own word pieces."""
        return f"{WINDOW}-{self.fingerprint}"

    def identity(self, dimensions: int = DIMENSIONS) -> str:  # noqa: ARG002 - it has but one length
        """The fingerprint."""
        return self.fingerprint

    def made(self, identity: str) -> bool:
        """Whether the vectors of ``identity`` are its own."""
        return identity == self.fingerprint

    @property
    def window(self) -> int:
        """Most word pieces of a text that reach the vector, [CLS] and [SEP] not counted."""
        return WINDOW

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of word pieces of ``texts``, in order; many at once cost less than one by one."""
        return [len(encoding) for encoding in self._encode(texts)]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``: shape ``(len(texts), 384)``, same order.

        Only the first ``window`` word pieces of a text reach its vector.

        Raises:
            EmbedderError: a file of the model is missing or damaged, or cannot be run.
        """
        pieces = [_framed(encoding) for encoding in self._encode(texts)]
        vectors = np.zeros((len(pieces), DIMENSIONS), np.float32)

        def fill(batch: list[int]) -> None:
            """Put the vectors of the texts at these positions in their rows."""
            vectors[batch] = self._run([pieces[position] for position in batch], _VECTOR)[0]

        self._in_batches(pieces, fill)
        return vectors

    def read(self, texts: Sequence[str]) -> list[Read]:
        """``texts`` with the vectors of their words in context, same order; costs what they cost.

        Raises:
            EmbedderError: a file of the model is missing or damaged, or cannot be run.
        """
        clean = [_encodable(text) for text in texts]
        tokenizer = self._engine().tokenizer
        encodings = tokenizer.encode_batch(clean, add_special_tokens=False)  # with offsets
        pieces = [_framed(encoding) for encoding in encodings]
        found: dict[int, Read] = {}

        def fill(batch: list[int]) -> None:
            """Keep what the model makes of the texts at these positions."""
            vectors, inside = self._run([pieces[position] for position in batch], _VECTOR, _PIECES)
            for row, position in enumerate(batch):
                offsets = encodings[position].offsets[:WINDOW]
                words, vectors_of_words = by_word(clean[position], offsets, inside[row, 1:])
                found[position] = Read(vectors[row], words, vectors_of_words)

        self._in_batches(pieces, fill)
        return [found[position] for position in range(len(texts))]

    def _in_batches(self, pieces: Sequence[list[int]], fill: Callable[[list[int]], None]) -> None:
        """Call ``fill`` with the positions of texts that are computed together."""
        batches = list(micro_batches([len(piece) for piece in pieces]))
        if len(batches) == 1:
            fill(batches[0])
        else:
            list(self._workers().map(fill, batches))

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same: this model does not tell questions from passages."""
        return self.embed(texts)

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same."""
        return self.embed(texts)

    def _workers(self) -> ThreadPoolExecutor:
        """Workers of the thread that asks alone, at its priority; they end with it.

        A question and the sentences that may answer it are several batches: with workers for all,
        they would wait behind those of an archive, and for threads that give way.
        """
        found: ThreadPoolExecutor | None = getattr(self._own, "workers", None)
        if found is None:
            found = self._own.workers = ThreadPoolExecutor(self._threads, "embed")
        return found

    def _encode(self, texts: Sequence[str]) -> Sequence[Any]:
        """The word pieces of ``texts`` as the tokenizer gives them, without special ones."""
        clean = [_encodable(text) for text in texts]
        encodings: Sequence[Any] = self._engine().tokenizer.encode_batch_fast(
            clean, add_special_tokens=False
        )
        return encodings

    def _run(self, pieces: Sequence[list[int]], *outputs: str) -> list[NDArray[np.float32]]:
        """What the model makes of one micro-batch: a row for each text in every output."""
        shape = (len(pieces), max(map(len, pieces)))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask}
        made: list[NDArray[np.float32]] = self._engine().session.run(outputs, inputs)
        return made

    def _engine(self) -> _Engine:
        """The loaded model; the first thread to ask loads it, the others wait."""
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._read(MODEL), self._read(TOKENIZER), self._folder)
            return self._loaded

    @cached_property
    def _sums(self) -> dict[str, str]:
        """SHA-256 sums by file name, as ``sha256sum`` writes them."""
        lines = (line.split() for line in self._bytes(SUMS).decode("ascii", "replace").splitlines())
        sums = {line[1]: line[0] for line in lines if len(line) == len(("sum", "name"))}
        if not {MODEL, TOKENIZER} <= sums.keys():
            raise EmbedderError(
                f"{self._folder / SUMS}: expected a line each for {MODEL} and {TOKENIZER}; {_HELP}"
            )
        return sums

    def _read(self, name: str) -> bytes:
        """Content of a file of the model, checked against its sum."""
        content, expected = self._bytes(name), self._sums[name]
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise EmbedderError(
                f"{self._folder / name}: the file is damaged: its SHA-256 sum is {found[:8]}…, "
                f"expected {expected[:8]}…; {_HELP}"
            )
        return content

    def _bytes(self, name: str) -> bytes:
        """Content of a file of the model."""
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise EmbedderError(
                f"{self._folder / name}: the embedding model cannot be read "
                f"({error.strerror or error}); {_HELP}"
            ) from error


def _framed(encoding: Any) -> list[int]:
    """The word pieces of a text between the model's special ones, as many as it reads."""
    return [_CLS, *encoding.ids[:WINDOW], _SEP]


_HELP = "install Pressmark again, or make the file with tools/export_embedder.py."


def micro_batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Positions in ``lengths``, shortest first, grouped so that little is padded.

    A group, padded to its longest member, stays within ``budget`` tokens; one that is longer
    by itself is a group of its own.
    """
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[position] > budget:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _encodable(text: str) -> str:
    """``text`` with halves of characters, which UTF-8 cannot carry, replaced one for one."""
    return _LONE_SURROGATES.sub("\ufffd", text)


def _load(model: bytes, tokenizer: bytes, folder: Path) -> _Engine:
    """The engine of the given files; ``folder`` is named in errors."""
    import onnxruntime  # noqa: PLC0415 - a tenth of a second that only counting and embedding spend
    from onnxruntime.capi import onnxruntime_pybind11_state as errors  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a batch a thread is 8 % faster than a batch over all
    refusals = (errors.Fail, errors.InvalidGraph, errors.InvalidProtobuf, errors.NotImplemented)
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return _Engine(session, Tokenizer.from_buffer(tokenizer))
    except (*refusals, ValueError) as error:
        raise EmbedderError(
            f"{folder}: onnxruntime {onnxruntime.__version__} cannot run the embedding model "
            f"({error}); {_HELP}"
        ) from error
