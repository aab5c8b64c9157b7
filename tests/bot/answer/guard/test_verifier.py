"""Whether quotations carry a claim, by the bundled verifier."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.guard.verdict import SUPPORTED
from bot.answer.guard.verifier import (
    BESIDE,
    CLAIM,
    FOLDER,
    MEASURED,
    MOST,
    NOBODY,
    QUOTED,
    Evidence,
    Verifier,
    arrange,
    flagged,
)
from index.embedding.bundled import BundledEmbedder
from index.errors import EmbedderError
from tests.bot.answer.made import verifier

if TYPE_CHECKING:
    from pathlib import Path

QUOTED_SENTENCE = (
    "The council approved the plan on Monday by nine votes to six, on condition that the state "
    "pays half of the 4.5 million crowns."
)
EVIDENCE = Evidence(
    (QUOTED_SENTENCE,),
    "Council approves flood wall (Skelhaven Courier, 12 February 2024)",
    ("Mayor Karin Holt voted against it.", "Work is to begin in May."),
)
FLAGS = (0.0,) * (len(MEASURED) - 2)
CARRIED = [
    "The plan was passed by the council with nine votes in favour and six against.",
    "Half of the 4.5 million crowns has to come from the state.",
    "The council agreed to the plan on Monday, provided that the state covers half of the cost.",
]
CHANGED = [
    "The council rejected the plan on Monday by nine votes to six.",
    "The state approved the plan on condition that the council pays half of the cost.",
    "The council approved the plan although the state refuses to pay half of it.",
]


def test_row_has_claim_quotations_and_what_stands_around_them() -> None:
    """Each piece belongs to one of them, and says whether the other side has it, too."""
    row = arrange([7, 8], [[8, 9], [10]], [11], [[7]], flagged=FLAGS)

    owners = [NOBODY, CLAIM, CLAIM, NOBODY, *[QUOTED] * 3, NOBODY, BESIDE, BESIDE, NOBODY]
    assert row.ids == [101, 7, 8, 102, 8, 9, 10, 102, 11, 7, 102]
    assert row.owners == owners
    assert row.kinds == [0, 2, 1, 0, 3, 4, 4, 0, 6, 5, 0]
    assert row.measured == (0.0, 0.5, *FLAGS)


def test_what_does_not_fit_is_cut_from_the_end() -> None:
    """The claim and the beginning of what it quotes are always read."""
    row = arrange([7] * 500, [[8] * 500], [9] * 500, [[10] * 500], flagged=FLAGS)

    assert len(row.ids) == len(row.owners) == len(row.kinds) <= MOST
    assert row.owners.count(CLAIM) == 80
    assert row.owners.count(QUOTED) > 50


def test_claims_that_follow_are_likelier_than_those_that_do_not() -> None:
    """In other words, shortened, joined; turned round, with another agent or condition."""
    carried, changed = (
        verifier().supported([(each, EVIDENCE) for each in claims]) for claims in (CARRIED, CHANGED)
    )

    assert np.mean(carried) > 2 * np.mean(changed), (carried, changed)
    assert max(changed) < SUPPORTED


def test_verdict_depends_on_nothing_else_in_the_batch() -> None:
    """Up to rounding."""
    pairs = [(each, EVIDENCE) for each in (*CARRIED, *CHANGED, "x " * 300)]
    together = verifier().judge(pairs)
    alone = np.concatenate([verifier().judge([each]) for each in pairs])

    assert together.shape == (len(pairs), 3)
    np.testing.assert_allclose(together, alone, atol=2e-2)


@pytest.mark.parametrize("claim", ["", " ", "\ud800", "…", "ж" * 400])
def test_any_text_has_a_verdict(claim: str) -> None:
    """Nothing that a model writes breaks it."""
    (likely,) = verifier().supported([(claim, Evidence(("",)))])

    assert 0 <= likely <= 1


def test_claim_that_is_too_long_to_be_read_is_never_carried() -> None:
    """What stands behind the last piece read could say anything."""
    long = " ".join([QUOTED_SENTENCE] * 5)

    assert verifier().supported([(f"{long} The mayor took bribes.", EVIDENCE)])[0] < 0.01


def test_hard_facts_and_limits_are_measured() -> None:
    """A figure that stands nowhere, a negation more, a condition less."""
    wrong, computed, differ, lost, *_ = flagged("It did not cost 4.6 million.", EVIDENCE)

    assert (wrong, computed, differ) == (1.0, 0.0, 1.0)
    assert lost >= 0
    assert flagged(QUOTED_SENTENCE, EVIDENCE)[:5] == (0.0, 0.0, 0.0, 0.0, 0.0)


def test_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    """It says which file, and what to do."""
    folder = shutil.copytree(FOLDER, tmp_path / "weights")
    (folder / "model.onnx").write_bytes(b"no model")

    with pytest.raises(EmbedderError, match=r"model\.onnx: the file is damaged.*export\.py"):
        Verifier(BundledEmbedder().encoder, folder).supported([("A.", EVIDENCE)])
