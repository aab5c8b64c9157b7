"""Mail: title, date and sender are its own, its text is what is read in it."""

from __future__ import annotations

from datetime import datetime

import pytest

from index.models import Article
from tests.index.archive.support import article, outcome, records, sample

HEAD = (
    "From: Ada Norrby <ada@courier.example>\nSubject: Pier\nDate: Tue, 5 Mar 2024 10:15:00 +0100\n"
)
LETTER = "Content-Type: text/html\n\n<html><body><h1>Pier</h1><p>{}</p></body></html>"
LONG = "The north pier was closed on Tuesday after the storm, and nobody was hurt, said the port."


def test_a_mail_is_read_with_its_headers_and_without_its_signature() -> None:
    """Encoded words and quoted-printable are characters; a page that is a stub is passed over."""
    assert article(sample("newsletter.eml")) == Article(
        title="North pier closed – after storm",
        text="The north pier was closed on Tuesday. Forty metres of railing were torn away, "
        "the port said – nobody was hurt.",
        source="Skelhaven Courier",
        published=datetime.fromisoformat("2024-03-05T10:15:00+01:00"),
        precision="second",
        external_id="20240305.17@courier.example",
    )


def test_a_mailbox_is_an_article_a_mail() -> None:
    """A line of the text that began with "From " is as it was written."""
    first, second = (record.article for record in records(sample("letters.mbox")))

    assert first
    assert first.text == (
        "The north pier was closed on Tuesday.\n\nFrom today the ferry leaves from the south pier."
    )
    assert (first.source, first.external_id) == ("Ada Norrby", "1@courier.example")
    assert second
    assert second.title == "[harbour] Ferry aground"


def test_a_line_that_begins_with_from_and_has_no_date_is_text() -> None:
    """Not every program puts a mark before it."""
    body = "The quay.\n\nFrom here the road leads on at 10:15.\n"
    mails = f"From a@b.example Tue Mar  5 10:15:00 2024\n{HEAD}\n{body}\n" * 2

    found = [record.article for record in records(mails)]

    assert [each.text for each in found if each] == [body.strip()] * 2


def test_a_newsletter_is_read_by_the_page_reader() -> None:
    """Where its plain version only leads to it."""
    mail = (
        f"{HEAD}Content-Type: multipart/alternative; boundary=x\n\n"
        f"--x\nContent-Type: text/plain\n\nView this in your browser.\n"
        f"--x\n{LETTER.format(LONG)}\n--x--\n"
    )

    found = article(mail, "news.eml")

    assert (found.title, found.text) == ("Pier", LONG)


def test_attachments_are_left_alone() -> None:
    """Texts are named; a mail of attachments alone is rejected."""
    attached = (
        "--x\nContent-Type: text/plain; name=a.txt\n"
        "Content-Disposition: attachment; filename=a.txt\n\nNot of the mail.\n--x--\n"
    )
    head = f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n"

    (both,) = records(f"{head}--x\nContent-Type: text/plain\n\nThe pier closed.\n{attached}")

    assert both.article
    assert both.article.text == "The pier closed."
    assert [str(remark) for remark in both.remarks] == [
        'a: the attached file "a.txt" was not read; save it, and index it by itself.'
    ]
    assert outcome(head + attached) == [
        ("a", "no article text (the mail holds no text of its own)")
    ]


@pytest.mark.parametrize(
    ("subject", "body", "text"),
    [
        ("Re: Pier", "It is open.\n\nOn 5 March Ada <a@b.example>\nwrote:\n> Is it open?\n", None),
        ("Re: Pier", "It is open.\nAda wrote:\n\n> Is it open?\n>\n> Ada\n", None),
        ("Re: Pier", "> Is it?\n\nIt is open.", "> Is it?\n\nIt is open."),
        ("Pier", "The port says:\n\n> It is open.", "The port says:\n\n> It is open."),
        ("Re: Pier", "The port says:\n\nIt is open.", "The port says:\n\nIt is open."),
    ],
)
def test_what_a_reply_quotes_below_itself_is_no_text(
    subject: str, body: str, text: str | None
) -> None:
    """Nor is the line that says who wrote it; what is answered in between stays."""
    mail = HEAD.replace("Subject: Pier", f"Subject: {subject}")

    assert article(f"{mail}\n{body}").text == (text or "It is open.")


def test_a_list_is_the_outlet_of_its_members() -> None:
    """Its name stands before its id (RFC 2919), its archive in a field of its own (RFC 5064)."""
    found = article(
        f"{HEAD}List-Id: Harbour news <harbour.lists.example>\n"
        "Archived-At: <https://lists.example/1>\n\nThe pier closed.\n"
    )

    assert (found.source, found.author) == ("Harbour news", "Ada Norrby")
    assert found.url == "https://lists.example/1"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-8"])
def test_bytes_in_headers_and_text_are_characters(encoding: str) -> None:
    """As they came before headers were encoded."""
    mail = f"From: Порт <p@x.example>\nSubject: Причал закрыт\nDate: x\n\n{'Причал закрыли. ' * 5}"

    found = article(mail.encode(encoding))

    assert (found.title, found.source) == ("Причал закрыт", "Порт")
    assert found.text.startswith("Причал закрыли.")


def test_flowed_lines_are_joined() -> None:
    """RFC 3676: a line that ends in a space goes on."""
    flowed = "Content-Type: text/plain; format=flowed\n\nThe pier \nclosed.\nAt noon.\n"

    assert article(HEAD + flowed).text == "The pier closed.\nAt noon."


def test_a_saved_page_is_read_as_the_page_that_it_was() -> None:
    """Its address is where it was saved from; the day of saving is no date of the article."""
    found = article(sample("saved.mht"))

    assert (found.title, found.url) == (
        "North pier closed after storm",
        "https://courier.example/pier",
    )
    assert found.published is None
    assert found.text == (
        "The north pier was closed on Tuesday.\n\n"
        "Forty metres of railing were torn away, the port said."
    )


def test_a_saved_page_needs_no_mark_of_its_browser() -> None:
    """MIME and the place of its page are enough (RFC 2557)."""
    page = f"--x\nContent-Location: https://courier.example/a\n{LETTER.format(LONG)}\n--x--\n"
    found = article(f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n{page}")

    assert (found.title, found.url) == ("Pier", "https://courier.example/a")


@pytest.mark.parametrize(
    "text",
    [
        "From Kyiv to Lviv\n\nThe train: an essay.",
        "Date: 5 March 2024\nTitle: Pier\n\nThe pier closed.",
        "Note: the pier is closed.\nSource: the port.\nDate: Tuesday.",
    ],
)
def test_prose_with_colons_is_no_mail(text: str) -> None:
    """A sender and two more fields make one."""
    assert article(text).text == text


def test_a_mail_of_parts_without_end_is_rejected() -> None:
    """Each border is looked for in every line."""
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(300)
    )

    assert outcome(HEAD + nested) == [("a", "is a mail of more than 200 nested parts")]


def test_a_mail_of_mails_without_end_is_rejected() -> None:
    """The parser below goes as deep as they do."""
    ((where, said),) = outcome(HEAD + "Content-Type: message/rfc822\n\n" * 5000)

    assert (where, said) == ("a", "is not a readable mail (nested too deeply)")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Content-Type: text/plain; " + '";' * 500_000 + "\n\nThe pier closed.", "Pier"),
        ("X: y\n" * 20_000 + "\nThe pier closed.", "is a mail of more than 10000 headers"),
    ],
)
def test_headers_without_end_are_cut_or_rejected(lines: str, said: str) -> None:
    """The library looks at a long one again and again, and keeps every short one."""
    assert outcome(HEAD + lines, "a.eml") == [("a.eml", said)]
