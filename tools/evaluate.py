"""Scores the sample archive and development sets, and compares them with `tests/floors.json`.

    python tools/evaluate.py [--data FOLDER] [--raise]

A set is an archive and files of questions below the folder; one that is not there is left out.
Every set has a home of its own in `eval` of `PRESSMARK_HOME`, indexed
again before each run (unchanged articles cost nothing). Answers are the archive's own sentences;
where the settings name a language model, it answers the sample besides, and keeps every promise.

A score below its floor fails; for `false_refusals` the floor is a ceiling. Runs on one machine
agree to the last digit, but processors differ in how they multiply the embedder's 8-bit weights
(without VNNI sums may saturate), so a near tie may fall the other way: one
question's worth is allowed, except where promises are kept. `--raise` writes what was reached
where that is better and never lowers a floor.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.answerer import Answerer
from bot.answer.factory import make_answerer
from bot.cli import log
from bot.evaluation.report import evaluate
from bot.evaluation.scores import LOWER_IS_BETTER
from bot.settings import Settings
from bot.store.schema import metadata
from bot.terminal.progress_bars import progress_bars
from bot.terminal.score_tables import show_report
from index.errors import PressmarkError
from index.jobs.queue import work_off
from index.library import Library
from index.progress import silent
from index.settings import IndexSettings
from tools import stories
from tools.fit.sets import indexed
from tools.verifier import replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.progress import Progress

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "floors.json"
SAMPLE = ROOT / "examples" / "archive"
_OF_SAMPLE = {
    "sample": "questions.jsonl",
    "sample_newsroom": "newsroom.jsonl",
    "sample_paraphrases": "paraphrases.jsonl",
}
"""Questions about it, by the name of their set."""
REPLAY_SET, STORIES_SET = "replay", "stories"
EXACT = frozenset({"promises"})
"""Scores that may not be lower at all."""
_ROUNDING = 1e-4
"""Scores are compared as they are written: with four digits."""
_DEVELOPMENT = {
    name: (f"{archive}/archive.jsonl", *(f"{name}/{file}.dev.jsonl" for file in files))
    for name, archive, *files in (
        ("multihop", "multihop", "questions", "null"),
        ("clapnq", "clapnq", "questions", "null"),
        ("newsroom", "multihop", "questions"),
    )
}
"""The archive of each development set, and its questions, below the folder."""

Report = dict[str, Any]
Floors = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Set:
    """An archive and the questions about it."""

    name: str
    archive: Path
    questions: tuple[Path, ...]


def main() -> int:
    """Score every set that is there; 1 where one is below its floors."""
    options = _options()
    log.configure("WARNING", secrets=())
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    missed: list[str] = []
    with progress_bars() if sys.stderr.isatty() else nullcontext(silent) as progress:
        for each in _sets(options.data):
            report = _scored(each, progress)
            missed += below(each.name, floors.get(each.name, {}), report)
            floors[each.name] = raised(floors.get(each.name, {}), report)
        settings = Settings.load()
        if settings.llm != "none":
            first = next(_sets(None))
            report = _scored(first, progress, settings)
            missed += below(f"{first.name} by {settings.llm}", {"promises": 1.0}, report)
    for name, report in ((REPLAY_SET, replay.report()), (STORIES_SET, _told())):
        for score, value in report["answers"].items():
            sys.stdout.write(f"{name} {score:15} {value['value']:.3f} of {value['n']}\n")
        missed += below(name, floors.get(name, {}), report)
        floors[name] = raised(floors.get(name, {}), report)
    if options.raise_floors:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    for sentence in missed:
        sys.stderr.write(f"evaluate: {sentence}\n")
    return 1 if missed else 0


def below(name: str, floors: Mapping[str, float], report: Report) -> list[str]:
    """A sentence for each score of ``report`` that is worse than its floor by over a question."""
    scores = _scores(report)
    found = []
    for score, floor in floors.items():
        reached = scores[score]
        if reached is None:
            found.append(f"{name}: {score} has no questions any more, the floor is {floor:.4f}")
            continue
        allowed = _ROUNDING + (0 if score in EXACT else 1 / reached["n"])
        if _gain(score, reached["value"], floor) < -allowed:
            side = "above its ceiling" if score in LOWER_IS_BETTER else "below its floor"
            found.append(f"{name}: {score} is {reached['value']:.4f}, {side} of {floor:.4f}")
    return found


def raised(floors: Mapping[str, float], report: Report) -> dict[str, float]:
    """The floors with what ``report`` reached where that is better, or where there was none."""
    reached = {name: score["value"] for name, score in _scores(report).items() if score}
    better = {
        name: value
        for name, value in reached.items()
        if name not in floors or _gain(name, value, floors[name]) > 0
    }
    return {**floors, **better}


def _gain(score: str, reached: float, floor: float) -> float:
    return floor - reached if score in LOWER_IS_BETTER else reached - floor


def _scores(report: Report) -> dict[str, Any]:
    return {**report["retrieval"], **report["answers"]}


def _sets(data: Path | None) -> Iterator[Set]:
    for name, file in _OF_SAMPLE.items():
        yield Set(name, SAMPLE, (ROOT / "examples" / file,))
    for name, files in _DEVELOPMENT.items() if data else ():
        archive, *questions = (Path(data or "") / file for file in files)
        if archive.is_file() and all(path.is_file() for path in questions):
            yield Set(name, archive, tuple(questions))
        else:
            sys.stderr.write(f"evaluate: {name}: not in {data}; left out.\n")


def _scored(each: Set, progress: Progress, model: Settings | None = None) -> Report:
    """Bring the set's home up to date, score it, show the scores; ``model`` names who writes."""
    library = Library(
        IndexSettings(home=Settings.load().home / "eval" / each.name), tables=metadata
    )
    try:
        job = work_off(
            library, library.submit("index", [str(each.archive)]), progress=_named(each, progress)
        )
        if job.state != "done":
            raise PressmarkError(f"{each.archive}: {job.error or job.state}")
        report = evaluate(
            library,
            make_answerer(library, model) if model else Answerer(library),
            [str(path) for path in each.questions],
            _named(each, progress),
        )
    finally:
        library.close()
    show_report(report | {"file": each.name})
    sys.stdout.write("\n")
    sys.stdout.flush()
    return report


def _told() -> Report:
    """How complete the stories are that answers tell of the sample."""
    library = indexed(Settings.load().home / "eval" / "sample", str(SAMPLE))
    try:
        return stories.report(Answerer(library), stories.read())
    finally:
        library.close()


def _named(each: Set, progress: Progress) -> Progress:
    """``progress`` with the name of the set in front of each phase."""

    def report(phase: str, done: int, total: int) -> None:
        """Pass the step on, the name of the set in front."""
        progress(f"{each.name}: {phase}", done, total)

    return report


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, help="folder with the development sets")
    parser.add_argument(
        "--raise", action="store_true", dest="raise_floors", help="write higher floors"
    )
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PressmarkError as exc:
        sys.exit(f"evaluate: {exc}")
