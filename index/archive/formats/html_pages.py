"""HTML pages: the article without the page around it.

What is not shown is taken out first. The text is what trafilatura finds; headline, date, author
and outlet are what the page says about itself in JSON-LD and in its head.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.archive.metadata.linked_data import linked_objects
from index.archive.metadata.page_dates import scripted_date
from index.archive.metadata.page_metadata import page_metadata
from index.archive.pages.article_body import article_body
from index.archive.pages.page_articles import is_front_page, keep_one_article
from index.archive.pages.page_notices import without_ending
from index.archive.pages.streamed_blocks import place_streamed_blocks
from index.archive.pages.text_blocks import letters_of
from index.archive.record.fields import one_line, to_record
from index.archive.record.hidden import drop_hidden
from index.archive.record.inferred_dates import day_in_url
from index.archive.record.markup import parsed, plain
from index.errors import ArchiveError
from index.models import Record, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.archive.metadata.page_metadata import PageMetadata

    Element = Any

MOST_PAGE = 8 * 1024 * 1024
"""Largest page in bytes; the longest article pages have 2 MB, most of it script."""

_OF_PAGE = frozenset(("changed", "leads on", "one of several"))
"""What is said of the page and not of its article."""
_LONGER = 1.5
_LEAST_SHOWN = 60
"""Letters of a sentence; a page that shows fewer has its text in JSON-LD alone."""
_HELD = 0.8


def read_html(blob: Blob) -> Iterator[Record]:
    """The article of a page; a page without one is rejected."""
    data = blob.whole(most=MOST_PAGE)
    with translated("HTML page"):
        fields = _fields(decoded(data, declared=blob.charset), url=blob.url)
    if fields["leads on"]:
        note = "the page is a list of headlines that lead to other pages"
        yield Record(blob.name, reason=f"no article text ({note})")
        return
    if not fields["body"]:
        yield Record(blob.name, reason="no article text (the page holds no running text)")
        return
    stated = {name: value for name, value in fields.items() if name not in _OF_PAGE}
    record = to_record(stated, where=blob.name)
    if fields["changed"]:
        note = "states no date of publication; the date of its last change was taken."
        remark = Remark(blob.name, "a page dated by its last change", note)
        record = replace(record, remarks=(*record.remarks, remark))
    if fields["one of several"]:
        note = f'the page has several articles; "{fields["title"]}" was read, the others were not.'
        remark = Remark(blob.name, "a page with several articles", note)
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
    scripted = scripted_date(tree)
    elements = list(tree.iter())  # held, because lxml makes an element anew whenever none is
    place_streamed_blocks(tree)
    drop_hidden(tree, is_page=True)
    leads_on = is_front_page(tree)
    headline = keep_one_article(tree)
    stated = page_metadata(tree, objects, url=url)
    if headline:
        stated = stated._replace(title=headline)
    published = stated.published or scripted
    changed = "" if published or day_in_url(stated.url) else stated.changed
    fields = {
        "title": stated.title,
        "published": published or changed,
        "changed": changed,
        "leads on": leads_on,
        "one of several": bool(headline),
        "source": stated.source,
        "url": stated.url,
        "author": stated.author,
        "language": stated.language,
        "section": stated.section,
    }
    body = _body(tree, stated)  # last, since it takes the page apart
    del elements
    return fields | {"body": _without_title(body, stated.title)}


def _body(tree: Element, stated: PageMetadata) -> str:
    """The text that is shown, or the one that JSON-LD carries, where it holds what is shown.

    A text that no reader sees may say anything: it is taken only for a page that shows next to
    none, or its beginning.
    """
    text = without_ending(article_body(tree, title=plain(stated.title), url=stated.url))
    shown, carried = letters_of(text), letters_of(stated.text)
    if len(carried) <= _LONGER * len(shown):
        return text
    return stated.text if len(shown) < _LEAST_SHOWN or _holds(carried, text) else text


def _holds(carried: str, text: str) -> bool:
    """Whether most paragraphs of a text are in what JSON-LD carries."""
    parts = [key for part in text.split("\n") if (key := letters_of(part))]
    return sum(len(key) for key in parts if key in carried) >= _HELD * sum(map(len, parts))


def _without_title(text: str, title: str) -> str:
    """``text`` without a first line that repeats the title."""
    first, _, rest = text.partition("\n")
    return rest.strip() if rest and one_line(first) == one_line(plain(title)) else text
