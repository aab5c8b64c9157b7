"""The words of a text as two copies are compared by: house style levelled, facts marked.

``per cent`` is ``%``, ``ten`` is ``10``, ``didn't`` is ``did not``, ``Sept. 3`` is ``3 September``;
words that carry no news are left out. What must not differ between copies is marked by its kind.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.figures import DIGITS, compound, ungrouped
from index.text.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.models import Span

Kind = Literal["", "number", "date", "negation", "direction"]

_APOSTROPHES = str.maketrans("’ʼ", "''")
_CONTRACTED = re.compile(r"(.+)n't$|(.+?)'(?:s|re|ve|ll|d|m)$")
_IRREGULAR = {"ca": "can", "wo": "will"}
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
        elif before and (both := _compound(text, before, word)):
            found[-1] = before._replace(key=both, end=word.end)
        elif before and before.key.startswith("month ") and _is_day(word):
            found[-1:] = [word, before]
        else:
            found.append(word)
    return tuple(found)


def _compound(text: str, tens: Word, ones: Word) -> str | None:
    """The number of which two are the halves: twenty-five, двадцать пять."""
    between = text[tens.end : ones.start]
    spelled = text[tens.start].isalpha() and text[ones.start].isalpha()
    return compound(tens.key, ones.key) if spelled and between in {"-", " "} else None


def _is_day(word: Word) -> bool:
    return word.kind == "number" and word.key.isdecimal() and 1 <= int(word.key) <= _LONGEST_MONTH


def _words(text: str, span: Span, language: str) -> Iterator[Word]:
    before: Word | None = None
    for match in _token().finditer(text, span.start, span.end):
        initial = match.start() == span.start or not any(
            map(str.isalnum, text[span.start : match.start()])
        )
        for word in _READERS[match.lastgroup or "word"](match, language, initial):
            joined = before is not None and before.kind == "number" and before.end == match.start()
            if joined and word.key in lexicon.words("ordinal-endings"):
                continue
            before = _scaled(word) if joined else word
            yield before


def _scaled(word: Word) -> Word:
    """``m`` right behind a figure is ``million``."""
    scale = lexicon.table("short-scales").get(word.key)
    return word._replace(key=scale, kind="number") if scale else word


def _iso(match: re.Match[str], _language: str, _initial: bool) -> Iterator[Word]:  # noqa: FBT001
    parts = re.split(r"[.-]", match.group())
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]  # noqa: PLR2004
    yield Word(str(int(day)), "number", *match.span())
    yield Word(f"month {int(month)}", "date", *match.span())
    yield Word(year, "number", *match.span())


def _figure(match: re.Match[str], _language: str, _initial: bool) -> Iterator[Word]:  # noqa: FBT001
    bare = ungrouped(match.group())
    if bare.count(".") == 1 and ":" not in bare:  # version 1.2.10 is not 1.2.1
        bare = bare.rstrip("0").rstrip(".")
    yield Word(bare, "number", *match.span())


def _sign(match: re.Match[str], _language: str, _initial: bool) -> Iterator[Word]:  # noqa: FBT001
    kind: Kind = "number" if match.group() == "%" else ""
    yield Word(lexicon.table("signs")[match.group()], kind, *match.span())


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
    if kind or abbreviation or folded not in lexicon.words("left-out"):
        sign = lexicon.table("directions").get(folded, "")
        yield Word(key, kind, *match.span(), capital, sign)
    if negated:
        yield Word("not", "negation", *match.span())


def _classified(word: str, capital: int, language: str) -> tuple[str, Kind]:
    """What a word is compared by, and the kind of fact that it is."""
    if word in months() and (capital or not word.isascii()):
        return f"month {months()[word]}", "date"
    if word in weekdays():
        return f"weekday {weekdays()[word]}", "date"
    if figure := lexicon.table("numbers", "ordinals", "scales").get(word):
        return figure, "number"
    if word in lexicon.words("negations"):
        return "not" if word == "cannot" else word, "negation"
    if day := lexicon.table("relative-days").get(word):
        return day, "date"
    return stem(word, language), "direction" if word in lexicon.table("directions") else ""


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"(?P<iso>\b\d{4}-\d\d-\d\d\b|\b\d\d?\.\d\d?\.\d{4}\b)"
        rf"|(?P<number>{DIGITS})"
        r"|(?P<dotted>\b(?:[^\W\d_]\.){2,})"
        r"|(?P<word>[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)"
        r"|(?P<sign>[%$€£₴₽])"
    )


_READERS = {"iso": _iso, "number": _figure, "dotted": _word, "word": _word, "sign": _sign}
