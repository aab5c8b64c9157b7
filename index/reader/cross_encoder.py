"""Which sentence of a passage answers a question, by a small encoder that reads both together.

``weights/MODEL_CARD.md`` says what the files are and how they were made. ONNX Runtime makes the
states of word pieces; the heads are a few products in numpy.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoders.encoder import PIECES, Encoder, Framing
from index.reader import layout
from index.reader.heads import UNREAD, Heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "weights"
HEADS = "heads.npz"
ENGLISH, ACROSS = "english", "across"
"""Names of readers: the bundled one, and the one that reads across languages."""

_LONGEST = 24
"""Word pieces of a short answer."""
_REMEDY = "install Pressmark again, or make the file with tools/reader/export.py."


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
    _form: layout.Form = layout.ENGLISH

    def short(self, part: int) -> tuple[int, int]:
        """Where in the text of ``part`` the short answer is most likely: characters."""
        text, found = self.page.parts[part], self._short[part]
        if found is None:
            return 0, len(text)
        pairs = np.triu(found.begins[:, None] + found.ends[None, :] + 1e3)
        first, last = divmod(int(np.tril(pairs, _LONGEST - 1).argmax()), len(found.ends))
        places = self._form.places(text)
        return places[found.offsets[first][0]], places[found.offsets[last][1] - 1] + 1


class Reader:
    """Judges passages beside a question; loaded at the first call, usable from several threads.

    The verdict on a page does not depend on the pages it is read with, up to rounding. The
    tokenizer is that of ``words``, an embedder's.
    """

    name, form = ENGLISH, layout.ENGLISH

    def __init__(
        self,
        words: Encoder,
        folder: Path = FOLDER,
        *,
        remedy: str = _REMEDY,
        threads: int | None = None,
    ) -> None:
        framing = Framing(self.form.first, self.form.last, layout.MOST - 2)
        self._encoder = Encoder(folder, framing, remedy=remedy, threads=threads, words=words)
        self._loading = threading.Lock()
        self._loaded: Heads | None = None

    def judge(self, question: str, pages: Sequence[Page]) -> list[Judged]:
        """The verdicts on ``pages``, in order.

        Raises:
            EmbedderError: a file of the reader is missing or damaged, or cannot be run.
        """
        heads = self._heads()
        opened = self._opened(question, pages, heads)
        rows = [(each, row) for each in opened for row in each.rows]

        def fill(batch: list[int], pieces: Sequence[list[int]]) -> None:
            """Give the rows at these positions to the pages they are of."""
            states = self._encoder.run(pieces, PIECES)
            for state, position in zip(states, batch, strict=True):
                each, row = rows[position]
                each.take(row, state, heads)

        self._encoder.in_batches([row.ids for _, row in rows], fill)
        return [each.judged(heads) for each in opened]

    def _opened(self, question: str, pages: Sequence[Page], heads: Heads) -> list[_Opened]:
        """``pages`` arranged in rows, nothing made of them yet."""
        texts = [question, *(t for page in pages for t in (page.date or "", *page.parts))]
        readable = [self.form.readable(text) for text in texts]
        encoded = iter(self._encoder.encodings_with_offsets(readable))
        asked = next(encoded).ids
        found = []
        for page in pages:
            date = next(encoded).ids
            body = [next(encoded) for _ in page.parts]
            ids = [each.ids for each in body]
            rows = layout.arrange(asked, ids[0], date, ids[1:], self.form)
            starts = [0, *page.starts]
            measured = layout.features(asked, ids, page.parts, starts, heads.rarity)
            found.append(_Opened(page, rows, measured, body, self.form))
        return found

    def load(self) -> None:
        """Read the files, unless that was done; the first thread to ask does, the others wait.

        Raises:
            EmbedderError: a file is missing or damaged, or cannot be run.
        """
        self._heads()

    def _heads(self) -> Heads:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._opened_heads()
            return self._loaded

    def _opened_heads(self) -> Heads:
        self._encoder.load()
        return Heads(dict(np.load(self._encoder.checked(HEADS))))


class _Opened:
    """A page on its way: its rows, and what was made of its parts so far."""

    def __init__(
        self,
        page: Page,
        rows: list[layout.Row],
        measured: Floats,
        body: Any,
        form: layout.Form,
    ) -> None:
        self.page, self.rows, self._form = page, rows, form
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
            for part, at, size, logit in zip(
                whose[own], first[own], sizes[own], right, strict=True
            ):
                if logit <= self._right[part]:
                    continue  # the headline, which every row has: its best reading counts
                self._right[part], self._vectors[part] = logit, states[at : at + size].mean(axis=0)
                begins, ends = marks[at : at + size].T
                offsets = self._encodings[part].offsets[:size]
                self._short[part] = _Short(begins, ends, offsets)

    def judged(self, heads: Heads) -> Judged:
        """The verdict, once all rows were taken."""
        best = int(self._right.argmax())
        adds = heads.adds(self._vectors, self._vectors[best])
        short = tuple(self._short)
        return Judged(self.page, max(self._answers), self._right, adds, short, self._form)
