"""Claims of two halves: each stands on its sentence, and nothing new ties them."""

from __future__ import annotations

import pytest

from bot.answer.guard.two_sentences import joined
from tests.bot.made import passage

HOLT = "Karin Holt opened the school on Monday. She thanked the builders. The bell rang twice."
DOUBT = (
    "Berg said the bridge was closed. The port lost money. Allegedly Voss knew. "
    "Nobody asked him. The road will open if the court agrees. The mayor resigned."
)


@pytest.mark.parametrize(
    ("claim", "stands_on"),
    [
        ("Karin Holt opened the school, and she thanked the builders.", HOLT[:65]),
        ("Karin Holt opened the school and thanked the builders.", HOLT[:65]),
        ("She thanked the builders; the bell rang twice.", HOLT[40:]),
        ("The Skelhaven Courier reports that she thanked the builders, and the bell rang twice.",
         HOLT[40:]),
    ],
)  # fmt: skip
def test_two_neighbours_carry_what_both_say(claim: str, stands_on: str) -> None:
    """The quotation is both sentences."""
    found = joined(claim, passage(HOLT))

    assert found is not None
    assert found.of(HOLT) == stands_on


@pytest.mark.parametrize(
    "claim",
    [
        "Karin Holt opened the school, and the bell rang twice.",
        "The bell rang twice, and she thanked the builders.",
        "Karin Holt opened the school because she thanked the builders.",
        "Karin Holt opened the school, and she thanked the teachers.",
        "Karin Holt opened the school, and she did not thank the builders.",
        "The builders opened the school and thanked the builders.",
        "She thanked the builders and rang twice.",
        "Karin Holt, and she thanked the builders.",
    ],
)
def test_what_is_not_beside_or_not_said_does_not_carry(claim: str) -> None:
    """Order, cause, content and subject are the archive's."""
    assert joined(claim, passage(HOLT)) is None


@pytest.mark.parametrize(
    "claim",
    [
        "Berg said the bridge was closed, and the port lost money.",
        "Berg said the bridge was closed and the port lost money.",
        "Allegedly Voss knew, and nobody asked him.",
        "The road will open if the court agrees, and the mayor resigned.",
        "The road will open if the court agrees and the mayor resigned.",
    ],
)
def test_speaker_doubt_and_condition_of_one_half_do_not_reach_the_other(claim: str) -> None:
    """Where a reader could take both under it, the sentences stay apart."""
    assert joined(claim, passage(DOUBT)) is None
