"""JSON-LD: the objects that a page is described by, and the article among them.

Only what is said of the page itself is read; items of its lists are other pages.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

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
_MOST_OBJECTS = 2000
_OWN = ("@graph", "mainentity", "mainentityofpage")
"""Where the page goes on to speak of itself."""
_REFERRING = ("author", "creator", "publisher", "ispartof")
_MARKS = re.compile(
    r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*;?\s*$"
)
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


def own_article(objects: Iterable[Object], *, address: str | None) -> Object:
    """The article that the page is; empty where there is none.

    Of several it is the one with the address of the page, and none of them where all of them
    have other addresses: then the page is a list.
    """
    articles = [each for each in objects if _is(each, _ARTICLES)]
    own = [each for each in articles if _page(address) in set(map(_page, _addresses(each)))]
    if own or len(articles) <= 1 or not address:
        return next(iter(own or articles), {})
    return next((each for each in articles if not any(_addresses(each))), {})


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
    names = [_get(found, "name") if isinstance(found, dict) else found for found in values[:20]]
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
    bare = _MARKS.sub("", script)
    mended = _TRAILING_COMMA.sub("", bare)
    for text in (bare, mended, html.unescape(mended)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return _pairs(bare)


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
    if isinstance(value, list):
        return [_resolved(each, known) for each in value[:20]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


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


def _page(address: str | None) -> tuple[str, str] | None:
    """Host and path, which stay the same however a page is linked to."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    return (host, parts.path.rstrip("/")) if host else None
