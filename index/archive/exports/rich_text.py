"""Rich Text Format: the text of a document, without what it hides or has deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.archive.content.parsers import translated
from index.archive.exports.press_downloads import is_press_download, press_documents
from index.archive.record.fields import clean, to_record
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.models import Record

_MOST_FILE = 64 * 1024 * 1024
_MOST_TEXT = 4 * 1024 * 1024
"""Largest text with its marks, pictures aside: it is read letter by letter, in a few seconds."""
_MOST_FONTS = 128 * 1024
_LONGEST_FONT = 4096
_PICTURE = re.compile(rb"[0-9A-Fa-f]{64,}\s*")
_TOKEN = re.compile(r"\\(?:([a-z]+)(-?\d{1,10})?[ ]?|'[0-9a-fA-F]{2}|[^a-z])|[{}]", re.DOTALL)
_HIDING = frozenset(("v", "deleted"))
_INFORMATION = r"\{\\%s ([^{}]{1,1000})\}"


def read_rtf(blob: Blob) -> Iterator[Record]:
    """The article of a document, or those of a download of LexisNexis."""
    data = _PICTURE.sub(b"", blob.whole(most=_MOST_FILE))
    if len(data) > _MOST_TEXT:
        raise ArchiveError(f"is larger than {_MOST_TEXT // 2**20} MB, the most that is read of RTF")
    with translated("RTF file"):
        written = _decoded(data)
        text = clean(_text(_shown(written)))
        title, author = (_information(written, name) for name in ("title", "author"))
    if is_press_download(text):
        yield from press_documents(text, name=blob.name)
        return
    body = "\n\n".join(filter(None, map(str.strip, text.split("\n"))))
    first, _, rest = body.partition("\n\n")
    yield to_record(
        {"title": title, "body": rest if rest and first == title else body, "author": author},
        where=blob.name,
    )


def _decoded(data: bytes) -> str:
    """The file as characters: RTF is ASCII, some programs write their code page into it."""
    page = re.search(rb"\\ansicpg(\d{3,5})", data[:4096])
    codec = f"cp{page.group(1).decode()}" if page else "cp1252"
    try:
        return data.decode(codec, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _information(written: str, name: str) -> str:
    r"""A property of the document; ``{\rtf1`` before it says that it is written like the rest."""
    match = re.search(_INFORMATION % name, written)
    page = re.search(r"\\ansicpg\d{3,5}", written[:4096])
    head = "{\\rtf1\\ansi" + (page.group() if page else "")
    return clean(_text(f"{head} {match.group(1)}}}")) if match else ""


def _text(written: str) -> str:
    """What the library makes of it; two of its patterns would take forever on hostile lines.

    Line ends mean nothing in RTF, and keep them from looking further than a line.
    """
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - only RTF needs it

    lines = re.sub(r"[\r\n]+", " " if "\\" not in written else "\n", written)
    parted = lines.replace("\\fldinst{", "\\fldinst\n{").replace(";", ";\n")
    start = parted.find("\\fonttbl")
    if start >= 0:
        table = _group(parted, start)
        longest = max(map(len, table.split("\n")), default=0)
        if len(table) > _MOST_FONTS or longest > _LONGEST_FONT:
            raise ArchiveError("is not a readable RTF file (its table of fonts is endless)")
    return str(rtf_to_text(parted, errors="replace"))  # type: ignore[no-untyped-call] # it has none


def _group(text: str, start: int) -> str:
    """The rest of the group that ``start`` lies in."""
    depth = 1
    for brace in re.finditer(r"[{}]", text[start:]):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return text[start : start + brace.end()]
    return text[start:]


def _shown(written: str) -> str:
    r"""``written`` without what is hidden (``\v``) or marked as deleted, its groups whole."""
    kept, outer, is_hidden, at = list[str](), list[bool](), False, 0
    for match in _TOKEN.finditer(written):
        if not is_hidden:
            kept.append(written[at : match.start()])
        mark, word, at = match.group(), match.group(1), match.end()
        if mark == "{":
            outer.append(is_hidden)
        elif mark == "}":
            is_hidden = outer.pop() if outer else False
        elif word in _HIDING:
            is_hidden = match.group(2) != "0"
            continue
        elif word == "plain":
            is_hidden = False
        if not is_hidden or mark in "{}":
            kept.append(mark)
    kept.append("" if is_hidden else written[at:])
    return "".join(kept)
