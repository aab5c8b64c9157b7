"""What is said about a claim besides it: notices of the article, which day and who is meant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.messages import message
from bot.notes.phrases import noted, plain, remarked, saying
from bot.notes.pronouns import whom
from index.articles.injection import gives_orders
from index.dates.article import resolve
from index.text.language import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.messages import Message
    from bot.models import Citation, Claim, Note
    from index.catalog.articles.versions import Version
    from index.dates.article import Resolved
    from index.models import Passage, Precision, Span

_MOST_DATES = 3
"""Resolved expressions shown of a quotation."""


def notes_about(
    claims: Sequence[Claim], citations: Sequence[Citation], versions: Mapping[str, Version]
) -> tuple[Note, ...]:
    """The notes about each claim, in order of the claims, none twice."""
    by_number = {citation.n: citation for citation in citations}
    found: list[Note] = []
    last: Citation | None = None
    for number, claim in enumerate(claims):
        for citation in (by_number[n] for n in claim.citations):
            version = versions.get(citation.version)
            found += _about(number, citation, version)
            if version and not citation.title and not _follows(citation, last, version):
                person = whom(version, citation.span)
                if person is not None and not gives_orders(plain(person)):
                    found.append(saying("person", person, number))
            last = citation
    return tuple(dict.fromkeys(found))


def notes_on_undated(claims: Sequence[Claim], citations: Sequence[Citation]) -> tuple[Note, ...]:
    """At each claim that quotes an article without a date that it may be of any time."""
    undated = {each.n for each in citations if each.card.published is None}
    return tuple(
        noted("undated", "note-timeless", number)
        for number, claim in enumerate(claims)
        if not undated.isdisjoint(claim.citations)
    )


def _follows(citation: Citation, last: Citation | None, version: Version) -> bool:
    """Whether the quotation before this one is the sentence before it, which says who is meant."""
    return (
        last is not None
        and not last.title
        and last.version == citation.version
        and last.span.end <= citation.span.start
        and not version.text[last.span.end : citation.span.start].strip()
    )


def _about(claim: int, citation: Citation, version: Version | None) -> Iterator[Note]:
    """Notices of the article; of a sentence also its dates, of which a headline has no context."""
    if version is None:
        return
    for remark in version.said():
        own = bool(remark.text)
        if not own or (remark.text not in citation.quote and not gives_orders(remark.text)):
            yield remarked(remark, claim)
    for meant in () if citation.title else dates_in(version, citation.span):
        yield saying("date", meant, claim)


def dates_in(version: Version, span: Span) -> list[Message]:
    """``last spring: spring 2024`` for the expressions in ``span`` that are certain.

    The paragraph is read from its beginning: a year named there can unsettle what follows.
    """
    begin = version.text.rfind("\n", 0, span.start) + 1
    text = version.text[begin : span.end]
    found = _found(
        text,
        published=version.published,
        precision=version.precision,
        language=version.language,
    )
    said = [
        message("note-date", words=_words(each, text), meant=each)
        for each in found
        if each.span.start >= span.start - begin
    ]
    return list({plain(each): each for each in said}.values())[:_MOST_DATES]


def dates_of(passage: Passage) -> list[str]:
    """The same for a passage, as far as the passage alone tells, in its own language."""
    found = _found(
        passage.text,
        published=passage.card.published,
        precision=passage.card.precision,
        language=passage.language,
    )
    return list(dict.fromkeys(f"{_words(each, passage.text)}: {each.shown}" for each in found))


def _found(
    text: str, *, published: str | None, precision: Precision | None, language: str
) -> list[Resolved]:
    return resolve(
        text,
        published=datetime.fromisoformat(published) if published else None,
        precision=precision or "day",
        language=None if language == UNKNOWN else language,
    )


def _words(each: Resolved, text: str) -> str:
    return " ".join(each.span.of(text).split())
