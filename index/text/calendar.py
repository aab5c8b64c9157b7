"""The words of dates in English, Russian and Ukrainian, in the forms that news uses.

Names of months and weekdays are those of Unicode CLDR, which Babel carries; what CLDR does not
have stands in ``calendar.toml``. Both are read when a word of a date is first asked for.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from babel import Locale

LANGUAGES = ("en", "ru", "uk")
UNITS = ("day", "week", "month", "year", "quarter", "hour")
_FIRST = {"days": -2, "offset": -1, "unit": 0, "year_word": -2}
"""What the first row of a table of patterns stands for, where it is not 1."""
_APOSTROPHES = "'’ʼ"
_TURKISH = str.maketrans("İı", "ii")
"""Letters that a pattern without regard to case takes for an "i"."""


@cache
def months() -> Mapping[str, int]:
    """Names of months in the cases that dates take, January 1; short ones in English alone.

    Cut short, «лист» and «вер» are other words in Ukrainian as often, and so are «мар» and «мая».
    """
    return _numbered("months", 1)


@cache
def weekdays() -> Mapping[str, int]:
    """Names of weekdays, Monday 0; none cut short: "Sun" is a newspaper, too."""
    return _numbered("weekdays", 0)


@cache
def numbers() -> Mapping[str, int]:
    """Numbers in words up to twelve."""
    return _numbered("numbers", 1)


@cache
def forms(name: str, language: str | None = None) -> Mapping[int, str]:
    """A pattern for each row of the table ``name``, by what the row stands for.

    Without a ``language`` it has the forms of all of them, and those that only questions use.
    """
    joined: dict[int, str] = {}
    for section in (language,) if language else (*LANGUAGES, "question"):
        for key, pattern in enumerate(_words()[section].get(name, ()), _FIRST.get(name, 1)):
            if pattern:
                joined[key] = f"{joined[key]}|{pattern}" if key in joined else pattern
    return joined


@cache
def pattern(name: str, language: str | None = None) -> str:
    """A pattern of the words that `key_of` knows in a table; "year" are the words for that unit."""
    named = _names(name)
    if named is not None:
        figures = [r"\d{1,3}"] if name == "number" else []
        return "|".join(figures + sorted(named, key=len, reverse=True))
    if name == "year":
        return forms("unit", language)[UNITS.index(name)]
    return "|".join(forms(name, language).values())


def key_of(name: str, word: str) -> int:
    """What ``word`` stands for in the table ``name``: 3 for "March", -1 for "last"."""
    word, named = word.translate(_TURKISH).casefold(), _names(name)
    if named is not None:
        return int(word) if word.isdecimal() else named[word]
    return next(key for key, form in forms(name).items() if re.fullmatch(form, word))


@cache
def month_written(word: str, language: str | None = None) -> int | None:
    """The month that ``word`` is in a date, in full or cut short, in a language of Europe.

    ``None``: in none of them, or two call two months so and ``language`` is neither of the two.
    """
    plain = _plain(word)
    if plain in months():
        return months()[plain]
    meant = _written("months").get(plain, {})
    found = {key for key, languages in meant.items() if language in languages} or {*meant}
    return found.pop() if len(found) == 1 else None


@cache
def weekdays_written(word: str) -> frozenset[int]:
    """The weekdays that ``word`` may be in a date, Monday 0, in the same languages."""
    plain = _plain(word)
    return frozenset(_written("days").get(plain, {})) if len(plain) > 1 else frozenset()


def month_name(month: int, language: str, *, of_day: bool = False) -> str:
    """The name of a month as it is shown alone, or behind a day."""
    return str(_locale(language).months["format" if of_day else "stand-alone"]["wide"][month])


def shown_as(name: str, language: str) -> str:
    """The words that seasons, a week, a quarter or a bound are shown by."""
    return str(_words()[language][name])


def _names(name: str) -> Mapping[str, int] | None:
    """The table ``name`` where it is one of plain words."""
    read = {"month": months, "weekday": weekdays, "number": numbers}.get(name)
    return read() if read else None


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _locale(language: str) -> Locale:
    from babel import Locale  # noqa: PLC0415 - only when a date is read: it takes 50 ms

    return Locale.parse(language)


@cache
def _written(table: str) -> Mapping[str, Mapping[int, frozenset[str]]]:
    """What each name of a month or weekday stands for, and in which languages."""
    found: dict[str, dict[int, frozenset[str]]] = {}
    for language in _words()["written"].split():
        for widths in getattr(_locale(language), table).values():
            for width in ("wide", "abbreviated"):
                for key, name in widths[width].items():
                    for word in _without_marks(_plain(name)):
                        keys = found.setdefault(word, {})
                        keys[key] = keys.get(key, frozenset()) | {language[:2]}
    for key, row in enumerate(_words()["months_cut"] if table == "months" else (), 1):
        for word in row.split():
            found.setdefault(word, {}).setdefault(key, frozenset())
    return found


def _plain(name: str) -> str:
    """A name as it is looked up: in small letters, without a dot or the article of Catalan."""
    small = unicodedata.normalize("NFC", name.casefold()).replace("’", "'").replace("ʼ", "'")
    return re.sub(r"^(?:de |d')", "", small).strip(". ")


def _without_marks(word: str) -> Iterable[str]:
    """``word``, and in Latin letters as a keyboard without accents has it."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return {word, bare} if bare.isascii() else {word}


def _numbered(name: str, first: int) -> dict[str, int]:
    """Each word of a table, and of CLDR, mapped to its number."""
    rows = [row.split() for row in _words()[name]]
    for names in _cldr(name):
        for row, each in zip(rows, names, strict=True):
            row.append(each.casefold())
    return {
        word: key for key, row in enumerate(rows, first) for each in row for word in _spelt(each)
    }


def _cldr(name: str) -> Iterator[list[str]]:
    """The names of months or weekdays in order, one list a grammatical form."""
    for language in LANGUAGES:
        forms = {"months": _locale(language).months, "weekdays": _locale(language).days}.get(name)
        for widths in forms.values() if forms else ():
            for width in ("wide", "abbreviated"):
                if width == "wide" or (language, name) == ("en", "months"):
                    yield [each for _, each in sorted(widths[width].items())]


def _spelt(word: str) -> Iterable[str]:
    """``word`` with each of the apostrophes that it may be written with."""
    plain = word.replace("ʼ", "'")
    return {plain.replace("'", each) for each in _APOSTROPHES}
