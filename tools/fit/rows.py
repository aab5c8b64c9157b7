"""Questions as the product reads them, with what of it is right: what `reading` is fitted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.answer.reading.candidates import read
from bot.answer.reading.reordering import READ, measured
from bot.evaluation.answer_scores import same_sentence
from index.models import Query
from tools.fit.sets import indexed, name_of, questions
from tools.reader.data import fold_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.answer.reading.candidates import Candidate, Reading
    from index.models import Hit
    from index.search.retriever import Retriever


@dataclass(slots=True)
class Row:
    """A question as it was read, its right candidates and those that complete, by place."""

    group: str
    question: Mapping[str, Any]
    reading: Reading
    terms: Retriever
    hits: Sequence[Hit]
    right: frozenset[Any] = frozenset()
    adds: frozenset[Any] = frozenset()
    ranked: list[Candidate] = field(default_factory=list)
    signals: Mapping[str, float] = field(default_factory=dict)
    sure: float = 0.0

    @property
    def answerable(self) -> bool:
        """Whether the archive answers it."""
        return bool(self.question.get("answerable", True))


def collected(home: Path, archive: str, files: str, fold: int | None) -> Iterator[Row]:
    """The questions of ``files`` about ``archive``, read; ``fold``: only those of that fifth."""
    group = name_of(archive)
    library = indexed(home / group, archive)
    for question in questions(files):
        if fold is not None and fold_of(question) != fold:
            continue
        retrieved = library.retriever.find(Query(question["question"], k=READ))
        reading = read(
            question["question"],
            retrieved.hits,
            retriever=library.retriever,
            readers=library.readers,
            topic=retrieved.plan.text,
        )
        if reading.ranked:
            name = f"{group} {question.get('lang', 'en')}"
            row = Row(name, question, reading, library.retriever, retrieved.hits)
            wanted = [each["fact"] for each in question.get("evidence") or [] if "fact" in each]
            row.right = _places(reading, [*wanted, *question.get("also", ())])
            row.adds = _places(reading, question.get("complete", ())) - row.right
            yield row


def _places(reading: Reading, texts: Sequence[str]) -> frozenset[Any]:
    return frozenset(
        each.at for each in reading.ranked if any(same_sentence(each.text, text) for text in texts)
    )


def passages(row: Row) -> list[tuple[Mapping[str, float], bool]]:
    """Of each hit, in order, what is measured, and whether it holds what answers."""
    judged = {each.passage.id: each.judged for each in row.reading.ranked if each.judged}
    holding = {each.passage.id for each in row.reading.ranked if each.at in row.right}
    return [
        (measured(hit, verdict), hit.passage.id in holding)
        for hit in row.hits
        if (verdict := judged.get(hit.passage.id))
    ]
