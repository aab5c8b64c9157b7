"""Plain text and Markdown: a file is an article."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import decoded
from index.archive.content.front_matter import front_matter
from index.archive.record.fields import clean, first_sentence, to_record
from index.archive.record.inferred_dates import author_in_byline, begins_with_byline
from index.archive.record.known_names import names_of
from index.archive.record.markup import from_html
from index.archive.record.shortcodes import without_shortcodes
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from markdown_it import MarkdownIt

    from index.archive.content.streams import Blob

_HEADING = re.compile(r"#{1,3}[ \t]+(?=[^#\s])")
_UNDERLINE = re.compile(r"={3,}[ \t]*(?:\n|\Z)")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdx", ".mkd")
_MARKS = re.compile(r"[*_`#<>\[\\~&]")
_NAMED_DAY = re.compile(r"(?:.*/)?(\d{4})-(\d\d?)-(\d\d?)(?:[-_ .][^/]*|/index\.\w+)")
_DRAFTS = re.compile(r"(?:^|/)_drafts/")
_MOST_TEXT = 16 * 1024 * 1024
"""Largest text that is one article, in bytes: the Bible has 4 MB."""
_MOST_MARKDOWN = 256 * 1024
"""Characters of a text whose marks are read: the worst take 16 seconds a megabyte."""
_MANY_WORDS = 2
"""Words that may say something without a mark at their end: "Pier closed"."""
_SHOWN = 60
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\d_]+")
"""A word, and of writing without spaces a character."""
_ENDS = re.compile(r"[.!?…。！？؟।։][\"”’»)\]]*(?:\s|$|(?<=[。！？]))")
_WRAPPED_LINE = range(40, 101)
"""Lengths that lines have where an editor broke them to a column."""


def read_text(blob: Blob) -> Iterator[Record]:
    """The article in a file: title from front matter, heading or first sentence.

    What calls itself a draft is not for the public and is left out.
    """
    text = clean(decoded(blob.whole(most=_MOST_TEXT), declared=blob.charset))
    fields: dict[str, Any] = {}
    try:
        front = front_matter(text)
    except ArchiveError as exc:
        yield Record(blob.name, reason=str(exc))
        return
    if front:
        fields, text = front.fields, text[front.end :]
    unpublished = "it lies in _drafts" if _DRAFTS.search(blob.name) else front and front.unpublished
    if unpublished:
        reason = f"is a draft ({unpublished}) and was not indexed"
        yield Record(blob.name, reason=reason, left_out=True)
        return
    title, text = _headed(text)
    if title:
        fields.setdefault("title", title)
    if not {name.lower() for name in names_of("published")} & {name.lower() for name in fields}:
        fields |= _named_day(blob.name)
    body = unwrapped(without_shortcodes(text))
    if front is None and body.strip() and not _has_sentence(body):
        yield Record(blob.name, reason=_no_sentence(body))
        return
    given = {name.lower() for name in fields}
    fields |= _byline(body, given)
    above, _, below = body.lstrip().partition("\n")
    titled = {*names_of("title")} & given
    if not titled and begins_with_byline(below) and author_in_byline(body):
        fields["title"], body = above.strip(), below.strip()
    is_markdown = front is not None or blob.name.lower().endswith(_MARKDOWN_NAMES)
    yield to_record(fields | {"body": _shown(body) if is_markdown else body}, where=blob.name)


def _has_sentence(text: str) -> bool:
    """Whether a text says anything: a word that ends as a sentence does, or several."""
    count = sum(1 for _ in islice(_WORD.finditer(text), _MANY_WORDS))
    return count >= _MANY_WORDS or (count > 0 and _ENDS.search(text) is not None)


def _no_sentence(text: str) -> str:
    shown = " ".join(text.split())[:_SHOWN]
    return f'has no sentence, only "{shown}"; an article begins with one whole sentence'


def _byline(text: str, given: Collection[str]) -> dict[str, str]:
    """The author whom a line at the head of a text names; that line is no title."""
    author = author_in_byline(text)
    found = {"author": author} if author and not {*names_of("author")} & {*given} else {}
    below = text.lstrip().partition("\n")[2].strip()
    if below and begins_with_byline(text) and not {*names_of("title")} & {*given}:
        found["title"] = first_sentence(below)
    return found


def _headed(text: str) -> tuple[str, str]:
    """The heading that a text begins with, if any, and the text behind it."""
    line, _, rest = text.lstrip().partition("\n")
    line = line.rstrip()
    if marks := _HEADING.match(line):
        return line[marks.end() :].rstrip("#").rstrip(), rest
    if line and (underline := _UNDERLINE.match(rest)):
        return line, rest[underline.end() :]
    return "", text


def _named_day(name: str) -> dict[str, str]:
    """The date in the name of a file, as Jekyll has it: ``2024-03-05-north-quay.md``."""
    found = _NAMED_DAY.fullmatch(name)
    if found is None:
        return {}
    try:
        return {"date": date(*map(int, found.groups())).isoformat()}
    except ValueError:
        return {}


def _shown(text: str) -> str:
    """What a browser shows of Markdown; numbers and dashes of lists stay as they are written."""
    if len(text) > _MOST_MARKDOWN or not _MARKS.search(text):
        return text
    return from_html(_markdown().render(text))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown needs it

    return MarkdownIt("commonmark", {"breaks": True}).disable(["list", "code", "lheading"])


def unwrapped(text: str) -> str:
    """``text`` with hard-wrapped paragraphs joined; other text as it is.

    A paragraph is hard-wrapped where blank lines separate paragraphs and all of its lines but
    the last have the length of a column.
    """
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(_joined(paragraph) for paragraph in paragraphs)


def _joined(paragraph: str) -> str:
    lines = [line.strip() for line in paragraph.strip().split("\n")]
    wrapped = len(lines) > 1 and all(len(line) in _WRAPPED_LINE for line in lines[:-1])
    ends = sum(line.endswith((".", "!", "?", '"', "”", "»")) for line in lines[:-1])
    return " ".join(lines) if wrapped and ends < len(lines) - 1 else "\n".join(lines)
