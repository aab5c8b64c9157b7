"""Marked readings as tensors, and what training makes small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as f

from index.reader import layout
from tools.reader import model
from tools.reader.data import IGNORED, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.reader.bases import Base
    from tools.reader.data import News

POSITIVE = 4.0
"""What a sentence that answers weighs beside one that does not."""
LISTED, PASSAGE, ADDS, SPAN = 0.5, 0.3, 0.3, 0.2
"""Weights of the losses beside that of sentences by themselves."""
Group = list[Reading]


class Pieces:
    """Word pieces of texts, each encoded once."""

    def __init__(self, base: Base) -> None:
        self.form = base.form
        self._tokenizer = base.tokenizer()
        self.size: int = self._tokenizer.get_vocab_size()
        self._known: dict[str, Any] = {}

    def of(self, text: str) -> Any:
        """The encoding of ``text``: ids and offsets."""
        if text not in self._known:
            readable = self.form.readable(text)
            self._known[text] = self._tokenizer.encode(readable, add_special_tokens=False)
        return self._known[text]


def rarity(news: Sequence[News], pieces: Pieces) -> Any:
    """The worth of each word piece: how few passages have it, 0 to 1."""
    counts, passages = np.ones(pieces.size), 1
    for each in news:
        for passage in each.passages.values():
            own = {i for text in (passage.title, *passage.sentences) for i in pieces.of(text).ids}
            counts[list(own)] += 1
            passages += 1
    return torch.from_numpy((np.log(passages / counts) / np.log(passages)).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Step:
    """A batch with its marks: ``(n, parts)``; ``group`` says whose question each row is."""

    given: model.Batch
    right: Any
    adds: Any
    group: Any
    spans: list[tuple[int, int, int, int, int]]


def prepared(groups: Sequence[Group], pieces: Pieces, worth: Any) -> Step:
    """The rows of ``groups`` as tensors."""
    rows: list[layout.Row] = []
    measured, right, adds, whose = [], [], [], []
    spans: list[tuple[int, int, int, int, int]] = []
    for number, group in enumerate(groups):
        for reading in group:
            made, features = arranged(reading, pieces, worth)
            for row in made:
                spans += _placed(len(rows), row, reading, pieces)
                rows.append(row)
                measured.append(features)
                right.append(reading.right)
                adds.append(reading.adds)
                whose.append(number)
    given = model.batch(rows, measured)
    marks = [_padded(each, given.there) for each in (right, adds)]
    return Step(given, marks[0], marks[1], torch.tensor(whose), spans)


def arranged(reading: Reading, pieces: Pieces, worth: Any) -> tuple[list[layout.Row], Any]:
    """The rows of a reading, and the features of all its parts."""
    passage = reading.passage
    texts = (passage.title, *passage.sentences)
    ids = [pieces.of(text).ids for text in texts]
    asked = pieces.of(reading.question).ids
    lengths = [len(text) + 1 for text in passage.sentences[:-1]]
    starts = [0, *(passage.start + np.cumsum([0, *lengths]))]
    rows = layout.arrange(asked, ids[0], pieces.of(passage.date).ids, ids[1:], pieces.form)
    return rows, layout.features(asked, ids, texts, starts, worth)


def _placed(
    at: int, row: layout.Row, reading: Reading, pieces: Pieces
) -> Iterator[tuple[int, int, int, int, int]]:
    """Row, and pieces: where the part begins and ends, and where the short answer does."""
    if reading.span is None or reading.span[0] not in row.owners:
        return
    part, start, end = reading.span
    first = row.owners.index(part)
    size = row.owners.count(part)
    text = (reading.passage.title, *reading.passage.sentences)[part]
    offsets = pieces.of(text).offsets[:size]
    inside = [n for n, (low, high) in enumerate(offsets) if low < end and high > start]
    if inside and len(pieces.form.readable(text)) == len(text):
        yield at, first, first + size, first + inside[0], first + inside[-1]


def _padded(marks: Sequence[Sequence[int]], there: Any) -> Any:
    table = torch.full(there.shape, IGNORED)
    for number, each in enumerate(marks):
        table[number, : len(each)] = torch.tensor(each)
    return table.masked_fill(~there, IGNORED)


def loss(reader: model.Model, step: Step) -> Any:
    """What is to become small."""
    made = reader.read(step.given)
    known, right = step.right != IGNORED, step.right == 1
    weight = torch.where(right, POSITIVE, 1.0) * known
    single = f.binary_cross_entropy_with_logits(made.right, right.float(), reduction="none")
    answers = f.binary_cross_entropy_with_logits(made.answers, right.any(-1).float())
    total = (single * weight).sum() / weight.sum() + PASSAGE * answers
    total = total + LISTED * _listed(made.right, known, right, step.group)
    return total + ADDS * _adding(reader, made, step, right) + SPAN * _spans(made, step)


def _listed(logits: Any, known: Any, right: Any, group: Any) -> Any:
    """Of each question with an answer: how little of the softmax over all parts is right."""
    losses = []
    for number in range(int(group.max()) + 1):
        own = group == number
        if bool(right[own].any()):
            everything = logits[own][known[own]].logsumexp(0)
            losses.append(everything - logits[own][right[own]].logsumexp(0))
    return torch.stack(losses).mean() if losses else logits.sum() * 0


def _adding(reader: model.Model, made: model.Made, step: Step, right: Any) -> Any:
    known = (step.adds != IGNORED) & right.any(-1, keepdim=True)
    if not bool(known.any()):
        return made.right.sum() * 0
    logits = reader.adds(made.vectors, right.float().argmax(-1))[known]
    wanted = (step.adds[known] == 1).float()
    weight = 1 + wanted
    return f.binary_cross_entropy_with_logits(logits, wanted, weight)


def _spans(made: model.Made, step: Step) -> Any:
    losses = []
    for row, first, last, start, end in step.spans:
        losses.append(made.starts[row, first:last].log_softmax(0)[start - first])
        losses.append(made.ends[row, first:last].log_softmax(0)[end - first])
    return -torch.stack(losses).mean() if losses else made.right.sum() * 0
