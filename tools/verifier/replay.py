"""Scores the guard on replies as language models write them: `examples/replay.jsonl`.

    python -m tools.verifier.replay [FILE --archive FOLDER] [--show KIND]

A line of FILE is a reply: `sentences`, each with the `cites` it names (headline and quote), a
`label` (`faithful`, `wrong`, `unsupported`, `gap`) and `what` it is. A sentence is shown where the
guard lets it be said in its own words; what the archive says in its place counts apart.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.guard.guard import Guard
from bot.models import Draft, Support
from tools.perturb.__main__ import bundled
from tools.perturb.honest_claims import passages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.answer.guard.guard import Verify
    from index.models import Passage

SAMPLE = str(Path(__file__).resolve().parents[2] / "examples" / "archive")
REPLAY = Path(__file__).resolve().parents[2] / "examples" / "replay.jsonl"


@dataclass(slots=True)
class Row:
    """What became of the sentences of one kind."""

    shown: int = 0
    replaced: int = 0
    dropped: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many there are."""
        return self.shown + self.replaced + self.dropped


def replayed(
    replies: Iterable[Mapping[str, Any]], passages: Sequence[Passage], verify: Verify
) -> dict[tuple[str, str], Row]:
    """What the guard does with each sentence, by label and what it is."""
    of_title: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        of_title[passage.card.title].append(passage)
    rows: dict[tuple[str, str], Row] = defaultdict(Row)
    for reply in replies:
        for sentence in reply["sentences"]:
            if sentence["label"] == "gap" or not sentence["cites"]:
                continue
            cited = {cite["title"] for cite in sentence["cites"]}
            own = {each.id: each for title in cited for each in of_title[title]}
            supports = [_support(cite, own) for cite in sentence["cites"]]
            guard = Guard(own, verify, reply["question"])
            guard.admit([Draft(sentence["text"], tuple(supports))])
            guard.settle()
            foreign = any(each.foreign for each in guard.verdicts)
            kind = f"{sentence['what']} in another language" if foreign else sentence["what"]
            row = rows[sentence["label"], kind]
            _count(row, sentence, guard)
    return dict(rows)


def _support(cite: Mapping[str, str], own: Mapping[str, Passage]) -> Support:
    """The passage of the named article that has the quote."""
    said = " ".join(cite["quote"].split())
    for passage in own.values():
        if passage.card.title == cite["title"] and said in " ".join(passage.text.split()):
            return Support(passage.id, cite["quote"])
    return Support(None, cite["quote"])


def _count(row: Row, sentence: Mapping[str, Any], guard: Guard) -> None:
    verdicts = guard.verdicts
    quotes = [cite["quote"] for cite in sentence["cites"]]
    if all(each.holds for each in verdicts):
        row.shown += 1
        row.examples.append(f"SHOWN {sentence['text']}\n    < {quotes}")
        return
    reason = next(each.reason for each in verdicts if not each.holds)
    row.replaced += bool(guard.claims)
    row.dropped += not guard.claims
    said = " ".join(claim.text for claim in guard.claims)
    row.examples.append(f"NOT {sentence['text']}\n    < {quotes}\n    ({reason}) {said}")


SCORES = {"faithful_shown": {"faithful"}, "wrong_shown": {"wrong", "unsupported"}}
"""Labels of the sentences that a score is a part of."""


def scores(rows: Mapping[tuple[str, str], Row]) -> dict[str, dict[str, Any]]:
    """The part of faithful, and of other sentences, that is shown as written, and of how many."""
    found = {}
    for name, labels in SCORES.items():
        own = [row for (label, what), row in rows.items() if label in labels and _compared(what)]
        number = sum(row.number for row in own)
        found[name] = {"value": sum(row.shown for row in own) / max(1, number), "n": number}
    return found


def report() -> dict[str, Any]:
    """The scores over the sample archive, as `tools/evaluate.py` holds them against floors."""
    rows = replayed(read(REPLAY), passages_of(SAMPLE), bundled().supported)
    return {"retrieval": {}, "answers": scores(rows)}


def _compared(what: str) -> bool:
    return "another language" not in what


def read(file: Path) -> list[dict[str, Any]]:
    """The replies of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    """Print what became of each kind."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", default=REPLAY)
    parser.add_argument("--archive", default=SAMPLE)
    parser.add_argument("--show", action="append", default=[], help="label, or `label what`")
    options = parser.parse_args()
    rows = replayed(read(options.file), passages_of(options.archive), bundled().supported)
    for (label, what), row in sorted(rows.items()):
        if label in options.show or f"{label} {what}" in options.show:
            print(f"== {label} {what}", *row.examples, sep="\n")
    for (label, what), row in sorted(rows.items()):
        share = row.shown / max(1, row.number)
        print(f"{label} {what}: {row.number}, {share:.3f} shown, {row.replaced} replaced")
    for name, score in scores(rows).items():
        print(f"{name} {score['value']:.3f} of {score['n']}")


if __name__ == "__main__":
    main()
