"""Whether quotations carry a sentence, by a small encoder that reads both together.

``weights/MODEL_CARD.md`` says what the files are and how they were made. ONNX Runtime makes the
states of word pieces; the heads are a few products in numpy. Training arranges and measures here,
so that both see the same.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answer.guard import hard_facts
from index.encoders.encoder import PIECES, Encoder, Framing
from index.reader.layout import ENGLISH as FORM
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "weights"
HEADS = "heads.npz"
MOST, MOST_CLAIM, MOST_HEADER = 192, 80, 48
"""Word pieces of a row, special ones included, of a claim, and of what heads the evidence."""
NOBODY, CLAIM, QUOTED, BESIDE = range(4)
"""Owners of pieces: special ones; the claim, the sentences quoted, and what stands around them."""
KINDS = 7
"""Kinds of pieces: special ones, and of each owner those that the other side has, or has not."""
MEASURED = ("outside", "not quoted", "wrong", "computed", "denials", "lost", "added", "verbatim",
            "lost verbatim")  # fmt: skip
"""What is measured of a claim beside what the encoder makes of it, each in 0 to 1."""
SUPPORTED, CONTRADICTED, UNKNOWN = range(3)
_MOST_WORDS = 3
"""Limiting words, lost or added, from which more make no difference."""
_REMEDY = "install Pressmark again, or make the file with tools/verifier/export.py."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a claim stands on: the sentences ``quoted``, and what is read with them.

    The ``header`` has headline, outlet and date; ``beside`` are sentences around those quoted.
    """

    quoted: tuple[str, ...]
    header: str = ""
    beside: tuple[str, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """All of it, the quoted sentences first."""
        yield from (*self.quoted, self.header, *self.beside)


@dataclass(frozen=True, slots=True)
class Row:
    """Word pieces read together, whose each is, and what is ``MEASURED`` of them."""

    ids: list[int]
    owners: list[int]
    measured: tuple[float, ...]
    cut: bool = False
    """Whether the claim is longer than what is read of it: its end could say anything."""

    @property
    def kinds(self) -> list[int]:
        """Of each piece: whose it is, and whether the other side has it, too, of `KINDS`."""
        sides = {CLAIM: set[int](), QUOTED: set[int](), BESIDE: set[int]()}
        for piece, owner in zip(self.ids, self.owners, strict=True):
            if owner != NOBODY:
                sides[owner].add(piece)
        other = {CLAIM: sides[QUOTED], QUOTED: sides[CLAIM], BESIDE: sides[CLAIM]}
        other[NOBODY] = set()
        return [
            2 * owner - (piece in other[owner]) if owner else 0
            for piece, owner in zip(self.ids, self.owners, strict=True)
        ]


def arrange(
    claim: Sequence[int],
    quoted: Sequence[list[int]],
    header: Sequence[int],
    beside: Sequence[list[int]],
    *,
    flagged: tuple[float, ...],
) -> Row:
    """Claim, quoted sentences, header and what stands beside, in at most ``MOST`` pieces.

    What does not fit is cut from the end. ``flagged`` is what `flagged` says of their texts.
    """
    cut = len(claim) > MOST_CLAIM
    claim, header = list(claim[:MOST_CLAIM]), list(header[:MOST_HEADER])
    own = [piece for sentence in quoted for piece in sentence]
    around = [piece for sentence in beside for piece in sentence]
    ids, owners = [FORM.first, *claim, FORM.last], [NOBODY, *[CLAIM] * len(claim), NOBODY]
    for pieces, owner in ((own, QUOTED), ([*header, *around], BESIDE)):
        kept = pieces[: max(0, MOST - len(ids) - 1)]
        ids += [*kept, FORM.last]
        owners += [*[owner] * len(kept), NOBODY]
    known, said = {*own, *header, *around}, set(claim)
    size = max(1, len(said))
    measured = (len(said - known) / size, len(said - {*own}) / size, *flagged)
    return Row(ids[:MOST], owners[:MOST], measured, cut)


class Verifier:
    """Judges claims beside their evidence; loaded at the first call, usable from several threads.

    The tokenizer is that of ``words``, the bundled embedder's.
    """

    def __init__(
        self, words: Encoder, folder: Path = FOLDER, *, threads: int | None = None
    ) -> None:
        framing = Framing(FORM.first, FORM.last, MOST - 2)
        self._encoder = Encoder(folder, framing, remedy=_REMEDY, threads=threads, words=words)
        self._loading = threading.Lock()

    def judge(self, pairs: Sequence[tuple[str, Evidence]]) -> Floats:
        """Logits ``(n, 3)`` of claims with their evidence: ``SUPPORTED`` and the other two.

        Raises:
            EmbedderError: a file of the verifier is missing or damaged, or cannot be run.
        """
        rows = self._rows(pairs)
        logits = np.zeros((len(rows), 3), np.float32)
        heads = self._heads

        def fill(batch: list[int], pieces: Sequence[list[int]]) -> None:
            """Judge the rows at these positions."""
            kinds = [rows[at].kinds for at in batch]
            states = self._encoder.run(pieces, PIECES, kinds)
            for state, at in zip(states, batch, strict=True):
                logits[at] = heads.logits(state, rows[at])

        self._encoder.in_batches([row.ids for row in rows], fill)
        logits[[row.cut for row in rows]] = (-9.0, 0.0, 9.0)
        return logits

    def supported(self, pairs: Sequence[tuple[str, Evidence]]) -> list[float]:
        """The probability that each claim is supported."""
        return [float(each) for each in softmax(self.judge(pairs))[:, SUPPORTED]]

    def _rows(self, pairs: Sequence[tuple[str, Evidence]]) -> list[Row]:
        texts = [FORM.readable(t) for claim, evidence in pairs for t in (claim, *evidence.texts)]
        encoded = iter(self._encoder.encodings(texts))
        rows = []
        for claim, evidence in pairs:
            said = next(encoded).ids
            quoted = [next(encoded).ids for _ in evidence.quoted]
            header = next(encoded).ids
            beside = [next(encoded).ids for _ in evidence.beside]
            rows.append(arrange(said, quoted, header, beside, flagged=flagged(claim, evidence)))
        return rows

    @cached_property
    def _heads(self) -> Heads:
        with self._loading:
            self._encoder.load()
            return Heads(dict(np.load(self._encoder.checked(HEADS))))


def flagged(claim: str, evidence: Evidence) -> tuple[float, ...]:
    """Of a claim: whether a hard fact is wrong or computed, and what else is flagged."""
    found = hard_facts.check(claim, [*evidence.texts])
    facts = (float(found.wrong is not None), float(found.computed is not None))
    return (*facts, *flags(claim, "\n".join(evidence.quoted)))


def flags(claim: str, quoted: str) -> tuple[float, ...]:
    """What speaks for a change and decides nothing alone, each in 0 to 1.

    Whether the negations differ; words that limit, doubt or report which only the quotation has,
    and those which only the claim has; how much of the claim stands there in its order, and that
    together with what it lacks.
    """
    said, found = plain_words(claim), plain_words(quoted)
    differ = float(sum(map(_denies, said)) % 2 != sum(map(_denies, found)) % 2)
    limits = lexicon.words("modifiers-and-reporting")
    own, theirs = ({word for word in each if word in limits} for each in (said, found))
    lost, added = (
        min(1.0, len(theirs - own) / _MOST_WORDS),
        min(1.0, len(own - theirs) / _MOST_WORDS),
    )
    blocks = SequenceMatcher(None, said, found, autojunk=False).get_matching_blocks()
    verbatim = sum(block.size for block in blocks) / max(1, len(said))
    return differ, lost, added, verbatim, lost * verbatim


def plain_words(text: str) -> list[str]:
    """The words of ``text`` in lower case."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.casefold().replace("’", "'"))


def _denies(word: str) -> bool:
    return word in lexicon.words("denials") or word.endswith("n't")


class Heads:
    """The small part of the verifier, as ``tools/verifier/model.py`` trains it."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self._of = {name: np.asarray(value, np.float32) for name, value in arrays.items()}

    def logits(self, states: Floats, row: Row) -> Floats:
        """The three logits of a row, of the states of its pieces."""
        owners, states = np.array(row.owners), states[: len(row.owners)]
        own = owners == CLAIM
        claim, rest = mean(states, own), mean(states, owners == QUOTED)
        whole = np.concatenate([states[0], claim, rest, np.abs(claim - rest), claim * rest])
        logits = whole @ self._of["whole.weight"] + self._of["whole.offset"]
        logits = logits + np.array(row.measured, np.float32) @ self._of["measured.weight"]
        pieces = states[own] @ self._of["piece.weight"] + self._of["piece.offset"]
        if len(pieces):
            top = pieces.max(0)
            logits[1:] += top + np.log(np.exp(pieces - top).sum(0))
        return np.asarray(logits, np.float32)


def mean(states: Floats, own: NDArray[np.bool_]) -> Floats:
    """The mean of the states that are ``own``; zeros where none is."""
    total = np.asarray(states[own].sum(0), np.float32)
    return total / np.float32(max(1, int(own.sum())))


def softmax(logits: Floats) -> Floats:
    """Probabilities of rows of logits."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)
