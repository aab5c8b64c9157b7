"""Measures the reader over passages that the product found: choosing, and refusing.

    python -m tools.reader.evaluate --data DATA --extra EXTRA --candidates FOLDER
        [--reader FOLDER] [--of newsroom extra] [--fold 0] [--most N] [--keep FILE]

Candidates are the headline and the sentences of the first ten passages that
`tools/reader/candidates.py` wrote for a question. Printed are, for the reader alone and for the
best mixture with retrieval: `first`, the top sentence is right; `any`, one of the top three is;
`article`, the top one is of the right article; `auc`, answerable questions above missing ones;
`refused`, the missing ones below the tenth of answerable ones with the lowest score. The mixture's
weights for one half of the articles are fitted on the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.bundled import BundledEmbedder
from index.reader.cross_encoder import FOLDER, Page, Reader
from tools.reader import data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DEPTH, TOP = 10, 3
WRONG = 0.1
MIXED = ("right", "found", "answers", "headline", "rank")
"""What a sentence's mixed score is made of; the score of its passage as log odds is ``found``."""
REFUSING = ("best", "right", "answers", "second", "found")
_STEPS, _RIDGE = 400, 1e-3
_ARCHIVES = {"newsroom": "multihop", "extra": "multihop", "sample": "sample",
             "examples": "sample", "clapnq": "clapnq", "multihop": "multihop"}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A question and its candidates: ``(n, MIXED)``, which are right, and of the right article."""

    asked: data.Asked
    table: Floats
    right: NDArray[np.bool_]
    article: NDArray[np.bool_]

    @property
    def half(self) -> int:
        """The half that its article is in."""
        return (
            hashlib.sha256(f"half {self.asked.article or self.asked.question}".encode()).digest()[0]
            % 2
        )


def main() -> None:
    """Read, fit the mixture, print."""
    options = _options()
    if options.keep and options.keep.exists():
        reads = pickle.loads(options.keep.read_bytes())  # noqa: S301 - its own file
    else:
        reads = _reads(options)
        if options.keep:
            options.keep.write_bytes(pickle.dumps(reads))
    print(json.dumps(report(reads), indent=1))


def _reads(options: argparse.Namespace) -> list[Read]:
    reader = Reader(BundledEmbedder().encoder, options.reader)
    reads, pages, began = [], 0, time.monotonic()
    for source in options.of:
        news = data.News(options.candidates / _ARCHIVES[source])
        asked = [each for each in _asked(source, options) if options.fold in {None, each.fold}]
        for each in asked[: options.most]:
            hits = news.found(each.question)[:DEPTH]
            pages += len(hits)
            if hits:
                reads.append(_read(reader, each, hits))
    print(f"{pages / (time.monotonic() - began):.1f} passages a second")
    return reads


def _asked(source: str, options: argparse.Namespace) -> list[data.Asked]:
    if source == "newsroom":
        return data.newsroom(options.data)
    if source in {"extra", "sample"}:
        packs = ["sample"] if source == "sample" else [f"w{number}" for number in range(1, 6)]
        return data.numbered(options.extra, packs)
    if source == "examples":
        file = Path(__file__).resolve().parents[1] / "examples" / "questions.jsonl"
        return data.evidenced(file, source)
    files = [options.data / source / f"{each}.dev.jsonl" for each in ("questions", "null")]
    return [asked for file in files for asked in data.evidenced(file, source)]


def _read(reader: Reader, asked: data.Asked, hits: Sequence[tuple[data.Passage, float]]) -> Read:
    judged = reader.judge(asked.question, [page(passage) for passage, _ in hits])
    best: dict[str, tuple[Any, bool, bool]] = {}
    for rank, ((passage, score), verdict) in enumerate(zip(hits, judged, strict=True)):
        chance = min(max(score, 1e-4), 1 - 1e-4)
        shared = (np.log(chance / (1 - chance)), verdict.answers)
        right_article = data.key(passage.title) == asked.article
        for part, key in enumerate(passage.keys):
            row = (float(verdict.right[part]), *shared, float(part == 0), 1 / (1 + rank))
            if key and (key not in best or row[0] > best[key][0][0]):
                best[key] = (row, asked.right(key), right_article)
    rows, right, article = zip(*best.values(), strict=True)
    return Read(asked, np.array(rows), np.array(right), np.array(article))


def page(passage: data.Passage) -> Page:
    """``passage`` as the reader takes it."""
    lengths = [len(text) + 1 for text in passage.sentences]
    starts = passage.start + np.cumsum([0, *lengths[:-1]])
    texts = tuple(passage.sentences)
    return Page(passage.title, texts, tuple(map(int, starts)), passage.date or None)


def report(reads: Sequence[Read]) -> dict[str, Any]:
    """All scores, those by type and language of the mixture, and the weights fitted on all."""
    alone = {id(each): each.table[:, 0] for each in reads}
    mixed, refusing = _crossed(reads)
    made = {
        "alone": scores(reads, alone, {key: value.max() for key, value in alone.items()}),
        "by passage": _refusals(reads, {id(e): e.table[:, 2].max() for e in reads}),
        "mixed": scores(reads, mixed, refusing),
    }
    for name in sorted({each for read in reads for each in _groups(read)}):
        some = [each for each in reads if name in _groups(each)]
        if any(each.asked.gold for each in some):
            made[name] = scores(some, mixed, refusing)
    weights = _fitted(reads)
    made["weights"] = dict(zip(MIXED, np.round(weights, 3).tolist(), strict=True))
    made["refusing"] = _described(reads, weights)
    return made


def _groups(each: Read) -> tuple[str, str]:
    return each.asked.kind, "en" if each.asked.language == "en" else "ru+uk"


def scores(
    reads: Sequence[Read], by: dict[int, Floats], refusing: dict[int, float]
) -> dict[str, float]:
    """Choosing by ``by``, refusing by ``refusing``, of these questions."""
    asked = [each for each in reads if each.asked.gold]
    first, some, article = [], [], []
    for each in asked:
        order = np.argsort(-by[id(each)])
        first.append(each.right[order[0]])
        some.append(each.right[order[:TOP]].any())
        article.append(each.article[order[0]])
    means = {"first": np.mean(first), "any": np.mean(some), "article": np.mean(article)}
    means["there"] = np.mean([each.right.any() for each in asked])
    rounded = {name: round(float(value), 3) for name, value in means.items()}
    return {"asked": len(asked), **rounded, **_refusals(reads, refusing)}


def _refusals(reads: Sequence[Read], by: dict[int, float]) -> dict[str, float]:
    asked = np.array([by[id(each)] for each in reads if each.asked.gold])
    missing = np.array([by[id(each)] for each in reads if not each.asked.gold])
    if not len(missing):
        return {}
    above = (asked[:, None] > missing).mean() + 0.5 * (asked[:, None] == missing).mean()
    refused = (missing < np.quantile(asked, WRONG)).mean()
    return {
        "missing": len(missing),
        "auc": round(float(above), 3),
        "refused": round(float(refused), 3),
    }


def _crossed(reads: Sequence[Read]) -> tuple[dict[int, Floats], dict[int, float]]:
    """Mixed scores of all candidates, and of questions, by weights of the other half."""
    mixed: dict[int, Floats] = {}
    refusing: dict[int, float] = {}
    for half in (0, 1):
        others = [each for each in reads if each.half != half]
        weights = _fitted(others)
        refusal, offset = _logistic(*_design(others, weights))
        for each in reads:
            if each.half == half:
                mixed[id(each)] = each.table @ weights
                refusing[id(each)] = float(_summary(each, weights) @ refusal + offset)
    return mixed, refusing


def _fitted(reads: Sequence[Read]) -> Floats:
    """Weights of ``MIXED``: the softmax over a question's candidates falls on the right ones."""
    known = [each for each in reads if each.right.any()]
    table = np.concatenate([each.table for each in known])
    counts = np.array([len(each.table) for each in known])
    right = np.concatenate([each.right for each in known])
    starts = np.cumsum(counts) - counts
    spread = table.std(axis=0) + 1e-9
    scaled = table / spread
    weights = np.zeros(table.shape[1])
    weights[0] = spread[0] / 2
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        worth = scaled @ weights
        worth = np.exp(worth - np.repeat(np.maximum.reduceat(worth, starts), counts))
        gold = worth * right
        pull = gold / np.repeat(np.add.reduceat(gold, starts), counts)
        pull -= worth / np.repeat(np.add.reduceat(worth, starts), counts)
        slope = scaled.T @ pull / len(known) - _RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights += 0.05 * (1 - step / _STEPS) * mean / (np.sqrt(square) + 1e-8)
    return np.asarray(weights / spread)


def _summary(each: Read, weights: Floats) -> Floats:
    """Of a question, what ``REFUSING`` names."""
    mixed = each.table @ weights
    order = np.argsort(-mixed)
    second = mixed[order[1]] if len(order) > 1 else mixed[order[0]]
    top = each.table[order[0]]
    highest = each.table.max(axis=0)
    return np.array([mixed[order[0]], highest[0], highest[2], mixed[order[0]] - second, top[1]])


def _design(reads: Sequence[Read], weights: Floats) -> tuple[Floats, Floats]:
    rows = np.array([_summary(each, weights) for each in reads])
    return rows, np.array([float(bool(each.asked.gold)) for each in reads])


def _logistic(rows: Floats, wanted: Floats) -> tuple[Floats, float]:
    """Weights and offset of a logistic regression, both kinds weighing the same."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    weight = np.where(
        wanted == 1, 0.5 / max(wanted.mean(), 1e-9), 0.5 / max(1 - wanted.mean(), 1e-9)
    )
    beta = np.zeros(design.shape[1])
    for _ in range(50):  # Newton's method
        chance = 1 / (1 + np.exp(-design @ beta))
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        slope = design.T @ (weight * (wanted - chance)) - 1.0 * beta
        beta += np.linalg.solve(curve + np.eye(len(beta)), slope)
    weights = beta[:-1] / spread
    return weights, float(beta[-1] - middle @ weights)


def _described(reads: Sequence[Read], weights: Floats) -> dict[str, float]:
    """Weights of the refusal, and the score below which a tenth of answerable ones lie."""
    rows, wanted = _design(reads, weights)
    if not 0 < wanted.mean() < 1:
        return {}
    refusal, offset = _logistic(rows, wanted)
    made = rows @ refusal + offset
    named = dict(zip(REFUSING, np.round(refusal, 3).tolist(), strict=True))
    lowest = float(np.quantile(made[wanted == 1], WRONG))
    return {**named, "offset": round(offset, 3), "below": round(lowest, 3)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--extra", type=Path, required=True)
    parser.add_argument("--candidates", type=Path, required=True)
    parser.add_argument("--reader", type=Path, default=FOLDER)
    parser.add_argument("--of", nargs="+", choices=sorted(_ARCHIVES), default=["newsroom", "extra"])
    parser.add_argument("--fold", type=int, help="only the articles of this fifth")
    parser.add_argument("--most", type=int, help="at most so many questions of a source")
    parser.add_argument(
        "--keep", type=Path, help="file for what was read, used again if it is there"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
