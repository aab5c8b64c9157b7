"""The outlet that printed a sentence may be named around it, and no other."""

from __future__ import annotations

import pytest

from bot.answer.guard.reported_by import reported


@pytest.mark.parametrize(
    "claim",
    [
        "According to the Harbour Mail, it sank.",
        "According to Harbour Mail, it sank.",
        "As reported by “Harbour Mail”, it sank.",
        "The Harbour Mail reports that it sank.",
        "Harbour Mail wrote it sank.",
        "По данным Harbour Mail, it sank.",
        "Як повідомляє Harbour Mail, it sank.",
        "Harbour Mail сообщает, что it sank.",
    ],
)
def test_the_outlet_s_name_in_front_is_taken_off(claim: str) -> None:
    """In three languages, with an article or without."""
    assert reported(claim, "The Harbour Mail") == "it sank."


@pytest.mark.parametrize(
    "claim",
    [
        "It sank, according to the Harbour Mail.",
        "It sank, the Harbour Mail reported.",
        "It sank, сообщает Harbour Mail.",
    ],
)
def test_the_outlet_s_name_behind_is_taken_off(claim: str) -> None:
    """What is left has no full stop, which nothing depends on."""
    assert reported(claim, "Harbour Mail") == "It sank"


@pytest.mark.parametrize(
    "claim",
    [
        "According to the Evening Mail, it sank.",
        "According to the Harbour Mail Group, it sank.",
        "The Harbour Mail denied that it sank.",
        "The Harbour Mail sank.",
    ],
)
def test_any_other_claim_stays_as_it_is(claim: str) -> None:
    """Another outlet, another verb, and an article without an outlet."""
    assert reported(claim, "Harbour Mail") == claim
    assert reported(claim, None) == claim
