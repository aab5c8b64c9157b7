"""Measures the guard: claims that an archive supports, and the same claims with one thing changed.

    python -m tools.perturb ARCHIVE [--most N] [--show KIND]

Supported claims are sentences as they stand and rewritten as an honest language model writes;
each should be kept. Of each some are changed in one thing: a changed claim is caught where
nothing is shown but the archive's own sentences. Seeded by the claims: one archive, one table.
`--most` bounds the claims of each kind, `--show` prints those of a kind that went wrong.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bot.answer.guard.guard import Guard
from bot.answer.guard.quotes import presentable
from bot.answer.guard.verifier import Verifier
from bot.models import Draft, Support
from index.embedding.bundled import BundledEmbedder
from tools.perturb.claims import changed
from tools.perturb.edits import Surroundings, names_in
from tools.perturb.honest_claims import Honest, honest, passages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.guard.guard import Verify
    from index.models import Passage

MOST = 150
_UNQUOTED = 4
"""One claim in so many comes without the words that it stands on."""


@dataclass(slots=True)
class Row:
    """What became of the claims of one kind; ``wrong`` are those kept or refused wrongly."""

    kept: int = 0
    repaired: int = 0
    dropped: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many there are."""
        return self.kept + self.repaired + self.dropped

    @property
    def share_kept(self) -> float:
        """The part of them that was shown as written."""
        return self.kept / self.number if self.number else 0.0

    @property
    def share_caught(self) -> float:
        """The part of them of which nothing was shown but the archive's own words."""
        return 1 - self.share_kept


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows by kind of claim, and by kind of change."""

    supported: dict[str, Row]
    changed: dict[str, Row]


def measure(passages: Sequence[Passage], verify: Verify, *, most: int = MOST) -> Measured:
    """What the guard does with claims over ``passages``, ``most`` of each kind."""
    supported: dict[str, Row] = defaultdict(Row)
    found: dict[str, Row] = defaultdict(Row)
    known = _Names(passages)
    for claim in honest(passages, most=most):
        _judge(claim, claim.text, supported[claim.kind], verify, honest=True)
        draw = Random(zlib.crc32(claim.text.encode()))  # noqa: S311 - no secret
        full = {kind for kind, row in found.items() if row.number >= most}
        for kind, text in changed(claim, known.around(claim), draw, but=full):
            _judge(claim, text, found[kind], verify, honest=False)
    return Measured(dict(supported), dict(found))


class _Names:
    """The names and outlets of an archive."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._near = {each.id: tuple(dict.fromkeys(names_in(each.text))) for each in passages}
        self._far = tuple(dict.fromkeys(name for near in self._near.values() for name in near))
        self._outlets = tuple(sorted({each.card.source for each in passages if each.card.source}))

    def around(self, claim: Honest) -> Surroundings:
        """What a change of ``claim`` may borrow."""
        text = claim.passage.text
        behind = text[text.find(claim.quote) + len(claim.quote) :]
        _, _, beside = behind.partition(". ")
        return Surroundings(
            self._near[claim.passage.id], self._far, self._outlets, beside.partition("\n")[0][:300]
        )


def _judge(claim: Honest, text: str, row: Row, verify: Verify, *, honest: bool) -> None:
    quoted = zlib.crc32(text.encode()) % _UNQUOTED
    guard = Guard({claim.passage.id: claim.passage}, verify)
    support = Support(claim.passage.id, claim.quote if quoted else None)
    guard.admit([Draft(text, (support,))])
    guard.settle()
    shown = [each.text for each in guard.claims]
    own = presentable(claim.passage.text)
    if " ".join(shown) == presentable(text) or any(each not in own for each in shown):
        row.kept += 1
        if not honest:
            row.wrong.append(f"{text}\n    < {claim.quote} …")
        return
    row.repaired += bool(shown)
    row.dropped += not shown
    if honest:
        why = " ".join(shown) or "nothing"
        row.wrong.append(f"{text}\n    > {why}")


def bundled() -> Verifier:
    """The guard's own verifier."""
    return Verifier(BundledEmbedder().encoder)


def table(found: Measured) -> str:
    """Both tables in Markdown."""
    lines = ["| supported claims | n | kept | archive's sentence instead | nothing shown |",
             "|---|---|---|---|---|"]  # fmt: skip
    for kind, row in found.supported.items():
        parts = (row.share_kept, row.repaired / row.number, row.dropped / row.number)
        lines.append(f"| {kind} | {row.number} | " + " | ".join(f"{x:.3f}" for x in parts) + " |")
    lines += ["", "| changed | n | caught |", "|---|---|---|"]
    for kind, row in found.changed.items():
        lines.append(f"| {kind} | {row.number} | {row.share_caught:.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables, or what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", help="file, folder or glob; `sample` is the bundled archive")
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--show", action="append", default=[])
    given = parser.parse_args()
    found = measure(passages_of(given.archive), bundled().supported, most=given.most)
    for kind in given.show:
        for rows in (found.supported, found.changed):
            print(*rows.get(kind, Row()).wrong, sep="\n")
    if not given.show:
        print(table(found))


if __name__ == "__main__":
    main()
