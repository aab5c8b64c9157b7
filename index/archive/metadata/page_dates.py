"""When a page was published: what it states, by the marks of its head and beside its headline.

A date that stands in running text, in a list of other articles or behind "©" is never taken.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.metadata.page_names import compact
from index.archive.record.known_names import known_names
from index.dates.parser import is_future, parse_date
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.models import Precision

    Element = Any

_ZONE = re.compile(
    r"\d:\d\d.*?(?:[\d\s](?!AM$|PM$)[A-Z]{1,5}|[+-]\d{1,2}(?::?\d\d)?(?:\s*\(.*\)|\[.*\])?)$|^\d{10,13}$",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""The words of a class: ``entryDate`` and ``entry-date`` alike."""
_ATTRIBUTES = (
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-published",
    "data-timestamp",
    "data-time",
    "title",
)
"""Where elements keep a date for machines."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_APART = frozenset(("nav", "aside", "form", "figure", "figcaption", "blockquote"))
_RUNNING = frozenset(("p", "li", "td", "dd"))
_MOST_MARKS = 60
_LONGEST_LINE = 160
"""Characters of a byline; what is longer is running text."""
_LONGEST_NOTE = 8
"""Words of "Published on Tuesday, 5 March 2024 at 10:15." """
_LONGEST_TEASER = 600
_LONGEST_LINK = 25
"""Characters of a link that may be an author or a section; a longer one is a headline."""
_MOST_DAYS = 2
"""Days that one article has beside its headline: published and changed."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TIME = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(?:\d\d){1,2}(?!\d)")
_MOST_MONTHS = 12


class _Dated(NamedTuple):
    """A date as it is written, and read."""

    text: str
    moment: datetime
    precision: Precision

    @property
    def zoned(self) -> bool:
        """Whether it says of which zone its time is."""
        return self.precision == "second" and _ZONE.search(self.text.strip()) is not None


def page_date(tree: Element, stated: Iterable[str], *, title: str, language: str) -> str:
    """The date of publication, as it is written or as a day; nothing where the page states none.

    ``stated``: what JSON-LD and head say, the surest first. A time with a zone wins over one
    without, of the same day or the next.
    """
    texts = [text for text in stated if text]
    dates = [date for text in texts if (date := _read(text))]
    if dates and dates[0].zoned:
        return dates[0].text
    place = _Place(tree, title)
    dates += place.dates(_machine_marks(tree), _attributes)
    if not dates:
        days = (_read(_day_in(text, language=language)) for text in texts)
        dates = [day for day in days if day]
    if not dates:
        dates = place.dates(_shown_marks(tree), partial(_shown, language=language))
    return _best(dates).text if dates else ""


def date_of_change(tree: Element, stated: Iterable[str], *, title: str) -> str:
    """When the page was last changed, told the same way: some pages say nothing else."""
    dates = [date for text in stated if (date := _read(text))]
    dates = dates or _Place(tree, title).dates(_change_marks(tree), _attributes)
    return _best(dates).text if dates else ""


def _best(dates: list[_Dated]) -> _Dated:
    """The first, or another saying of the same day that is more exact."""
    first = dates[0]
    if first.zoned:
        return first
    near = [date for date in dates[1:] if _same_day(date, first)]
    exact = [date for date in near if first.precision == "day" and date.precision == "second"]
    return next((date for date in near if date.zoned), next(iter(exact), first))


def _same_day(one: _Dated, other: _Dated) -> bool:
    """Whether both may be the same moment, their zones aside."""
    days = one.moment.replace(tzinfo=None) - other.moment.replace(tzinfo=None)
    return abs(days) <= timedelta(days=1)


def _read(text: str) -> _Dated | None:
    """The date that ``text`` is; nothing has been published in the future."""
    try:
        date = _Dated(text.strip(), *parse_date(text.strip()))
    except ArchiveError:
        return None
    return None if is_future(date.moment, now=datetime.now(UTC)) else date


class _Mark(NamedTuple):
    """An element that may say the date, and how surely (0 the surest)."""

    element: Element
    doubt: int


class _Place:
    """Where the headline stands, and what belongs to it."""

    def __init__(self, tree: Element, title: str) -> None:
        self.headline = _headline(tree, title)
        around = [] if self.headline is None else [self.headline, *self.headline.iterancestors()]
        self.levels = {element: level for level, element in enumerate(around)}

    def dates(
        self, marks: Iterable[_Mark], values: Callable[[Element], Iterator[str]]
    ) -> list[_Dated]:
        """What the marks nearest to the headline say; nothing where they are of many articles."""
        read = [
            ((self._level(mark.element), mark.doubt), date)
            for mark in marks
            if self._belongs(mark.element)
            and (date := next(filter(None, map(_read, values(mark.element))), None))
        ]
        nearest = min((rank for rank, _ in read), default=None)
        found = [date for rank, date in read if rank == nearest]
        days = {date.moment.date() for date in found}
        return found if len(days) <= (_MOST_DAYS if self.levels else 1) else []

    def _level(self, element: Element) -> int:
        """How far up from the headline one goes to find ``element``."""
        above = (self.levels[each] for each in element.iterancestors() if each in self.levels)
        return self.levels.get(element, next(above, 0))

    def _belongs(self, element: Element) -> bool:
        """Whether ``element`` is about this article, and no part of its text."""
        for each in (element, *element.iterancestors()):
            if each in self.levels or each.tag == "body":
                return True
            words = set(_words(each))
            if each.tag in _APART or words & known_names("classes of other articles"):
                return False
            if (each.tag == "footer" or "footer" in words) and not self._is_own(each):
                return False
            if each.tag in _RUNNING and _is_running(_text(each)):
                return False
            if each is not element and self._is_other(each):
                return False
        return True

    def _is_own(self, footer: Element) -> bool:
        """Whether a footer is that of the article, where some pages put the date."""
        return any(each.tag == "article" and each in self.levels for each in footer.iterancestors())

    def _is_other(self, element: Element) -> bool:
        """Whether ``element`` is another article, or a line that leads to one."""
        headed = any(True for _ in element.iter(*_HEADINGS))
        if element.tag == "article" and headed and self.levels:
            return True
        if len(_text(element)) > _LONGEST_TEASER:
            return False
        return headed or any(len(_text(link)) > _LONGEST_LINK for link in element.iter("a"))


def _is_running(line: str) -> bool:
    """Whether a line is of the text of an article, and no byline."""
    sentence = line.endswith((".", "!", "?")) and len(line.split()) > _LONGEST_NOTE
    return sentence or len(line) > _LONGEST_LINE


def _headline(tree: Element, title: str) -> Element | None:
    """The heading that is the title, or the only one of the first rank."""
    wanted = compact(title)
    headings = list(tree.iter(*_HEADINGS))
    first = [heading for heading in headings if heading.tag == "h1"]
    same = (heading for heading in headings if wanted and compact(_text(heading)) == wanted)
    return next(same, first[0] if len(first) == 1 else None)


def _machine_marks(tree: Element) -> Iterator[_Mark]:
    """Elements that carry a date for machines."""
    for element in tree.xpath(".//time | .//*[@itemprop] | .//abbr[@title]")[:_MOST_MARKS]:
        names = {compact(name) for name in element.get("itemprop", "").split()}
        words = set(_words(element))
        if names & known_names("properties of dates"):
            yield _Mark(element, "datecreated" in names)
        elif words & known_names("classes of changes") and "published" not in words:
            continue
        elif element.get("pubdate") is not None or words & known_names("classes of publication"):
            yield _Mark(element, 0)
        elif element.tag == "time":
            yield _Mark(element, 1)


def _change_marks(tree: Element) -> Iterator[_Mark]:
    """Elements that say when the page was changed."""
    for element in tree.xpath(".//time | .//*[@itemprop]")[:_MOST_MARKS]:
        names = {compact(name) for name in element.get("itemprop", "").split()}
        if "datemodified" in names or set(_words(element)) & known_names("classes of changes"):
            yield _Mark(element, 0)


def _attributes(element: Element) -> Iterator[str]:
    """What an element says to machines, then what it shows."""
    yield from (value for name in _ATTRIBUTES if (value := element.get(name)))
    yield _text(element)[:_LONGEST_LINE]


def _shown_marks(tree: Element) -> Iterator[_Mark]:
    """Elements that by their class, or as ``time``, show a date to people."""
    dates, bylines = known_names("classes of dates"), known_names("classes of bylines")
    found = 0
    for element in tree.iter():
        words = set(_words(element))
        if element.tag != "time" and not words & (dates | bylines):
            continue
        if words & known_names("classes of changes") or len(_text(element)) > _LONGEST_LINE:
            continue
        yield _Mark(element, 0 if element.tag == "time" or words & dates else 1)
        found += 1
        if found >= _MOST_MARKS:
            return


def _shown(element: Element, *, language: str) -> Iterator[str]:
    """The day that an element shows, in any language that htmldate reads."""
    yield from (value for name in _ATTRIBUTES if (value := element.get(name)))
    text = _text(element)
    yield text
    yield _day_in(text, language=language)


def _day_in(text: str, *, language: str) -> str:
    """The day that a line names with its year; "3/4/2024" only where the day goes first."""
    from htmldate import find_date  # noqa: PLC0415 - only pages without any mark need it

    line = _around_year(_TIME.sub(" ", text))
    figures = {int(figure) for figure in re.findall(r"\d{1,4}", line)}
    numeric = _NUMERIC.search(line)
    if not figures or (numeric and _is_ambiguous(numeric, language)):
        return ""
    page = f'<html><body><div class="date">{escape(line)}</div></body></html>'
    day = find_date(page, original_date=True, extensive_search=True) or ""
    year, _, number = (int(part) for part in (day or "0-0-0").split("-"))
    return day if number in figures and figures & {year, year % 100} else ""


def _around_year(line: str) -> str:
    """As much of a line as htmldate looks at, the year in it."""
    year = _YEAR.search(line)
    if year is None:
        return line
    near = line[max(0, year.start() - 30) : year.end() + 12]
    return near.lower() if near.isupper() else near


def _is_ambiguous(numeric: re.Match[str], language: str) -> bool:
    first, second = int(numeric[1]), int(numeric[3])
    tag = language.lower().replace("_", "-")
    if first == second or max(first, second) > _MOST_MONTHS:
        return False
    return tag.partition("-")[0] in {"", "en"} and tag not in known_names("day before month")


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _words(element: Element) -> Iterator[str]:
    """The words of class and id."""
    named = f"{element.get('class', '')} {element.get('id', '')}" if element.attrib else ""
    return (word.lower() for word in _WORDS.findall(named))
