"""Whether a sentence says no more than its quotation: figures, dates, names, negation, quotes.

Each check gives the reason why it fails, or ``None``. All of them are deterministic and cheap
enough to run on every sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.matching import find_quote
from bot.answers.speakers import another_speaker
from index.language import detect
from index.tokens import STOP_WORDS, stem, terms, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_SPELLED = {
    word: str(value)
    for value, names in {
        0: "zero",
        1: "one",
        2: "two два две двое второй две двоє дві",
        3: "three три трое третий троє третій",
        4: "four четыре четверо чотири",
        5: "five пять п'ять",
        6: "six шесть шість",
        7: "seven семь сім",
        8: "eight восемь вісім",
        9: "nine девять дев'ять",
        10: "ten десять",
        11: "eleven",
        12: "twelve",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty",
        30: "thirty",
        40: "forty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
    }.items()
    for word in names.split()
}
_CALENDAR = {
    stem(word, language)
    for language, names in {
        "en": "january february march april june july august september october november december "
        "monday tuesday wednesday thursday friday saturday sunday",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада "
        "грудня понеділок вівторок середа четвер п'ятниця субота неділя",
    }.items()
    for word in names.split()
}
_SCALES = {
    stem(word, language)
    for language, names in {
        "en": "hundred thousand million billion trillion",
        "ru": "тысяча миллион миллиард триллион тыс млн млрд",
        "uk": "тисяча мільйон мільярд трильйон тис млн млрд",
    }.items()
    for word in names.split()
}
"""Words that make a figure a thousand times larger."""
_ORDINALS = {
    stem(word, language)
    for language, names in {
        "en": "first third fourth fifth sixth seventh eighth ninth tenth",
        "ru": "первый третий четвертый пятый шестой седьмой восьмой девятый десятый",
        "uk": "перший третій четвертий п'ятий шостий сьомий восьмий дев'ятий десятий",
    }.items()
    for word in names.split()
}
"""Not "second", which is also a unit of time."""
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)"
    r"|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|fail(?:s|ed|ing)? to|rul(?:e|es|ed) out"
    r"|не|нет|ни|никогда|без|отрица\w+|опроверг\w+|отказ\w+|ні|немає|ніколи|запереч\w+|спросту\w+"
    r"|відмов\w+)\b|n['’]t\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]")
_NAME = re.compile(r"(?<![.!?…:]\s)(?<!^)(?<![\"“«'‘(])\b[^\W\d_a-zа-яёіїєґ][\w'’-]+")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zа-яёіїєґ][\w'’-]+")
_COVER = 0.5
"""Least part of a sentence's own words that its quotation has to share."""


def unsupported(claim: str, *, quote: str, passage: str, title: str) -> str | None:
    """Why ``quote`` does not carry ``claim``, or ``None`` where it does.

    Figures, dates and negation have to stand in the quotation itself; names may stand in its
    passage or headline, since a quotation often says "he".
    """
    context = f"{title}\n{passage}"
    return (
        _figures(claim, quote)
        or _dates(claim, quote)
        or _names(claim, context)
        or _negation(claim, quote)
        or another_speaker(claim, quote)
        or _quotations(claim, passage)
        or _content(claim, f"{title} {quote}")
        or _first_name(claim, quote, context)
    )


def figures(text: str) -> set[str]:
    """Every number in ``text``, spelled ones included, without grouping commas."""
    digits = {_number(match.group()) for match in _FIGURE.finditer(text)}
    return digits | {_SPELLED[word] for word in words(text) if word in _SPELLED}


def names(text: str) -> list[str]:
    """Capitalised words of ``text`` that do not begin a sentence."""
    return _NAME.findall(text)


def _number(figure: str) -> str:
    plain = re.sub(r",(?=\d{3}\b)", "", figure).replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"


def _figures(claim: str, quote: str) -> str | None:
    digits = {_number(match.group()) for match in _FIGURE.finditer(claim)}
    spelled = {_SPELLED[word] for word in words(claim) if word in _SPELLED and word != "one"}
    missing = (digits | spelled) - figures(quote) or _missing(_SCALES | _ORDINALS, claim, quote)
    return f"figure {min(missing)} is not in the quotation" if missing else None


def _dates(claim: str, quote: str) -> str | None:
    missing = _missing(_CALENDAR, claim, quote)
    return f"date word {min(missing)} is not in the quotation" if missing else None


def _missing(kind: set[str], claim: str, quote: str) -> set[str]:
    """The terms of ``kind`` that the claim has and the quotation lacks."""
    language = detect(claim)
    return (set(terms(claim, language)) & kind) - set(terms(quote, language))


def _names(claim: str, context: str) -> str | None:
    language = detect(claim)
    known = set(terms(context, language)) | set(words(context))
    for name in names(claim):
        if any(part not in known for part in _parts(name, language)):
            return f"name {name} is not in the passage"
    return None


def _first_name(claim: str, quote: str, context: str) -> str | None:
    """Whether the first word, always capitalised, is a name put in the place of another one."""
    language = detect(claim)
    first = (_CAPITALISED.match(claim.lstrip("\"“«'‘( ")) or [""])[0]
    known = set(terms(context, language)) | set(words(context)) | STOP_WORDS
    if detect(quote) != language or all(part in known for part in _parts(first, language)):
        return None
    said = set(terms(claim, language))
    others = [name for name in _CAPITALISED.findall(quote) if name.casefold() not in STOP_WORDS]
    replaced = any(part not in said for name in others for part in _parts(name, language))
    return f"name {first} is not in the passage" if replaced else None


def _parts(name: str, language: str) -> Iterator[str]:
    return (stem(word, language) for word in words(name))


def _negation(claim: str, quote: str) -> str | None:
    said, found = bool(_NEGATION.search(claim)), bool(_NEGATION.search(quote))
    return "negation differs from the quotation" if said != found else None


def _quotations(claim: str, passage: str) -> str | None:
    for match in _QUOTED.finditer(claim):
        inside = next(group for group in match.groups() if group)
        if find_quote(inside.rstrip(".,;"), passage) is None:
            return "quotation marks around words that are not in the passage"
    return None


def _content(claim: str, quote: str) -> str | None:
    language = detect(quote)
    said = set(terms(claim, language))
    if detect(claim) != language:
        return "is in another language than the quotation and cannot be compared"
    if not said:
        return None
    shared = len(said & set(terms(quote, language))) / len(said)
    return "says more than the quotation" if shared < _COVER else None
