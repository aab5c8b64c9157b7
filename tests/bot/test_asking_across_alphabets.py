"""Questions in another alphabet than the archive, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.bot.conftest import Pressmark

BY_NAME = "Что сказала Агда Норрби о пароме?"


def asked(pressmark: Pressmark, *questions: str) -> list[dict[str, Any]]:
    """The answers, in order."""
    said = pressmark("ask", "-", stdin="".join(f"{each}\n" for each in questions)).stdout
    return [json.loads(line) for line in said.splitlines()]


def kinds(answer: dict[str, Any]) -> list[str]:
    """What the notes are about."""
    return [note["kind"] for note in answer["notes"]]


def test_name_in_another_alphabet_is_answered_by_a_sentence_that_has_it(
    pressmark: Pressmark,
) -> None:
    """The question stays as it was given; what was looked for is said."""
    (answer,) = asked(pressmark, BY_NAME)

    assert not answer["refused"]
    assert "said Agda Norrby" in answer["citations"][0]["quote"]
    assert answer["question"] == answer["understood"]["question"] == BY_NAME
    assert kinds(answer)[0] == "respelt"
    assert answer["notes"][0]["text"] == "“Агда Норрби” was looked for as “Agda Norrby”."
    assert "language" in kinds(answer)


@pytest.mark.parametrize(
    ("locale", "question", "said"),
    [
        ("ru_RU.UTF-8", BY_NAME, "Имя «Агда Норрби» искалось как «Agda Norrby»."),
        ("uk_UA.UTF-8", "Чому пішов Ерленд Восс?", "шукалося як «Erlend Voss»."),
    ],
)
def test_other_spelling_is_said_in_the_language_of_the_reader(
    pressmark: Pressmark, locale: str, question: str, said: str
) -> None:
    """With its quotation marks."""
    assert said in pressmark.in_locale(locale)("ask", question).stdout


def test_number_is_read_in_the_sentence_with_the_name(pressmark: Pressmark) -> None:
    """Though nothing but the name is spelt alike."""
    age, months = asked(
        pressmark, "Сколько лет Эрленду Воссу?", "Скільки місяців отримав Віктор Стамм?"
    )

    assert "56" in age["answer"]
    assert "14 months" in months["answer"]


def test_question_with_nothing_in_common_is_refused(pressmark: Pressmark) -> None:
    """However near its letters are to the few articles in its alphabet."""
    answers = asked(
        pressmark,
        "Хто вкрав дзвін?",
        "Кого судили за кражу колокола?",
        "Кто выиграл чемпионат по шахматам?",
        "Скільки людей загинуло під час пожежі?",
        "Почему подорожала рыба?",
        "Кто такой Дональд Трамп?",
    )

    assert [answer["refused"] for answer in answers] == [True] * 6
    assert all(answer["score"] < 0.3 for answer in answers)


def test_question_in_the_words_of_an_article_in_its_alphabet_is_answered(
    pressmark: Pressmark,
) -> None:
    """Inflected otherwise, too."""
    questions = {
        "Скільки книжок зібрали читачі?": "620 книжок",
        "Когда построена башня маяка?": "1887",
        "Сколько весит линза маяка?": "640 килограммов",
        "Скільки дітей записалося до суботньої школи?": "46 дітей",
    }
    answers = asked(pressmark, *questions)

    for answer, expected in zip(answers, questions.values(), strict=True):
        assert expected in answer["answer"]


def test_latin_name_finds_what_a_cyrillic_archive_has(fresh: Pressmark) -> None:
    """The other way round; what nothing was read of is refused, with the nearest article."""
    text = "Міст відкрили\n\nНа відкриття приїхав Еммануель Макрон. Міст має довжину 660 метрів."
    fresh.home.with_name("bridge.txt").write_text(text, encoding="utf-8")
    fresh("index", "bridge.txt")
    named, other = asked(fresh, "What did Macron do in Ukraine?", "Who stole the bell?")

    shown = [each["title"] for each in (*named["citations"], *named["nearest"])]
    assert shown == ["Міст відкрили"]
    assert named["notes"][0]["text"] == "“Macron” was looked for as “Макрон”."
    assert other["refused"]


def test_search_finds_the_name_too(pressmark: Pressmark) -> None:
    """And repeats the query as it was given."""
    found = json.loads(pressmark("search", "Эрленд Восс", "-k", "3", "--json").stdout)

    assert found["query"] == "Эрленд Восс"
    assert all("Voss" in f"{hit['title']} {hit['text']}" for hit in found["hits"])
