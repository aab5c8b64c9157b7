"""Which articles are of a story, and which stories articles are of, as a library has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.membership import by_article, chances
from bot.answer.composing.overview import is_about, of_the_story
from bot.answer.reading import confidence
from bot.answer.reading.candidates import Candidate
from bot.answer.reading.sentences import headlines, places
from bot.answer.stories.accounts import Entry
from bot.answer.stories.kinship import APART, Beginning, stories
from bot.models import Draft, Support
from index.planning.overview import names_topic
from index.reader.cross_encoder import ENGLISH
from index.text.sentences import sentences
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.answer.composing.membership import Own
    from bot.answer.reading.candidates import Reading
    from index.library import Library
    from index.models import Hit, Passage

_SENTENCES = 3
"""How much of an article tells which story it is of, besides its headline."""


def of_story(reading: Reading, library: Library) -> list[Own]:
    """The candidates of each article of the story that was read about, the best article first."""
    members = chances(reading, library.retriever)
    if not _is_about(reading, members, library):
        return []
    of_article = by_article(reading)
    if not names_topic(reading.asked.topic):
        return list(of_article.values())
    return of_the_story(of_article, members)


def by_story(
    hits: Sequence[Hit], library: Library, *, leads: bool = True, within: int = APART
) -> list[Entry]:
    """An entry for each story of the articles that begin with ``hits``, in their order.

    What comes more than ``within`` days after the others of a story is told for itself.

    It says how its first article begins, with its headline, and where that may be said alone and no
    ``leads`` are wanted with nothing else; the others are beside it.
    """
    begun = [Beginning(hit.passage.card, _terms(hit.passage)) for hit in hits]
    entries = []
    for story in stories(begun, _rarities(begun, library), within=within):
        first, cards = hits[story[0]], [hits[at].passage.card for at in story[1:]]
        cards += [card for at in story for card in hits[at].also_in]
        others = {c.article: c for c in cards if c.article != first.passage.card.article}
        if drafts := _beginning(first):
            told = drafts if leads else drafts[:1]
            entries.append(Entry(told, first.passage, tuple(others.values())))
    return entries


def _is_about(reading: Reading, members: Mapping[str, float], library: Library) -> bool:
    """Whether the archive has the story; across languages the reader alone may say so."""
    if is_about(reading, members) or reading.reader == ENGLISH or not reading.ranked:
        return is_about(reading, members)
    return confidence.score(reading, library.retriever) >= confidence.threshold()


def _rarities(begun: Iterable[Beginning], library: Library) -> dict[str, float]:
    return library.retriever.rarities({term for each in begun for term in each.terms})


def _beginning(hit: Hit) -> tuple[Draft, ...]:
    """The headline of an article and its first sentence, as far as either may be said."""
    found = places([hit], with_notices=False)
    lead = [each for each in found if each.leads][:1] or found[:1]
    told = [Candidate(each) for each in (*headlines(found), *lead)]
    return tuple(
        Draft(each.text, (Support(each.passage.id, each.text),), title=each.place.is_headline)
        for each in told
    )


def _terms(passage: Passage) -> frozenset[str]:
    """The stems of a headline and the first sentences below it."""
    first = [span.of(passage.text) for span in sentences(passage.text)[:_SENTENCES]]
    return stems(" ".join([passage.card.title, *first]))
