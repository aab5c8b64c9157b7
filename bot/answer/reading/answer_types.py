"""Whether a sentence offers what a question asks for, and brings it: it is not in the question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.reading.question_types import OFFERS, counts, is_age
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.figures import figures
from index.text.tokens import STOP_WORDS

if TYPE_CHECKING:
    from bot.answer.reading.question import Asked

_CAPITAL = r"[^\W\d_a-zа-яёіїєґ]"
_NAME = re.compile(
    rf"{_CAPITAL}[\w'’&-]*(?:\s+(?:(?:of|de|van|von|the|and|&)\s+)?{_CAPITAL}[\w'’-]*)*"
)
_BEGINS = re.compile(r"(?:^|[.!?…:]\s+|[\"“«„'‘(]\s*)$")
_MONEY = re.compile(
    r"[$€£¥₽₴]\s?\d|\b(?:dollars?|pounds?|euros?|crowns?|rupees?|yen|pence|cents?|рубл\w*|крон\w*"
    r"|грив\w*|гривен\w*|доллар\w*|долар\w*|євро|евро)\b|(?i:\bUS\$|\bUSD\b|\bEUR\b)"
)
_ASKS_MONEY = re.compile(
    r"\b(?:how much|cost|costs|price|fee|salary|fine|bill|fare|earn|earned|pay|paid|worth|budget"
    r"|spend|spent|money|damage)\b|обош|стоит|стоил|стоимост|цена|коштує|коштува|ціна|зарплат",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_QUOTED = re.compile(r"[\"“«„]|(?<!\w)['‘](?=\w)")


def brings(sentence: str, asked: Asked) -> float:
    """How well ``sentence`` offers something of the kind asked for that the question has not.

    0 is not at all, 1 well; kinds of which nothing can be said have .5.
    """
    if asked.kind in {"person", "name"}:
        return _best_name(sentence, asked)
    if asked.kind == "number":
        return _number(sentence, asked)
    if asked.kind == "quotation":
        return (bool(OFFERS["quotation"].search(sentence)) + bool(_QUOTED.search(sentence))) / 2
    pattern = OFFERS.get(asked.kind)
    if pattern is None:
        return 0.5
    return float(any(_is_new(found.group(), asked) for found in pattern.finditer(sentence)))


def _is_new(found: str, asked: Asked) -> bool:
    return found.casefold() not in asked.text.casefold()


def new_names(sentence: str, asked: Asked) -> list[str]:
    """Runs of capitalised words of ``sentence`` of which the question has no word.

    A single word that only begins the sentence is none.
    """
    found = []
    for match in _NAME.finditer(sentence):
        run = [
            word.casefold().removesuffix("'s").removesuffix("’s") for word in match.group().split()
        ]
        first = bool(_BEGINS.search(sentence[: match.start()]))
        if first and (len(run) == 1 or run[0] in STOP_WORDS):
            run = run[1:]
        run = [word for word in run if word not in MONTHS and word not in WEEKDAYS]
        run = [word for word in run if word not in STOP_WORDS]
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
    plain = {each for each in fresh if not _YEAR.fullmatch(each)}
    if not fresh and not OFFERS["number"].search(sentence):
        return 0.0
    if not plain:
        return 0.2
    if asked.counted is None:
        priced = _ASKS_MONEY.search(asked.text) is None or _MONEY.search(sentence)
        return 1.0 if priced else 0.4
    return 1.0 if counts(sentence, asked.counted) else 0.4
