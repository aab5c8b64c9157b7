"""The day of an article whose fields name none: from its address or its dateline.

Only what is certain: a whole day of the calendar with its year, that is not in the future.
"March 5" in a dateline may be of any year, and ``/2024/3/6.html`` be the sixth story of March.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from index.dates.expressions import part
from index.dates.parser import is_future, placeholder, read_date
from index.errors import ArchiveError
from index.text import lexicon
from index.text.calendar import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.models import DatedBy

_LONGEST = 200
_OPENING = 1000
_MOST_HEADLINES = 4
"""Lines between which and the text a dateline may stand: headline, deck, byline, outlet."""
_LEAST_DATE, _LONGEST_DATE = 8, 50
"""Characters of a line that may be a date; one without a mark in it is a number."""
_WHOLE = (
    r"{byline-name}(?:\s+{small-in-names})*\s+{byline-name}(?:\s+{byline-name})?"
    r"(?:{byline-joint}|\s+in\s|$)"
)
"""First name and last, of somebody named without "by"."""
_NAME = r"{byline-any}(?!\s+\d)"
"""Names, and not the month of a day."""
_JOINED = rf"{_NAME}(?:\s*(?:/|&|{{byline-and}})\s*{_NAME}){{0,8}}"
_LISTED = rf"{_NAME}(?:,\s*{_NAME}){{1,7}},?\s*(?:&|{{byline-and}}|and\s)\s*{_NAME}"
_SENTENCE_END = (".", "!", "?", "…", ":")
_GROWN_UP = 2000
"""Year from which on "Anna Lind, 2 August …" is hardly when she was born, nor a tale of old."""


def inferred_day(*, url: str | None, text: str, now: datetime) -> tuple[datetime, DatedBy] | None:
    """The day that address or dateline name, and which of them; the address goes first."""
    days: tuple[tuple[DatedBy, datetime | None], ...] = (
        ("address", day_in_url(url)),
        ("dateline", day_in_dateline(text)),
    )
    for place, day in days:
        if day is not None and not is_future(day, now=now):
            return day, place
    return None


def day_in_url(url: str | None) -> datetime | None:
    """The day that the path of ``url`` names (``/2024/03/05/``), if it names just one."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*", "", url or "", flags=re.IGNORECASE)
    found: list[tuple[str, str | int, str]]
    found = [(y, m or month, d or day) for y, m, d, _, month, day in _form("parted").findall(path)]
    found += [(y, key_of("month", m), d) for y, m, d in _form("named").findall(path)]
    if not _form("numbered").match(url or ""):
        found += _form("compact").findall(path)
    days = {_date(int(y), int(m), int(d)) for y, m, d in found}
    return days.pop() if len(days) == 1 else None


def day_in_dateline(text: str) -> datetime | None:
    """The day in a dateline such as ``SKELHAVEN, March 5, 2024 (Agency) —``.

    It begins the text, or a line below the headline, ``Skelhaven, 5 March 2024. The`` too; or it
    is a line of its own, in any notation, with a place or without.
    """
    for line in _opening(text):
        fitting = ["plain", "sure"] if _form("capitals").match(line) else ["sure"]
        found = (_form(form).match(line, 0, _LONGEST) for form in fitting)
        if match := next(filter(None, found), None):
            month = key_of("month", match["month"] or match["month_behind"])
            return _date(int(match["year"]), month, int(match["day"] or match["day_first"]))
        if day := _day_alone(line) or _day_of_town(line):
            return day
    return None


def author_in_byline(text: str) -> str | None:
    """Whom a line of its own names as the author: the first of the text, or below its headline.

    ``By Anna Orlow``, ``Von Anna Orlow, 3. März 2025``, ``Anna Orlow | March 3, 2025``.
    """
    for opening in _opening(text):
        line, below = _first_line(opening)
        names, rest = _byline(line) if below else ("", "")
        if names and (_day(rest) if rest else len(names.split()) > 1):
            return names
    return None


def begins_with_byline(text: str) -> bool:
    """Whether the first line of a text says who wrote it."""
    line, below = _first_line(text)
    return bool(below) and author_in_byline(f"{line}\n\n.") is not None


def behind_day(text: str) -> str:
    """``text`` without the day, or the place and the day, that it begins with for a dateline.

    A line of several words before a day may be a headline, and stays.
    """
    line, below = _first_line(text)
    town = _form("town_alone").fullmatch(line)
    if below and (_day(line) or (town and " " not in town["place"] and _day_behind_town(line))):
        return text.lstrip().partition("\n")[2]
    found = _form("town_and_day").match(text, 0, _LONGEST)
    return text[found.end() :] if found and _day_of_town(text) else text


def _first_line(text: str) -> tuple[str, str]:
    """The first line of a text, and what stands below it."""
    line, _, below = text.lstrip()[:_OPENING].partition("\n")
    return line[:_LONGEST].strip(" \t*_()"), below.strip()


def _byline(line: str) -> tuple[str, str]:
    """The names of a line that may say who wrote an article, and what stands behind them.

    Behind a comma stands a role, an outlet or a place, unless an "and" ends a list of people or
    the word before them is one for several. Without "by" only a bar parts names from the rest,
    "John Smith, 5 March 1924" is about John Smith, and the first is of two or three words:
    "Oslo | March 3, 2025" names nobody.
    """
    aside = rf"(?:,\s*(?:{{roles}}|(?:[Tt]he\s+)?{_NAME})){{0,3}}"
    alone = rf"(?P<names>{_LISTED}|{_JOINED})(?:\s+in\s+{{byline-any}})?{aside}"
    several = rf"(?P<names>{_NAME}(?:{{byline-joint}}{_NAME}){{0,8}})"
    rest = r"(?:(?:\s*[,|·•–—-]\s*|\s+)(?P<rest>.+))?"
    for form in (
        rf"(?i:{{begins-bylines}})\s*:?\s+{several}{rest}",
        rf"(?i:{{begins-byline}})\s*:?\s+{alone}{rest}",
        rf"(?P<unsaid>){alone}\s*[|·•]\s*(?P<rest>.+)",
    ):
        if found := lexicon.pattern(form, cased=True).fullmatch(line):
            said = "unsaid" not in found.groupdict()
            known = said or lexicon.pattern(_WHOLE, cased=True).match(found["names"])
            return found["names"] if known else "", found["rest"] or ""
    return "", ""


def _day_alone(text: str) -> datetime | None:
    """The day that the first line of a text is, or names behind its author, with more below it."""
    line, below = _first_line(text)
    if not below:
        return None
    day = _day(_form("label").sub("", line, count=1)) or _day(_byline(line)[1])
    return day or _day_behind_town(line)


def _day_behind_town(line: str) -> datetime | None:
    """The day of a line such as ``Skelhaven, 5 March 2024``."""
    found = _form("town_alone").fullmatch(line)
    day = found and (_day(found["day"]) or _day(found["day"].rstrip(".")))
    if not found or not day or not _is_place(found["place"]):
        return None
    return day if day.year >= _GROWN_UP or " " not in found["place"] else None


def _day_of_town(text: str) -> datetime | None:
    """The day that a sentence stands behind: ``Skelhaven, 5 March 2024. The pier closed``."""
    found = _form("town_and_day").match(text, 0, _LONGEST)
    if not found or int(found["year"]) < _GROWN_UP or not _is_place(found["place"]):
        return None
    month = key_of("month", found["month"] or found["month_behind"])
    return _date(int(found["year"]), month, int(found["day"] or found["day_first"]))


def _is_place(words: str) -> bool:
    """Whether none of these is a word that no name has, like "In" or "Monday"."""
    said = words.removeprefix("The ").casefold().split()
    return not lexicon.words("no-names-alone").intersection(said[:1] + said[-1:])


def _day(said: str) -> datetime | None:
    """The day that a line or a part of one is, in any notation."""
    said = said.strip(" \t*_()")
    if not _LEAST_DATE <= len(said) <= _LONGEST_DATE or said.isalnum():
        return None
    try:
        found = read_date(said)
    except ArchiveError:
        return None
    if found.is_open or found.doubt or placeholder(said, found):
        return None
    return _date(found.moment.year, found.moment.month, found.moment.day)


def _opening(text: str) -> Iterator[str]:
    """The beginning of the text, and of each line below what may be headline and byline."""
    yield text
    for line in islice(re.finditer(r"[^\n]+\n\s*", text[:_OPENING]), _MOST_HEADLINES):
        if len(line[0]) > _LONGEST or line[0].rstrip().endswith(_SENTENCE_END):
            return
        yield text[line.end() : line.end() + _OPENING]


def _form(name: str) -> re.Pattern[str]:
    return part("record", name)


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
