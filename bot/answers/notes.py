"""What is said about a claim besides it: notices of the article, which day and who is meant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.answers.orders import gives_orders
from bot.answers.persons import whom
from bot.models import Note
from index.language import UNKNOWN
from index.relative_dates import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.models import Citation, Claim
    from index.catalog.versions import Version
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
            if version and not _follows(citation, last, version):
                person = whom(version, citation.span)
                told = person is not None and not gives_orders(person)
                found += [Note("person", person or "", number)] if told else []
            last = citation
    return tuple(dict.fromkeys(found))


def _follows(citation: Citation, last: Citation | None, version: Version) -> bool:
    """Whether the quotation before this one is the sentence before it, which says who is meant."""
    return (
        last is not None
        and last.version == citation.version
        and last.span.end <= citation.span.start
        and not version.text[last.span.end : citation.span.start].strip()
    )


def _about(claim: int, citation: Citation, version: Version | None) -> Iterator[Note]:
    if version is None:
        return
    for remark in version.remarks():
        if remark.text not in citation.quote and not gives_orders(remark.text):
            yield Note(remark.kind, remark.text, claim)
    if version.dating:
        yield Note("date", version.dating, claim)
    for said in dates_in(version, citation.span):
        yield Note("date", said, claim)


def dates_in(version: Version, span: Span) -> list[str]:
    """``last spring: spring 2024`` for the expressions in ``span`` that are certain.

    The paragraph is read from its beginning: a year named there can unsettle what follows.
    """
    begin = version.text.rfind("\n", 0, span.start) + 1
    return _resolved(
        version.text[begin : span.end],
        span.start - begin,
        published=version.published,
        precision=version.precision,
        language=version.language,
    )[:_MOST_DATES]


def dates_of(passage: Passage) -> list[str]:
    """The same for a passage, as far as the passage alone tells."""
    return _resolved(
        passage.text,
        0,
        published=passage.card.published,
        precision=passage.card.precision,
        language=passage.language,
    )


def _resolved(
    text: str,
    begin: int,
    *,
    published: str | None,
    precision: Precision | None,
    language: str,
) -> list[str]:
    found = resolve(
        text,
        published=datetime.fromisoformat(published) if published else None,
        precision=precision or "day",
        language=None if language == UNKNOWN else language,
    )
    said = [
        f"{' '.join(each.span.of(text).split())}: {each.shown}"
        for each in found
        if each.span.start >= begin
    ]
    return list(dict.fromkeys(said))
