"""Downloads of the press, documents and books of other programs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest

from index.models import Article
from tests.index.archive.support import article, outcome, records, sample

NEXIS = """North pier closed
Skelhaven Courier
March 5, 2024 Tuesday
Copyright 2024 Skelhaven Courier All Rights Reserved
Section: HARBOUR; Pg. 3
Length: 9 words
Byline: Ada Norrby
Body

The north pier was closed.
It opens in June.

Notes: none were taken, he said.

Load-Date: March 6, 2024
End of Document
Ferry aground
Ostrand Post
March 6, 2024
Body
The ferry Runa ran aground.
End of Document
"""


def test_a_download_of_lexisnexis_is_cut_into_its_documents() -> None:
    """Outlet, day, title and byline are fields; what stands below the text is none of it."""
    first, second = (record.article for record in records(sample("download.txt")))

    assert first == Article(
        title="North pier closed after storm",
        text="The north pier was closed on Tuesday. Forty metres of railing were torn away. "
        "The port said that nobody was hurt.\n\nThe ferry leaves from the south pier.",
        source="Skelhaven Courier",
        published=datetime(2024, 3, 5, tzinfo=UTC),
        precision="day",
        author="Ada Norrby",
        section="HARBOUR",
    )
    assert second
    assert (second.title, second.source) == ("Ferry aground", "Ostrand Post")
    assert second.text == "The ferry Runa ran aground off Cape Gull."


FACTIVA = """North pier closed

By Ada Norrby

24 words
5 March 2024
08:15
Skelhaven Courier
SKELC
English
(c) 2024 Skelhaven Courier

The north pier was closed on Tuesday.

Nobody was hurt.

Document SKELC00020240305ek3500001

Ferry aground

1,012 words
6 March 2024
Ostrand Post
OSTR
English
Copyright 2024 Ostrand Post. All rights reserved.

The ferry Runa ran aground.

Document OSTR000020240306ek3600002
"""


def test_a_download_of_factiva_is_cut_into_its_documents() -> None:
    """A count of words stands above date and outlet, a number of its own ends each."""
    first, second = (record.article for record in records(FACTIVA))

    assert first == Article(
        title="North pier closed",
        text="The north pier was closed on Tuesday.\n\nNobody was hurt.",
        source="Skelhaven Courier",
        published=datetime(2024, 3, 5, tzinfo=UTC),
        precision="day",
        author="Ada Norrby",
    )
    assert second
    assert (second.title, second.source) == ("Ferry aground", "Ostrand Post")
    assert (second.text, second.author) == ("The ferry Runa ran aground.", None)


def test_the_newer_layout_of_lexisnexis_is_read_too() -> None:
    """The title first; the text begins behind "Body"."""
    first, second = (record.article for record in records(NEXIS))

    assert first
    assert (first.title, first.source, first.author) == (
        "North pier closed",
        "Skelhaven Courier",
        "Ada Norrby",
    )
    assert first.text == (
        "The north pier was closed. It opens in June.\n\nNotes: none were taken, he said."
    )
    assert second
    assert (second.title, second.published) == ("Ferry aground", datetime(2024, 3, 6, tzinfo=UTC))
    assert second.text == "The ferry Runa ran aground."


def test_rtf_is_read_without_what_it_hides() -> None:
    """Deleted and hidden words, the addresses of links, the title that stands above the text."""
    found = article(sample("article.rtf"))

    assert (found.title, found.author) == ("North pier closed after storm", "Ada Norrby")
    assert found.text == (
        "The north pier was closed on Tuesday.\n\n"
        "Forty metres of railing were torn away, порт — “said”."
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{\\fonttbl" + "\\f1" * 9000 + "}x}", "its table of fonts is endless"),
        ("x" * 5_000_000 + "}", "is larger than 4 MB"),
        ("{\\field{\\*\\fldinst{" * 60_000 + "x", "no article text"),
    ],
)
def test_hostile_rtf_is_rejected_soon(content: str, reason: str) -> None:
    """What would keep the library busy for hours."""
    ((_, said),) = outcome("{\\rtf1\\ansi " + content)

    assert reason in said


def test_an_opendocument_text_is_read_without_what_it_hides() -> None:
    """Deletions, notes and hidden words are none; text boxes, lists and tables are."""
    found = article(sample("article.odt"))

    assert (found.title, found.author, found.language) == (
        "North pier closed after storm",
        "Ada Norrby",
        "en",
    )
    assert found.text == (
        "The north pier  was closed on Tuesday.\n\nForty metres\nof railing.\n\n"
        "Nobody was hurt.\n\n- South pier\n\nPier | State\nNorth | closed"
    )


def test_a_book_is_an_article_a_chapter_in_the_order_of_reading() -> None:
    """Cover and contents are passed over; an issue that calibre made knows the addresses."""
    ferry, pier = (record.article for record in records(sample("issue.epub")))

    assert ferry
    assert (ferry.title, ferry.text) == ("Ferry aground", "The ferry Runa ran aground.")
    assert pier == Article(
        title="North pier closed",
        text="The north pier was closed on Tuesday.\n\nNobody was hurt.",
        source="Skelhaven Courier",
        published=datetime(2024, 3, 5, tzinfo=UTC),
        precision="day",
        url="https://courier.example/pier",
        author="The newsroom",
        language="en",
        external_id="urn:courier:2024-03-05#OEBPS/text/a b.xhtml",
    )


def test_a_chapter_that_a_book_names_often_is_read_once() -> None:
    """A spine of a thousand names is no thousand texts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sample("issue.epub"))) as book,
        zipfile.ZipFile(buffer, "w") as repeated,
    ):
        for name in book.namelist():
            data = book.read(name)
            spine, _, rest = data.partition(b"</spine>")
            pages = spine.partition(b"<spine")[2].partition(b">")[2]
            repeated.writestr(name, spine + pages * 300 + b"</spine>" + rest if rest else data)

    assert len(records(buffer.getvalue())) == 2


def test_a_locked_book_says_so() -> None:
    """Its chapters are no pages then."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sample("issue.epub"))) as book,
        zipfile.ZipFile(buffer, "w") as locked,
    ):
        for name in book.namelist():
            locked.writestr(name, b"\x8f\x01" if name.endswith(".xhtml") else book.read(name))
        locked.writestr("META-INF/encryption.xml", "<encryption/>")

    assert outcome(buffer.getvalue()) == [("a", "no article text (it is locked)")]


def test_an_arc_file_is_read_as_warc_is() -> None:
    """What the Internet Archive wrote before 2009."""
    (record,) = records(sample("crawl.arc"))

    assert record.article
    assert record.article.url == "https://courier.example/pier"
    assert record.article.title == "North pier closed"
