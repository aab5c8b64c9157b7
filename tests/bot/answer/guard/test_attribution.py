"""Who is said to have said it."""

from __future__ import annotations

import pytest

from bot.answer.guard.attribution import another_speaker, speakers

DENIAL = "The minister's press secretary, Natalia Varga, denies that he apologised to Orban Holt."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DENIAL, {"natalia", "varga"}),
        ('"We accept it," said Sten Auberg on Tuesday.', {"sten", "auberg"}),
        ("According to Mayor Karin Holt, the bridge is safe.", {"karin", "holt"}),
        ("He said the bridge was safe.", set()),
        ("Мэр Ольга Гордеева заявила, что мост закрыт.", {"ольг", "гордеев"}),
    ],
)
def test_the_speaker_is_the_name_beside_the_verb(text: str, expected: set[str]) -> None:
    """The nearest name before the verb, or straight behind it, is who speaks."""
    found = speakers(text)

    assert found == expected


def test_words_in_another_mouth_are_noticed() -> None:
    """A claim that gives the denial to somebody else is not carried by it."""
    reason = another_speaker("Orban Holt denies that he apologised.", DENIAL)

    assert reason == "said by natalia, not by holt"


@pytest.mark.parametrize(
    "claim", ["Natalia Varga denies the apology.", "She denies the apology.", "There was none."]
)
def test_the_same_speaker_or_none_is_accepted(claim: str) -> None:
    """Only a different name counts against a claim."""
    reason = another_speaker(claim, DENIAL)

    assert reason is None
