"""Fits the models that rank sentences, add some and decide when to refuse; stores their scores.

    python -m tools.fit.sentences HOME ARCHIVE QUESTIONS [ARCHIVE QUESTIONS …]

QUESTIONS are files in the `eval` format, several joined by commas; a line counts as answerable
unless it says `"answerable": false`. Archives are indexed into folders of HOME. In ranking an
archive weighs as much as the root of its number of questions, in the rest all weigh the same.
The first sentence is to be a gold one; what is added may also have the name that is asked for.

What is judged on a question was fitted without it: additions and refusal are learned from rankings
of the other four fifths, and all scores in the files are cross-validated in the same way.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answer.composing.selection import addition
from bot.answer.reading import confidence, sentence_model
from bot.answer.reading.candidates import KEPT, Candidate, shortlist, with_meaning
from bot.answer.reading.question import understand
from bot.answer.reading.vector_cache import Readings
from bot.evaluation.answer_scores import contains, same_sentence
from index.models import Query
from tools.fit.judgements import NO_NAMES, SHORT, Row, curve, quality
from tools.fit.regression import by_line, by_list, folds
from tools.fit.sets import indexed, name_of, pairs, questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.answer.reading.sentences import Place

    Key = tuple[str, int]
    Numbers = NDArray[np.int64]

HITS = 8
_RIDGE, _RIDGE_ADDING, _RIDGE_REFUSING = 0.03, 0.003, 0.1
_SAME_FOR_ALL = frozenset({"reports", "fact", "one_fact"})
"""Features of the question: they rank nothing."""
_MANY = "inference_query"
"""Kind of MultiHop-RAG whose answer is a name that several articles give."""
_CONSIDERED = 12
_AGAINST = frozenset({"unknown"})
"""Signals that speak against an answer; all others speak for it."""
_NEITHER = frozenset({"length", "figure"})
"""But these, which shift what the others mean."""
_WORTH = 0.18
"""Least probability of a sentence that is added: the best F1 over the sets."""
_HALF = frozenset({"examples"})
"""Sets that do not decide the threshold: they are small."""
_FALSE_REFUSALS = 0.085


def main() -> None:
    """Collect, fit, cross-validate, write both files, print the scores."""
    home = Path(sys.argv[1])
    rows = [row for archive, files in pairs(sys.argv[2:]) for row in _rows(home, archive, files)]
    vectors = Readings(rows[0].library.bundled, most=100_000, most_read=20_000)
    first = _fit_ranking(rows)
    for row in rows:
        _shorten(row, first, vectors)
    held_out = list(folds(len(rows)))
    _rank_apart(rows, held_out)
    adding, refusing = _fit_adding(rows, held_out), _fit_refusing(rows, held_out, vectors)
    reached = {"cross-validated": quality(rows, refusing["threshold"], worth=_WORTH)}
    others = json.loads(confidence.FILE.read_text(encoding="utf-8"))["by_meaning"]
    judged = {"reached": reached["cross-validated"], "curve": curve(rows), "by_meaning": others}
    _write(confidence.FILE, {**refusing, **judged})
    full = _fit_ranking(rows)
    groups = sorted({row.group for row in rows})
    apart = [np.array([n for n, row in enumerate(rows) if row.group == name]) for name in groups]
    _rank_apart(rows, apart)
    _fit_adding(rows, apart)
    _fit_refusing(rows, apart, vectors)
    reached["without the set"] = quality(rows, refusing["threshold"], worth=_WORTH)
    models = {"first": {"weights": _rounded(first)}, "full": {"weights": _rounded(full)}}
    _write(sentence_model.FILE, {**models, "adding": adding, "reached": reached})


def _rows(home: Path, archive: str, files: str) -> Iterator[Row]:
    group = name_of(archive)
    library = indexed(home / group, archive)
    for question in questions(files):
        retrieved = library.retriever.find(Query(question["question"], k=HITS))
        hits, topic = retrieved.hits, retrieved.plan.text
        asked = understand(question["question"], library.retriever, topic=topic)
        found = shortlist(asked, hits, models=None, most=10_000)
        right = frozenset(_key(place) for place, _ in found if _is_right(place, question))
        useful = right | {_key(place) for place, _ in found if _has_name(place, question)}
        yield Row(group, question, asked, library, found, right, useful)


def _key(place: Place) -> Key:
    return place.around.hit.passage.id, place.order


def _is_right(place: Place, question: Mapping[str, Any]) -> bool:
    """A gold sentence, or one of a gold article with the short answer to a single fact."""
    evidence = question.get("evidence") or []
    if any(same_sentence(place.text, each["fact"]) for each in evidence):
        return True
    title = place.around.hit.passage.card.title
    return question.get("type") != _MANY and (
        any(each["title"] == title for each in evidence) and _has_short(place, question)
    )


def _has_name(place: Place, question: Mapping[str, Any]) -> bool:
    """A sentence with the name that several articles are asked for; it may be added."""
    return question.get("type") == _MANY and _has_short(place, question)


def _has_short(place: Place, question: Mapping[str, Any]) -> bool:
    short = question.get("answer") or ""
    known = 0 < len(short.split()) <= SHORT and question.get("type") not in NO_NAMES
    return known and bool(contains(place.text, short))


def _weight(row: Row, rows: Sequence[Row], power: float = 1.0) -> float:
    """Every set weighs the same, or more the more questions it has, where ``power`` is below 1."""
    return float(_of_set(rows)[row.group, row.answerable] ** -power)


def _of_set(rows: Sequence[Row]) -> Counter[tuple[str, bool]]:
    return Counter((row.group, row.answerable) for row in rows)


def _fit_ranking(rows: Sequence[Row]) -> dict[str, float]:
    names = [name for name in rows[0].places[0][1] if name not in _SAME_FOR_ALL]
    lists = [
        (
            np.array([[features[name] for name in names] for _, features in row.places]),
            np.array([_key(place) in row.right for place, _ in row.places]),
            _weight(row, rows, 0.5),
        )
        for row in rows
        if row.answerable and any(_key(place) in row.right for place, _ in row.places)
    ]
    return dict(zip(names, by_list(lists, ridge=_RIDGE).tolist(), strict=True))


def _shorten(row: Row, first: Mapping[str, float], vectors: Readings) -> None:
    """Leave what would be embedded, and embed it."""
    model = sentence_model.Linear(first)
    best = sorted(row.places, key=lambda each: -model.score(each[1]))[:KEPT]
    row.places = with_meaning(row.asked, best, vectors)


def _rank_apart(rows: Sequence[Row], parts: Sequence[Numbers]) -> None:
    """Rank each row's sentences by weights that were fitted without its part."""
    for held, others in _split(rows, parts):
        model = sentence_model.Linear(_fit_ranking(others))
        for row in held:
            row.ranked = sorted(
                (Candidate(place, model.score(each), each) for place, each in row.places),
                key=lambda candidate: -candidate.score,
            )


def _split(rows: Sequence[Row], parts: Sequence[Numbers]) -> Iterator[tuple[list[Row], list[Row]]]:
    for part in parts:
        inside = set(part.tolist())
        yield (
            [row for number, row in enumerate(rows) if number in inside],
            [row for number, row in enumerate(rows) if number not in inside],
        )


def _fit_adding(rows: Sequence[Row], parts: Sequence[Numbers]) -> dict[str, Any]:
    """The model of what to add; the worths of a row are judged without its part."""
    for held, others in _split(rows, parts):
        model = _adding(others)
        for row in held:
            row.worth = [model.probability(addition(each, row.ranked)) for each in row.ranked]
    model = _adding(rows)
    return {
        "weights": _rounded(model.weights),
        "intercept": round(model.intercept, 4),
        "threshold": _WORTH,
    }


def _adding(rows: Sequence[Row]) -> sentence_model.Linear:
    lines = [
        (addition(each, row.ranked), _key(each.place) in row.useful, _weight(row, rows))
        for row in rows
        if row.answerable
        for each in row.ranked[1:_CONSIDERED]
    ]
    return _fitted(lines, ridge=_RIDGE_ADDING, signs={})


def _fit_refusing(
    rows: Sequence[Row], parts: Sequence[Numbers], vectors: Readings
) -> dict[str, Any]:
    """The model of when to refuse; a row's probability is judged without its part."""
    for row in rows:
        row.signals = confidence.signals(row.asked, row.ranked, row.library.retriever, vectors)
    for held, others in _split(rows, parts):
        model = _refusing(others)
        for row in held:
            row.sure = model.probability(row.signals)
    model = _refusing(rows)
    return {
        "weights": _rounded(model.weights),
        "intercept": round(model.intercept, 4),
        "threshold": _threshold(rows),
    }


def _refusing(rows: Sequence[Row]) -> sentence_model.Linear:
    signs = {name: -1 if name in _AGAINST else 1 for name in confidence.SIGNALS}
    signs |= dict.fromkeys(_NEITHER, 0)
    lines = [(row.signals, row.answerable, _weight(row, rows)) for row in rows]
    return _fitted(lines, ridge=_RIDGE_REFUSING, signs=signs)


def _fitted(
    lines: Sequence[tuple[Mapping[str, float], bool, float]],
    *,
    ridge: float,
    signs: Mapping[str, int],
) -> sentence_model.Linear:
    names = list(lines[0][0])
    intercept, weights = by_line(
        np.array([[each[name] for name in names] for each, _, _ in lines]),
        np.array([float(right) for _, right, _ in lines]),
        np.array([weight for _, _, weight in lines]),
        ridge=ridge,
        signs=np.array([signs.get(name, 0) for name in names]),
    )
    return sentence_model.Linear(dict(zip(names, weights.tolist(), strict=True)), intercept)


def _threshold(rows: Sequence[Row]) -> float:
    """The highest at which no set has more answerable questions refused than it may."""
    sets = {row.group for row in rows} - _HALF or {row.group for row in rows}
    return round(
        min(
            float(
                np.quantile(
                    [row.sure for row in rows if row.answerable and row.group == name],
                    _FALSE_REFUSALS,
                )
            )
            for name in sets
        )
        - 0.0005,
        3,
    )


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 4) for name, weight in weights.items()}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content.get("reached"), indent=1))


if __name__ == "__main__":
    main()
