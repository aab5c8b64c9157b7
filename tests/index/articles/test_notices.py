"""Corrections and other notices about an article itself, and wire versions."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.notices import NoticeKind, notices, wire_version
from tests.conftest import ROOT

SAMPLE = ROOT / "examples" / "archive" / "skelhaven-courier.jsonl"


def kinds(text: str) -> list[NoticeKind]:
    """The kinds of the notices in ``text``."""
    return [notice.kind for notice in notices(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("correction", "Correction: an earlier version said 12 people had died."),
        ("correction", "[Correction, 5 May: the bridge is 640 metres long.]"),
        ("correction", "CORRECTED-Oil prices rise in quiet trade"),
        ("correction", "(Corrects day of the week to Tuesday)"),
        ("correction", "Correction appended"),
        ("correction", "This article was amended on 3 March 2024 to correct a name."),
        ("correction", "An earlier version of this story misspelled the mayor's name."),
        ("correction", "Исправление: паром сел на мель в понедельник."),
        ("correction", "В более ранней версии статьи было указано другое число."),
        ("correction", "Виправлення: школа має 46 учнів."),
        ("clarification", "Clarification: the fare is for adults."),
        ("clarification", "Уточнение (12 марта): речь идёт о пароме."),
        ("clarification", "Уточнення: ідеться про дорослих."),
        ("note", "Editor's note: the names of the children have been changed."),
        ("note", "Editor’s Note — some readers may find this disturbing."),
        ("note", "От редакции: имена изменены."),
        ("note", "Від редакції: імена змінено."),
        ("update", "UPDATE 2-Oil prices rise in quiet trade"),
        ("update", "Updated at 02.36 GMT"),
        ("update", "Update: the road is open again."),
        ("update", "This story has been updated with a statement from the port."),
        ("update", "Обновлено в 14:30"),
        ("update", "Оновлено: рух відкрито."),
        ("withdrawal", "WITHDRAWN: Storm kills twelve"),
        ("withdrawal", "RETRACTION: the bell was not found"),
        ("withdrawal", "KILL: BC-Ferry-Fire"),
        ("withdrawal", "This article has been withdrawn."),
        ("withdrawal", "Эта статья отозвана."),
    ],
)
def test_set_forms_are_recognised(kind: NoticeKind, text: str) -> None:
    """The first words tell what the notice does."""
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Corrections officers went on strike on Monday.",
        "A correction in the market hit technology stocks.",
        "The minister issued a correction: nobody had been told.",
        "Kill Bill returns to the Kinema",
        "Updates on the storm are expected at noon.",
        "Police withdrew from the pier.",
        "Поправка к закону принята",
        "The story was withdrawn by its author in 1911, the museum said.",
        "",
    ],
)
def test_news_about_corrections_is_no_notice(text: str) -> None:
    """Only what stands at the beginning of a line and is about the article counts."""
    assert kinds(text) == []


def test_a_notice_is_its_line_verbatim() -> None:
    """A span from where it begins to the end of its line, in the order of the text."""
    text = (
        "The bell was found.\n\nEditor's note: it rang.\n It rang again. This article was updated."
    )
    found = notices(text)

    assert [notice.kind for notice in found] == ["note", "update"]
    assert [notice.text for notice in found] == [
        "Editor's note: it rang.",
        "This article was updated.",
    ]


def test_the_correction_in_the_sample_archive_is_found() -> None:
    """One article of the sample corrects another, and no other has a notice."""
    bodies = [json.loads(line)["body"] for line in SAMPLE.read_text(encoding="utf-8").splitlines()]

    assert [kinds(body) for body in bodies if kinds(body)] == [["correction"]]


PIECES = st.sampled_from(
    "Update:/\n/ /Correction/This article/was/was updated/on 3/[/. ".split("/")  # noqa: SIM905
)


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_spans_are_verbatim_and_in_order(text: str) -> None:
    """A notice's text is the slice that its span names; no two overlap."""
    found = notices(text)

    assert all(notice.span.of(text) == notice.text for notice in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("title", "version"),
    [
        ("UPDATE 2-Oil prices rise", 2),
        ("AP-Storm, 3rd Ld-Writethru", 3),
        ("BC-EU--Storm, 1st Ld-Writethru,900", 1),
        ("Ld-Writethru, storm", 1),
        ("Storm hits the coast (2nd lead)", 2),
        ("FIRST LEAD", 1),
        ("Storm, version 4", 4),
        ("Storm hits the coast", None),
        ("The first lead in the murder case", None),
        ("Team takes third lead change in stride", None),
        ("UPDATE 2024 on the harbour", None),
    ],
)
def test_wire_versions_are_read_from_headlines(title: str, version: int | None) -> None:
    """The mark of the agencies counts; words that look like it do not."""
    assert wire_version(title) == version
