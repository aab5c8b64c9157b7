"""Which language a text is taken for."""

from __future__ import annotations

import pytest

from index.text.language import asked_in, detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pier is closed.", "en"),
        ("Маяк погас вчера вечером, объявили власти.", "ru"),
        ("Маяк згас учора ввечері, її відкриють.", "uk"),
        ("Мост", "ru"),
        ("Хто викрав вазу?", "uk"),
        ("Кто украл вазу?", "ru"),
        ("Mayor Holt: мост", "en"),
        ("Мост через Hest закрыли", "ru"),
        ("12 — 34", "und"),
        ("", "und"),
    ],
)
def test_script_and_telling_letters_decide(text: str, expected: str) -> None:
    """Latin is English; Cyrillic is Ukrainian where its own letters, else words, are more."""
    assert detect(text) == expected


def test_only_the_beginning_is_looked_at() -> None:
    """4,000 characters decide, however long the text goes on in another script."""
    assert detect("a" * 4000 + "ы" * 9000) == "en"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is Кравченко?", "en"),
        ("Кто такая Gudrun Ask Lindqvist?", "ru"),
        ("Хто Gudrun Ask?", "uk"),
        ("Сколько стоила ваза?", "ru"),
        ("А потом?", None),
        ("Gudrun Ask?", None),
        ("2024?", None),
        ("", None),
    ],
)
def test_names_do_not_tell_in_which_language_somebody_asks(
    question: str, expected: str | None
) -> None:
    """They are written as they are; what remains decides, or leaves it open."""
    assert asked_in(question) == expected
