"""What happened, what is new, a topic as a whole: a dated list, newest state first.

The article that answers best says what answers; of every other its headline or its first sentence
is told: they are written to be read alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.membership import LIKELY, by_article
from bot.answer.composing.outline import outlet_and_day
from bot.answer.composing.selection import says_more, worth
from bot.answer.reading.weights import stored
from bot.notes.pronouns import leading_pronoun
from index.planning.overview import names_topic
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answer.composing.membership import Own
    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading

MOST_LINES, FEW_LINES = 5, 3
"""Lines of several articles at most, and of a single one."""


def is_about(reading: Reading, members: Mapping[str, float]) -> bool:
    """Whether there is an article on the topic, however little of a question is answered there.

    ``members``: how likely each article is of the story, see `bot.answer.composing.membership`.
    """
    if not reading.asked.overview or not reading.ranked:
        return False
    return not names_topic(reading.asked.topic) or max(members.values()) >= LIKELY


def add_story(telling: Telling, reading: Reading, members: Mapping[str, float]) -> None:
    """A line of each article about the topic; of a single article its leading points."""
    of_article = by_article(reading)
    near = list(of_article.values())
    topical = names_topic(reading.asked.topic)
    if topical:
        near = of_the_story(of_article, members)
        if not lexicon.cue("latest").search(reading.asked.text):
            near = [*near[: MOST_LINES - 1], *sorted(near[MOST_LINES - 1 :], key=_day)[-1:]]
    elif len(near) == 1:
        telling.chosen = _leading(near[0])
        return
    else:
        near.sort(key=lambda own: own[0].place.around.hit.rank)  # by the hour, of one day
    lines: list[Candidate] = []
    for own in sorted(near, key=_day, reverse=True)[:MOST_LINES]:
        each = _line(own, near[0]) if topical else beginning(own)
        if says_more(each, lines):
            lines.append(each)
    if len(lines) == 1:
        lines += _further(lines[0], of_article[lines[0].article])
    telling.chosen = lines
    for each in lines if len({line.article for line in lines}) > 1 else ():
        telling.note("side", "note-side", each, where=outlet_and_day(each.passage.card))


def of_the_story(of_article: Mapping[str, Own], members: Mapping[str, float]) -> list[Own]:
    """The candidates of each article that is likely of the story; if none is, of the likeliest."""
    likely = [own for name, own in of_article.items() if members[name] >= LIKELY]
    return likely or [of_article[max(of_article, key=lambda name: members[name])]]


def _day(own: Own) -> str:
    return own[0].day


def _line(own: Own, best: Own) -> Candidate:
    """What answers best; how an article begins where it is another, or that is about "they"."""
    if own is best and leading_pronoun(own[0].text) is None:
        return own[0]
    return beginning(own)


def beginning(own: Sequence[Candidate]) -> Candidate:
    """The better of headline and first sentence of an article, if either was found."""
    return next((each for each in own if each.place.leads), own[0])


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
