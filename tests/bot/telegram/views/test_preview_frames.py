"""How an answer looks while it is made."""

from __future__ import annotations

import pytest

from bot.answer.writing.answer_progress import Phase, Stage
from bot.models import Claim
from bot.telegram.views.preview_frames import frame
from tests.bot.made import in_language


@pytest.mark.parametrize(
    ("articles", "language", "said"),
    [
        (1, "en", "Reading 1 article …"),
        (6, "en", "Reading 6 articles …"),
        (1, "ru", "Читаю 1 статью …"),
        (3, "ru", "Читаю 3 статьи …"),
        (12, "ru", "Читаю 12 статей …"),
        (21, "uk", "Читаю 21 статтю …"),
        (5, "uk", "Читаю 5 статей …"),
    ],
)
def test_numbers_are_said_in_the_language_that_is_spoken(
    articles: int, language: str, said: str
) -> None:
    """With the form of the noun that belongs to them."""
    assert in_language(language, frame, Stage(Phase.READING, articles)).text == said


def test_claims_that_do_not_fit_are_left_out() -> None:
    """Those before them are shown whole."""
    claims = tuple(Claim("x" * 1500 + ".", (n,)) for n in range(1, 5))
    shown = frame(Stage(Phase.WRITING, 6, claims))

    assert shown.fits
    assert shown.text.count("x.") == 2
    assert shown.text.endswith("[2]\n\nWriting …")
