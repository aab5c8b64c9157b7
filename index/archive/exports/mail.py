"""Mail: a message a file (``.eml``), or one after another (``mbox``, RFC 4155), and saved pages.

A page that a browser saved in one file (MHTML, RFC 2557) is written as a mail.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.archive.content.parsers import translated
from index.archive.content.streams import MOST_RECORD
from index.archive.exports.mail_parts import (
    attached_texts,
    header,
    is_mail,
    is_reply,
    mail_of,
    name_in,
    page_of,
    plain_text,
    texts_of,
    without_quotes,
)
from index.archive.formats.html_pages import read_html
from index.archive.formats.text_files import unwrapped
from index.archive.pages.page_notices import without_ending
from index.archive.record.fields import to_record
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.archive.exports.mail_parts import Part
    from index.models import Article

_MOST_MAIL = 48 * 1024 * 1024
"""Largest mail in bytes, attachments included; servers refuse more than 25 to 50 MB."""
_BORDER = re.compile(
    rb"From \S.*?\b(?:\d\d?:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|[A-Z]{1,5})){0,2} \d{4}"
    rb"|\d{4}[ T]\d\d?:\d\d(?::\d\d)?)(?: ?(?:[+-]\d{4}|[A-Z]{1,5})| remote from \S+)?\s*$"
)
"""The line before each mail of a mailbox: who sent it, and when (RFC 4155)."""
_UNDATED = re.compile(rb"From \S+\s*$")
"""The same in mailboxes that begin without a date."""
_LONGEST_BORDER = 1000
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_ENOUGH = 2 / 3
"""Part of a newsletter's text that its plain version must hold to be taken for it."""


def is_mailbox(text: str) -> bool:
    """Whether ``text`` begins as a file of mails does."""
    first, _, rest = text.partition("\n")
    return first.startswith("From ") and is_mail(rest)


def read_mail(blob: Blob) -> Iterator[Record]:
    """The article of a mail or of a saved page; one that holds attachments alone is rejected."""
    yield _record(blob.whole(most=_MOST_MAIL), name=blob.name)


def read_mailbox(blob: Blob) -> Iterator[Record]:
    """One record for each mail; one that is too large or broken is rejected, the rest is read."""
    for number, data in enumerate(_mails(blob), start=1):
        where = f"{blob.name}[{number}]"
        if len(data) > _MOST_MAIL:
            size = _MOST_MAIL // 2**20
            yield Record(where, reason=f"is larger than {size} MB, the most that is read of a mail")
            continue
        try:
            yield _record(_QUOTED.sub(b"", data), name=where)
        except ArchiveError as exc:
            yield Record(where, reason=str(exc))


def _mails(blob: Blob) -> Iterator[bytes]:
    """The mails between the lines that part them; of one that is too large the beginning."""
    lines: list[bytes] = []
    size, is_blank = 0, False
    first = blob.stream.readline(MOST_RECORD)
    border = _BORDER if _BORDER.match(first[:_LONGEST_BORDER]) else _UNDATED
    while line := blob.stream.readline(MOST_RECORD):
        if is_blank and border.match(line[:_LONGEST_BORDER]):
            if size:
                yield b"".join(lines)
            lines, size, is_blank = [], 0, False
            continue
        is_blank = line.strip() == b""
        if size <= _MOST_MAIL:
            lines.append(line)
            size += len(line)
    if size:
        yield b"".join(lines)


def _record(data: bytes, *, name: str) -> Record:
    with translated("mail"):
        mail = mail_of(data)
        page = _saved_page(mail)
        if page is not None:
            return _page_record(mail, page, name=name)
        text, article = _text(mail, name=name)
        text = without_ending(text)
        if not text:
            return Record(name, reason="no article text (the mail holds no text of its own)")
        record = to_record(_fields(mail, text, article), where=name)
        return replace(record, remarks=(*record.remarks, *_attached(mail, name=name)))


def _text(mail: Part, *, name: str) -> tuple[str, Article | None]:
    """The text of a mail, and what the page reader finds in it.

    A reply is read in its plain version, where quotations are marked.
    """
    article, text = _newsletter(mail, name=name), _plain(mail)
    if text and is_reply(mail):
        return unwrapped(without_quotes(text)), article
    text = unwrapped(text)
    if article is not None and len(text) < _ENOUGH * len(article.text):
        text = article.text
    return text, article


def _attached(mail: Part, *, name: str) -> Iterator[Remark]:
    """What is to be said of texts that came with a mail."""
    for file in attached_texts(mail):
        sentence = f'the attached file "{file}" was not read; save it, and index it by itself.'
        yield Remark(name, "a text attached to a mail", sentence)


def _fields(mail: Part, text: str, article: Article | None) -> dict[str, object]:
    """Title, date and sender are those of the mail; a page inside it may know its address."""
    sender = name_in(header(mail, "from"))
    group = header(mail, "list-id").partition("<")[0].strip(' "')
    return {
        "title": header(mail, "subject"),
        "body": text,
        "published": header(mail, "date"),
        "source": group or sender,
        "author": sender if group and sender != group else "",
        "url": header(mail, "archived-at").strip("<>") or (article.url if article else None),
        "id": header(mail, "message-id").strip("<>"),
        "language": header(mail, "content-language"),
    }


def _plain(mail: Part) -> str:
    parts = (part for part in texts_of(mail) if part.get_content_type() == "text/plain")
    return "\n\n".join(filter(None, map(plain_text, parts)))


def _newsletter(mail: Part, *, name: str) -> Article | None:
    """What the page reader finds in the page of a mail, if there is one."""
    part = next((part for part in texts_of(mail) if part.get_content_type() == "text/html"), None)
    if part is None:
        return None
    try:
        (record,) = read_html(page_of(part, name=name))
    except ArchiveError:
        return None
    return record.article


def _saved_page(mail: Part) -> Part | None:
    """The page of an MHTML file; None where it is a mail."""
    place = header(mail, "snapshot-content-location")
    is_saved = bool(place) or "Saved by" in header(mail, "from")
    if not is_saved and (mail.get("To") or mail.get("Received") or mail.get("Message-ID")):
        return None
    pages = (part for part in texts_of(mail) if part.get_content_type() == "text/html")
    page = next(pages, None)
    if page is None:
        return None
    return page if is_saved or header(page, "content-location") else None


def _page_record(mail: Part, page: Part, *, name: str) -> Record:
    """What the page reader finds; its address is where it was saved from."""
    places = (header(mail, "snapshot-content-location"), header(page, "content-location"))
    url = next((place for place in places if place.startswith(("http://", "https://"))), None)
    (record,) = read_html(page_of(page, name=name, url=url))
    article = record.article
    if article is None or article.url:
        return record
    return replace(record, article=replace(article, url=url))
