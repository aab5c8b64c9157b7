"""What somebody said: the utterances of articles that are theirs, as lines of an account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer.reading.candidates import read
from bot.answer.reading.weights import stored
from bot.answer.stories.accounts import Entry, Said
from bot.answer.stories.utterances import Utterance, is_by, utterances
from bot.models import Draft, Support
from index.catalog.articles import versions
from index.catalog.passages.context import around
from index.models import Hit, Span
from index.text import lexicon
from index.text.language import is_cyrillic
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.library import Library
    from index.models import Passage

_ALL = 10_000
"""Passages before and behind one: all of its article."""
_READ = 20
_HALF = 0.5
"""The share of the topic's words that a quotation about it has, with headline and neighbours."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article: its headline with its whole text, and its passages in order."""

    title: str
    text: str
    passages: tuple[Passage, ...]


def sources(library: Library, found: Sequence[Passage]) -> list[Source]:
    """The articles that passages are of, each once, in their order."""
    once = {each.version: each for each in reversed(found)}
    firsts = [each for each in found if once.get(each.version) is each]
    with library.catalog.read() as connection:
        texts = versions.load(connection, list(once))
        return [
            Source(
                texts[each.version].title,
                texts[each.version].text,
                (each, *around(connection, each.id, before=_ALL, after=_ALL)),
            )
            for each in firsts
            if each.version in texts
        ]


def person_and_topic(words: str) -> tuple[str, str]:
    """Who is meant, and about what: ``Ask about fares``; an empty topic where there is none."""
    found = lexicon.pattern(r"(.+?)\s+{about-what}\s+(.+)").fullmatch(" ".join(words.split()))
    return (found[1], found[2]) if found else (" ".join(words.split()), "")


def joined(person: str, topic: str) -> str:
    """What `person_and_topic` reads as these two."""
    about = "про" if is_cyrillic(f"{person}{topic}") else "about"
    return f"{person} {about} {topic}" if topic.strip() else person


def of(person: str, found: Sequence[Source]) -> list[Entry]:
    """What ``person`` says in articles, the newest first; the same words once."""
    entries: dict[str, Entry] = {}
    for entry in (entry for each in found for entry in _said(person, each)):
        words = " ".join(" ".join(entry.said.quotes).split()).strip(" ,.;") if entry.said else ""
        known = entries.get(words)
        if known is None:
            entries[words] = entry
        else:
            first, second = sorted((known, entry), key=_published)
            cards = (*known.also_in, *entry.also_in, second.passage.card)
            entries[words] = replace(first, also_in=cards)
    return sorted(entries.values(), key=_published, reverse=True)


def about(entries: Sequence[Entry], library: Library, topic: str) -> list[Entry]:
    """Those about a topic: by their words with those around, or by what the reader makes of it."""
    near = {entry.passage.id: entry.passage for entry in entries}
    hits = [Hit(rank, 1.0, each) for rank, each in enumerate([*near.values()][:_READ], start=1)]
    reading = read(topic, hits, retriever=library.retriever, readers=library.readers, topic=topic)
    likely = {each.at for each in reading.ranked if each.chance >= stored().further}
    kept = []
    for entry in entries:
        run = entry.drafts[0].text
        at = entry.passage.text.find(run)
        low, high = (entry.passage.span.start + at + each for each in (0, len(run)))
        read_so = any(
            version == entry.passage.version and low <= start and end <= high
            for version, start, end in likely
        )
        terms = stems(f"{entry.passage.card.title} {run}")
        if read_so or reading.asked.share(terms) >= _HALF:
            kept.append(entry)
    return kept


def _said(person: str, source: Source) -> Iterator[Entry]:
    """A line for each run of sentences in which ``person`` speaks."""
    whole = f"{source.title}\n{source.text}"
    runs: dict[int, list[Utterance]] = {}
    for each in utterances(source.text):
        if _holding(source.passages, each.run) and is_by(each.speaker, person, whole):
            runs.setdefault(each.run.start, []).append(each)
    for found in runs.values():
        last = found[-1]
        passage = _holding(source.passages, last.run)
        quotes = tuple(each.quote.of(source.text) for each in found)
        if passage is not None:
            run = last.run.of(source.text)
            draft = Draft(run, (Support(passage.id, run),))
            yield Entry((draft,), passage, said=Said(quotes, last.speaker.name))


def _holding(found: Sequence[Passage], run: Span) -> Passage | None:
    """The passage in which a run of sentences stands whole."""
    return next(
        (each for each in found if each.span.start <= run.start and run.end <= each.span.end), None
    )


def _published(entry: Entry) -> str:
    return entry.passage.card.published or ""
