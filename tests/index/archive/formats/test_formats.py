"""Every format of the contract, in the structure of its specification's own examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from index.archive.readers import read_blob
from index.models import Article, Record
from tests.index.archive.support import FORMATS, blob, records, sample

PIER = "North pier closed after storm"
TWO = "The north pier was closed on Tuesday.\n\nNobody was hurt."


def at(text: str) -> datetime:
    """A moment of 2024 with its offset."""
    return datetime.fromisoformat(f"2024-{text}")


def read(name: str) -> list[Record]:
    """The records of a sample, without the places that only count."""
    return records(sample(name), name)


def only(name: str) -> Article:
    """The one article of a sample."""
    (record,) = read(name)
    assert record.article is not None, record.reason
    assert record.remarks == ()
    return record.article


def test_ninjs_1_keeps_the_paragraphs_of_its_richest_body() -> None:
    """Terms of use and the associated picture are not text of the article."""
    assert only("ninjs-1.json") == Article(
        title=PIER,
        text="The north pier was closed on Tuesday.\n\nForty metres of railing were torn away.",
        source="Skelhaven News Agency",
        published=at("03-05T10:37:00+00:00"),
        precision="second",
        url="http://ninjs.skelhaven.example/items/20240305-17",
        author="Ada Norrby and Emil Voss",
        language="en",
        section="Harbour",
        external_id="http://ninjs.skelhaven.example/items/20240305-17",
    )


def test_ninjs_3_is_read_by_roles() -> None:
    """The main headline, the rich text; a summary is no body, however long it is."""
    assert only("ninjs-3.json") == Article(
        title=PIER,
        text=TWO,
        source="Skelhaven News Agency",
        published=at("03-05T16:02:28+02:00"),
        precision="second",
        author="Ada Norrby, SNA",
        language="en",
        section="Harbour",
        external_id="urn:newsml:skelhaven.example:20240305:pier",
    )


def test_nitf_gives_text_tables_and_who_wrote_it() -> None:
    """The declared document type is not fetched; its entities are known all the same."""
    assert only("nitf.xml") == Article(
        title=PIER,
        text="The north pier was closed on Tuesday, Skelhaven Port said.\n\n"
        "Forty metres of railing were torn away.\n\nThe pier on Monday.\n\n"
        "Pier | State\nNorth | closed",
        source="Skelhaven Courier",
        published=at("03-05T10:30:00-05:00"),
        precision="second",
        author="Ada Norrby",
        language="en",
        section="Harbour",
        external_id="SNA-20240305-17",
    )


def test_a_newsml_item_is_one_article() -> None:
    """What its XHTML hides is not read."""
    assert only("newsml-item.xml") == Article(
        title=PIER,
        text=f"North pier closed\n\n{TWO}",
        source="Skelhaven News Agency",
        published=at("03-05T16:25:32-05:00"),
        precision="second",
        author="Ada Norrby",
        language="en",
        section="Harbour",
        external_id="urn:newsml:skelhaven.example:20240305:pier",
    )


def test_a_newsml_message_holds_items_of_all_kinds() -> None:
    """Packages are passed over; a picture and a withdrawn item are rejected with the reason."""
    first, second, third, fourth = read("newsml-message.xml")

    assert first.article == Article(
        title="Eels return to the Tarrow",
        text="Eels were counted again.\n\nThere were 412.",
        source="SNA",
        published=at("03-05T11:00:00+00:00"),
        precision="second",
        author="Emil Voss",
        language="en",
        external_id="tag:skelhaven.example,2024:1",
    )
    assert second == Record(
        "newsml-message.xml[2]", reason='is a news item of the class "picture", expected text'
    )
    assert third.article == Article(
        title="Ferry late",
        text="The ferry was late.\nIt sailed at nine.",
        published=at("03-05T12:00:00+00:00"),
        precision="second",
        author="SNA",
        external_id="tag:skelhaven.example,2024:3",
    )
    assert fourth.reason == 'was taken back by its agency (pubStatus "stat:canceled")'


def test_rss_2_prefers_the_whole_text_to_the_description() -> None:
    """Markup twice escaped, hidden paragraphs, zones by name; an entry needs a text."""
    first, second, third = read("rss-2.xml")

    assert first.article == Article(
        title="Pier & quay closed",
        text="The pier was closed — again.\n\nNobody was hurt.",
        source="Skelhaven Courier",
        published=at("03-05T10:30:00+02:00"),
        precision="second",
        url="https://courier.example/2024/pier",
        author="Ada Norrby",
        language="en",
        section="Harbour",
        external_id="courier-17",
    )
    assert second.article == Article(
        title="Eels return",
        text="Eels were counted.\n\nThere were 412.",
        source="Skelhaven Courier",
        published=datetime(2024, 3, 6, 8, tzinfo=timezone(timedelta(hours=-5))),
        precision="second",
        url="https://courier.example/2024/eels",
        language="en",
    )
    assert (third.where, third.article) == ("rss-2.xml[3]", None)


def test_rss_1_is_read() -> None:
    """RDF with Dublin Core."""
    assert only("rss-1.rdf") == Article(
        title="Ferry late",
        text="The ferry was late. It sailed at nine.",
        source="Ostrand Post",
        published=at("03-05T09:00:00+01:00"),
        precision="second",
        url="https://post.example/1",
        author="E. Voss",
        external_id="https://post.example/1",
    )


def test_atom_is_read() -> None:
    """XHTML content, a title with markup, the date of publication and not of the last change."""
    assert only("atom.xml") == Article(
        title="Fourth ferry asked for",
        text="Lunnay asks for a fourth ferry.\n\n- at six\n- at nine",
        source="Quayside Weekly",
        published=at("03-05T18:30:02+02:00"),
        precision="second",
        url="https://quayside.example/ferry",
        author="Ada Norrby",
        language="en",
        section="Transport",
        external_id="urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
    )


def test_json_feed_is_read() -> None:
    """HTML and plain text."""
    first, second = read("feed.json")

    assert first.article == Article(
        title="Bridge opens",
        text="The bridge opened.\n\nIt is 300 m long.",
        source="Skelhaven Notes",
        published=at("03-05T08:00:00-05:00"),
        precision="second",
        url="https://notes.example/2",
        author="Ada Norrby",
        language="en",
        section="Transport",
        external_id="2",
    )
    assert second.article is not None
    assert second.article.text == "A plain note.\n\nWith two paragraphs."


def test_a_wordpress_export_gives_its_published_posts() -> None:
    """No drafts, attachments, locked posts, comments, excerpts, short codes, block comments."""
    first, second, told = read("wordpress.xml")

    assert first == Record(
        "wordpress.xml[1]",
        article=Article(
            title="Pier closed – again",
            text="The pier was closed.\n\nNobody was hurt.\n\n- north\n- south",
            source="Quayside Weekly",
            published=at("03-05T08:30:00+00:00"),
            precision="second",
            url="https://quayside.example/2024/03/pier/",
            author="anorrby",
            language="en",
            section="Harbour",
            external_id="https://quayside.example/?p=17",
        ),
    )
    assert second.article is not None
    assert second.article.text == "Eels were counted.\n\nThere were 412."
    assert second.article.published == at("03-06T08:00:00+00:00")
    assert [str(remark).rpartition(": ")[2] for remark in told.remarks] == ["3."]


PAGE = Article(
    title=PIER,
    text="The harbour master closed the north pier on Tuesday after a storm had torn away forty "
    "metres of its railing.\n\nNobody was hurt, the port authority said, and repairs are expected "
    "to take until the end of the month at the earliest.\n\nFishing boats have been moved to the "
    "southern basin, where berths are free of charge until the pier is open again.",
    source="Skelhaven Courier",
    published=at("03-05T10:30:00+02:00"),
    precision="second",
    url="https://courier.example/2024/03/05/pier",
    author="Ada Norrby, Emil Voss",
    language="en",
    section="Harbour",
)


def test_a_page_is_its_article() -> None:
    """No navigation, no footer, and nothing that a reader of the page would not see."""
    assert only("page.html") == PAGE


def test_a_warc_file_holds_pages() -> None:
    """Pictures, errors and information are passed over; the server's character set is used."""
    first, second = read("crawl.warc.gz")

    assert first == Record("crawl.warc.gz[2]", article=PAGE)
    assert second.article == Article(
        title="Причал закрыт",
        text="Северный причал закрыт после шторма, сообщили в порту во вторник.\n\n"
        "Никто не пострадал, ремонт продлится до конца месяца.",
        source="gazeta.example",
        published=datetime(2024, 3, 5, tzinfo=UTC),
        precision="day",
        url="https://gazeta.example/2024/03/05/prichal",
        language="ru",
        dated_by="address",
    )


def test_csv_has_a_row_an_article() -> None:
    """Semicolons, quoted line ends, a broken row, an empty title, seconds since 1970."""
    first, second, third = read("articles.csv")

    assert first == Record(
        "articles.csv:2",
        article=Article(
            title="Pier closed",
            text='The pier was closed.\nNobody was "hurt".',
            source="Courier",
            published=at("03-05T10:30:00+02:00"),
            precision="second",
            url="https://courier.example/pier",
        ),
    )
    assert second.article is not None
    assert (second.article.title, second.article.text) == ("Broken", "row")
    assert [remark.kind for remark in second.remarks] == ["a row shorter than the header"]
    assert third.article is not None
    assert third.article.title == "Eels; many of them."
    assert third.article.published == at("03-05T10:30:00+00:00")


def test_pdf_lines_become_paragraphs() -> None:
    """A divided word is whole again; a short line that ends a sentence ends a paragraph."""
    assert only("article.pdf") == Article(
        title="North pier closed",
        text="The north pier was closed on Tuesday after a storm had torn away forty metres of "
        "railing. Nobody was hurt.\n\nRepairs are expected to take until the end of the month, "
        "the port authority said.",
        author="Ada Norrby",
    )


def test_docx_keeps_the_order_of_paragraphs_and_tables() -> None:
    """Hidden text is not read; the title leaves the text."""
    assert only("article.docx") == Article(
        title="North pier closed",
        text="The pier was closed on Tuesday.\n\nVisible.\n\nPier | State\nNorth | closed\n\n"
        "Nobody was hurt.",
        author="Ada Norrby",
    )


def test_markdown_with_front_matter_is_read() -> None:
    """As ever."""
    assert only("article.md") == Article(
        title="North pier closed",
        text="The pier was closed on Tuesday.\n\nNobody was hurt.",
        source="Skelhaven Courier",
        published=datetime(2024, 3, 5, tzinfo=UTC),
        precision="day",
    )


@pytest.mark.parametrize("path", sorted(FORMATS.iterdir()), ids=lambda path: path.name)
def test_a_format_is_known_by_its_content(path: object) -> None:
    """A name that says nothing changes nothing."""
    name = getattr(path, "name", "")

    unnamed = [(record.article, record.reason) for record in records(sample(name), "a")]

    assert unnamed == [(record.article, record.reason) for record in read(name)]


@pytest.mark.parametrize(
    ("name", "alone", "partial"),
    [
        ("atom.xml", False, True),
        ("rss-2.xml", False, True),
        ("feed.json", False, True),
        ("page.html", True, False),
        ("article.pdf", True, False),
        ("articles.csv", False, False),
        ("wordpress.xml", False, False),
    ],
)
def test_a_feed_forgets_and_a_page_is_alone(name: str, *, alone: bool, partial: bool) -> None:
    """What a feed no longer names has not been withdrawn; a page is its file."""
    reading = read_blob(blob(sample(name), name), origin="origin")
    list(reading.records)

    assert (reading.alone, reading.partial) == (alone, partial)
