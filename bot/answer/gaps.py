"""What a question names and the archive does not have or spells otherwise, how far that reaches."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.reading.reordering import search
from bot.answer.retrieved import nearest
from bot.messages import Day, Several, quoted
from bot.notes.phrases import noted
from index.text.language import asked_in
from index.text.names import capitalised
from index.text.tokens import stems, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from bot.answer.reading.question import Terms
    from bot.models import Citation, Note
    from index.library import Library
    from index.models import Hit, Query
    from index.planning.planner import Plan
    from index.search.results import Found

_MOST = 4
"""Things that a sentence names."""
_WORD = re.compile(r"[\w'’ʼ-]*\w")
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def notes_on_missing(plan: Plan, hits: Sequence[Hit], retriever: Terms) -> tuple[Note, ...]:
    """A clear sentence for each kind of thing that a refused question has and the archive not."""
    unknown = [name for name in plan.names if _is_unknown(name, retriever)]
    figures = [each for each in plan.numbers if _is_unknown_figure(each, retriever)]
    near = [] if unknown else _not_near(plan.names, hits)
    said = (
        ("note-no-outlet", plan.unknown),
        ("note-not-named", [each for each in unknown if each.isascii()]),
        ("note-not-spelt", [each for each in unknown if not each.isascii()]),
        ("note-no-figure", figures),
        ("note-not-near", near),
    )
    return tuple(noted("missing", name, named=_named(things)) for name, things in said if things)


def notes_on_words(words: str, retriever: Terms) -> tuple[Note, ...]:
    """Which of the ``words`` of a story no article has."""
    missing = [each for each in _WORD.findall(words) if _is_unknown(each, retriever)]
    named = Several(_named(missing).things, "or")
    return (noted("missing", "note-no-words", named=named),) if missing else ()


def notes_on_outlet(outlet: str) -> tuple[Note, ...]:
    """That nothing new is from an outlet, none of whose articles has a date."""
    return (noted("missing", "note-nothing-from", outlet=quoted(outlet)),)


def naming(person: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that name ``person``, else those with the last word of the name, the surname."""
    names = (person, " ".join(person.split()[-1:]))
    found = ([hit for hit in hits if _names(hit, each)] for each in names)
    return next(filter(None, found), [])


def notes_on_speaker(person: str, about: str, hits: Sequence[Hit]) -> tuple[Note, ...]:
    """That no hit names ``person``, or that nothing was found of what they say."""
    if not any(_names(hit, person) for hit in hits):
        name = "note-not-named" if person.isascii() else "note-not-spelt"
        return (noted("missing", name, named=_named([person])),)
    if about:
        values = {"named": quoted(person), "topic": quoted(about)}
        return (noted("missing", "note-no-words-about", **values),)
    return (noted("missing", "note-no-words-of", named=quoted(person)),)


def notes_on_meant(question: str) -> tuple[Note, ...]:
    """What a question may have meant whose words are misspelt."""
    return (noted("meant", "note-meant", question=quoted(question)),)


def notes_on_slips(query: Query, found: Found, library: Library) -> tuple[Note, ...]:
    """What a search may have meant whose words are misspelt, where more is found for that."""
    said = library.retriever.corrected(query.text, found.hits)
    if said is None:
        return ()
    other = search(replace(query, text=said), library=library)
    most = [max((hit.score for hit in each.hits), default=0.0) for each in (found, other)]
    return notes_on_meant(said) if most[1] > most[0] and nearest(other.hits, alike=True) else ()


def notes_on_reach(plan: Plan, newest: date | None) -> tuple[Note, ...]:
    """How far the archive reaches, where a question is about now."""
    if newest is None or not plan.intents & {"now", "latest"}:
        return ()
    return (noted("reach", "note-reach", day=Day(newest.isoformat())),)


def unsaid(notes: Iterable[Note], citations: Iterable[Citation]) -> tuple[Note, ...]:
    """The notes but for that on the reach of the archive where its newest article is cited."""
    days = {each.card.published[:10] for each in citations if each.card.published}
    said = {noted("reach", "note-reach", day=Day(day)) for day in days}
    return tuple(note for note in notes if note not in said)


def notes_on_lag(library: Library) -> tuple[Note, ...]:
    """How far behind this machine's replica of the index is, where that is to be said.

    It belongs to whatever is told of the archive: answers, passages, stories.
    """
    replica = library.replica
    lag = replica.overdue(library.settings.replica_lag) if replica else None
    if lag is None:
        return ()
    return (noted("lag", "note-lag", minutes=str(max(1, round(lag.seconds / 60)))),)


def notes_on_spelling(respelt: Iterable[tuple[str, str]]) -> tuple[Note, ...]:
    """How the archive spells the names of a question in another alphabet."""
    return tuple(
        noted("respelt", "note-respelt", name=quoted(name), spelling=quoted(spelling))
        for name, spelling in respelt
    )


def notes_on_language(
    questions: Sequence[str],
    archive: str | None,
    known: Collection[str],
    *,
    cited: Collection[str],
) -> tuple[Note, ...]:
    """That the last question is not in the language of most of the ``archive``.

    Nothing is said where the embedder knows the meaning of both: those languages are ``known``;
    nor where it was answered from articles of which one is ``cited`` in its own language, or an
    earlier one of a conversation was as strange. A refusal has no articles that are cited.
    """
    strange = [_is_strange(each, archive, known) for each in questions]
    if archive is None or not strange[-1]:
        return ()
    if cited and (any(strange[:-1]) or asked_in(questions[-1]) in cited):
        return ()
    return (noted("language", "note-language", archive=archive),)


def _is_strange(question: str, archive: str | None, known: Collection[str]) -> bool:
    asked = asked_in(question)
    return asked not in {None, archive} and not {asked, archive} <= set(known)


def _named(things: Iterable[str]) -> Several:
    return Several(tuple(quoted(each) for each in dict.fromkeys(things))[:_MOST])


def _is_unknown(name: str, retriever: Terms) -> bool:
    """Whether a word of a name stands nowhere."""
    return bool(retriever.missing(stems(name)))


def _is_unknown_figure(figure: str, retriever: Terms) -> bool:
    digits = _FIGURE.search(figure)
    return digits is not None and _is_unknown(digits.group(), retriever)


def _not_near(names: Iterable[str], hits: Sequence[Hit]) -> list[str]:
    """The names that no article nearby has a word of, though the archive has them."""
    if not hits:
        return []
    near = [stems(hit.passage.card.title) | stems(hit.passage.text) for hit in hits]
    return [name for name in names if not any(stems(name) & each for each in near)]


def _names(hit: Hit, person: str) -> bool:
    """Whether all words of a name stand there with a capital: "Gates" is no gate."""
    passage = hit.passage
    there = " ".join(capitalised(f"{passage.card.title}\n{passage.text}"))
    wanted, found = (set(terms(each, passage.language)) for each in (person, there))
    return bool(wanted) and wanted <= found
