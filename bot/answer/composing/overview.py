"""What happened, what is new, a topic as a whole: a dated list, newest state first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.outline import where
from bot.answer.composing.selection import says_more, worth
from bot.answer.reading.weights import stored
from index.planning.overview import names_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading

MOST_LINES, FEW_LINES = 5, 3
"""Lines of several articles at most, and of a single one."""
_BEHIND = 3.0
"""How far the best line of another article may be behind the best of all, in log odds: further down
come articles about something else."""
_KNOWN = 0.6
"""The share of the question's words that the best line and its headline have, if the article is
about it; of a single word the headline has to have it."""


def is_about(reading: Reading) -> bool:
    """Whether there is an article on the topic, however little of a question is answered there."""
    asked = reading.asked
    if not asked.overview or not reading.ranked:
        return False
    best = reading.ranked[0].place
    known = best.around.title | (best.terms if len(asked.weights) > 1 else frozenset())
    return not names_topic(asked.text) or asked.share(known) >= _KNOWN


def add_story(telling: Telling, reading: Reading) -> None:
    """A line of each article about the topic; of a single article its leading points."""
    of_article: dict[str, list[Candidate]] = {}
    for each in reading.ranked:
        of_article.setdefault(each.article, []).append(each)
    best = reading.ranked[0]
    near = list(of_article.values())
    if names_topic(reading.asked.text):
        near = [own for own in near if own[0].score >= best.score - _BEHIND]
    elif len(near) == 1:
        telling.chosen = _leading(near[0])
        return
    lines: list[Candidate] = []
    for each, *_ in sorted(near[:MOST_LINES], key=lambda own: own[0].day, reverse=True):
        if says_more(each, lines):
            lines.append(each)
    if len(lines) == 1:
        lines += _further(lines[0], of_article[best.article])
    telling.chosen = lines
    for each in lines if len({line.article for line in lines}) > 1 else ():
        telling.note("side", "note-side", each, where=where(each.passage.card))


def _leading(own: Sequence[Candidate]) -> list[Candidate]:
    """The first sentences of an article, as far as they are known."""
    sentences = sorted(
        (each for each in own if not each.place.is_headline), key=lambda each: each.at
    )
    chosen: list[Candidate] = []
    for each in sentences:
        if len(chosen) < FEW_LINES and says_more(each, chosen):
            chosen.append(each)
    return chosen or list(own[:1])


def _further(first: Candidate, own: Sequence[Candidate]) -> list[Candidate]:
    """What goes on with the one line there is: the next best of its article, in its order."""
    more: list[Candidate] = []
    for each in own:
        likely = worth(each, first) >= stored().further / 2
        if likely and len(more) < FEW_LINES - 1 and says_more(each, [first, *more]):
            more.append(each)
    return sorted(more, key=lambda each: each.at)
