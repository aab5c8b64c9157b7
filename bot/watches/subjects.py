"""Which articles are about what somebody watches; precise first: too much is read by nobody.

Words are watched as a topic: an article is about it where a sentence, with the headline, has all of
them; a single word has to stand in its headline or in its first sentences. What asks something is
watched as a question besides: an article is about it that answers it. The name of an outlet admits
its articles alone. Dates are left out: what is watched is still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.reading import confidence
from bot.answer.reading.candidates import read
from bot.answer.reading.question import understand
from index.catalog.articles import arrivals
from index.models import Query
from index.planning.overview import asks_overview, names_topic
from index.reader.cross_encoder import ENGLISH
from index.search.transliteration import respelling
from index.text import lexicon
from index.text.language import detect, is_cyrillic
from index.text.sentences import sentences
from index.text.tokens import stems, terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answer.reading.question import Asked
    from index.library import Library
    from index.models import Hit
    from index.search.results import Found

_ALL = 0.95
"""The share of the topic's words, by weight, that an article about it has in one place."""
_SOME = 0.3
"""The share that it has anywhere, if it is worth being read as an answer."""
_FIRST = 3
"""Sentences from the beginning that say what an article is about."""
_MOST_HITS = 400
_FLOOD = 40
"""Articles about it beyond which there may be more than so many hits show."""
_MOST_READ, _OF_ARTICLE = 20, 3
"""Articles that are read for an answer, and passages of each: some 25 ms a passage."""


def is_watchable(said: str) -> bool:
    """Whether words name anything that could be watched, and not only "the latest news"."""
    return names_topic(said)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is watched, as an archive has it: nothing but ``outlets`` where it has no topic."""

    text: str
    asked: Asked
    outlets: frozenset[str]
    topical: bool
    question: bool

    def admits(self, hit: Hit) -> bool:
        """Whether it is of an outlet that was named, if any was; a copy there counts."""
        cards = (hit.passage.card, *hit.also_in)
        return not self.outlets or any(card.source in self.outlets for card in cards)

    def is_topic_of(self, hit: Hit) -> bool:
        """Whether a passage has all words of the topic in one place."""
        title, text = self.stems(hit.passage.card.title), hit.passage.text
        spans = sentences(text)
        if len(self.asked.weights) == 1:
            begins = hit.passage.span.start == 0
            spans = spans[:_FIRST] if begins else []
        said = [frozenset[str](), *(self.stems(span.of(text)) for span in spans)]
        return any(self.asked.share(each | title) >= _ALL for each in said)

    def stems(self, said: str) -> frozenset[str]:
        """Those of a text in its own language, and in the one that the words watched look like.

        A few Cyrillic words may be of either: "суботня школа" has no letter that only one has.
        """
        return stems(said) | frozenset(terms(said, detect(self.text)))


@dataclass(frozen=True, slots=True)
class Near:
    """Articles about what is watched, best first; ``flood``: there may be more of them."""

    articles: tuple[str, ...] = ()
    flood: bool = False


def about(said: str, library: Library, new: Mapping[str, str]) -> Near:
    """What of ``new`` passages, each with its article, is about what is watched.

    Raises:
        PressmarkError: the index cannot be searched.
    """
    watched = _undated(said, library) if new else ""
    if not watched:
        return Near()
    found = library.retriever.find(Query(watched, k=_MOST_HITS), among=new.keys())
    subject = _subject(watched, found, library)
    if not subject.topical:
        return Near(_of_outlets(subject, library, new))
    of_article: dict[str, list[Hit]] = {}
    for hit in filter(subject.admits, found.hits):
        of_article.setdefault(new[hit.passage.id], []).append(hit)
    read_already, near = 0, []
    for article, hits in of_article.items():
        if any(map(subject.is_topic_of, hits)):
            near.append(article)
        elif read_already < _MOST_READ and _is_worth_reading(subject, hits, library):
            read_already += 1
            near += [article] if _answers(subject, hits[:_OF_ARTICLE], library) else []
    return Near(tuple(near), flood=len(near) > _FLOOD and len(found.hits) == _MOST_HITS)


def _undated(said: str, library: Library) -> str:
    """What is watched without the dates that were named."""
    plan = library.retriever.find(Query(said, k=1)).plan
    for phrase in plan.phrases:
        if phrase.kind == "date":
            said = said.replace(phrase.text, " ")
    return " ".join(said.split())


def _subject(watched: str, found: Found, library: Library) -> _Subject:
    bare = watched
    for phrase in found.plan.phrases:
        bare = bare.replace(phrase.text, " ")
    text = respelling(watched, found.respelt)
    topic = respelling(found.plan.text, found.respelt)
    whole = {
        each for each in library.retriever.outlets.names if each.casefold() == watched.casefold()
    }
    return _Subject(
        text,
        understand(text, library.retriever, topic=topic, overview=True),
        frozenset(whole or found.plan.sources),
        topical=names_topic(bare) and not whole,
        question=_asks(watched),
    )


def _asks(watched: str) -> bool:
    """Whether an answer is watched for, and not a topic."""
    if asks_overview(watched):
        return False
    asking = lexicon.pattern(r"\b{asking-words}\b").search(watched)
    return bool(asking) or watched.rstrip().endswith("?")


def _of_outlets(subject: _Subject, library: Library, new: Mapping[str, str]) -> tuple[str, ...]:
    """All that came from the outlets that were named."""
    came = list(dict.fromkeys(new.values()))
    found = library.catalog.query(arrivals.outlets, came)
    return tuple(article for article, source in found.items() if source in subject.outlets)


def _is_worth_reading(subject: _Subject, hits: Sequence[Hit], library: Library) -> bool:
    """Whether an article may answer: by its words, or in another alphabet where that is read."""
    if is_cyrillic(subject.text) != is_cyrillic(hits[0].passage.text):
        vectors = library.retriever.questions
        return vectors is not None and not vectors.bundled
    words = [subject.stems(f"{hit.passage.card.title} {hit.passage.text}") for hit in hits]
    return subject.question and subject.asked.share(frozenset().union(*words)) >= _SOME


def _answers(subject: _Subject, hits: Sequence[Hit], library: Library) -> bool:
    """Whether the archive would answer the question from an article alone."""
    retriever = library.retriever
    reading = read(
        subject.text,
        hits,
        retriever=retriever,
        readers=library.readers,
        topic=subject.asked.topic,
        overview=not subject.question,
    )
    if not subject.question and reading.reader == ENGLISH:
        return False  # nobody reads both alphabets
    return confidence.score(reading, retriever) >= confidence.threshold()
