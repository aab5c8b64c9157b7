"""Questions that want several things: "which storms …?", "how many times …?", "list …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.composing.selection import says_more
from bot.answer.reading.answer_types import new_names
from bot.messages import Day, message
from index.text.language import detect
from index.text.tokens import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

MOST_CLAIMS = 6
"""Sentences of a list."""
_LIST = re.compile(
    r"^\W*(?:and |so )?(?:which|what) (?:\w+ ){0,2}?(?!was\b|is\b|has\b|does\b|this\b|news\b)"
    r"(?P<english>[a-z]{2,}(?<!s)(?<!u)s)\b(?! (?:is|was|has|does)\b)"
    r"|^\W*(?:please )?(?:list|enumerate|name (?:all|the|every|some|two|three|four|five|\d))\b"
    r"|\bwhat (?:are|were) (?:all )?the (?:\w+ )?[a-z]{2,}(?<!s)s\b"
    r"|^\W*(?:какие|перечисли\w*|назови\w*)\b|^\W*(?:які|перелічи\w*|назв(?:и|іть))\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\bhow (?:many times|often)\b|\bсколько раз\b|\bкак часто\b|\bскільки разів\b|\bяк часто\b",
    re.IGNORECASE,
)
_ABOUT = 0.75
"""The part of what the best sentence has of the question that every item has to have."""
_MEANING = 0.15
"""How much less like the question an item may be than the best sentence, as a cosine."""


def asks_list(question: str) -> bool:
    """Whether ``question`` wants several things, in English, Russian or Ukrainian."""
    return bool(_LIST.search(question) or _TIMES.search(question))


def add_items(telling: Telling, reading: Reading) -> None:
    """Put the items that other articles have behind the best sentence, and say how many have."""
    asked = reading.asked
    if not telling.chosen or not asks_list(asked.text) or asked.about_reports:
        return
    named = _named(reading)
    if len({each.article for each in named}) > 1:
        telling.chosen = named
    for each in reading.ranked if not named else ():
        if len(telling.chosen) == MOST_CLAIMS:
            break
        if _is_item(each, telling.chosen, asked):
            telling.chosen.append(each)
    articles = {each.article for each in telling.chosen}
    if len(articles) > 1:
        days = sorted(each.day for each in telling.chosen if each.day)
        apart = days and days[0] != days[-1]
        ends = {"first": Day(days[0]), "last": Day(days[-1])} if apart else {}
        span = message("note-span", **ends) if apart else ""
        telling.note("count", "note-count", count=len(articles), span=span)


def _named(reading: Reading) -> list[Candidate]:
    """A sentence for each thing that bears a name beside the noun: "Storm Runa", best first."""
    noun = listed(reading.asked.text)
    found: dict[str, Candidate] = {}
    for each in reading.every if noun else ():
        if not each.features["is_question"]:
            for name in beside(each.text, noun or "", reading.asked.text):
                found.setdefault(name, each)
    return [*{id(each): each for each in found.values()}.values()][:MOST_CLAIMS]


def listed(question: str) -> str | None:
    """The stem of what ``question`` wants listed: that of "storms"; ``None`` where it is none."""
    match = _LIST.search(question)
    if match is None:
        return None
    language = detect(question)
    behind = words(question[match.end() :])
    noun = match["english"] or next((word for word in behind if word not in STOP_WORDS), None)
    return stem(noun.casefold(), language) if noun else None


def beside(sentence: str, noun: str, question: str) -> list[str]:
    """The names right before or behind a word with the stem ``noun``, none of the question's."""
    language = detect(sentence)
    said = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", sentence)
    asked = set(words(question))
    found = []
    for at, word in enumerate(said):
        if stem(word.casefold(), language) == noun:
            near = said[at + 1 : at + 2] + said[max(0, at - 1) : at]
            found += [each.casefold() for each in near[:2] if each[0].isupper()]
    return [each for each in found if each not in asked and each not in STOP_WORDS]


def _is_item(each: Candidate, chosen: Sequence[Candidate], asked: Asked) -> bool:
    """Whether a sentence of another article is about the same and names something else."""
    best = chosen[0]
    if any(each.article == other.article for other in chosen) or each.features["is_question"]:
        return False
    near = each.features["meaning"] >= best.features["meaning"] - _MEANING
    covers = each.features["cover_before"] >= _ABOUT * best.features["cover_before"]
    times = _TIMES.search(asked.text)
    new = says_more(each, chosen) if times else _names_more(each, chosen, asked)
    return near and covers and new


def _names_more(each: Candidate, chosen: Sequence[Candidate], asked: Asked) -> bool:
    said = {name for other in chosen for name in new_names(other.text, asked)}
    return any(name not in said for name in new_names(each.text, asked))
