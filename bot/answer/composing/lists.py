"""Questions that want several things that bear names: "which storms …?", "list …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.composing.selection import says_more
from bot.messages import Day, message
from index.text import lexicon
from index.text.language import detect
from index.text.tokens import stem, words

if TYPE_CHECKING:
    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

MOST_CLAIMS = 6
"""Sentences of a list."""
_ABOUT = 0.4
"""The share of the question that an article has to have which names something listed."""


def asks_list(question: str) -> bool:
    """Whether ``question`` wants several things, in English, Russian or Ukrainian."""
    return bool(_listing().search(question))


def _listing() -> re.Pattern[str]:
    return lexicon.pattern("{asks-list}")


def _wants(asked: Asked) -> bool:
    return asks_list(asked.text) and not asked.about_reports


def items(reading: Reading) -> list[Candidate]:
    """A sentence for each item of the list that a question wants, where several articles have any.

    Where they do, it is answered, however little of it one sentence answers.
    """
    asked = reading.asked
    if not _wants(asked):
        return []
    named = [
        each
        for each in _named(reading)
        if asked.share(each.place.around.article | each.place.around.title) >= _ABOUT
    ]
    return named if len({each.article for each in named}) > 1 else []


def add_items(telling: Telling, reading: Reading) -> None:
    """Tell the items of a list, and say how many articles are told."""
    if not telling.chosen or not _wants(reading.asked):
        return
    if named := items(reading):
        remarked = [about for about, _ in telling.remarks]
        kept = [each for each in telling.chosen if each in remarked]
        for each in named:
            own = [other for other in kept if other.article == each.article]
            if len(kept) < MOST_CLAIMS and each not in kept and says_more(each, own):
                kept.append(each)
        telling.chosen = kept
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
    for each in reading.sentences if noun else ():
        if not each.place.is_question:
            for name in beside(each.text, noun or "", reading.asked.text):
                found.setdefault(name, each)
    return [*{id(each): each for each in found.values()}.values()][:MOST_CLAIMS]


def listed(question: str) -> str | None:
    """The stem of what ``question`` wants listed: that of "storms"; ``None`` where it is none."""
    match = _listing().search(question)
    if match is None:
        return None
    language = detect(question)
    behind = words(question[match.end() :])
    stop = lexicon.words("stop")
    noun = match["english"] or next((word for word in behind if word not in stop), None)
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
    return [each for each in found if each not in asked and each not in lexicon.words("stop")]
