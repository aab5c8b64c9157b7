"""What every answer promises, checked on the finished answer, apart from the code that made it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.digests import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.models import Answer, Citation, Claim
    from bot.store.answers import CitedPassage

_MARKER = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(r"\d+")


def broken_promises(answer: Answer, cited: Mapping[str, CitedPassage]) -> list[str]:
    """A sentence for each promise that ``answer`` breaks.

    ``cited`` is what the catalog says about the ids of its citations.
    """
    return [*_markers(answer), *_claims(answer, cited), *_quotes(answer, cited)]


def _markers(answer: Answer) -> Iterator[str]:
    marked = {int(n) for n in _MARKER.findall(answer.text)}
    numbers = [citation.n for citation in answer.citations]
    if len(numbers) != len(set(numbers)):
        yield "two citations have the same number"
    for n in sorted(marked - set(numbers)):
        yield f"[{n}] has no citation"
    for n in sorted(set(numbers) - marked):
        yield f"citation {n} has no [{n}]"


def _claims(answer: Answer, cited: Mapping[str, CitedPassage]) -> Iterator[str]:
    by_number = {citation.n: citation for citation in answer.citations}
    for place, claim in enumerate(answer.claims, 1):
        if not claim.citations:
            yield f"claim {place} has no citation"
        own = [by_number[n] for n in claim.citations if n in by_number]
        known = [each.quote for each in own]
        if not _is_own(claim, own):
            known += [text for each in own for text in _around(each, cited)]
            known += [note.text for note in answer.notes if note.claim == place - 1]
        for figure in sorted(_figures(claim.text) - _figures(" ".join(known))):
            yield f"claim {place} says {figure}, its quotes do not"


def _is_own(claim: Claim, quoted: Sequence[Citation]) -> bool:
    """Whether a claim is a quotation, or a part of one, in the archive's own words."""
    return any(folded(claim.text) in folded(each.quote) for each in quoted)


def _around(citation: Citation, cited: Mapping[str, CitedPassage]) -> Iterator[str]:
    """What a claim in other words may stand on besides: headline, date, the passage."""
    yield from (citation.card.title, citation.card.published or "")
    if citation.id in cited and not citation.title:
        yield cited[citation.id].text


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(text))


def _quotes(answer: Answer, cited: Mapping[str, CitedPassage]) -> Iterator[str]:
    for citation in answer.citations:
        found = cited.get(citation.id)
        if found is None:
            yield f"citation {citation.n} cannot be looked up"
            continue
        where = "headline" if citation.title else "passage"
        text, base = (found.card.title, 0) if citation.title else (found.text, found.span.start)
        if not citation.quote or folded(citation.quote) not in folded(text):
            yield f"the quote of citation {citation.n} does not stand in its {where}"
        start, end = (place - base for place in (citation.span.start, citation.span.end))
        same = found.quote == citation.span and found.title == citation.title
        if not same or start < 0 or text[start:end] != citation.quote:
            yield f"start and end of citation {citation.n} do not name its quote"
