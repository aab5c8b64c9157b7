"""HTML pages: the article without the page around it.

What is not shown is taken out first. The text is what trafilatura finds; headline, date, author
and outlet are what the page says about itself in JSON-LD and in its head.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.archive.metadata.linked_data import linked_objects
from index.archive.metadata.page_metadata import page_metadata
from index.archive.record.fields import one_line, to_record
from index.archive.record.hidden import drop_hidden
from index.archive.record.inferred_dates import day_in_url
from index.archive.record.markup import from_tree, parsed, plain
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob

    Element = Any

MOST_PAGE = 8 * 1024 * 1024
"""Largest page in bytes; the longest article pages have 2 MB, most of it script."""
_MOST_ELEMENTS = 50_000
"""Where extraction, whose time grows with the square of the page, would begin to take seconds."""
_LEAST_CHARACTERS = 40


def read_html(blob: Blob) -> Iterator[Record]:
    """The article of a page; a page without one is rejected."""
    data = blob.whole(most=MOST_PAGE)
    with translated("HTML page"):
        fields = _fields(decoded(data, declared=blob.charset), url=blob.url)
    if not fields["body"]:
        yield Record(blob.name, reason="no article text (the page holds no running text)")
        return
    record = to_record(fields, where=blob.name)
    if fields["changed"]:
        note = "states no date of publication; the date of its last change was taken."
        remark = Remark(blob.name, "a page dated by its last change", note)
        record = replace(record, remarks=(*record.remarks, remark))
    yield record


def _fields(page: str, *, url: str | None) -> dict[str, Any]:
    tree = parsed(page)
    if tree is None:
        raise ArchiveError("no article text (the page is empty)")
    objects = linked_objects(
        script.text or ""
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
    )
    drop_hidden(tree)
    stated = page_metadata(tree, objects, url=url)
    found = _extracted(tree, url=stated.url)
    title = stated.title or (found.title if found else "") or ""
    changed = "" if day_in_url(stated.url) else stated.changed
    return {
        "title": title,
        "body": _without_title(_body(found, stated.text, tree), title),
        "published": stated.published or changed,
        "changed": changed,
        "source": stated.source,
        "url": stated.url,
        "author": stated.author,
        "language": stated.language,
        "section": stated.section,
    }


def _extracted(tree: Element, *, url: str | None) -> Any:
    """What trafilatura makes of the page, or None; it works on a copy."""
    from copy import deepcopy  # noqa: PLC0415 - beside its only use

    from trafilatura import bare_extraction  # noqa: PLC0415 - only pages need it

    if sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS)) == _MOST_ELEMENTS:
        return None
    return bare_extraction(
        deepcopy(tree),
        url=url,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )


def _body(found: Any, carried: str, tree: Element) -> str:
    """The text found, or the one that JSON-LD carries, or all of the element that is the article.

    The extraction is distrusted where the page itself carries a text half as long again.
    """
    text = re.sub(r"\n(?![-|\n])", "\n\n", (found.text or "").strip()) if found else ""
    if len(carried) > 1.5 * len(text):
        text = carried
    if len(text) < _LEAST_CHARACTERS:
        article = next(tree.iter("article"), None)
        main = next(tree.iter("main"), None) if article is None else article
        inner = from_tree(main) if main is not None else ""
        text = inner if len(inner) > len(text) else text
    return text or _paragraphs(tree)


def _without_title(text: str, title: str) -> str:
    """``text`` without a first line that repeats the title."""
    first, _, rest = text.partition("\n")
    return rest.strip() if rest and one_line(first) == one_line(plain(title)) else text


def _paragraphs(tree: Element) -> str:
    """The paragraphs of a page that is too short for extraction."""
    return "\n\n".join(filter(None, (from_tree(paragraph) for paragraph in tree.iter("p"))))
