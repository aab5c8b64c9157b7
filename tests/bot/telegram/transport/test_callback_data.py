"""Links that open a page at a sentence."""

from __future__ import annotations

import pytest

from bot.telegram.transport.callback_data import at_sentence

URL = "https://courier.example/ice"


@pytest.mark.parametrize(
    ("sentence", "fragment"),
    [
        ("Ice came.", "#:~:text=Ice%20came."),
        ("A well-known, old & cold bay.", "#:~:text=A%20well%2Dknown%2C%20old%20%26%20cold%20bay."),
        ("Лёд пришёл.", "#:~:text=%D0%9B%D1%91%D0%B4%20%D0%BF%D1%80%D0%B8%D1%88%D1%91%D0%BB."),
        ("One.\n\nTwo.", ""),
        (" ", ""),
    ],
)
def test_sentence_is_encoded_as_browsers_want_it(sentence: str, fragment: str) -> None:
    """Dashes, commas and ampersands mean something in a text fragment."""
    assert at_sentence(URL, sentence) == URL + fragment


def test_long_sentence_is_named_by_its_first_and_last_words() -> None:
    """Links have a length, and a page may break lines inside."""
    sentence = "one two three four five " + "and so on " * 10 + "six seven eight nine ten"

    assert at_sentence(URL, sentence) == (
        f"{URL}#:~:text=one%20two%20three%20four%20five,six%20seven%20eight%20nine%20ten"
    )


def test_fragment_of_the_page_stays() -> None:
    """What follows it is for the browser alone."""
    assert at_sentence(f"{URL}#live", "Ice.") == f"{URL}#live:~:text=Ice."
