"""When a page was published: what it states, by the marks of its head and beside its headline.

A date that stands in running text, in a list of other articles or behind "©" is never taken.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.metadata.headlines import Headline, is_longer, text_of, words_of
from index.archive.metadata.page_names import compact, page_words
from index.dates.parser import is_future, placeholder, read_date
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.models import Precision

    Element = Any

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
_MOST_MARKS = 60
_MOST_WORDY = 5
"""Dates of the head in words, which take long to read."""
_LINES = frozenset(("p", "small", "span", "div", "em", "i", "b", "strong", "li", "a", "font"))
_DATE_WORDS = 6
"""Words of "Tuesday, 5 March 2024, 10:15 am"."""
_LONGEST_BYLINE = 300
_LINE_DEPTH = 2
"""Elements around a date that may say of what it is."""
_MOST_DAYS = 2
"""Days that one article has beside its headline: published and changed."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TIME = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(?:\d\d){1,2}(?!\d)")
_MOST_MONTHS = 12


_IN_SCRIPT = re.compile(
    r'"(?:date_?published|published_?(?:at|date|time|on)|publish_?(?:date|time)|publication_?(?:date|'
    r'time)|first_?published(?:_?(?:at|date))?|pub_?date)\\?"\s*:\s*\\?"([^"\\]{8,40})\\?"',
    re.IGNORECASE,
)
"""How the data that a page is made of in the browser name its date; quotes may be escaped."""
_MOST_SCRIPT = 500_000


class _Dated(NamedTuple):
    """A date as it is written, and read; ``zoned``: it says of which zone its time is."""

    text: str
    moment: datetime
    precision: Precision
    zoned: bool


def page_date(tree: Element, stated: Iterable[str], *, title: str, language: str) -> str:
    """The date of publication, as it is written or as a day; nothing where the page states none.

    ``stated``: what JSON-LD and head say, the surest first. A time with a zone wins over one
    without, of the same day or the next.
    """
    texts, dates = [], []
    for text in islice(filter(None, stated), _MOST_MARKS):
        texts.append(text)
        dates += [date] if (date := _read(text)) else []
        if dates and dates[0].zoned:
            return dates[0].text
    headline = Headline(tree, title)
    dates += _beside(headline, _machine_marks(tree), _attributes)
    if not dates:
        days = (_read(_day_in(text, language=language)) for text in texts[:_MOST_WORDY])
        dates = [day for day in days if day]
    if not dates:
        dates = _beside(headline, _shown_marks(tree, headline), partial(_shown, language=language))
    return _best(dates).text if dates else ""


def scripted_date(tree: Element) -> str:
    """The day that the data in the scripts of a page name as its date, where all name one."""
    said = [
        match[1]
        for script in tree.iter("script")
        if "ld+json" not in (script.get("type") or "").lower()
        for match in islice(_IN_SCRIPT.finditer(script.text or "", 0, _MOST_SCRIPT), _MOST_MARKS)
    ]
    dates = [date for text in said if (date := _read(text))]
    days = {date.moment.date() for date in dates}
    return _best(dates).text if len(days) == 1 and len(dates) == len(said) else ""


def date_of_change(tree: Element, stated: Iterable[str], *, title: str) -> str:
    """When the page was last changed, told the same way: some pages say nothing else."""
    dates = [date for text in islice(stated, _MOST_MARKS) if (date := _read(text))]
    dates = dates or _beside(Headline(tree, title), _change_marks(tree), _attributes)
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
    text = text[:_LONGEST_BYLINE].strip()
    try:
        found = read_date(text)
    except ArchiveError:
        return None
    if found.is_open or found.doubt or is_future(found.moment, now=datetime.now(UTC)):
        return None
    if placeholder(text, found):
        return None
    return _Dated(text, found.moment, found.precision, found.zoned)


class _Mark(NamedTuple):
    """An element that may say the date, and how surely (0 the surest)."""

    element: Element
    doubt: int


def _beside(
    headline: Headline, marks: Iterable[_Mark], values: Callable[[Element], Iterator[str]]
) -> list[_Dated]:
    """What the marks nearest to the headline say; nothing where they are of many articles."""
    ranked: dict[tuple[int, int], list[Element]] = {}
    for mark in marks:
        if headline.has(mark.element):
            rank = headline.level(mark.element), mark.doubt
            ranked.setdefault(rank, []).append(mark.element)
    for rank in sorted(ranked):
        read = (next(filter(None, map(_read, values(each))), None) for each in ranked[rank])
        found = [date for date in read if date]
        if found:
            days = {date.moment.date() for date in found}
            return found if len(days) <= (_MOST_DAYS if headline.is_known else 1) else []
    return []


def _machine_marks(tree: Element) -> Iterator[_Mark]:
    """Elements that carry a date for machines."""
    for element in tree.xpath(".//time | .//*[@itemprop] | .//abbr[@title]")[:_MOST_MARKS]:
        names = {compact(name) for name in element.get("itemprop", "").split()}
        words = set(words_of(element))
        if _is_of_event(element):
            continue
        if names & page_words("properties of dates"):
            yield _Mark(element, "datecreated" in names)
        elif words & page_words("classes of changes") and "published" not in words:
            continue
        elif element.get("pubdate") is not None or words & page_words("classes of publication"):
            yield _Mark(element, 0)
        elif element.tag == "time":
            yield _Mark(element, 1)


def _change_marks(tree: Element) -> Iterator[_Mark]:
    """Elements that say when the page was changed."""
    for element in tree.xpath(".//time | .//*[@itemprop]")[:_MOST_MARKS]:
        names = {compact(name) for name in element.get("itemprop", "").split()}
        if "datemodified" in names or set(words_of(element)) & page_words("classes of changes"):
            yield _Mark(element, 0)


def _attributes(element: Element) -> Iterator[str]:
    """What an element says to machines, then what it shows."""
    yield from (value for name in _ATTRIBUTES if (value := element.get(name)))
    yield text_of(element)[:_LONGEST_BYLINE]


def _shown_marks(tree: Element, headline: Headline) -> Iterator[_Mark]:
    """Elements that show a date to people: by their class, as ``time``, or as all their text."""
    dates, bylines = page_words("classes of dates"), page_words("classes of bylines")
    changes, found = page_words("classes of changes"), 0
    for element in tree.iter():
        words = set(words_of(element))
        if found >= _MOST_MARKS:
            return
        if words & changes or not isinstance(element.tag, str):
            continue
        if element.tag == "time" or words & dates:
            doubt = 0
        elif words & bylines:
            doubt = 1
        elif element.tag in _LINES and headline.is_next_to(element) and _is_short(element):
            doubt = 2
        else:
            continue
        if not is_longer(element, _LONGEST_BYLINE) and not _is_of_event(element):
            found += 1
            yield _Mark(element, doubt)


def _is_of_event(element: Element) -> bool:
    """Whether an element, or what it is the line of, says that it tells of an event."""
    names = {compact(name) for name in element.get("itemprop", "").split()}
    if names & page_words("properties of events"):
        return True
    around = [element, *islice(element.iterancestors("div", "p", "span", "li"), _LINE_DEPTH)]
    return any(page_words("classes of events") & set(words_of(each)) for each in around)


def _is_short(element: Element) -> bool:
    """Whether an element holds a year, and no more words than a date has."""
    text = "" if len(element) > 1 or is_longer(element, _LONGEST_BYLINE) else text_of(element)
    return 0 < len(text.split()) <= _DATE_WORDS and _YEAR.search(text) is not None


def _shown(element: Element, *, language: str) -> Iterator[str]:
    """The day that an element shows, in any language that htmldate reads."""
    stated = [value for name in _ATTRIBUTES if (value := element.get(name))]
    apart = " ".join(" ".join(element.itertext()).split())
    for text in (*stated, text_of(element), apart):
        yield text
        yield _day_in(text, language=language)


def _day_in(text: str, *, language: str) -> str:
    """The day that a line names with its year; "3/4/2024" only where the day goes first."""
    from htmldate import find_date  # noqa: PLC0415 - only pages without any mark need it

    line = _around_year(_TIME.sub(" ", text[:_LONGEST_BYLINE]))
    figures = {int(figure) for figure in re.findall(r"\d{1,4}", line)}
    numeric = _NUMERIC.search(line)
    if not (numeric or _YEAR.search(line)) or (numeric and _is_ambiguous(numeric, language)):
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
    if numeric[2] == "." or first == second or max(first, second) > _MOST_MONTHS:
        return False
    return tag.partition("-")[0] in {"", "en"} and tag not in page_words("day before month")
