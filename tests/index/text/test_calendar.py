"""The words of dates: what CLDR has, what it lacks, and when either is read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from index.text.calendar import LANGUAGES, forms, key_of, month_name, months, numbers, weekdays


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("march", 3), ("mar", 3), ("sept", 9), ("марта", 3), ("марте", 3), ("мае", 5),
        ("березень", 3), ("березні", 3), ("лютому", 2), ("грудня", 12),
    ],
)  # fmt: skip
def test_a_month_is_known_in_the_cases_that_dates_take(word: str, month: int) -> None:
    """CLDR has two of them; the others stand in our own file."""
    assert months()[word] == month


@pytest.mark.parametrize("word", ["лист", "вер", "мар", "сер", "mon", "sun", "sat", "ср"])
def test_what_is_cut_short_like_another_word_is_no_date(word: str) -> None:
    """«The Sun» is a newspaper, and «лист» a letter."""
    assert word not in months()
    assert word not in weekdays()


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
def test_a_word_is_known_with_each_apostrophe(apostrophe: str) -> None:
    """News writes three of them, and CLDR one."""
    assert weekdays()[f"п{apostrophe}ятниця"] == 4
    assert numbers()[f"дев{apostrophe}ять"] == 9


@pytest.mark.parametrize(
    ("table", "word", "key"),
    [
        ("days", "позавчора", -2), ("offset", "Прошлой", -1), ("offset", "this", 0),
        ("season", "winter", 1), ("season", "восени", 4), ("ordinal", "II", 2),
        ("unit", "години", 5), ("number", "31", 31), ("number", "дві", 2),
        ("year_word", "торік", -1),
    ],
)  # fmt: skip
def test_a_word_stands_for_its_row(table: str, word: str, key: int) -> None:
    """Rows are counted from one, days and offsets from today."""
    assert key_of(table, word) == key


@pytest.mark.parametrize("name", ["days", "offset", "unit", "season", "ordinal"])
def test_every_language_has_every_row(name: str) -> None:
    """A row left out would shift those behind it."""
    assert {tuple(forms(name, language)) for language in LANGUAGES} == {tuple(forms(name, "en"))}


def test_a_month_is_shown_in_the_case_of_its_place() -> None:
    """Behind a day Russian and Ukrainian have the genitive."""
    assert month_name(3, "ru") == "март"
    assert month_name(3, "ru", of_day=True) == "марта"
    assert month_name(2, "uk", of_day=True) == "лютого"
    assert month_name(5, "en", of_day=True) == "May"


def test_nothing_is_read_before_a_date_is() -> None:
    """Babel and the data files wait for the first date."""
    code = (
        "import sys, index.dates.question, index.dates.article, index.text.names;"
        "from index.dates import expressions; from index.text import calendar;"
        "assert 'babel' not in sys.modules;"
        "assert not expressions._content.cache_info().currsize;"
        "assert not calendar._words.cache_info().currsize"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
