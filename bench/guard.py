"""Milliseconds of the guard for a sentence, against the embedder over the same words.

::

    python -m bench.guard [--rounds 5]

Sentences are claims about the sample archive, one at a time as a model writes them, each beside the
sentences it quotes. Embedding claim and evidence once is the least that a check by cosine would
cost. Both take turns in one process, so that the ratio holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bot.answer.guard.guard import Guard
from bot.answer.guard.verifier import Verifier
from bot.models import Draft, Support
from index.embedding.bundled import BundledEmbedder
from tools.perturb.honest_claims import passages_of

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
MOST = 60


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Time the guard.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    embedder = BundledEmbedder()
    verifier = Verifier(embedder.encoder)
    passages = {each.id: each for each in passages_of(str(EXAMPLES / "archive"))}
    lines = (EXAMPLES / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    claims = [json.loads(line) for line in lines[:: max(1, len(lines) // MOST)]]

    def checked(claim: dict[str, str]) -> None:
        """The guard, over passages of the claim's article."""
        own = {k: p for k, p in passages.items() if p.card.title == claim["article"]}
        supports = tuple(Support(None, each) for each in claim["evidence"])
        Guard(own, verifier.supported).admit([Draft(claim["claim"], supports)])

    def embedded(claim: dict[str, str]) -> None:
        """The same words as vectors."""
        embedder.embed([claim["claim"], " ".join(claim["evidence"])])

    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(median(seconds(checked, claim) for claim in claims))
        theirs.append(median(seconds(embedded, claim) for claim in claims))
    mine, other = median(ours) * 1000, median(theirs) * 1000
    print(f"guard {mine:.1f} ms a sentence, embedding {other:.1f} ms: {mine / other:.2f} times")


def seconds(work: Callable[[dict[str, str]], None], claim: dict[str, str]) -> float:
    """What it takes once."""
    started = time.perf_counter()
    work(claim)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
