"""Fields of a record, under any of their common names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.record.fields import (
    clean,
    first_sentence,
    one_line,
    parse_date,
    to_record,
)
from index.archive.record.known_names import names_of
from index.archive.record.roles import roles_of
from index.errors import ArchiveError
from index.models import Article, Record

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def article(**fields: object) -> Article:
    """The article that a record with ``fields`` gives."""
    found = to_record(fields, where="a.json:1").article
    assert found is not None
    return found


def test_a_record_becomes_an_article_with_every_field() -> None:
    """Names of common dumps, an object for the author and a list for the section."""
    record = to_record(
        {
            "guid": 17,
            "headline": "Pier\n closed ",
            "maintext": "The pier is closed.\r\nNobody knows why.",
            "date_publish": "2024-03-01",
            "publisher": {"name": "Courier"},
            "link": "https://a.example/17",
            "byline": ["A. Norrby", {"name": "E. Voss"}],
            "lang": "en_GB",
            "category": ["Harbour", "", None],
        },
        where="a.json:1",
    )

    assert record == Record(
        "a.json:1",
        article=Article(
            title="Pier closed",
            text="The pier is closed.\nNobody knows why.",
            source="Courier",
            published=datetime(2024, 3, 1, tzinfo=UTC),
            precision="day",
            url="https://a.example/17",
            author="A. Norrby, E. Voss",
            language="en",
            section="Harbour",
            external_id="17",
        ),
    )


@pytest.mark.parametrize("name", names_of("text"))
def test_every_name_of_the_text_is_known(name: str) -> None:
    """A text under any of its names is an article, titled by its first sentence."""
    assert article(**{name: "The pier closed. Nobody came."}) == Article(
        title="The pier closed.", text="The pier closed. Nobody came."
    )


@pytest.mark.parametrize("text", [None, "", [], {}])
def test_a_record_without_a_text_is_rejected_with_the_names_of_its_fields(text: object) -> None:
    """The reason helps to rename the field: what was looked for, and what is there."""
    record = to_record({"title": "Pier", "Corps": "Le quai.", "body": text}, where="a.json:1")

    assert record == Record(
        "a.json:1",
        reason='no article text (its field "body" is empty; it has title, Corps)',
    )


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Full Text", "text"),
        ("publishedAt", "published"),
        ("PUBLICATION_DATE", "published"),
        ("pub-date", "published"),
        ("dc:date", "published"),
        ("article:published_time", "published"),
        ("source.name", "source"),
        ("headline.main", "title"),
        ("_source.title", "title"),
        ("_source", "wrappers"),
        ("Заголовок", "title"),
    ],
)
def test_case_and_marks_do_not_count_in_names(name: str, field: str) -> None:
    """Nor do the wrapper before a dot, and the part of an object behind one."""
    assert roles_of([name]).of(field) == (name,)


def test_what_tells_a_story_in_short_is_the_text_where_there_is_no_other() -> None:
    """The longest: an abstract, the first paragraph, or a description."""
    assert article(abstract="Short.", lead_paragraph="The pier closed.").text == "The pier closed."
    assert article(abstract="The longest of them.", body="Whole.").text == "Whole."


def test_the_mark_of_a_cut_text_is_no_text() -> None:
    """A longer description stands in for what was cut."""
    assert article(content="The pier closed and … [+1234 chars]").text == "The pier closed and …"
    assert article(content="The … [12 chars]", description="The pier closed.").text == (
        "The pier closed."
    )


@pytest.mark.parametrize("name", ["content", "description"])
def test_what_was_removed_is_no_article(name: str) -> None:
    """Services keep the place of an article that was taken back."""
    record = to_record({"title": "[Removed]", name: "[Removed]"}, where="a")

    assert record.reason == 'was taken back by its publisher (its text is "[Removed]")'


@pytest.mark.parametrize(
    ("name", "value"),
    [("status", "draft"), ("status", False), ("draft", "true"), ("is_published", 0)],
)
def test_what_is_not_published_is_rejected(name: str, value: object) -> None:
    """A draft, or what waits for its day."""
    record = to_record({"body": "x", name: value}, where="a")

    assert record.reason == f'is not published (field "{name}" is "{value}")'


@pytest.mark.parametrize(("name", "value"), [("status", "ok"), ("status", 200), ("draft", False)])
def test_other_states_are_read(name: str, value: object) -> None:
    """What an API says of its answer is no draft."""
    assert article(**{"body": "x", name: value}).text == "x"


def test_a_page_in_a_field_is_not_the_text() -> None:
    """It has menus."""
    assert article(html="<!DOCTYPE html><body>Menu</body>", plaintext="One.").text == "One."


def test_an_address_in_the_place_of_the_outlet_is_its_host() -> None:
    """And the address of the article, where nothing else is."""
    found = article(body="x", source="https://www.courier.example/17")

    assert (found.source, found.url) == ("courier.example", "https://www.courier.example/17")


def test_the_outlet_at_the_end_of_a_title_is_not_part_of_it() -> None:
    """Behind a dash or a bar alone."""
    assert article(body="x", title="Pier closed - Courier", source="Courier").title == "Pier closed"
    assert article(body="x", title="We love Courier", source="Courier").title == "We love Courier"


def test_numbers_name_nobody() -> None:
    """A database numbers authors and sections."""
    found = article(body="x", author=3, section=[4, 5])

    assert (found.author, found.section) == (None, None)


def test_the_first_name_that_holds_something_wins() -> None:
    """An empty ``body`` does not hide the ``content``."""
    assert article(body=" ", content="The pier closed.").text == "The pier closed."


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("published", "12/31/23", "12/31/23"),
        ("date", "2024-13-45", "2024-13-45"),
        ("pubDate", "yesterday", "yesterday"),
        ("published_at", 17121212121212121, "17121212121212121"),
    ],
)
def test_a_bad_date_gives_a_warning_and_no_date(name: str, value: object, shown: str) -> None:
    """The article is kept; the warning says where, what, and what was expected."""
    record = to_record({"body": "The pier closed.", name: value}, where="a.json:1")

    assert tuple(map(str, record.remarks)) == (
        (
            f'a.json:1: field "{name}" is "{shown}", expected a whole date; '
            "the article was indexed without a date."
        ),
    )
    assert record.article is not None
    assert (record.article.published, record.article.precision) == (None, None)


def test_an_empty_date_is_no_date_and_no_warning() -> None:
    """The next name is looked at."""
    record = to_record({"body": "x", "published_at": "", "date": "2024-03-01"}, where="a")

    assert record.remarks == ()
    assert record.article is not None
    assert record.article.published == datetime(2024, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2024-03-01", datetime(2024, 3, 1, tzinfo=UTC), "day"),
        ("20240301", datetime(2024, 3, 1, tzinfo=UTC), "day"),
        ("2024-W09-5", datetime(2024, 3, 1, tzinfo=UTC), "day"),
        (date(2024, 3, 1), datetime(2024, 3, 1, tzinfo=UTC), "day"),
        ("2024-03-01T10:30:00Z", datetime(2024, 3, 1, 10, 30, tzinfo=UTC), "second"),
        ("2024-03-01 10:30", datetime(2024, 3, 1, 10, 30, tzinfo=UTC), "second"),
        (
            "2024-03-01T00:30:00+02:00",
            datetime(2024, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))),
            "second",
        ),
        (
            "Fri, 01 Mar 2024 10:30:00 +0100",
            datetime(2024, 3, 1, 10, 30, tzinfo=timezone(timedelta(hours=1))),
            "second",
        ),
        (datetime(2024, 3, 1, 10, 30), datetime(2024, 3, 1, 10, 30, tzinfo=UTC), "second"),  # noqa: DTZ001 - as YAML gives it
    ],
)
def test_a_bare_date_is_midnight_utc_and_an_offset_is_kept(
    value: object, expected: datetime, precision: str
) -> None:
    """ISO 8601, RFC 5322 and date objects are read; without an offset it is UTC."""
    moment, found = parse_date(value)

    assert (moment, moment.utcoffset(), found) == (expected, expected.utcoffset(), precision)


@given(st.datetimes(timezones=ZONES))
def test_a_moment_survives_being_written_and_read(moment: datetime) -> None:
    """ISO 8601 text comes back as the same moment with the same offset."""
    found, precision = parse_date(moment.isoformat())

    assert (found, found.utcoffset(), precision) == (moment, moment.utcoffset(), "second")


@given(st.dates())
def test_a_day_survives_being_written_and_read(day: date) -> None:
    """A bare date is that day in UTC, whatever the zone of the machine."""
    found, precision = parse_date(day.isoformat())

    assert (found.date(), found.utcoffset(), precision) == (day, timedelta(0), "day")


@given(st.text(max_size=30))
def test_what_is_no_date_is_one_kind_of_error(text: str) -> None:
    """Every other text raises ``ArchiveError`` and nothing else."""
    try:
        moment, _ = parse_date(text)
    except ArchiveError as exc:
        assert str(exc) == f'"{text.strip()}" is not an ISO 8601 date'  # noqa: PT017
    else:
        assert moment.tzinfo is not None


def test_stored_text_has_no_control_characters_and_unix_line_ends() -> None:
    r"""NFC, ``\\n``, no NUL, no surrounding white space; tabs stay; half characters are marked."""
    assert clean("a\u200bb\u202ec\U000e0041\xadd") == "abcd"
    assert clean("a\x9b31mb\x85c\x1b[0m é") == "a31mb\nc[0m é"
    text = clean(" \x00Cafe\u0301\r\nau\tlait\rnoir\x07 \ud83d! ")

    assert text == "Café\nau\tlait\nnoir \ufffd!"


@given(st.text(st.characters(), max_size=100))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """A stored text is a fixed point that UTF-8 can carry, so that its digest is stable."""
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


def test_one_line_has_single_spaces() -> None:
    """Titles and names have no line breaks."""
    assert one_line(" Pier \n\t closed ") == "Pier closed"


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    """A title has at most 200 characters and an ellipsis."""
    title = first_sentence("storms " * 40)

    assert title == "storms " * 27 + "storms…"
    assert len(title) == 196


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("EN", "en"),
        ("uk-UA", "uk"),
        ("eng", "en"),
        ("fil", "fil"),
        ("English", None),
        ("", None),
        (7, None),
    ],
)
def test_a_language_is_a_code_or_nothing(value: object, expected: str | None) -> None:
    """Regions are dropped, names of languages are not guessed."""
    assert article(body="x", language=value).language == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"title": "Courier"}, "Courier"),
        ({"uri": "courier.example"}, "courier.example"),
        ({"rank": 3}, None),
        (False, None),
    ],
)
def test_an_object_is_known_by_its_name(value: object, expected: str | None) -> None:
    """Name, title or address, in this order; anything else is no outlet."""
    assert article(body="x", source=value).source == expected


@pytest.mark.parametrize("date", ["9" * 1_000_010, {"$date": "9" * 1_000_010}])
def test_a_number_that_is_too_long_for_a_date_is_none(date: object) -> None:
    """It costs the article its date, and nothing else."""
    found = to_record({"title": "Pier", "text": "Closed.", "date": date}, where="a")

    assert found.article is not None
    assert [remark.kind for remark in found.remarks] == ["a date that cannot be read"]


def test_a_date_of_zero_is_no_word_on_publication() -> None:
    """Only true, false and words say that a record is published."""
    fields = {"title": "Pier", "text": "Closed."}

    assert to_record({**fields, "published": 0}, where="a").article is not None
    assert to_record({**fields, "published": False}, where="a").article is None


@pytest.mark.parametrize("nothing", ["NULL", "nan", "None", "\\N", "N/A", "<NA>", "-"])
def test_what_programs_write_for_nothing_names_nothing(nothing: str) -> None:
    """No outlet is called "None", and "NaN" is no article."""
    fields = dict.fromkeys(("title", "source", "author", "section", "url", "id"), nothing)

    kept = to_record(fields | {"text": "The quay closed."}, where="a")
    empty = to_record({"title": "Quay", "text": nothing}, where="a")

    assert kept.article == Article(title="The quay closed.", text="The quay closed.")
    assert (empty.reason or "").startswith("no article text")
