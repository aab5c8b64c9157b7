"""In the terminal, too, everybody is spoken to in their own language."""

from __future__ import annotations

import asyncio
import contextvars
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.answer.writing.answer_progress import Phase, Stage
from bot.messages import Day
from bot.notes.phrases import noted
from bot.terminal import answer_view, chat
from bot.terminal.live_answer import picture
from index.models import Span
from index.planning.planner import Phrase
from tests.bot.made import in_language
from tests.bot.terminal.test_answer_view import ANSWER, CARD, CITED

if TYPE_CHECKING:
    from index.library import Library
    from tests.bot.conftest import Pressmark

IN_SCHOOL = "Скільки дітей записалося до української школи?"
STOLEN = "Кто украл колокол?"


def shown(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of standard output since the last call."""
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "The archive does not say.",
                "The newest article of the archive is of 3 May 2024.",
                "Nearest articles:",
                "- [bold]Fares[/] :fire: up — Courier · 1 October 2024",
                "",
                "understood: yesterday (5 March 2024) (--plain reads it as plain words)",
            ],
        ),
        (
            "ru",
            [
                "В архиве об этом не сказано.",
                "Самая новая статья архива – за 3 мая 2024.",
                "Ближайшие статьи:",
                "- [bold]Fares[/] :fire: up — Courier · 1 октября 2024",
                "",
                "понято: yesterday (5 марта 2024) – с --plain это обычные слова",
            ],
        ),
        (
            "uk",
            [
                "В архіві про це не сказано.",
                "Найновіша стаття архіву – за 3 травня 2024.",
                "Найближчі статті:",
                "- [bold]Fares[/] :fire: up — Courier · 1 жовтня 2024",
                "",
                "зрозуміло: yesterday (5 березня 2024) – з --plain це звичайні слова",
            ],
        ),
    ],
)
def test_refusal_and_all_around_it_are_in_the_language_of_the_reader(
    language: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Sentence, notes, headings, days; titles and outlets stay as printed."""
    phrase = Phrase(Span(0, 9), "yesterday", "date", "2024-03-05", "2024-03-05")
    refusal = replace(
        ANSWER,
        understood=replace(ANSWER.understood, phrases=(phrase,)),
        claims=(),
        citations=(),
        notes=(noted("reach", "note-reach", day=Day("2024-05-03")),),
        nearest=(CARD,),
    )

    in_language(language, answer_view.show_answer, refusal)

    assert shown(capsys) == said


def test_card_is_in_the_language_of_the_reader(capsys: pytest.CaptureFixture[str]) -> None:
    """Day and sentences of ours; the passage stays."""
    in_language("uk", answer_view.show_citation, replace(CITED, superseded=True))
    older = shown(capsys)
    in_language("ru", answer_view.show_citation, replace(CITED, withdrawn=True))

    assert older[1] == "Courier · 1 жовтня 2024 · http://x"
    assert older[2].startswith("В архіві є новіша версія цієї статті.")
    assert shown(capsys)[-1].startswith("Эта статья изъята из архива.")


def test_what_is_being_done_is_in_the_language_of_the_reader() -> None:
    """With the form of the noun that belongs to the number."""

    def said(stage: Stage) -> str:
        """The line below the claims."""
        return str(picture(stage).renderables[-1])

    assert in_language("ru", said, Stage(Phase.READING, 21)) == "Читаю 21 статью …"
    assert in_language("uk", said, Stage(Phase.WRITING, 5)) == (
        "Читаю 5 статей … пишу (Ctrl-C залишить те, що є)"
    )


def test_answer_is_in_the_language_of_its_question(pressmark: Pressmark) -> None:
    """Whatever the locale; that decides where the question does not tell."""
    german = pressmark.in_locale("de_DE.UTF-8")
    asked = {
        question: german("ask", question).stdout
        for question in (STOLEN, IN_SCHOOL, "Who won the race to Mars?")
    }

    assert asked[STOLEN].startswith(
        "В архиве об этом не сказано.\nАрхив в основном на английском, а вопрос – нет: "
    )
    assert "Ближайшие статьи:\n" in asked[STOLEN]
    assert "· 3 вересня 2024\n" in asked[IN_SCHOOL]
    assert asked["Who won the race to Mars?"].startswith("The archive does not say.\n")


def test_json_is_english_whatever_the_question(pressmark: Pressmark) -> None:
    """Programs read it."""
    answer = json.loads(pressmark("ask", STOLEN, "--json").stdout)

    assert answer["answer"] == "The archive does not say."
    assert [note["kind"] for note in answer["notes"]] == ["language"]
    assert answer["notes"][0]["text"].startswith("Most of the archive is in English,")


def test_search_is_in_the_language_of_its_words(pressmark: Pressmark) -> None:
    """What is understood and what is not found."""
    said = pressmark("search", "Что случилось с паромом в мае 1999 года?").stdout

    assert said.startswith("В архиве ничего нет с 1 мая 1999 по 31 мая 1999;")
    assert "понято: в мае 1999 года" in said


def test_chat_goes_on_in_the_language_of_the_last_question(
    sample: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: Any,
) -> None:
    """It begins in that of the terminal; what tells none changes nothing."""
    monkeypatch.setattr(chat, "_read_archive", lambda _: None)
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    lines("/plain", "1999?", "Who won the race to Mars?", "/plain", "1897?", STOLEN, "/new")

    chat.chat(sample, Answerer(sample))

    said = shown(capsys)
    assert said[0] == "Запитання ще не було."
    assert said[1] == "В архіві про це не сказано."
    assert said.count("The archive does not say.") == 2
    assert said[-1] == "Разговор забыт. Следующий вопрос стоит сам по себе."


def test_chat_speaks_the_language_that_is_chosen(
    sample: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: Any,
) -> None:
    """Until it is left to the questions again."""
    monkeypatch.setattr(chat, "_read_archive", lambda _: None)
    lines("/language", "/language uk", STOLEN, "/language auto", STOLEN, "/language de")

    chat.chat(sample, Answerer(sample))

    said = shown(capsys)
    assert said[0].startswith("In which language shall I speak?")
    assert said[1].startswith("/language en, /language ru or /language uk;")
    assert said[2] == "Тепер я говорю українською."
    assert said[3] == "В архіві про це не сказано."
    assert "Тепер я говорю мовою кожного запитання." in said
    assert "В архиве об этом не сказано." in said
    assert said[-1].startswith("/language en, /language ru или /language uk;")


def test_citation_is_shown_in_the_language_of_the_terminal(pressmark: Pressmark) -> None:
    """An id says nothing about who reads."""
    answer = json.loads(pressmark("ask", IN_SCHOOL, "--json").stdout)
    cite = "cite", answer["citations"][0]["id"]

    assert "· 3 September 2024" in pressmark(*cite).stdout
    assert "· 3 вересня 2024" in pressmark.in_locale("uk_UA.UTF-8")(*cite).stdout


def test_chat_lives_by_the_clock_that_is_chosen(
    sample: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """For as long as it goes on; what is no place is said to be none."""
    talk = chat._Talk(sample, Answerer(sample), asyncio.Runner())
    for line in ("/timezone", "/timezone Atlantis", "/timezone Kathmandu", "/timezone auto"):
        contextvars.copy_context().run(talk.turn, line)
    said = " ".join(shown(capsys))

    assert "UTC (UTC);" in said
    assert "I know no time zone Atlantis." in said
    assert "UTC+05:45 (Asia/Kathmandu) from now on." in said
    assert said.endswith("UTC (UTC) from now on.")
