"""Which language a text is taken for."""

from __future__ import annotations

import pytest

from index.language import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pier is closed.", "en"),
        ("Маяк погас вчера вечером, объявили власти.", "ru"),
        ("Маяк згас учора ввечері, її відкриють.", "uk"),
        ("Мост", "ru"),
        ("Mayor Holt: мост", "en"),
        ("Мост через Hest закрыли", "ru"),
        ("12 — 34", "und"),
        ("", "und"),
    ],
)
def test_script_and_telling_letters_decide(text: str, expected: str) -> None:
    """Latin is English; Cyrillic is Ukrainian where its own letters outnumber Russian ones."""
    assert detect(text) == expected


def test_only_the_beginning_is_looked_at() -> None:
    """4,000 characters decide, however long the text goes on in another script."""
    assert detect("a" * 4000 + "ы" * 9000) == "en"
