"""Whether a sentence offers what a question asks for, and brings it: it is not in the question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.reading.question_types import counts, is_age, offers
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.figures import figures, has_number, is_year
from index.text.names import runs

if TYPE_CHECKING:
    from bot.answer.reading.question import Asked

_BEGINS = re.compile(r"(?:^|[.!?…:]\s+|[\"“«„'‘(]\s*)$")
_MONEY = r"[$€£¥₽₴]\s?\d|\b{money}\b|(?i:\bUS\$|\bUSD\b|\bEUR\b)"
_QUOTED = re.compile(r"[\"“«„]|(?<!\w)['‘](?=\w)")


def brings(sentence: str, asked: Asked) -> float:
    """How well ``sentence`` offers something of the kind asked for that the question has not.

    0 is not at all, 1 well; kinds of which nothing can be said have .5.
    """
    if asked.kind in {"person", "name"}:
        return _best_name(sentence, asked)
    if asked.kind == "number":
        return _number(sentence, asked)
    pattern = offers(asked.kind)
    if asked.kind == "quotation":
        spoken = pattern is not None and pattern.search(sentence) is not None
        return (spoken + bool(_QUOTED.search(sentence))) / 2
    if pattern is None:
        return 0.5
    return float(any(_is_new(found.group(), asked) for found in pattern.finditer(sentence)))


def _is_new(found: str, asked: Asked) -> bool:
    return found.casefold() not in asked.text.casefold()


def new_names(sentence: str, asked: Asked) -> list[str]:
    """Runs of capitalised words of ``sentence`` of which the question has no word.

    A single word that only begins the sentence is none.
    """
    found, stop = [], lexicon.words("stop")
    for match in runs(sentence):
        run = [
            word.casefold().removesuffix("'s").removesuffix("’s") for word in match.group().split()
        ]
        first = bool(_BEGINS.search(sentence[: match.start()]))
        if first and (len(run) == 1 or run[0] in stop):
            run = run[1:]
        run = [word for word in run if word not in months() and word not in weekdays()]
        run = [word for word in run if word not in stop]
        if run and not any(word in asked.words for word in run):
            found.append(" ".join(run))
    return found


def _best_name(sentence: str, asked: Asked) -> float:
    """A name of several words is rather a person's, or a firm's, than one of a single word."""
    found = new_names(sentence, asked)
    if not found:
        return 0.0
    return 1.0 if any(" " in name for name in found) else 0.7


def _number(sentence: str, asked: Asked) -> float:
    if asked.about_age:
        return float(is_age(sentence))
    fresh = {each for each in figures(sentence) if each not in asked.figures | asked.years}
    plain = {each for each in fresh if not is_year(each)}
    if not fresh and not has_number(sentence):
        return 0.0
    if not plain:
        return 0.2
    if asked.counted is None:
        wants_money = lexicon.pattern("{asks-money}").search(asked.text)
        priced = wants_money is None or lexicon.pattern(_MONEY, cased=True).search(sentence)
        return 1.0 if priced else 0.4
    return 1.0 if counts(sentence, asked.counted) else 0.4
