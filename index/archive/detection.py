"""What a file is, by how it begins; its name decides only where its content does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.archive.content.charsets import decoded
from index.archive.content.json_shape import shape_of
from index.archive.formats.csv_files import header_of
from index.archive.record.known_names import known_names

if TYPE_CHECKING:
    from index.archive.content.streams import Blob

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/", "warc"),
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office document; save it as DOCX"),
    (b"{\\rtf", "is RTF; save it as DOCX"),
    (b"7z\xbc\xaf\x27\x1c", "is packed with 7-Zip; pack it as ZIP or tar.gz"),
    (b"Rar!\x1a\x07", "is packed with RAR; pack it as ZIP or tar.gz"),
    (b"\x28\xb5\x2f\xfd", "is packed with Zstandard; pack it as gzip"),
)
_ROOTS = {
    "rss": "feed",
    "RDF": "feed",
    "feed": "feed",
    "channel": "feed",
    "nitf": "nitf",
    "newsItem": "newsml",
    "newsMessage": "newsml",
    "packageItem": "newsml",
    "knowledgeItem": "newsml",
    "conceptItem": "newsml",
    "planningItem": "newsml",
}
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(html\b)?[^\[>]*(?:\[.*?\])?[^>]*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)(?=[\s/>])")
_TEXT_NAMES = (".md", ".markdown", ".txt", ".text")
_CSV_NAMES = (".csv", ".tsv")
_OPENING = 2048


class UnreadableError(Exception):
    """The file is of a kind that is not read; the text says which and what to do."""


def kind_of(blob: Blob) -> str:
    """The name of the format of ``blob``.

    Raises:
        UnreadableError: it is none that is read.
    """
    head = blob.head
    for magic, reason in _REFUSED:
        if head.startswith(magic):
            raise UnreadableError(reason)
    packed = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if packed:
        return packed
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "tar" if _is_tar(head) else _text_kind(blob)


def _text_kind(blob: Blob) -> str:
    text = decoded(blob.head, declared=blob.charset).lstrip()
    if not text.strip("\x00 \t\r\n"):
        raise UnreadableError("is empty" if not text else "is not a text file")
    if text.startswith("{"):
        return "json feed" if shape_of(blob.head, declared=blob.charset).is_feed else "json"
    if text.startswith("[") and text[1:].lstrip()[:1] in {"{", "]"}:
        return "json"
    kind = _markup_kind(text, blob.name.lower()) if text.startswith("<") else None
    if kind:
        return kind
    if "\x00" in text[:_OPENING] or "\x00" in text:
        raise UnreadableError("is not a text file, nor of another kind that is read")
    if "<html" in text[:_OPENING].lower() and "</" in text:
        return "html"
    first = text.partition("\n")[0]
    return "csv" if header_of(first) or _is_named_csv(blob.name, first) else "text"


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
    if root == "rss" and "wordpress.org/export/" in text:
        return "wordpress"
    if root in _ROOTS:
        return _ROOTS[root]
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
    return name.lower().endswith(_CSV_NAMES) and any(mark in first for mark in ",;\t|")


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
