"""The title of a page: its headline, without the name of the outlet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.metadata.page_names import compact
from index.archive.record.markup import from_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    Element = Any

_BAR = r"\s+(?:[|–—·•»«/-]|::)\s+|\s*[|•»«]\s*"
_LAST = re.compile(rf"(.*\S)({_BAR})(\S.*)")
_FIRST = re.compile(rf"(\S.*?)({_BAR})(\S.*)")
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_DOMAIN = re.compile(r"(?:\.[a-z]{2,3})?\.[a-z]{2,4}$", re.IGNORECASE)
_LONGEST_NAME = 40
_LONGEST_TITLE = 500
_LEAST_CUT = 20
"""Characters of a headline that was cut short, to be known again by them."""


class _Names(NamedTuple):
    """What stands before and behind titles, compact."""

    outlets: frozenset[str]
    section: str
    headings: frozenset[str]


def page_title(
    tree: Element, stated: Iterable[str], *, outlets: Iterable[str], section: str
) -> str:
    """The title: what the page states, then its only first heading, then its ``title``.

    The names of outlet and section, which pages put before or behind it, are no part of it.
    """
    known = frozenset(map(_name, outlets)) - {""}
    headings = [text for heading in tree.iter("h1") if (text := from_tree(heading).strip())]
    own = [heading for heading in headings if _name(heading) not in known]
    names = _Names(known, compact(section), frozenset(map(compact, own)))
    titles = [_bare(title, names) for title in stated if title.strip()]
    said = [title for title in titles if _name(title) not in known]
    if said:
        return _whole(said[0], [*said[1:], *own])
    title = next((from_tree(found) or found.text or "" for found in tree.iter("title")), "")
    title = " ".join(title.split())
    if len(own) == 1:
        return own[0]
    begun = (text for text in own if compact(title).startswith(compact(text)))
    bare = _bare(title, names)
    return next(begun, bare if bare != title else _SUFFIX.sub("", title))


def _bare(title: str, names: _Names) -> str:
    """``title`` without the names at its end and at its beginning."""
    title = whole = " ".join(title.split())
    if len(whole) > _LONGEST_TITLE:
        return whole
    while (parts := _LAST.fullmatch(title)) and _is_name(parts, names, cut=title != whole):
        title = parts[1]
    while (parts := _FIRST.fullmatch(title)) and _name(parts[1]) in names.outlets:
        title = parts[3]
    return title


def _is_name(parts: re.Match[str], names: _Names, *, cut: bool) -> bool:
    """Whether a title ends in a name: the outlet's, before it the section's, or any.

    Behind a bar, or before the outlet, it may be any short one, where what stands before is the
    heading of the page.
    """
    front, bar, end = parts[1], parts[2].strip(), parts[3]
    is_known = (bar == "|" or cut) and compact(front) in names.headings
    headed = is_known and len(end) <= _LONGEST_NAME
    return _name(end) in names.outlets or (cut and compact(end) == names.section) or headed


def _whole(title: str, others: Iterable[str]) -> str:
    """``title``, or where it was cut short the other that goes on."""
    begun = compact(_CUT.sub("", title))
    if not _CUT.search(title) or len(begun) < _LEAST_CUT:
        return title
    longer = (other for other in others if compact(other).startswith(begun))
    return next((other for other in longer if not _CUT.search(other)), title)


def _name(text: str) -> str:
    """The name of an outlet as all its spellings have it: without "The" and ".com"."""
    return compact(_DOMAIN.sub("", text)).removeprefix("the")
