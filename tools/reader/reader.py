"""Which sentence of a passage answers a question, by a small encoder that reads both together.

``reader/MODEL_CARD.md`` says what the files are and how they were made. ONNX Runtime makes the
states of word pieces; the heads are a few products in numpy.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.bundled import FOLDER as EMBEDDER
from index.encoders.encoder import MOST_THREADS, TOKENIZER, micro_batches
from index.errors import PressmarkError
from tools.reader import layout
from tools.reader.heads import UNREAD, Heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "weights"
MODEL, HEADS, SUMS = "model.onnx", "heads.npz", "SHA256SUMS"
BATCH_TOKENS = 512
"""Tokens computed together, padding included."""

_LONGEST = 24
"""Word pieces of a short answer."""
_PIECES = "pieces"


class ReaderError(PressmarkError):
    """A file of the reader is missing or damaged, or cannot be run."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is read beside a question: sentences of one article under its headline.

    ``starts`` are the places of the sentences in the article, in characters; ``date`` is an ISO
    day.
    """

    headline: str
    sentences: tuple[str, ...]
    starts: tuple[int, ...]
    date: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The headline, number 0, and the sentences, from 1."""
        return (self.headline, *self.sentences)


@dataclass(frozen=True, slots=True)
class _Short:
    """Logits of the word pieces of a part as beginning and end of a short answer."""

    begins: Floats
    ends: Floats
    offsets: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Logits: that the page ``answers``; of each part, headline first, that it is ``right``.

    ``adds`` are those that a part completes what the best part of its page says.
    """

    page: Page
    answers: float
    right: Floats
    adds: Floats
    _short: tuple[_Short | None, ...]

    def short(self, part: int) -> tuple[int, int]:
        """Where in the text of ``part`` the short answer is most likely: characters."""
        text, found = self.page.parts[part], self._short[part]
        if found is None:
            return 0, len(text)
        pairs = np.triu(found.begins[:, None] + found.ends[None, :] + 1e3)
        first, last = divmod(int(np.tril(pairs, _LONGEST - 1).argmax()), len(found.ends))
        places = _places(text)
        return places[found.offsets[first][0]], places[found.offsets[last][1] - 1] + 1


class Reader:
    """Judges passages beside a question; loaded at the first call, usable from several threads.

    The verdict on a page does not depend on the pages it is read with, up to rounding.
    """

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        self._own = threading.local()
        self._loading = threading.Lock()
        self._loaded: _Engine | None = None

    def judge(self, question: str, pages: Sequence[Page]) -> list[Judged]:
        """The verdicts on ``pages``, in order.

        Raises:
            ReaderError: a file of the reader is missing or damaged, or cannot be run.
        """
        engine = self._engine()
        opened = engine.opened(question, pages)
        rows = [(each, row) for each in opened for row in each.rows]
        batches = list(micro_batches([len(row.ids) for _, row in rows], BATCH_TOKENS))

        def fill(batch: list[int]) -> None:
            """Give the rows at these positions to the pages they are of."""
            states = engine.states([rows[position][1] for position in batch])
            for state, position in zip(states, batch, strict=True):
                each, row = rows[position]
                each.take(row, state, engine.heads)

        if len(batches) == 1:
            fill(batches[0])
        else:
            list(self._workers().map(fill, batches))
        return [each.judged(engine.heads) for each in opened]

    def _workers(self) -> ThreadPoolExecutor:
        """Workers of the thread that asks alone, as the embedder has them."""
        found: ThreadPoolExecutor | None = getattr(self._own, "workers", None)
        if found is None:
            found = self._own.workers = ThreadPoolExecutor(self._threads, "read")
        return found

    def _engine(self) -> _Engine:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


class _Opened:
    """A page on its way: its rows, and what was made of its parts so far."""

    def __init__(self, page: Page, rows: list[layout.Row], measured: Floats, body: Any) -> None:
        self.page, self.rows = page, rows
        self._measured, self._encodings = measured, body
        self._right = np.full(len(measured), UNREAD, np.float32)
        self._vectors = np.zeros((len(measured), 0), np.float32)
        self._answers: list[float] = []
        self._short: list[_Short | None] = [None] * len(measured)
        self._filling = threading.Lock()

    def take(self, row: layout.Row, states: Floats, heads: Heads) -> None:
        """Keep what ``states`` of the pieces of ``row`` say."""
        owners = np.array(row.owners)
        states = states[: len(owners)]
        first = np.flatnonzero(np.diff(owners, prepend=owners[0] - 1))
        whose, sizes = owners[first], np.diff(np.append(first, len(owners)))
        sums = np.add.reduceat(states, first, axis=0)
        means = (sums / sizes[:, None]).astype(np.float32)
        own = whose >= 0
        asked = means[whose == layout.ASKED]
        question = asked[0] if len(asked) else states[0]
        right = heads.right(question, means[own], self._measured[whose[own]])
        answers = heads.answers(states[0], question, right)
        marks = heads.spans(states, question)
        with self._filling:
            self._answers.append(answers)
            if not self._vectors.shape[1]:
                self._vectors = np.zeros((len(self._right), states.shape[1]), np.float32)
            self._right[whose[own]] = right
            self._vectors[whose[own]] = means[own]
            for part, at, size in zip(whose[own], first[own], sizes[own], strict=True):
                begins, ends = marks[at : at + size].T
                offsets = self._encodings[part].offsets[:size]
                self._short[part] = _Short(begins, ends, offsets)

    def judged(self, heads: Heads) -> Judged:
        """The verdict, once all rows were taken."""
        best = int(self._right.argmax())
        adds = heads.adds(self._vectors, self._vectors[best])
        return Judged(self.page, max(self._answers), self._right, adds, tuple(self._short))


@dataclass(frozen=True, slots=True)
class _Engine:
    """The loaded reader; its parts may be used by several threads at once."""

    session: Any
    tokenizer: Any
    heads: Heads

    def opened(self, question: str, pages: Sequence[Page]) -> list[_Opened]:
        """``pages`` arranged in rows, nothing made of them yet."""
        texts = [question, *(t for page in pages for t in (page.date or "", *page.parts))]
        readable = [layout.readable(text) for text in texts]
        encoded = iter(self.tokenizer.encode_batch(readable, add_special_tokens=False))
        asked = next(encoded).ids
        found = []
        for page in pages:
            date = next(encoded).ids
            body = [next(encoded) for _ in page.parts]
            ids = [each.ids for each in body]
            rows = layout.arrange(asked, ids[0], date, ids[1:])
            starts = [0, *page.starts]
            measured = layout.features(asked, ids, page.parts, starts, self.heads.rarity)
            found.append(_Opened(page, rows, measured, body))
        return found

    def states(self, rows: Sequence[layout.Row]) -> Floats:
        """The states of the pieces of ``rows``: ``(n, t, d)``."""
        shape = (len(rows), max(len(row.ids) for row in rows))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row.ids)] = row.ids
            mask[number, : len(row.ids)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask}
        return np.asarray(self.session.run([_PIECES], inputs)[0], np.float32)


def _places(text: str) -> list[int]:
    """Of each character of ``text`` as it was read: which one of ``text`` it stands for."""
    readable = layout.readable(text)
    if len(readable) == len(text):
        return list(range(len(text)))
    return [at for at, letter in enumerate(text) for _ in layout.letters(letter)]


_HELP = "install Pressmark again, or make the file with tools/reader/export.py."


def _load(folder: Path) -> _Engine:
    import onnxruntime  # noqa: PLC0415 - only where something is read
    from onnxruntime.capi import onnxruntime_pybind11_state as errors  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    sums = {
        line.split()[1]: line.split()[0]
        for line in _bytes(folder / SUMS).decode().split("\n")
        if line
    }
    model, heads = (_checked(folder / name, sums) for name in (MODEL, HEADS))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a batch a thread, as the embedder does it
    refusals = (errors.Fail, errors.InvalidGraph, errors.InvalidProtobuf, errors.NotImplemented)
    try:
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except refusals as error:
        raise ReaderError(
            f"{folder}: onnxruntime {onnxruntime.__version__} cannot run the reader ({error}); "
            f"{_HELP}"
        ) from error
    tokenizer = Tokenizer.from_buffer(_bytes(EMBEDDER / TOKENIZER))
    return _Engine(session, tokenizer, Heads(dict(np.load(io.BytesIO(heads)))))


def _checked(file: Path, sums: dict[str, str]) -> bytes:
    content = _bytes(file)
    found, expected = hashlib.sha256(content).hexdigest(), sums.get(file.name, "")
    if found != expected:
        raise ReaderError(
            f"{file}: the file is damaged: its SHA-256 sum is {found[:8]}…, "
            f"expected {expected[:8] or 'a line in ' + SUMS}…; {_HELP}"
        )
    return content


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReaderError(f"{file}: cannot be read ({error.strerror or error}); {_HELP}") from error
