"""The questions at which something went wrong, the worst first, and what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.evaluation.running import Outcome

_WRONG: tuple[tuple[str, float, str], ...] = (
    ("promises", 0.0, "a promise is broken"),
    ("right_refusals", 0.0, "answered, though the archive does not say"),
    ("false_refusals", 1.0, "refused, though the archive says"),
    ("hits@10", 0.0, "no evidence in the first ten hits"),
    ("short_answer", 0.0, "the short answer is not in the answer"),
    ("word_f1", 0.0, "no word of the reference is in the answer"),
    ("first_claim", 0.0, "the first claim quotes another sentence"),
)
"""A score, the value that is wrong, and what it means; the gravest first."""


def worst(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Each question at which something went wrong, with what; the gravest first."""
    found = [(list(_wrong(each)), each.question.text) for each in outcomes]
    return [
        {"question": question, "wrong": [_WRONG[place][2] for place in places]}
        for places, question in sorted(
            (each for each in found if each[0]), key=lambda each: (each[0][0], -len(each[0]))
        )
    ]


def _wrong(outcome: Outcome) -> Iterator[int]:
    """Places in the list above; a refusal, which loses everything, is named alone."""
    scores = outcome.scores
    for place, (name, value, _) in enumerate(_WRONG):
        if scores.get(name) == value:
            yield place
            if name.endswith("refusals"):
                return
