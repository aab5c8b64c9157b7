"""Whether a sentence offers what a question asks for, and brings it: it is not in the question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.reading.question_types import offers
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.figures import figures, has_number
from index.text.names import runs

if TYPE_CHECKING:
    from bot.answer.reading.question import Asked

_BEGINS = re.compile(r"(?:^|[.!?…:]\s+|[\"“«„'‘(]\s*)$")
_QUOTED = re.compile(r"[\"“«„]|(?<!\w)['‘](?=\w)")


def brings(sentence: str, asked: Asked) -> bool:
    """Whether ``sentence`` offers something of the kind asked for that the question has not.

    It does where nothing can be said of a kind.
    """
    if asked.kind in {"person", "name"}:
        return bool(new_names(sentence, asked))
    if asked.kind == "number":
        found = figures(sentence)
        return bool(found - asked.figures - asked.years) or (not found and has_number(sentence))
    pattern = offers(asked.kind)
    if asked.kind == "quotation" and _QUOTED.search(sentence):
        return True
    return pattern is None or any(
        asked.kind == "quotation" or found.group().casefold() not in asked.text.casefold()
        for found in pattern.finditer(sentence)
    )


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
