"""What a file is, by how it begins; its name decides only where its content does not.

Marks and names of roots stand in ``signatures.toml``.
"""

from __future__ import annotations

import io
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.content.charsets import decoded
from index.archive.exports.mail import is_mailbox
from index.archive.exports.mail_parts import is_mail
from index.archive.exports.press_downloads import is_press_download
from index.archive.exports.telegram_exports import is_telegram
from index.archive.exports.telegram_pages import is_telegram_page
from index.archive.formats.csv_files import header_of, is_named_table
from index.archive.objects.json_outline import outline_of
from index.archive.record.known_names import known_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.archive.content.streams import Blob

_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s++(html\b)?+[^\[>]*+(?:\[.*?\]\s*+>|[^>]*+>)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)(?=[\s/>])")
_TEXT_NAMES = (".md", ".markdown", ".txt", ".text")
_MARKDOWN_NAMES = (".md", ".markdown")
_MAIL_NAMES = (".eml", ".mht", ".mhtml")
_STRAY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LEAST_BETWEEN = 20
"""Characters of a text for each control character that strayed into it."""
_OPENING = 2048
_LONGEST_SIGN = 4
"""Bytes of a character in UTF-8."""
_FRONT_MATTER = ("---", "+++")
_FENCED = re.compile(r"^(```|~~~).*?^\1|\{\{[<%](?:(?!\{\{).)*?[>%]\}\}", re.DOTALL | re.MULTILINE)
"""Blocks of code and shortcodes, which stand in articles, too."""
_MOST_SIGNS = 0.025
"""Part of a text that braces, semicolons and equality signs are: in prose 2 of 1,000 letters."""


class UnreadableError(Exception):
    """The file is of a kind that is not read; the text says which and what to do."""


class NoArticleError(UnreadableError):
    """The file is of a kind that holds no articles, and is left out on purpose."""


def kind_of(blob: Blob) -> str:
    """The name of the format of ``blob``.

    Raises:
        UnreadableError: it is none that is read.
    """
    head = blob.head
    if reason := _beginning(head, "refused"):
        raise UnreadableError(reason)
    if (reason := _beginning(head, "beside") or _inside(head)) and _is_binary(head):
        raise NoArticleError(reason)
    if packed := _beginning(head, "begins"):
        return packed
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "tar" if _is_tar(head) else _text_kind(blob)


def _beginning(head: bytes, table: str) -> str | None:
    """What a table of ``signatures.toml`` says of a file that begins so."""
    return next((said for mark, said in _said(table) if head.startswith(bytes.fromhex(mark))), None)


def _inside(head: bytes) -> str | None:
    """What a file is whose mark stands behind its size: RIFF (WebP, WAV, AVI), MP4 and HEIC."""
    mark = head[8:12] if head.startswith(b"RIFF") else head[4:8]
    return dict(_said("sized")).get(mark.hex())


def _is_binary(head: bytes) -> bool:
    """Whether a file is no text: it has zeros, or is none in UTF-8."""
    if b"\x00" in head:
        return True
    try:
        head[:_OPENING].decode("utf-8")
    except UnicodeDecodeError as exc:
        return exc.start < _OPENING - _LONGEST_SIGN
    return False


@cache
def _said(table: str) -> Sequence[tuple[str, str]]:
    """The rows of a table, each mark with what is said of it."""
    file = Path(__file__).with_name("signatures.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))[table]
    return [(mark, said) for said, marks in rows.items() for mark in marks]


def _text_kind(blob: Blob) -> str:
    text = decoded(blob.head, declared=blob.charset).lstrip()
    if not text.strip("\x00 \t\r\n"):
        raise UnreadableError("is empty" if not text else "is not a text file")
    if text.startswith("{") and blob.name.lower().endswith(_MARKDOWN_NAMES):
        return "text"  # Hugo's front matter may be JSON
    if text.startswith(("{", "[")) and is_telegram(text):
        return "telegram"
    if text.startswith("{"):
        return "json feed" if _is_feed(blob) else "json"
    if text.startswith("[") and text[1:].lstrip()[:1] in {"{", "]"}:
        return "json"
    kind = _markup_kind(text, blob.name.lower()) if text.startswith("<") else None
    if kind:
        return "telegram page" if kind == "html" and is_telegram_page(text) else kind
    if "\x00" in text and len(_STRAY.findall(text)) * _LEAST_BETWEEN > len(text):
        raise UnreadableError("is not a text file, nor of another kind that is read")
    return _prose_kind(text, blob)


def _prose_kind(text: str, blob: Blob) -> str:
    """The kind of a text that begins with words."""
    name = blob.name
    if is_mailbox(text):
        return "mailbox"
    if is_mail(text, named=name.lower().endswith(_MAIL_NAMES)):
        return "mail"
    if "<html" in text[:_OPENING].lower() and "</" in text:
        return "html"
    if is_press_download(text):
        return "press download"
    lines = io.StringIO(text.replace("\x00", ""), newline=None)
    header = header_of(lines, name=name, named=blob.named)
    if header or _is_named_csv(name, text.partition("\n")[0]):
        return "csv"
    _refuse_source(text, name)
    return "text"


def _refuse_source(text: str, name: str) -> None:
    """Refuse what was written for a program: by its name, or by its signs.

    Raises:
        NoArticleError: it is the source of a program, a style sheet or a table of settings.
    """
    ending = Path(name.lower()).suffix or Path(name.lower()).name
    if reason := dict(_said("source_names")).get(ending):
        raise NoArticleError(reason)
    prose = _FENCED.sub("", text)
    signs = sum(map(prose.count, "{};="))
    if not text.startswith(_FRONT_MATTER) and "{" in prose and signs > _MOST_SIGNS * len(prose):
        raise NoArticleError("is the source of a program or a page, not an article")


def _is_feed(blob: Blob) -> bool:
    """Whether an object calls itself a JSON Feed."""
    value = outline_of(blob.head, declared=blob.charset).value
    version = value.get("version") if isinstance(value, dict) else None
    return isinstance(version, str) and "jsonfeed.org/version/" in version


def _markup_kind(text: str, name: str) -> str | None:
    """The kind of a text that begins with a tag; None where it is prose after all."""
    start = _skipped(text)
    doctype = _DOCTYPE.match(start)
    if doctype:
        if doctype.group(1):
            return "html"
        start = _skipped(start[doctype.end() :])
    match = _ROOT.match(start)
    if match is None:
        return None
    root = match.group(1)
    if reason := dict(_said("other_roots")).get(root):
        raise NoArticleError(reason)
    if root == "rss" and "wordpress.org/export/" in text:
        return "wordpress"
    if kind := dict(_said("roots")).get(root):
        return kind
    if root.lower() in known_names("elements of pages"):
        fragment = name.endswith(_TEXT_NAMES) and root.lower() not in {"html", "head", "body"}
        return "text" if fragment else "html"
    if text.startswith("<?xml") or f"</{root}" in text or "xmlns" in start[:_OPENING]:
        known = "RSS, Atom, NITF, NewsML-G2, WordPress export, XHTML"
        raise UnreadableError(f"is XML of another kind (<{root[:40]}>); known are {known}")
    return None


def _skipped(text: str) -> str:
    """``text`` behind declarations, comments and white space."""
    match = _PROLOGUE.match(text)
    return text[match.end() :] if match else text


def _is_named_csv(name: str, first: str) -> bool:
    return is_named_table(name) and any(mark in first for mark in ",;\t|")


def _is_tar(head: bytes) -> bool:
    """POSIX and GNU archives by their mark, older ones by the checksum of their first header."""
    block = head[:512]
    if len(block) < 512:  # noqa: PLR2004 - a header
        return False
    if block[257:262] == b"ustar":
        return True
    field = block[148:156].strip(b" \x00")
    if not re.fullmatch(rb"[0-7]{1,7}", field) or not block[0]:
        return False
    return int(field, 8) == sum(block[:148]) + 8 * 32 + sum(block[156:])
