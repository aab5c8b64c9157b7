"""An encoder in a folder, run by ONNX Runtime on the processor.

The one module that imports ``tokenizers`` and, for embedders, ``onnxruntime``: only once a text is
counted or embedded.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoders.tensors import bytes_of
from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader
    from pathlib import Path

    from numpy.typing import NDArray

MODEL, TOKENIZER, SUMS = "model.onnx", "tokenizer.json", "SHA256SUMS"
MOST_THREADS = 4
"""A cap for large machines: others want to work there too (not measured)."""
BATCH_TOKENS = 512
"""Tokens computed together, padding included; the fastest of those measured on two cores."""
WORDS = "words"
"""The table of word pieces, half of a model: a constant of one, an input of one that borrows it."""
VECTOR, PIECES = "vector", "pieces"
"""Outputs of the model: of a text, and of each word piece in it, the special ones included."""

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def tell_nobody() -> None:
    """Keep ONNX Runtime, which is imported next, from reporting to its makers.

    From 1.29 on it does so on Linux too, and puts an id of the machine into the user's folder.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


@dataclass(frozen=True, slots=True)
class _Engine:
    """The loaded model: both objects may be called from several threads at once."""

    session: Any
    tokenizer: Any
    lent: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Framing:
    """What a model wants around the word pieces of a text: special ones, and no more than fit."""

    first: int
    last: int
    window: int

    def __call__(self, encoding: Any) -> list[int]:
        """The word pieces of a text, as the tokenizer gives them, as the model reads them."""
        return [self.first, *encoding.ids[: self.window], self.last]


class Encoder:
    """A model and its tokenizer; usable from several threads.

    The files are read and checked against their SHA-256 sums at the first call that needs them;
    ``remedy`` says in errors what to do. All but the constructor raise EmbedderError where a file
    is missing or damaged, or cannot be run.
    """

    def __init__(
        self,
        folder: Path,
        framing: Framing,
        *,
        remedy: str,
        threads: int | None = None,
        words: Encoder | None = None,
    ) -> None:
        """``words``: the encoder whose tokenizer is used, where the folder has none.

        It lends its table too, to a model that wants one.
        """
        self._folder, self._framing, self._remedy = folder, framing, remedy
        self._words = words
        self._threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        self._own = threading.local()
        self._loading = threading.Lock()
        self._loaded: _Engine | None = None

    def load(self) -> None:
        """Read the files, unless that was done; the first thread to ask does, the others wait."""
        self._engine()

    @cached_property
    def sums(self) -> dict[str, str]:
        """SHA-256 sums by file name, as ``sha256sum`` writes them."""
        with self._opened(SUMS) as file:
            lines = [line.split() for line in file.read().decode("ascii", "replace").splitlines()]
        sums = {line[1]: line[0] for line in lines if len(line) == len(("sum", "name"))}
        wanted = {MODEL} if self._words else {MODEL, TOKENIZER}
        if not wanted <= sums.keys():
            raise EmbedderError(
                f"{self._folder / SUMS}: expected a line each for {' and '.join(sorted(wanted))}; "
                f"{self._remedy}"
            )
        return sums

    def encodings(self, texts: Sequence[str]) -> Sequence[Any]:
        """The word pieces of ``texts`` as the tokenizer gives them, without special ones."""
        clean = [encodable(text) for text in texts]
        encodings: Sequence[Any] = self._engine().tokenizer.encode_batch_fast(
            clean, add_special_tokens=False
        )
        return encodings

    def encodings_with_offsets(self, texts: Sequence[str]) -> Sequence[Any]:
        """The same of texts that are `encodable`; they say where each piece stands."""
        encodings: Sequence[Any] = self._engine().tokenizer.encode_batch(
            list(texts), add_special_tokens=False
        )
        return encodings

    def vectors(self, texts: Sequence[str], width: int) -> NDArray[np.float32]:
        """Unit vectors of ``texts``: shape ``(len(texts), width)``, same order."""
        encodings = self.encodings(texts)
        vectors = np.zeros((len(encodings), width), np.float32)

        def fill(batch: list[int], inputs: Sequence[list[int]]) -> None:
            """Put the vectors of the texts at these positions in their rows."""
            vectors[batch] = self.run(inputs, VECTOR)

        self.in_batches([self._framing(each) for each in encodings], fill)
        return vectors

    def in_batches(
        self, pieces: Sequence[list[int]], fill: Callable[[list[int], Sequence[list[int]]], None]
    ) -> None:
        """Call ``fill`` with the positions of texts that are computed together, and their pieces.

        Texts of about equal length are; several batches run at once.
        """

        def one(batch: list[int]) -> None:
            """Fill in the texts at these positions."""
            fill(batch, [pieces[position] for position in batch])

        batches = list(micro_batches([len(piece) for piece in pieces]))
        if len(batches) == 1:
            one(batches[0])
        else:
            list(self._workers().map(one, batches))

    def run(
        self, pieces: Sequence[list[int]], output: str, types: Sequence[list[int]] | None = None
    ) -> NDArray[np.float32]:
        """What the model makes of one micro-batch: a row for each text.

        ``types`` are those of the pieces, for a model that is told them.
        """
        shape = (len(pieces), max(map(len, pieces)))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        engine = self._engine()
        inputs = {"input_ids": ids, "attention_mask": mask, **engine.lent}
        if types is not None:
            inputs["token_type_ids"] = np.zeros(shape, np.int64)
            for row, kinds in enumerate(types):
                inputs["token_type_ids"][row, : len(kinds)] = kinds
        return np.asarray(engine.session.run([output], inputs)[0], np.float32)

    def _workers(self) -> ThreadPoolExecutor:
        """Workers of the thread that asks alone, at its priority; they end with it.

        A question and the sentences that may answer it are several batches: with workers for all,
        they would wait behind those of an archive, and for threads that give way.
        """
        found: ThreadPoolExecutor | None = getattr(self._own, "workers", None)
        if found is None:
            found = self._own.workers = ThreadPoolExecutor(self._threads, "embed")
        return found

    def _engine(self) -> _Engine:
        with self._loading:
            if self._loaded is None:
                session = self._session(self.checked(MODEL))
                wants = any(each.name == WORDS for each in session.get_inputs())
                lent = {WORDS: self._borrowed()} if wants else {}
                self._loaded = _Engine(session, self._tokenizer(), lent)
            return self._loaded

    @cached_property
    def _table(self) -> NDArray[np.int8]:
        """The table of word pieces of this model."""
        path = self.checked(MODEL)
        try:
            return bytes_of(memoryview(path.read_bytes()), WORDS)
        except (OSError, ValueError) as error:
            raise EmbedderError(f"{path}: cannot be read ({error}); {self._remedy}") from error

    def _borrowed(self) -> NDArray[np.int8]:
        """That of the other encoder, which has the sum that this model was made with."""
        found = self._words._table if self._words else np.zeros((0, 0), np.int8)  # noqa: SLF001 - of the same class
        self._compare(WORDS, hashlib.sha256(found.tobytes()).hexdigest())
        return found

    def _tokenizer(self) -> Any:
        if self._words:
            return self._words._engine().tokenizer  # noqa: SLF001 - of the same class
        from tokenizers import Tokenizer  # noqa: PLC0415 - only where texts are counted or embedded

        try:
            return Tokenizer.from_buffer(self.checked(TOKENIZER).read_bytes())
        except (OSError, ValueError) as error:
            raise EmbedderError(
                f"{self._folder / TOKENIZER}: cannot be read ({error}); {self._remedy}"
            ) from error

    def _session(self, model: Path) -> Any:
        """The model, to be run: read by name it takes half the memory."""
        tell_nobody()
        import onnxruntime  # noqa: PLC0415 - a tenth of a second that only counting and embedding spend
        from onnxruntime.capi import onnxruntime_pybind11_state as errors  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a batch a thread is 8 % faster than a batch over all
        run = onnxruntime.InferenceSession
        refusals = (errors.Fail, errors.InvalidGraph, errors.InvalidProtobuf)
        others = (errors.NoSuchFile, errors.NotImplemented, OSError, ValueError)
        try:
            return run(str(model), options, providers=["CPUExecutionProvider"])
        except (*refusals, *others) as error:
            raise EmbedderError(
                f"{self._folder}: onnxruntime {onnxruntime.__version__} cannot run the embedding "
                f"model ({error}); {self._remedy}"
            ) from error

    def checked(self, name: str) -> Path:
        """A file of the model that has its sum."""
        self._compare(name, self._sum(name))
        return self._folder / name

    def _compare(self, name: str, found: str) -> None:
        expected = self.sums.get(name, "no such line")
        if found != expected:
            raise EmbedderError(
                f"{self._folder / name}: the file is damaged: its SHA-256 sum is {found[:8]}…, "
                f"expected {expected[:8]}…; {self._remedy}"
            )

    def _sum(self, name: str) -> str:
        """The SHA-256 sum that a file of the model has."""
        with self._opened(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @contextlib.contextmanager
    def _opened(self, name: str) -> Iterator[BufferedReader]:
        """A file of the model, to be read."""
        try:
            with (self._folder / name).open("rb") as file:
                yield file
        except OSError as error:
            raise EmbedderError(
                f"{self._folder / name}: the embedding model cannot be read "
                f"({error.strerror or error}); {self._remedy}"
            ) from error


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


def encodable(text: str) -> str:
    """``text`` with halves of characters, which UTF-8 cannot carry, replaced one for one."""
    return _LONE_SURROGATES.sub("\ufffd", text)
