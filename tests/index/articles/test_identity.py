"""When two records are the same article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.articles.identity import canonical_url, identity, is_edition, record_digest
from index.models import Article

PLAIN = Article(title="Morning briefing", text="The pier closed.")
DAY, LATER = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 3, 8, tzinfo=UTC)
WHOLE = "Harbour pier closed; ferry moves north."
RAIN = "Rain fell all week over mountains, valleys, rivers."
NEXT = datetime(2024, 3, 2, tzinfo=UTC)


def same(left: Article, right: Article, *, alone: bool = False) -> bool:
    """Whether two records of one file are one article."""
    return identity(left, origin="f", alone=alone) == identity(right, origin="f", alone=alone)


def test_an_id_is_the_identity_within_its_outlet() -> None:
    """The same id in another outlet is another article; title and text do not matter."""
    mine = replace(PLAIN, external_id="7", source="Courier")

    assert same(mine, replace(mine, title="Corrected", text="Other.", url="https://a.example/7"))
    assert not same(mine, replace(mine, source="Post"))
    assert not same(mine, replace(mine, external_id="8"))


def test_an_id_without_an_outlet_belongs_to_its_file() -> None:
    """Two files may both number their articles from 1."""
    mine = replace(PLAIN, external_id="1")

    assert identity(mine, origin="f", alone=False) != identity(mine, origin="g", alone=False)


def test_a_url_is_the_identity_where_there_is_no_id() -> None:
    """Tracking parameters make no other article."""
    mine = replace(PLAIN, url="https://a.example/x?utm_source=mail")

    assert same(mine, replace(mine, title="Other", url="https://A.example/x/#top"))
    assert not same(mine, replace(mine, url="https://a.example/y"))


@pytest.mark.parametrize(
    ("url", "names_a_page"),
    [
        ("https://a.example/x", True),
        ("https://a.example/?p=7", True),
        ("a.example/x", True),
        ("https://a.example/", False),
        ("https://a.example?utm_source=mail", False),
        ("/x", False),
        ("n/a", False),
        ("http://[broken", False),
    ],
)
def test_only_the_address_of_a_page_identifies(url: str, *, names_a_page: bool) -> None:
    """The front page of an outlet is that of all its articles."""
    mine = replace(PLAIN, url=url)

    assert same(mine, replace(mine, text="Other.")) is names_a_page


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"text": "The pier opened."}, False),
        ({"text": "The pier opened.", "external_id": "1"}, True),
        ({"text": "The pier opened.", "external_id": "1", "published": DAY}, True),
        ({"text": "The pier opened.", "external_id": "1", "url": "https://a.example/y"}, False),
        ({"text": "The pier opened.", "external_id": "1", "published": LATER}, False),
        ({"text": "The pier has closed.", "title": "Pier"}, True),
    ],
)
def test_in_one_file_words_decide_or_a_title_beside_an_id(
    changed: dict[str, object], *, expected: bool
) -> None:
    """Unless page or day tell another article."""
    known = replace(PLAIN, url="https://a.example/x", published=DAY)

    record = replace(PLAIN, **changed)  # type: ignore[arg-type]

    assert is_edition(record, known) is expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"text": RAIN, "published": NEXT}, False),
        ({"text": "Rain.", "published": NEXT}, False),
        ({"text": RAIN}, False),
        ({"text": "Rain."}, True),
        ({"text": "Harbour pier closed today, says council."}, True),
        ({"text": f"{WHOLE} Corrected.", "published": NEXT}, True),
    ],
)
@pytest.mark.parametrize("name", [{"url": "https://a.example/x"}, {"external_id": "1"}])
def test_under_one_name_and_title_another_day_or_other_words_tell_another_article(
    name: dict[str, str], changed: dict[str, object], *, expected: bool
) -> None:
    """A column keeps its page; a correction of the day keeps some words, or has hardly any."""
    known = replace(PLAIN, text=WHOLE, published=DAY, **name)  # type: ignore[arg-type]

    assert is_edition(replace(known, **changed), known) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "day", "expected"),
    [("Banks lead", NEXT, False), ("Banks lead", DAY, True), ("Mines lead", NEXT, True)],
)
def test_another_title_on_another_day_takes_nearly_all_words(
    title: str, day: datetime, *, expected: bool
) -> None:
    """Reports of an exchange under one id share most of their words, and none replaces another."""
    common = "exchange index closed points trading shares Vollum rose evening brokers said percent"
    mines = "mines copper quarries Dahl ore prices yesterday foreign"
    banks = "banks loans mortgages Kolvik interest rates tomorrow home"
    known = Article("Mines lead", f"{common} {mines}", external_id="0", published=DAY)

    other = replace(known, title=title, text=f"{common} {banks}", published=day)

    assert is_edition(other, known) is expected


def test_a_file_of_one_article_is_its_identity() -> None:
    """A text file stays the same article when its title is corrected."""
    assert same(PLAIN, replace(PLAIN, title="Corrected"), alone=True)


def test_outlet_title_and_day_are_the_identity_of_a_dated_record() -> None:
    """Case and white space of the title do not matter, the day and the outlet do."""
    mine = replace(PLAIN, published=DAY, source="Courier")

    assert same(mine, replace(mine, title="MORNING  briefing", text="Corrected text."))
    assert not same(mine, replace(mine, published=datetime(2024, 3, 2, tzinfo=UTC)))
    assert not same(mine, replace(mine, source="Post"))


def test_undated_records_with_one_title_and_two_texts_are_two_articles() -> None:
    """Neither briefing may replace the other."""
    assert not same(PLAIN, replace(PLAIN, text="The pier opened."))
    assert same(PLAIN, replace(PLAIN, text="The  pier\nclosed."))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Evening briefing"},
        {"text": "The pier opened."},
        {"source": "Post"},
        {"published": DAY},
        {"precision": "day"},
        {"url": "https://a.example/"},
        {"author": "A. Norrby"},
        {"language": "en"},
        {"section": "Harbour"},
    ],
)
def test_a_change_of_any_field_changes_the_digest(change: dict[str, object]) -> None:
    """A record is unchanged only where nothing about it has changed."""
    assert record_digest(replace(PLAIN, **change)) != record_digest(PLAIN)  # type: ignore[arg-type]
    assert record_digest(replace(PLAIN)) == record_digest(PLAIN)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTPS://News.Example/A/b/?utm_source=x&id=7&fbclid=q#part",
            "https://news.example/A/b?id=7",
        ),
        ("https://news.example/a?b=", "https://news.example/a?b="),
        (" https://news.example ", "https://news.example"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_a_url_loses_what_names_no_other_page(url: str, expected: str) -> None:
    """Fragment, tracking, trailing slash and the case of the host are dropped, the rest stays."""
    assert canonical_url(url) == expected
