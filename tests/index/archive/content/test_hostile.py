"""Files that were made to do harm, or were harmed themselves."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from index.archive.content.streams import MOST_RECORD
from tests.index.archive.support import article, outcome, pdf, records, sample

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = "".join(
    f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' if n else '<!ENTITY lol0 "lol">' for n in range(10)
)
XML = {
    "nitf": "<nitf><body><body.content><p>{}</p></body.content></body></nitf>",
    "newsItem": "<newsItem><contentSet><inlineData>{}</inlineData></contentSet></newsItem>",
    "rss": "<rss version='2.0'><channel><item><description>{}</description></item></channel></rss>",
    "rss wxr": (
        "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item>"
        "<encoded>{}</encoded></item></channel></rss>"
    ),
}


@pytest.mark.parametrize("kind", XML)
def test_entities_of_a_file_are_refused(kind: str) -> None:
    """Neither a billion laughs nor a file of this machine comes out."""
    secret = '<!ENTITY lol9 SYSTEM "file:///etc/passwd">'
    for entities in (LAUGHS, secret):
        content = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>' + XML[kind].format("&lol9;")

        ((where, reason),) = outcome(content)

        assert where == "a"
        assert reason == "declares entities of its own, which are not read"


@pytest.mark.parametrize("kind", ["nitf", "newsItem", "rss wxr"])
def test_deep_xml_has_an_end(kind: str) -> None:
    """200 levels are more than any article has."""
    content = XML[kind].format("<a>" * 100_000)

    assert outcome(content)[0][1] == "is not readable XML (nested deeper than 200)"


@pytest.mark.parametrize("kind", XML)
def test_a_file_that_breaks_off_is_said_to(kind: str) -> None:
    """Every kind of XML."""
    found = outcome(XML[kind].format("text")[:-20])

    assert "not readable XML" in found[-1][1] or "breaks off" in found[-1][1]


def test_items_before_a_break_are_kept() -> None:
    """An export that was cut off while it was downloaded."""
    whole = sample("wordpress.xml").decode()
    found = outcome(whole[: whole.index("Members only")], "w")

    assert [where for where, _ in found] == ["w[1]", "w"]
    assert found[1][1].startswith("is not readable XML (")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><rows><row/></rows>", "is XML of another kind (<rows>)"),
        ("<knowledgeItem/>", "holds no newsItem"),
        ("<nitf/>", "no article text"),
        ("<html></html>", "no article text"),
        ("", "is empty"),
        (b"\x00" * 5000, "is not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture"),
        (b"%PDF-1.4\nnothing", "is not a readable PDF file"),
    ],
)
def test_what_holds_no_article_is_rejected_with_the_reason(
    content: str | bytes, reason: str
) -> None:
    """One record each."""
    ((where, found),) = outcome(content)

    assert where == "a"
    assert found.startswith(reason)


def test_text_with_stray_zeros_in_a_record_is_read() -> None:
    """NUL in JSON and in HTML is left out."""
    assert article('{"title": "A\\u0000", "body": "One.\\u0000"}').text == "One."
    assert "\x00" not in article(sample("page.html").replace(b"Tuesday", b"Tues\x00day")).text


@pytest.mark.parametrize(
    "content",
    [
        "storm " * 900_000,
        '{"title": "A", "body": "' + "storm " * 900_000 + '"}',
        "<p>" + "storm " * 900_000,
        "<html><body><article><p>" + "storm, " * 700_000,
        "<html><body><article>" + "<p>The pier is closed.</p>" * 190_000,
        "title,body\nA," + "storm " * 900_000,
        "x" * 5_000_000,
        "\ufeff---\n" + "a: [" * 50_000,
        "[" * 5_000_000,
        "{" * 5_000_000,
        "<" * 5_000_000,
        "<a " * 1_000_000,
        '{"body": "' + "<b>" * 1_000_000 + '"}',
        "A, March 5, " * 400_000,
        "# " + "#" * 5_000_000,
        "&amp;" * 1_000_000,
    ],
    ids=lambda content: content[:20],
)
def test_a_long_line_is_read_in_time(content: str) -> None:
    """5 MB without a line end take a second or four; what grows with the square takes minutes."""
    began = time.thread_time()
    found = records(content)

    assert time.thread_time() - began < 60
    assert len(found) == 1


def test_a_record_without_an_end_is_not_held_in_memory() -> None:
    """One line of 70 MB is a broken line, and the next one is read."""
    content = b'{"body": "' + b"x" * MOST_RECORD + b'"}\n{"title": "B", "body": "Two."}\n'

    (first, second) = outcome(content)

    assert first[0] == "a:1"
    assert second == ("a:2", "B")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf([]), "has no text layer; only pictures of pages"),
        (pdf(["Text."])[:300], "is not a readable PDF file"),
        (pdf(["x"], extra="/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P 0 >> "), ""),
        (b"%PDF-1.7\n" + b"<<" * 100_000, "is not a readable PDF file"),
    ],
)
def test_pdf_that_cannot_be_read_is_rejected(content: bytes, reason: str) -> None:
    """Scans, downloads that broke off, passwords."""
    ((_, found),) = outcome(content)

    assert found.startswith(reason)
    assert "The" not in found


def test_a_pdf_without_a_title_is_called_by_its_first_sentence() -> None:
    """A file name of a word processor is no title."""
    lines = ["The north pier was closed. Nobody was hurt."]

    assert article(pdf(lines)).title == "The north pier was closed."
    assert article(pdf(lines, title="Microsoft Word - pier.docx")).title == lines[0][:26]


def test_a_document_that_is_a_bomb_is_refused() -> None:
    """A DOCX file is a ZIP file, and its size is looked at before anything is unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(257):
                member.write(b" " * 2**20)

    assert outcome(buffer.getvalue()) == [("a", "unpacks to more than 256 MB")]


def test_a_damaged_document_is_rejected() -> None:
    """A ZIP file with the right names and the wrong content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", "<x/>")

    ((_, reason),) = outcome(buffer.getvalue())

    assert reason.startswith("is not a readable Word document")


def test_a_page_cannot_take_the_address_of_another_site() -> None:
    """Its canonical address counts where it lies on the host that the page came from."""
    page = sample("page.html")

    here = article(page, url="https://courier.example/x?from=mail")
    elsewhere = article(page, url="https://thief.example/x")

    assert here.url == "https://courier.example/2024/03/05/pier"
    assert elsewhere.url == "https://thief.example/x"


def test_a_broken_page_in_a_crawl_costs_one_record() -> None:
    """A record that breaks off in the middle of the file's last page."""
    packed = sample("crawl.warc.gz")

    inside = outcome(packed[:-40], "c")
    plain = outcome(gzip.decompress(packed)[:-40], "c")

    assert inside[0] == plain[0] == ("c[2]", "North pier closed after storm")
    assert inside[1][1].startswith("is damaged or breaks off: gzip file")
    assert plain[1] == ("c[5]", "breaks off in the middle of the page")


def test_broken_rows_of_csv_do_not_end_it() -> None:
    """Stray quotation marks, rows too short and too long, zeros."""
    rows = ["title,body", 'A,"one"x', "B,two", "C,three,four", 'D,"five', "six"]

    found = outcome("\n".join(rows))

    assert found[1] == ("a:3", "B")
    assert [where for where, _ in found] == ["a:2", "a:3", "a:4", "a:5", "a:6"]
    assert found[2][1] == "has 3 fields, the header has 2"
    assert found[3][1].startswith("is not a readable row (")
    assert found[4][1] == "has 1 fields, the header has 2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found(delimiter: str) -> None:
    """Names of columns in any case, with others between them."""
    content = f"Headline{delimiter}note{delimiter}CONTENT\nA{delimiter}x{delimiter}One.\n"

    assert outcome(content.encode("utf-16")) == [("a:2", "A")]


def test_a_table_without_a_text_is_rejected_by_its_name() -> None:
    """Without a telling name it is a text like any other."""
    content = "date;price\n2024-03-05;7\n"

    assert outcome(content, "a.csv")[0][1].startswith("has no column of the text")
    assert outcome(content, "a.txt")[0][1] == "date;price"


def test_nothing_is_left_in_the_working_directory(tmp_path: Path) -> None:
    """Readers write nowhere but to temporary files that have no name."""
    for name in ("crawl.warc.gz", "article.docx", "article.pdf"):
        records(sample(name))

    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        "# a" + " " * 40_000 + "b",
        "[" + '{"title": "t", "b": [},' * 1600,
        '[{"title": "t", "b": [}' + " " * 40_000 + "x",
        "Word { x. " + "{{<" * 20_000,
        "<!DOCTYPE x [" + "]" * 60_000,
        "<!DOCTYPE" + " " * 60_000,
        '{"text": "a' + " " * 40_000 + 'b]"}',
    ],
)
def test_no_file_of_forty_kilobytes_takes_seconds(content: str) -> None:
    """What is looked for is looked for once."""
    started = time.process_time()
    records(content)

    assert time.process_time() - started < 2
