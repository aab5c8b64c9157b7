"""HTML pages: the article without the page around it.

What is not shown is taken out first. The text is what trafilatura finds; headline, date, author
and outlet are what the page says about itself in JSON-LD and in its head.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from index.archive.content.charsets import decoded
from index.archive.content.parsers import translated
from index.archive.pages.article_body import article_body
from index.archive.pages.streamed_blocks import place_streamed_blocks
from index.archive.record.fields import one_line, to_record
from index.archive.record.hidden import drop_hidden
from index.archive.record.known_names import names_of
from index.archive.record.markup import from_tree, parsed, plain
from index.dates.parser import parse_date
from index.errors import ArchiveError
from index.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.archive.content.streams import Blob

    Element = Any

MOST_PAGE = 8 * 1024 * 1024
"""Largest page in bytes; the longest article pages have 2 MB, most of it script."""
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_ARTICLES = re.compile(r"(?:^|/)(?:\w*NewsArticle|Article|(?:Live)?BlogPosting|Report)$")
_MOST_OBJECTS = 2000


def read_html(blob: Blob) -> Iterator[Record]:
    """The article of a page; a page without one is rejected."""
    data = blob.whole(most=MOST_PAGE)
    with translated("HTML page"):
        fields = _fields(decoded(data, declared=blob.charset), url=blob.url)
    if not fields["body"]:
        yield Record(blob.name, reason="no article text (the page holds no running text)")
        return
    yield to_record(fields, where=blob.name)


def _fields(page: str, *, url: str | None) -> dict[str, Any]:
    tree = parsed(page)
    if tree is None:
        raise ArchiveError("no article text (the page is empty)")
    stated = news_article(
        script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", "")
    )
    elements = list(tree.iter())  # held, because lxml makes an element anew whenever none is
    place_streamed_blocks(tree)
    drop_hidden(tree, is_page=True)
    meta = _meta(tree)
    address = _address(tree, stated, meta, url=url)
    title = _title(stated, meta, tree)
    fields = {
        "title": title,
        "published": _published(stated, meta, tree),
        "source": _outlet(stated, meta, address),
        "url": address,
        "author": name_of(stated.get("author")) or meta.get("author", ""),
        "language": _language(stated, meta, tree),
        "section": string(stated.get("articleSection")) or meta.get("article:section", ""),
    }
    body = _body(tree, stated, title, url=address)  # last, since it takes the page apart
    del elements
    return fields | {"body": _without_title(body, title)}


def _body(tree: Element, stated: dict[str, Any], title: str, *, url: str | None) -> str:
    """The text found, or the one that JSON-LD carries where it is half as long again."""
    text = article_body(tree, title=plain(title), url=url)
    carried = plain(string(stated.get("articleBody"))).strip()
    return carried if len(carried) > 1.5 * len(text) else text


def _without_title(text: str, title: str) -> str:
    """``text`` without a first line that repeats the title."""
    first, _, rest = text.partition("\n")
    return rest.strip() if rest and one_line(first) == one_line(plain(title)) else text


def _title(stated: dict[str, Any], meta: dict[str, str], tree: Element) -> str:
    headline = string(stated.get("headline")) or meta.get("og:title", "")
    if headline:
        return headline
    headings = [text for heading in tree.iter("h1") if (text := from_tree(heading))]
    title = next((from_tree(found) or found.text or "" for found in tree.iter("title")), "")
    return headings[0] if len(headings) == 1 else _SUFFIX.sub("", title)


def _published(stated: dict[str, Any], meta: dict[str, str], tree: Element) -> str:
    """The date that the page states; none is guessed from its text."""
    times = [
        element.get("datetime") or element.get("content") or ""
        for element in tree.iter("time", "meta")
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
    ]
    named = map(meta.get, names_of("dates of pages"))
    for value in (string(stated.get("datePublished")), *named, *times[:1]):
        try:
            parse_date(value or "")
        except ArchiveError:
            continue
        return value or ""
    return ""


def _outlet(stated: dict[str, Any], meta: dict[str, str], address: str | None) -> str:
    name = name_of(stated.get("publisher")) or meta.get("og:site_name", "")
    if name:
        return name
    host = _host(address)
    return host.removeprefix("www.")


def _host(address: str | None) -> str:
    try:
        return urlsplit(address or "").hostname or ""
    except ValueError:
        return ""


def _address(
    tree: Element, stated: dict[str, Any], meta: dict[str, str], *, url: str | None
) -> str | None:
    """The address that the page calls its own, of the host that it came from where that is known.

    A page cannot claim the address of another site.
    """
    links = (link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical")
    claims = (next(links, ""), meta.get("og:url", ""), string(stated.get("url")))
    for claim in claims:
        try:
            address = urljoin(url or "", claim.strip())
        except ValueError:
            continue
        if address.startswith(("http://", "https://")) and claim.strip():
            return address if url is None or _host(address) == _host(url) else url
    return url


def _language(stated: dict[str, Any], meta: dict[str, str], tree: Element) -> str:
    root = tree.getroottree().getroot()
    named = root.get("lang") or root.get("xml:lang") or string(stated.get("inLanguage"))
    return named or meta.get("og:locale", "")


def _meta(tree: Element) -> dict[str, str]:
    """The ``meta`` elements by name, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content", "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def news_article(scripts: Iterable[str]) -> dict[str, Any]:
    """The first article among the JSON-LD blocks of a page; empty where there is none."""
    for script in scripts:
        try:
            value = json.loads(_bare(script), strict=False)
        except (ValueError, RecursionError):
            continue
        for found in _objects(value):
            if _is_article(found):
                return found
    return {}


def name_of(value: Any) -> str:
    """The name of a person or an organisation, or the names of several."""
    values = value if isinstance(value, list) else [value]
    names = [found.get("name") if isinstance(found, dict) else found for found in values[:20]]
    return ", ".join(name.strip() for name in names if isinstance(name, str) and name.strip())


def string(value: Any) -> str:
    """A text, or the first of several, or an object's address."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url") or value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _bare(script: str) -> str:
    """The JSON inside the comments and CDATA marks that some pages put around it."""
    return re.sub(
        r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$", "", script
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a block, outer ones first."""
    waiting = [value]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        found = waiting.pop(0)
        if isinstance(found, list):
            waiting.extend(found)
        elif isinstance(found, dict):
            yield found
            inner = (found.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
            waiting.extend(item for item in inner if isinstance(item, list | dict))


def _is_article(found: dict[str, Any]) -> bool:
    kinds = found.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLES.search(kind) for kind in kinds)
