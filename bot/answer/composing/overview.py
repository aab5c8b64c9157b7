"""What happened, what is new, a topic as a whole: a dated list, newest state first.

The article that answers best says what answers; of every other its headline or its first sentence
is told: they are written to be read alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.outline import where
from bot.answer.composing.selection import says_more, worth
from bot.answer.reading.weights import stored
from bot.notes.pronouns import leading_pronoun
from index.planning.overview import names_topic
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading

MOST_LINES, FEW_LINES = 5, 3
"""Lines of several articles at most, and of a single one."""
_BEHIND = 3.0
"""How far the best line of another article may be behind the best of all, in log odds: further down
come articles about something else."""
_CLOSE = 1.0
"""An article whose beginning is so little behind is about the topic, whatever its words are."""
_HALF = 0.5
"""The share of the question's words that headline and line of another article have otherwise."""
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
    return not names_topic(asked.topic) or asked.share(known) >= _KNOWN


def add_story(telling: Telling, reading: Reading) -> None:
    """A line of each article about the topic; of a single article its leading points."""
    of_article: dict[str, list[Candidate]] = {}
    for each in reading.ranked:
        of_article.setdefault(each.article, []).append(each)
    best, near = reading.ranked[0], list(of_article.values())
    topical = names_topic(reading.asked.topic)
    if topical:
        near = [own for own in near if own[0].article == best.article or is_near(own, reading)]
        if not lexicon.cue("latest").search(reading.asked.text):
            near = near[:MOST_LINES]
    elif len(near) == 1:
        telling.chosen = _leading(near[0])
        return
    else:
        near.sort(key=lambda own: own[0].place.around.hit.rank)  # by the hour, of one day
    lines: list[Candidate] = []
    for own in sorted(near, key=lambda own: own[0].day, reverse=True)[:MOST_LINES]:
        each = _line(own, best) if topical else beginning(own)
        if says_more(each, lines):
            lines.append(each)
    if len(lines) == 1:
        lines += _further(lines[0], of_article[best.article])
    telling.chosen = lines
    for each in lines if len({line.article for line in lines}) > 1 else ():
        telling.note("side", "note-side", each, where=where(each.passage.card))


def _line(own: Sequence[Candidate], best: Candidate) -> Candidate:
    """What answers best; how an article begins where it is another, or that is about "they"."""
    if own[0].article == best.article and leading_pronoun(own[0].text) is None:
        return own[0]
    return beginning(own)


def beginning(own: Sequence[Candidate]) -> Candidate:
    """The better of headline and first sentence of an article, if either was found."""
    return next((each for each in own if each.place.leads), own[0])


def is_near(own: Sequence[Candidate], reading: Reading) -> bool:
    """Whether another article than the best one is about the topic, too."""
    best, line = reading.ranked[0].score, beginning(own)
    if line.score >= best - _CLOSE:
        return True
    shared = reading.asked.share(line.place.terms | line.place.around.title)
    return own[0].score >= best - _BEHIND and shared >= _HALF


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
