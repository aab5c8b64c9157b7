"""The title of a page: its headline, without the name of the outlet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.metadata.page_names import compact
from index.archive.record.markup import from_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    Element = Any

_BAR = r"\s+[|–—·•»«/-]\s+|\s*[|•»«]\s*"
_LAST = re.compile(rf"(.*\S)({_BAR})(\S.*)")
_FIRST = re.compile(rf"(\S.*?)({_BAR})(\S.*)")
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_ENDINGS = re.compile(r"(?:com|org|net|online)$")
_LONGEST_NAME = 40
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
    known = _spelt(outlets)
    headings = [text for heading in tree.iter("h1") if (text := from_tree(heading).strip())]
    own = [heading for heading in headings if compact(heading) not in known]
    names = _Names(known, compact(section), frozenset(map(compact, own)))
    titles = [_bare(title, names) for title in stated if title.strip()]
    said = [title for title in titles if compact(title) not in known]
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
    while (parts := _LAST.fullmatch(title)) and _is_name(parts, names, cut=title != whole):
        title = parts[1]
    while (parts := _FIRST.fullmatch(title)) and compact(parts[1]) in names.outlets:
        title = parts[3]
    return title


def _is_name(parts: re.Match[str], names: _Names, *, cut: bool) -> bool:
    """Whether a title ends in a name: the outlet's, before it the section's, or any.

    Behind a bar it may be any short one, where what stands before is the heading of the page.
    """
    front, bar, end = compact(parts[1]), parts[2].strip(), compact(parts[3])
    headed = bar == "|" and front in names.headings and len(parts[3]) <= _LONGEST_NAME
    return end in names.outlets or (cut and end == names.section) or headed


def _whole(title: str, others: Iterable[str]) -> str:
    """``title``, or where it was cut short the other that goes on."""
    begun = compact(_CUT.sub("", title))
    if not _CUT.search(title) or len(begun) < _LEAST_CUT:
        return title
    longer = (other for other in others if compact(other).startswith(begun))
    return next((other for other in longer if not _CUT.search(other)), title)


def _spelt(names: Iterable[str]) -> frozenset[str]:
    """The names as titles have them: with and without "The" and ".com"."""
    found = {compact(name) for name in names}
    found |= {name.removeprefix("the") for name in found} | {f"the{name}" for name in found}
    found |= {_ENDINGS.sub("", name) for name in found}
    return frozenset(found - {"", "the"})
