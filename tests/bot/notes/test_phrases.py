"""Notes in the language of the reader: what is ours is translated, what the archive says is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.composing.outline import outlet_and_day, where
from bot.messages import Day, Days, Several, message, quoted
from bot.models import Note, Understood
from bot.notes.interpretation import nothing_within, period
from bot.notes.phrases import noted, plain, remarked, told, told_value
from index.articles.notices import Remark
from index.models import ArticleCard
from tests.bot.made import in_language

if TYPE_CHECKING:
    from bot.messages import Value

CARD = ArticleCard("a", "Plan approved", "Ostrand Post", "2024-02-14T06:00:00+00:00")
OTHER = message("note-other-report", where=where(CARD))
SAME = message("note-same-article")
"""Every kind of note of an answer, in English with days as JSON has them, Russian, Ukrainian."""
NOTES = [
    (
        noted("dispute", "note-disputed-by", 0, who="Karin Holt", place=OTHER),
        "Disputed by Karin Holt, in another report (Ostrand Post, 2024-02-14).",
        "Оспаривается: Karin Holt, в другой статье (Ostrand Post, 14 февраля 2024).",
        "Заперечується: Karin Holt, в іншій статті (Ostrand Post, 14 лютого 2024).",
    ),
    (
        noted("dispute", "note-disputed", 0, place=SAME),
        "Disputed in the same article.",
        "Оспаривается в той же статье.",
        "Заперечується у тій самій статті.",
    ),
    (
        noted(
            "correction",
            "note-corrected",
            0,
            place=OTHER,
            titled=message("note-titled", title=quoted("Plan approved")),
        ),
        "Corrected in another report (Ostrand Post, 2024-02-14): “Plan approved”.",
        "Исправлено в другой статье (Ostrand Post, 14 февраля 2024): «Plan approved».",
        "Виправлено в іншій статті (Ostrand Post, 14 лютого 2024): «Plan approved».",
    ),
    (
        noted("side", "note-side", 0, where=outlet_and_day(CARD)),
        "Ostrand Post, 2024-02-14.",
        "Ostrand Post, 14 февраля 2024.",
        "Ostrand Post, 14 лютого 2024.",
    ),
    (
        noted(
            "side",
            "note-side-missing",
            sought=Several(
                (
                    Several(
                        (
                            Several(("Post", "Courier"), "or"),
                            message("period-since", after=Day("2024-02-01")),
                        ),
                        "comma",
                    ),
                    "Holt",
                )
            ),
        ),
        "No article that answers was found for Post or Courier, since 2024-02-01 and Holt.",
        "Не нашлось статьи с ответом: Post или Courier, с 1 февраля 2024 и Holt.",
        "Не знайшлося статті з відповіддю: Post або Courier, з 1 лютого 2024 і Holt.",
    ),
    (
        noted(
            "count",
            "note-count",
            count=3,
            span=message("note-span", first=Day("2024-02-01"), last=Day("2024-03-05")),
        ),
        "From 3 articles, of 2024-02-01 to 2024-03-05; the archive may have more.",
        "Из 3 статей, с 1 февраля 2024 по 5 марта 2024; в архиве может быть ещё.",
        "Із 3 статей, з 1 лютого 2024 по 5 березня 2024; в архіві може бути ще.",
    ),
    (
        noted("person", "note-person-before", 0, pronoun=quoted("She"), name="Gudrun Ask"),
        "“She”: the sentence before names Gudrun Ask.",
        "«She»: в предыдущем предложении – Gudrun Ask.",
        "«She»: у попередньому реченні – Gudrun Ask.",
    ),
    (
        noted("missing", "note-not-named", named=Several((quoted("A"), quoted("B"), quoted("C")))),
        "No article of the archive names “A”, “B” and “C”.",
        "Ни в одной статье архива не упомянуто: «A», «B» и «C».",
        "У жодній статті архіву не згадано: «A», «B» і «C».",
    ),
    (
        noted("fallback", "note-instead", why=message("note-no-answer"), then=message("note-own")),
        "The model did not answer; these are the archive's own sentences.",
        "Модель не ответила; это предложения самого архива.",
        "Модель не відповіла; це речення самого архіву.",
    ),
    (
        noted("reach", "note-reach", day=Day("2024-05-03")),
        "The newest article of the archive is of 2024-05-03.",
        "Самая новая статья архива – за 3 мая 2024.",
        "Найновіша стаття архіву – за 3 травня 2024.",
    ),
    (
        remarked(Remark("wire", version=12)),
        "Wire version 12 of this story.",
        "Версия 12 этого сообщения агентства.",
        "Версія 12 цього повідомлення агентства.",
    ),
    (
        remarked(Remark("date", dated_by="address")),
        "The record has no date; this is the day in its address.",
        "В записи нет даты; это день из её адреса.",
        "У записі немає дати; це день з його адреси.",
    ),
]


@pytest.mark.parametrize(("note", "english", "russian", "ukrainian"), NOTES)
def test_note_is_told_in_the_language_of_the_reader(
    note: Note, english: str, russian: str, ukrainian: str
) -> None:
    """Names, figures and headlines stay as they were printed; JSON has English."""
    assert note.text == english
    assert in_language("ru", told, note) == russian
    assert in_language("uk", told, note) == ukrainian


def test_english_readers_see_days_in_words() -> None:
    """Only programs see ISO 8601."""
    note = noted("reach", "note-reach", day=Day("2024-05-03"))

    assert told(note) == "The newest article of the archive is of 3 May 2024."


def test_words_of_an_article_are_told_as_they_stand() -> None:
    """And so is a note of which nothing but its text is known."""
    correction = remarked(Remark("correction", "Correction: it was 460 metres."))

    assert in_language("uk", told, correction) == "Correction: it was 460 metres."
    assert in_language("uk", told, Note("other", "Kept.", 0)) == "Kept."


@pytest.mark.parametrize(
    ("sources", "after", "before", "said"),
    [
        ((), "2024-05-01", "2024-05-01", " of 2024-05-01"),
        ((), "2024-05-01", "2024-05-31", " between 2024-05-01 and 2024-05-31"),
        ((), "2024-05-01", None, " since 2024-05-01"),
        (("A", "B"), None, "2024-05-31", " from A or B until 2024-05-31"),
        (("A",), None, None, " from A"),
    ],
)
def test_range_without_articles_is_named_as_it_was_understood(
    sources: tuple[str, ...], after: str | None, before: str | None, said: str
) -> None:
    """Outlets and days, either end open."""
    found = nothing_within(Understood("x", after, before, sources))

    assert plain(found) == f"Nothing in the archive{said}; the nearest are shown instead."


@pytest.mark.parametrize(
    ("after", "before", "said"),
    [
        ("2024-05-01", "2024-05-01", "2024-05-01"),
        ("2024-05-01", "2024-05-31", "2024-05-01 to 2024-05-31"),
        ("2024-05-01", None, "since 2024-05-01"),
        (None, "2024-05-31", "until 2024-05-31"),
    ],
)
def test_period_is_named_by_its_ends(after: str | None, before: str | None, said: str) -> None:
    """A day is one."""
    found: Value | None = period(after, before)

    assert found is not None
    assert plain(found) == said
    assert period(None, None) is None


@pytest.mark.parametrize(
    ("last", "language", "said"),
    [
        ("2024-05-31", "en", "May 2024"),
        ("2024-06-30", "uk", "травень 2024 – червень 2024"),
        ("2024-05-20", "ru", "1 мая 2024 – 20 мая 2024"),
    ],
)
def test_whole_months_are_named_as_such(last: str, language: str, said: str) -> None:
    """By those who read; JSON has the days."""
    assert in_language(language, told_value, Days("2024-05-01", last)) == said


@pytest.mark.parametrize(
    ("source", "published", "said"),
    [
        ("Post", "2024-02-14", ["Post, 2024-02-14.", "Post, 14 февраля 2024."]),
        ("Post Ltd.", None, ["Post Ltd.", "Post Ltd."]),
        (None, "2024-02-14", ["2024-02-14.", "14 февраля 2024."]),
        (None, None, ["no date.", "без даты."]),
    ],
)
def test_place_of_a_line_is_never_its_headline(
    source: str | None, published: str | None, said: list[str]
) -> None:
    """And ends in one full stop."""
    card = ArticleCard("a", "The bell is back.", source, published)
    note = noted("side", "note-side", 0, where=outlet_and_day(card))

    assert [note.text, in_language("ru", told, note)] == said
