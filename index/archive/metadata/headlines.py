"""Where the headline of a page stands, and which elements beside it are about its article."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.archive.metadata.page_names import compact, page_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    Element = Any

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""The words of a class: ``entryDate`` and ``entry-date`` alike."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_APART = frozenset(("nav", "aside", "form", "figure", "figcaption", "blockquote"))
_ENDS = frozenset(("header", "footer"))
"""Of an article, where its date may stand, or of the whole page, where the day of today may."""
_RUNNING = frozenset(("p", "li", "td", "dd"))
_LONGEST_LINE = 160
"""Characters of a byline; what is longer is running text."""
_NEXT = 3
"""Elements behind a headline among which a line with nothing but a date is its date."""
_LONGEST_NOTE = 8
"""Words of "Published on Tuesday, 5 March 2024 at 10:15." """
_LONGEST_TEASER = 600
_LONGEST_LINK = 25
"""Characters of a link that may be an author or a section; a longer one is a headline."""


class Headline:
    """The heading that is the title of a page, or its only one of the first rank, if any."""

    def __init__(self, tree: Element, title: str) -> None:
        heading = _heading(tree, title)
        around = [] if heading is None else [heading, *heading.iterancestors()]
        self._levels = {element: level for level, element in enumerate(around)}
        self._beside = {
            each
            for element in around[:2]
            for each in (
                *islice(element.itersiblings(), _NEXT),
                *islice(element.itersiblings(preceding=True), 1),
            )
            if element.tag != "body" and not is_longer(each, _LONGEST_LINE)
        }

    @property
    def is_known(self) -> bool:
        """Whether the page has one."""
        return bool(self._levels)

    def level(self, element: Element) -> int:
        """How far up from the headline one goes to find ``element``."""
        above = (self._levels[each] for each in element.iterancestors() if each in self._levels)
        return self._levels.get(element, next(above, 0))

    def has(self, element: Element) -> bool:
        """Whether ``element`` is about the article of the headline, and no part of its text."""
        line = {element}
        for each in (element, *element.iterancestors()):
            line.add(each)
            if each in self._levels or each.tag == "body":
                return True
            words = set(words_of(each))
            if each.tag in _APART or words & page_words("classes of other articles"):
                return False
            dated = each is element and words & page_words("classes of dates")
            if not dated and {each.tag, *words} & _ENDS and not self._is_own(each, words):
                return False
            if each.tag in _RUNNING and _is_running(each, words):
                return False
            if each is not element and self._is_other(each, line):
                return False
        return True

    def is_next_to(self, element: Element) -> bool:
        """Whether ``element`` is, or is in, a short line right before or behind the headline."""
        return any(each in self._beside for each in (element, *element.iterancestors()))

    def _is_own(self, end: Element, words: set[str]) -> bool:
        """Whether a header or footer is that of the article, where some pages put the date."""
        if words & page_words("classes of articles"):
            return True
        return any(each.tag == "article" and each in self._levels for each in end.iterancestors())

    def _is_other(self, element: Element, line: set[Element]) -> bool:
        """Whether ``element``, that holds ``line``, is another article or leads to one."""
        headings = (each for each in element.iter(*_HEADINGS) if _is_apart(each, line))
        if element.tag == "article" and self._levels and any(True for _ in headings):
            return True
        if is_longer(element, _LONGEST_TEASER):
            return False
        links = (each for each in element.iter("a") if is_longer(each, _LONGEST_LINK))
        return any(True for _ in headings) or any(_is_apart(each, line) for each in links)


def text_of(element: Element) -> str:
    """The text in an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def is_longer(element: Element, most: int) -> bool:
    """Whether the text in an element has more than ``most`` characters; the rest is not read."""
    length = 0
    for piece in element.itertext():
        length += len(" ".join(piece.split()))
        if length > most:
            return True
    return False


def words_of(element: Element) -> Iterator[str]:
    """The words of its class and id."""
    named = f"{element.get('class', '')} {element.get('id', '')}" if element.attrib else ""
    return (word.lower() for word in _WORDS.findall(named))


def _heading(tree: Element, title: str) -> Element | None:
    wanted = compact(title)
    headings = list(tree.iter(*_HEADINGS))
    first = [heading for heading in headings if heading.tag == "h1"]
    same = (heading for heading in headings if wanted and compact(text_of(heading)) == wanted)
    return next(same, first[0] if len(first) == 1 else None)


def _is_apart(element: Element, line: set[Element]) -> bool:
    """Whether ``element`` neither holds the first of ``line`` nor stands in it."""
    return element not in line and not any(
        each in line and each.tag in {*_HEADINGS, "a"} for each in element.iterancestors()
    )


def _is_running(element: Element, words: set[str]) -> bool:
    """Whether an element is of the text of an article, and no byline."""
    if words & page_words("classes of bylines"):
        return False
    if is_longer(element, _LONGEST_LINE):
        return True
    line = text_of(element)
    return line.endswith((".", "!", "?")) and len(line.split()) > _LONGEST_NOTE
