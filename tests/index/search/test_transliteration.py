"""What a question in another alphabet than the archive is looked for by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.models import Query
from index.search.transliteration import respelling

if TYPE_CHECKING:
    from index.library import Library
    from index.search.results import Found
    from tests.conftest import World

BRIDGE = """Міст через Дніпро відкрили у Запоріжжі

На відкриття приїхав президент Еммануель Макрон. Міст має довжину 660 метрів.

Мер міста Остап Гнатюк сказав, що роботи тривали чотири роки."""
STREET = """У Львові перейменували вулицю

Історик Ярослав Грицак назвав це рішення запізнілим. За нього голосували 48 депутатів."""


def found(library: Library, question: str) -> Found:
    """What ``question`` brings."""
    return library.retriever.find(Query(question, 3))


@pytest.fixture
def ukrainian(world: World) -> World:
    """An archive in Ukrainian."""
    world.write({"bridge.txt": BRIDGE, "street.txt": STREET})
    world.index()
    return world


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("Что сказала Агда Норрби о пароме?", ("Агда Норрби", "Agda Norrby")),
        ("Чому звільнився Ерленд Восс?", ("Ерленд Восс", "Erlend Voss")),
        ("За что осудили Виктора Стамма?", ("Виктора Стамма", "Viktor Stamm")),
        ("Що сталося з поромом «Леді Інгрід»?", ("Леді Інгрід", "Lady Ingrid")),
    ],
)
def test_cyrillic_name_is_looked_for_as_an_english_archive_spells_it(
    sample: Library, question: str, pair: tuple[str, str]
) -> None:
    """The best hit has it, and the plan is of nothing else."""
    result = found(sample, question)

    assert result.respelt == (pair,)
    assert result.looked_for == result.plan.text == pair[1]
    best = result.hits[0].passage
    assert pair[1].split()[-1] in f"{best.card.title} {best.text}"


@pytest.mark.parametrize(
    ("question", "pairs"),
    [
        ("What did Macron open?", (("Macron", "Макрон"),)),
        ("Who is Yaroslav Hrytsak?", (("Yaroslav Hrytsak", "Ярослав Грицак"),)),
        ("Did Hnatiuk meet Macron?", (("Hnatiuk", "Гнатюк"), ("Macron", "Макрон"))),
    ],
)
def test_latin_name_is_looked_for_as_a_cyrillic_archive_spells_it(
    ukrainian: World, question: str, pairs: tuple[tuple[str, str], ...]
) -> None:
    """Names that stand side by side are one."""
    result = found(ukrainian.library, question)

    assert result.respelt == pairs
    assert result.looked_for == " ".join(spelling for _, spelling in pairs)


def test_date_is_kept_and_understood(sample: Library) -> None:
    """What it means does not depend on the alphabet."""
    result = found(sample, "Что сказала Агда Норрби в сентябре 2024 года?")

    assert result.looked_for == "Agda Norrby в сентябре 2024 года"
    assert (result.plan.after, result.plan.before) == ("2024-09-01", "2024-09-30")


def test_telling_number_crosses_alone(sample: Library) -> None:
    """A small one does not: it stands everywhere."""
    telling = found(sample, "Почему население стало 41286?")
    small = found(sample, "Почему население стало 14?")

    assert telling.looked_for == "41286"
    assert small.looked_for == "Почему население стало 14?"


@pytest.mark.parametrize(
    "question",
    [
        "Who is Ingrid Kowalski?",
        "What did Karin Holt say about the budget?",
        "Кто последним работал смотрителем на маяке?",
        "Хто вкрав дзвін?",
        "Кто такой Дональд Трамп?",
        "Почему?",
    ],
)
def test_other_question_is_looked_for_as_it_is(sample: Library, question: str) -> None:
    """In the archive's alphabet, of known words, or of names that nobody has in any spelling."""
    result = found(sample, question)

    assert result.looked_for == question
    assert result.respelt == ()


def test_common_word_is_no_name(world: World) -> None:
    """One that also stands in lower case, or only begins a sentence and is not quite the same."""
    world.write({"a.txt": "Works\n\nHalts were ordered. He said Halt the works, and they halt."})
    world.index()

    assert found(world.library, "Кто такой Холт?").respelt == ()


def test_abbreviation_is_looked_for_in_capitals(world: World) -> None:
    """Another word with a capital is not meant."""
    world.write({"a.txt": "Summit\n\nThe talks of NATO began. Mr Nata came, and Mr Nato left."})
    world.index()

    assert found(world.library, "Что решила НАТО?").respelt == (("НАТО", "NATO"),)


def test_words_of_another_alphabet_in_a_question_cross_with_it(sample: Library) -> None:
    """A name as the archive has it is looked for without the words that it cannot have."""
    result = found(sample, "Что заявила Agda Norrby?")

    assert (result.looked_for, result.respelt) == ("Agda Norrby", ())


def test_name_is_respelt_as_a_whole_word() -> None:
    """Its other cases stay as they are, where they were not found themselves."""
    said = respelling("Что Трамп сказал о встрече Трампа с Римом?", [("Трамп", "Trump")])

    assert said == "Что Trump сказал о встрече Трампа с Римом?"


def test_month_is_no_name(sample: Library) -> None:
    """«Марс» is not "March", which has a capital as well."""
    found = sample.retriever.find(Query("Хто виграв перегони на Марс?"))

    assert "March" not in dict(found.respelt).values()
