"""JSON-LD: the objects that a page is described by, and the article among them.

Only what is said of the page itself is read; items of its lists are other pages.
"""

from __future__ import annotations

import html
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.archive.metadata.page_names import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Object = dict[str, Any]

_ARTICLES = re.compile(
    r"(?:^|[/:])(?:\w*Article|(?:\w*Blog|SocialMedia|DiscussionForum)Posting|Report)$",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:^|[/:])(?:\w*Page|\w*Work|\w*Review|\w*Episode|Recipe|HowTo)$", re.IGNORECASE
)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_MOST_OBJECTS = 2000
_MOST_NAMES = 20
_OWN = ("@graph", "mainentity", "mainentityofpage")
"""Where the page goes on to speak of itself."""
_REFERRING = ("author", "creator", "publisher", "ispartof")
_OPENING = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?")
_CLOSING = re.compile(r"(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*;?$")
_LONGEST_CLOSING = 40
"""Comments and CDATA marks that some pages put around their JSON."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_PAIR = re.compile(
    r'"(headline|datePublished|dateCreated|@type)"\s*:\s*"((?:[^"\\\n]|\\.)*)"', re.IGNORECASE
)


def linked_objects(scripts: Iterable[str]) -> list[Object]:
    """Every object that speaks of the page, outer ones first, its names in lower case.

    Authors and publishers that are named by an ``@id`` are put in their place.
    """
    found = [each for script in scripts for each in _objects(_value(script))]
    known = {each["@id"]: each for each in found if isinstance(each.get("@id"), str)}
    for each in found:
        for name in _REFERRING:
            if name in each:
                each[name] = _resolved(each[name], known)
    return found


def own_article(objects: Iterable[Object], *, address: str | None, titles: set[str]) -> Object:
    """The article that the page is; empty where there is none.

    Of several it is the one with the address of the page, or with one of its ``titles``, and none
    of them where all of them have other addresses: then the page is a list. A single one is
    another page's where both its address and its headline are others.
    """
    articles = [each for each in objects if _is(each, _ARTICLES)]
    page = _path(address) if address else None
    if len(articles) <= 1 or not address:
        own = (each for each in articles if not _is_elsewhere(each, page, titles))
        return next(own, {})
    names = set(map(compact, titles))
    same = (each for each in articles if page in map(_path, _addresses(each)))
    titled = (each for each in articles if compact(string(each.get("headline"))) in names)
    alone = (each for each in articles if not _addresses(each))
    return next(chain(same, titled, alone), {})


def _is_elsewhere(article: Object, page: str | None, titles: set[str]) -> bool:
    """Whether an article has another address than the page and shares no title with it."""
    places, headline = set(map(_path, _addresses(article))), _words(string(article.get("headline")))
    if not places or page in places or not headline or not titles:
        return False
    return all(3 * len(headline & words) < len(headline) for words in map(_words, titles))


def _words(text: str) -> set[str]:
    """The words of a headline; of Chinese and the like, the signs."""
    return set(_WORD.findall(html.unescape(text).casefold()))


def about_page(objects: Iterable[Object]) -> Iterator[Object]:
    """The objects that describe the page as a whole, where it does not call itself an article."""
    return (each for each in objects if _is(each, _PAGES))


def of_type(objects: Iterable[Object], ending: str) -> Iterator[Object]:
    """The objects whose type has this ending."""
    form = re.compile(rf"{ending}$")
    return (each for each in objects if _is(each, form))


def name_of(value: Any) -> str:
    """The name of a person or an organisation, or the names of several."""
    values = value if isinstance(value, list) else [value]
    names = [
        _get(found, "name") if isinstance(found, dict) else found for found in values[:_MOST_NAMES]
    ]
    flat = [name for each in names for name in (each if isinstance(each, list) else [each])]
    return ", ".join(
        dict.fromkeys(name.strip() for name in flat if isinstance(name, str) and name.strip())
    )


def string(value: Any) -> str:
    """A text, or the first of several, or an object's address; HTML in it is not escaped twice."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("@value") or _get(value, "url") or _get(value, "name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _value(script: str) -> Any:
    """What a block holds; of one that is no JSON the pairs that it states just once."""
    bare = _bare(script)
    mended = _TRAILING_COMMA.sub("", bare)
    for text in (bare, mended, html.unescape(mended)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return _pairs(bare)


def _bare(script: str) -> str:
    text = script.strip()
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening else text
    closing = _CLOSING.search(text, max(0, len(text) - _LONGEST_CLOSING))
    return text[: closing.start()] if closing else text


def _pairs(script: str) -> Any:
    """Headline and dates of a broken block, and that of its types which is an article's."""
    found: dict[str, set[str]] = {}
    for name, value in _PAIR.findall(script):
        found.setdefault(name.lower(), set()).add(value)
    types = found.pop("@type", set())
    single: Object = {name: values.pop() for name, values in found.items() if len(values) == 1}
    return single | {"@type": next(filter(_ARTICLES.search, sorted(types)), "WebPage")}


def _objects(value: Any) -> Iterator[Object]:
    """Every object of a block, outer ones first."""
    waiting = [value]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        found = waiting.pop(0)
        if isinstance(found, list):
            waiting.extend(found)
        elif isinstance(found, dict):
            named = {str(name).lower(): inner for name, inner in found.items()}
            yield named
            inner = (named.get(name) for name in _OWN)
            waiting.extend(item for item in inner if isinstance(item, list | dict))


def _resolved(value: Any, known: dict[str, Object]) -> Any:
    """``value``, or each of a list, with what it refers to in its place."""
    values = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    named = [
        known.get(each["@id"], each)
        if isinstance(each, dict) and "name" not in each and isinstance(each.get("@id"), str)
        else each
        for each in values
    ]
    return named if isinstance(value, list) else named[0]


def _get(value: Object, name: str) -> Any:
    return next((inner for key, inner in value.items() if str(key).lower() == name), None)


def _is(found: Object, form: re.Pattern[str]) -> bool:
    kinds = found.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and form.search(kind) for kind in kinds)


def _addresses(found: Object) -> list[str]:
    """The addresses that an object gives itself."""
    named = (string(found.get(name)) for name in ("url", "mainentityofpage", "@id"))
    return [address for address in named if address.startswith(("http://", "https://", "/"))]


def _path(address: str) -> str | None:
    """Where on its host a page lies, which stays the same however it is linked to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.path.rstrip("/").removesuffix("/amp").lower()
