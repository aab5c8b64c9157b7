"""Names in Latin and in Cyrillic letters."""

from __future__ import annotations

import re

import pytest

from index.text.spellings import alike, alphabet_of, folded, likeness, skeleton, spellings

NAMES = (
    ("Зеленского", "Zelensky"),
    ("Зеленський", "Zelenskyy"),
    ("Лукашенком", "Lukashenko"),
    ("Путиным", "Putin"),
    ("Байдену", "Biden"),
    ("Трамп", "Trump"),
    ("Обамой", "Obama"),
    ("Макрона", "Macron"),
    ("Меркель", "Merkel"),
    ("Джонсон", "Johnson"),
    ("Черчилля", "Churchill"),
    ("Тэтчер", "Thatcher"),
    ("Горбачёва", "Gorbachev"),
    ("Хрущёв", "Khrushchev"),
    ("Ющенко", "Yushchenko"),
    ("Шевченка", "Shevchenko"),
    ("Кличко", "Klitschko"),
    ("Чехов", "Chekhov"),
    ("Чайковского", "Tchaikovsky"),
    ("Солженицын", "Solzhenitsyn"),
    ("Гоголя", "Gogol"),
    ("Эйнштейна", "Einstein"),
    ("Бетховен", "Beethoven"),
    ("Хемингуэй", "Hemingway"),
    ("Уильямс", "Williams"),
    ("Майкл", "Michael"),
    ("Гейтс", "Gates"),
    ("Цукерберг", "Zuckerberg"),
    ("Эрдоган", "Erdoğan"),
    ("Милошевич", "Milošević"),
    ("Нетаньяху", "Netanyahu"),
    ("Шольца", "Scholz"),
    ("Юнкер", "Juncker"),
    ("Харрис", "Harris"),
    ("Харьков", "Kharkiv"),
    ("Одессе", "Odesa"),
    ("Львів", "Lviv"),
    ("Київ", "Kyiv"),
    ("Гомель", "Homel"),
    ("Гельсинки", "Helsinki"),
    ("Стокгольме", "Stockholm"),
    ("Вашингтон", "Washington"),
)


@pytest.mark.parametrize(("cyrillic", "latin"), NAMES)
def test_name_is_known_in_the_other_alphabet(cyrillic: str, latin: str) -> None:
    """From either, in whatever case and transcription."""
    assert alike(cyrillic, [latin]) == {latin}
    assert alike(latin, [cyrillic]) == {cyrillic}


@pytest.mark.parametrize(
    ("name", "another"),
    [
        ("Буш", "Bach"),
        ("Трамп", "Trip"),
        ("Норрби", "Northby"),
        ("Кошка", "Koch"),
        ("Путин", "Poutine Palace"),
        ("Харрис", "Paris"),
        ("Норрби", "Норрби"),
        ("Norrby", "Norrby"),
    ],
)
def test_another_name_is_not_taken_for_it(name: str, another: str) -> None:
    """Other consonants, too few vowels in common, more words, or the same alphabet."""
    assert not alike(name, [another])


@pytest.mark.parametrize(
    ("name", "stem"),
    [("Норрби", "norrbi"), ("Гейтс", "gate"), ("Jaroslav", "яросла"), ("Mykola", "мико")],
)
def test_stem_of_an_index_is_found(name: str, stem: str) -> None:
    """Though a stemmer took more off than a case."""
    pattern = spellings(name, stems=True)

    assert pattern is not None
    assert re.fullmatch(pattern, stem)


@pytest.mark.parametrize("name", ["Ян", "Ая", "Io", "G8", "大阪", "Пarис", ""])
def test_name_with_next_to_no_consonants_is_like_nothing(name: str) -> None:
    """Nor is one in a third alphabet, or in two at once."""
    assert spellings(name) is None
    assert not alike(name, ["Jan", "Яна"])


def test_spelling_letter_by_letter_is_nearer_than_one_by_ear() -> None:
    """A pattern for each."""
    near, any_other = spellings("Маск", near=True), spellings("Маск")

    assert near is not None
    assert any_other is not None
    assert re.fullmatch(near, "mask")
    assert not re.fullmatch(near, "musk")
    assert re.fullmatch(any_other, "musk")


def test_spellings_of_one_sound_are_one() -> None:
    """Without vowels at the end, doubled letters and marks."""
    assert skeleton("Zelenskyy") == skeleton("Zelensky") == skeleton("Зеленски") == "zelensk"
    assert skeleton("Philippa") == "filip"
    assert likeness("Зеленского", "Zelenskiy") == 1
    assert likeness("Маск", "Mask") > likeness("Маск", "Musk")


def test_alphabet_is_that_of_all_letters() -> None:
    """Marks come off Latin letters alone: й is a letter of its own."""
    assert [alphabet_of(each) for each in ("Ask", "Аск", "Аsk", "28", "Şen")] == [
        "latin",
        "cyrillic",
        None,
        None,
        "latin",
    ]
    assert folded("Milošević") == "milosevic"
    assert folded("Гайдук") == "гайдук"
