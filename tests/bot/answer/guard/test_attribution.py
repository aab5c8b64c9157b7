"""Who is said to have said it, and that the outlet which printed a sentence may be named in it."""

from __future__ import annotations

import pytest

from bot.answer.guard.attribution import another_speaker, reported, speakers

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
