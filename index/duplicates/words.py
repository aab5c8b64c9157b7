"""The words of a text as two copies are compared by: house style levelled, facts marked.

``per cent`` is ``%``, ``ten`` is ``10``, ``didn't`` is ``did not``, ``Sept. 3`` is ``3 September``;
words that carry no news are left out. What must not differ between copies is marked by its kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from index.duplicates import vocabulary
from index.text.calendar import months, weekdays
from index.text.tokens import STOP_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.models import Span

Kind = Literal["", "number", "date", "negation", "direction"]

_TOKEN = re.compile(
    r"(?P<iso>\b\d{4}-\d\d-\d\d\b|\b\d\d?\.\d\d?\.\d{4}\b)"
    r"|(?P<number>\d{1,3}(?:[  ]\d{3})+(?![\d.,]?\d)|\d+(?:[.,:]\d+)*)"
    r"|(?P<dotted>\b(?:[^\W\d_]\.){2,})"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)"
    r"|(?P<sign>[%$€£₴₽])"
)
_GROUPING = re.compile(r"(?<=\d)[,  ](?=\d{3}(?:\D|$))")
_APOSTROPHES = str.maketrans("’ʼ", "''")
_CONTRACTED = re.compile(r"(.+)n't$|(.+?)'(?:s|re|ve|ll|d|m)$")
_IRREGULAR = {"ca": "can", "wo": "will"}
_LEFT_OUT = STOP_WORDS | vocabulary.TITLES
_TENS = frozenset(str(number) for number in range(20, 100, 10))
_ONES = frozenset(str(number) for number in range(1, 10))
_LONGEST_MONTH = 31


class Word(NamedTuple):
    """A word that counts: what it is compared by, the kind of fact it is, and where it stands.

    ``capital`` is 2 inside a sentence, 1 at its beginning, 0 for words in lower case; ``sign``
    is the side that a word of direction takes.
    """

    key: str
    kind: Kind
    start: int
    end: int
    capital: int = 0
    sign: str = ""


def words_of(text: str, span: Span, language: str) -> tuple[Word, ...]:
    """The words in ``span`` that count, in order; ``twenty-five`` is one, days precede months."""
    found: list[Word] = []
    for word in _words(text, span, language):
        before = found[-1] if found else None
        if before and (before.key, word.key) == ("per", "cent"):
            found[-1] = before._replace(key="percent", kind="number", end=word.end)
        elif before and before.kind == word.kind == "number" and _is_compound(text, before, word):
            key = str(int(before.key) + int(word.key))
            found[-1] = before._replace(key=key, end=word.end)
        elif before and before.key.startswith("month ") and _is_day(word):
            found[-1:] = [word, before]
        else:
            found.append(word)
    return tuple(found)


def _is_compound(text: str, tens: Word, ones: Word) -> bool:
    """Whether two numbers are the halves of one: twenty-five, двадцать пять."""
    between = text[tens.end : ones.start]
    return (
        between in {"-", " "}
        and text[tens.start].isalpha()
        and text[ones.start].isalpha()
        and tens.key in _TENS
        and ones.key in _ONES
    )


def _is_day(word: Word) -> bool:
    return word.kind == "number" and word.key.isdecimal() and 1 <= int(word.key) <= _LONGEST_MONTH


def _words(text: str, span: Span, language: str) -> Iterator[Word]:
    before: Word | None = None
    for match in _TOKEN.finditer(text, span.start, span.end):
        initial = match.start() == span.start or not any(
            map(str.isalnum, text[span.start : match.start()])
        )
        for word in _READERS[match.lastgroup or "word"](match, language, initial):
            joined = before is not None and before.kind == "number" and before.end == match.start()
            if joined and word.key in vocabulary.SUFFIXES:
                continue
            before = _scaled(word) if joined else word
            yield before


def _scaled(word: Word) -> Word:
    """``m`` right behind a figure is ``million``."""
    scale = vocabulary.SHORT_SCALES.get(word.key)
    return word._replace(key=scale, kind="number") if scale else word


def _iso(match: re.Match[str], _language: str, _initial: bool) -> Iterator[Word]:  # noqa: FBT001
    parts = re.split(r"[.-]", match.group())
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]  # noqa: PLR2004
    yield Word(str(int(day)), "number", *match.span())
    yield Word(f"month {int(month)}", "date", *match.span())
    yield Word(year, "number", *match.span())


def _figure(match: re.Match[str], _language: str, _initial: bool) -> Iterator[Word]:  # noqa: FBT001
    plain = _GROUPING.sub("", match.group()).replace(",", ".")
    if plain.count(".") == 1 and ":" not in plain:
        plain = plain.rstrip("0").rstrip(".")
    yield Word(plain, "number", *match.span())


def _sign(match: re.Match[str], _language: str, _initial: bool) -> Iterator[Word]:  # noqa: FBT001
    kind: Kind = "number" if match.group() == "%" else ""
    yield Word(vocabulary.SIGNS[match.group()], kind, *match.span())


def _word(match: re.Match[str], language: str, initial: bool) -> Iterator[Word]:  # noqa: FBT001
    raw = match.group().translate(_APOSTROPHES)
    folded = raw.replace(".", "").casefold().replace("ё", "е")
    capital = 0 if raw[0].islower() else 1 if initial else 2
    negated = False
    contracted = _CONTRACTED.match(folded)
    if contracted:
        negated = contracted.group(1) is not None
        folded = contracted.group(1) or contracted.group(2)
        folded = _IRREGULAR.get(folded, folded) if negated else folded
    key, kind = _classified(folded, capital, language)
    abbreviation = len(raw) > 1 and raw.isupper()
    if kind or abbreviation or folded not in _LEFT_OUT:
        sign = vocabulary.DIRECTIONS.get(folded, "")
        yield Word(key, kind, *match.span(), capital, sign)
    if negated:
        yield Word("not", "negation", *match.span())


def _classified(word: str, capital: int, language: str) -> tuple[str, Kind]:
    """What a word is compared by, and the kind of fact that it is."""
    if word in months() and (capital or not word.isascii()):
        return f"month {months()[word]}", "date"
    if word in weekdays():
        return f"weekday {weekdays()[word]}", "date"
    if word in vocabulary.NUMBERS:
        return vocabulary.NUMBERS[word], "number"
    if word in vocabulary.NEGATIONS:
        return "not" if word == "cannot" else word, "negation"
    if word in vocabulary.RELATIVE_DAYS:
        return vocabulary.RELATIVE_DAYS[word], "date"
    key = stem(word, language)
    return key, "direction" if word in vocabulary.DIRECTIONS else ""


_READERS = {"iso": _iso, "number": _figure, "dotted": _word, "word": _word, "sign": _sign}
