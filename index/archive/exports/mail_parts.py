"""The parts of a mail: its headers as text, its running text, the page that it carries.

RFC 5322 and MIME, read by the standard library; attachments are left alone.
"""

from __future__ import annotations

import io
import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.policy import Compat32
from email.utils import parseaddr
from itertools import count
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import decoded
from index.archive.content.streams import HEAD_BYTES, Blob
from index.archive.record.fields import one_line
from index.archive.record.known_names import known_names
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    Part = Message[Any, Any]

_MOST_PARTS = 200
"""More borders than any mail has; each is looked for in every line."""
_LONGEST_HEADER = 4000
_MOST_HEADERS = 10_000
_DOCUMENTS = frozenset(
    (
        "text/plain",
        "text/html",
        "text/markdown",
        "text/rtf",
        "application/rtf",
        "application/pdf",
        "application/msword",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
)
"""What is attached and may hold an article."""
_MOST_INTRODUCED = 3
_FIELD = re.compile(r"([!-9;-~]+):(?:[ \t]|\r?\n[ \t]|\r?$)", re.MULTILINE)
_FEWEST_FIELDS = 3


class _Bounded(Compat32):
    """How mails are read: headers cut, since the library looks at long ones again and again."""

    count: Any = None
    """Numbers the headers of one mail, those of its parts included."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header, at most 4,000 characters of it.

        Raises:
            ArchiveError: there are more than any mail has.
        """
        if next(self.count) > _MOST_HEADERS:
            raise ArchiveError(f"is a mail of more than {_MOST_HEADERS} headers")
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def fields_above(text: str) -> set[str]:
    """The names of headers that ``text`` begins with, in small letters; empty where it does not."""
    names, at = set(), 0
    while match := _FIELD.match(text, at):
        names.add(match.group(1).lower())
        at = _end_of_field(text, match.start())
    is_cut = len(text) > HEAD_BYTES // 2 and "\n" not in text[at:]
    return names if at == len(text) or text[at] in "\r\n" or is_cut else set()


def is_mail(text: str, *, named: bool = False) -> bool:
    """Whether ``text`` begins as mails do; one whose name says so needs fewer signs."""
    names = fields_above(text)
    known = names & known_names("fields of mails")
    if {"mime-version", "content-type"} <= known or (named and known):
        return True
    return len(known) >= _FEWEST_FIELDS and bool(known & {"from", "return-path", "received"})


def mail_of(data: bytes) -> Part:
    """The mail in ``data``.

    Raises:
        ArchiveError: it has more parts or headers than any mail.
    """
    if data.count(b"boundary=") > _MOST_PARTS:
        raise ArchiveError(f"is a mail of more than {_MOST_PARTS} nested parts")
    policy = _Bounded(count=count())  # type: ignore[call-arg] # a field of ours, as policies take them
    return message_from_bytes(data, policy=policy)


def header(mail: Part, name: str) -> str:
    """A header as it is meant, in one line; empty where there is none."""
    value = next((value for key, value in mail.raw_items() if key.lower() == name), "")
    written = str(value).encode("ascii", "surrogateescape")
    try:
        pieces = decode_header(decoded(written))
    except (HeaderParseError, ValueError):
        return one_line(decoded(written))
    return one_line("".join(_decoded(*piece) for piece in pieces))


def _decoded(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    if charset is None:
        return piece.decode("raw-unicode-escape", "replace")
    try:
        return piece.decode(charset, "replace")
    except (LookupError, ValueError):
        return decoded(piece)


def name_in(address: str) -> str:
    """Who is meant by an address: the name before it, else its host."""
    name, box = parseaddr(address)
    return one_line(name) or box.rpartition("@")[2]


def texts_of(mail: Part) -> Iterator[Part]:
    """The parts that are running text, attachments aside."""
    for part in mail.walk():
        if part.get_content_type() in {"text/plain", "text/html"} and not _is_attached(part):
            yield part


def attached_texts(mail: Part) -> Iterator[str]:
    """The names of attached files that may hold an article."""
    for part in mail.walk():
        if part.get_content_type() in _DOCUMENTS and _is_attached(part):
            yield one_line(decoded((part.get_filename() or "?").encode("utf-8", "replace")))


def _is_attached(part: Part) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def is_reply(mail: Part) -> bool:
    """Whether a mail answers another one, by its headers (RFC 5322, 3.6.4 and 3.6.5)."""
    return bool(mail.get("In-Reply-To")) or header(mail, "subject").lower().startswith("re:")


def without_quotes(text: str) -> str:
    """A reply without the mail that it quotes below itself, and the line that says whose it is."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    own = lines[:end]
    if own and len(lines) > end and own[-1].rstrip().endswith(":"):
        own = own[: _introduction(own)]
    return "\n".join(own).rstrip()


def _introduction(lines: list[str]) -> int:
    """Where the last sentence begins that tells when somebody wrote: it may fill three lines."""
    for number in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_INTRODUCED), -1):
        if not lines[number].strip():
            break
        if "@" in lines[number] or any(map(str.isdigit, lines[number])):
            return number
    return len(lines) - 1


def plain_text(part: Part) -> str:
    """The text of a part, without the signature below it (RFC 3676, 4.3)."""
    text = decoded(_content(part), declared=part.get_content_charset()).replace("\r\n", "\n")
    body = re.split(r"^-- $", text, maxsplit=1, flags=re.MULTILINE)[0].strip()
    if part.get_param("format") != "flowed":
        return body
    joined = "" if part.get_param("delsp") == "yes" else " "
    return re.sub(r"(?m)(?<=[^\n]) \n(?=[^\n>])", joined, body)


def page_of(part: Part, *, name: str, url: str | None = None) -> Blob:
    """A part as a page of its own."""
    return Blob.of(name, io.BytesIO(_content(part)), url=url, charset=part.get_content_charset())


def _content(part: Part) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _end_of_field(text: str, start: int) -> int:
    """Where the field that begins at ``start`` ends, its folded lines included."""
    at = text.find("\n", start)
    while 0 <= at < len(text) - 1 and text[at + 1] in " \t":
        at = text.find("\n", at + 1)
    return len(text) if at < 0 else at + 1
