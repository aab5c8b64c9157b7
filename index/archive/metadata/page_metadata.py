"""What a page says about itself in JSON-LD, in its head and beside its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from index.archive.metadata.headlines import Headline, text_of
from index.archive.metadata.linked_data import about_page, name_of, of_type, own_article, string
from index.archive.metadata.page_dates import date_of_change, page_date
from index.archive.metadata.page_names import MetaElements, page_words
from index.archive.metadata.page_titles import page_title
from index.archive.record.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.metadata.linked_data import Object

    Element = Any

_LONGEST_NAME = 60
_MOST_AUTHORS = 20
_FIGURE = re.compile(r"\d")
_AUTHORS = (
    './/*[@itemprop="author" or @rel="author"]',
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
    ".//*[contains(@class, 'author-name') or contains(@class, 'author__name')]",
    ".//*[contains(@class, 'byline-name') or contains(@class, 'byline__name')]",
)
"""Elements that name who wrote the article, the surer ones first."""


class PageMetadata(NamedTuple):
    """What is known of a page; what it does not say is empty.

    ``published`` may be a date that cannot be read, where there is no other; ``changed`` is looked
    for only where it does not say when it was published; ``text`` is what JSON-LD carries.
    """

    title: str
    published: str
    changed: str
    source: str
    url: str | None
    author: str
    language: str
    section: str
    text: str


def page_metadata(tree: Element, objects: list[Object], *, url: str | None) -> PageMetadata:
    """What the page states; ``objects`` are its JSON-LD, ``url`` is where it came from."""
    meta = MetaElements(tree)
    claims = [_canonical(tree), meta.first("addresses of pages")]
    titles = {*meta.all("titles of pages"), *map(text_of, tree.iter("h1", "title"))} - {""}
    article = own_article(objects, address=_address(claims, url=url), titles=titles)
    address = _address([*claims, string(article.get("url"))], url=url)
    outlets = list(_outlets(article, objects, meta))
    headline, section = plain(string(article.get("headline"))), _section(article, meta)
    title = page_title(
        tree,
        [headline, *meta.all("titles of pages")],
        outlets=(*outlets, *_hosts(address)),
        section=section,
    )
    language = _language(article, meta, tree)
    dates = list(filter(None, _dates(article, objects, meta)))
    published = page_date(tree, dates, title=title, language=language)
    changes = _changes(article, objects, meta)
    changed = "" if published else date_of_change(tree, changes, title=title)
    return PageMetadata(
        title=title,
        published=published or ("" if changed else next(iter(dates), "")),
        changed=changed,
        source=next(iter(outlets), "") or _host(address).removeprefix("www."),
        url=address,
        author=_author(article, meta) or _marked_author(tree, title),
        language=language,
        section=section,
        text=plain(string(article.get("articlebody"))).strip(),
    )


def _dates(article: Object, objects: list[Object], meta: MetaElements) -> Iterator[str]:
    """The dates that JSON-LD and head state, the surest first."""
    yield string(article.get("datepublished"))
    yield from meta.all("dates of pages")
    yield from (string(each.get("datepublished")) for each in about_page(objects))
    yield string(article.get("datecreated"))
    yield from meta.all("vague dates of pages")


def _changes(article: Object, objects: list[Object], meta: MetaElements) -> Iterator[str]:
    yield string(article.get("datemodified"))
    yield from meta.all("changes of pages")
    yield from (string(each.get("datemodified")) for each in about_page(objects))


def _outlets(article: Object, objects: list[Object], meta: MetaElements) -> Iterator[str]:
    """The names that the outlet goes by, the one that it is called first."""
    said = (
        name_of(article.get("publisher")),
        *meta.all("outlets of pages"),
        *(name_of(each) for each in of_type(objects, "NewsMediaOrganization")),
        *(name_of(each) for each in of_type(objects, "WebSite")),
        *(name_of(each.get("publisher")) for each in objects),
    )
    return (plain(name) for name in said if name and not _is_address(name))


def _author(article: Object, meta: MetaElements) -> str:
    """Who wrote it, by JSON-LD or by the head; an address is no name."""
    stated = name_of(article.get("author")) or name_of(article.get("creator"))
    names = [stated, *meta.all("authors of pages")]
    said = next((name for name in names if name and not _is_address(name)), "")
    return _byline(plain(said))


def _marked_author(tree: Element, title: str) -> str:
    """Who wrote it, by the elements beside the headline that are marked so."""
    names = map(_byline, _marked_authors(tree, Headline(tree, title)))
    return ", ".join(dict.fromkeys(filter(None, names)))


def _marked_authors(tree: Element, headline: Headline) -> Iterator[str]:
    """Names beside the headline, by property or relation, else by class."""
    for path in _AUTHORS:
        elements = (each for each in tree.xpath(path)[:_MOST_AUTHORS] if headline.has(each))
        names = [name for each in elements if (name := _named(each))]
        if names:
            yield from names
            return


def _named(element: Element) -> str:
    """The name that an element shows, if it is as short as one and has no figures."""
    inner = element.xpath('.//*[@itemprop="name"]')
    name = text_of(inner[0] if inner else element) or _content(inner)
    return "" if _FIGURE.search(name) or len(name) > _LONGEST_NAME else name.strip()


def _byline(name: str) -> str:
    """``name`` without the "By" before it."""
    first, _, rest = name.partition(" ")
    before = first.rstrip(":").lower() in page_words("words before authors")
    return rest if before and rest[:1].isupper() else name


def _content(elements: list[Element]) -> str:
    return next((element.get("content") or "" for element in elements), "")


def _section(article: Object, meta: MetaElements) -> str:
    return plain(string(article.get("articlesection"))) or meta.first("sections of pages")


def _language(article: Object, meta: MetaElements, tree: Element) -> str:
    root = tree.getroottree().getroot()
    named = root.get("lang") or root.get("xml:lang") or string(article.get("inlanguage"))
    return named or meta.first("languages of pages")


def _canonical(tree: Element) -> str:
    links = (link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link.get("href") or "" for link in links), "")


def _address(claims: list[str], *, url: str | None) -> str | None:
    """The address that the page calls its own, of the host that it came from where that is known.

    A page cannot claim the address of another site.
    """
    for claim in claims:
        try:
            address = urljoin(url or "", claim.strip())
        except ValueError:
            continue
        if _is_address(address) and claim.strip():
            return address if url is None or _host(address) == _host(url) else url
    return url


def _is_address(text: str) -> bool:
    return re.match(r"https?://", text, re.IGNORECASE) is not None


def _host(address: str | None) -> str:
    try:
        return urlsplit(address or "").hostname or ""
    except ValueError:
        return ""


def _hosts(address: str | None) -> Iterator[str]:
    """The host, and the names in it: ``bbc`` of ``www.bbc.co.uk``."""
    host = _host(address).removeprefix("www.")
    yield host
    yield from (name for name in host.split(".")[:-1] if len(name) > 2)  # noqa: PLR2004 - "co"
