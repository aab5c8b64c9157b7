"""The order of hits once their passages were read beside the question."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.reading.candidates import page
from bot.answer.reading.weights import log_odds, stored
from index.errors import EmbedderError
from index.reader.cross_encoder import ENGLISH
from index.search.transliteration import respelling
from index.text.language import is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.library import Library
    from index.models import Hit, Query
    from index.reader.choice import Readers
    from index.reader.cross_encoder import Judged
    from index.search.results import Found

READ = 10
"""Hits that are read: it takes some twenty milliseconds each."""
_log = logging.getLogger(__name__)


def search(query: Query, *, library: Library) -> Found:
    """What is found, the first hits in the order in which the reader would have them.

    They stay as they were where the reader does not know a language, where it cannot be run, and
    where the settings name another model for the order.

    Raises:
        EmptyArchiveError: nothing is indexed yet.
        QueryError: a date of the filters is not ISO 8601.
        StoreError: neither words nor vectors can be read.
    """
    found = library.retriever.find(replace(query, k=max(query.k, READ)))
    first, rest = found.hits[:READ], found.hits[READ:]
    asked = respelling(query.text, found.respelt)
    try:
        ordered = () if library.reranker else _ordered(asked, first, library.readers)
    except EmbedderError as exc:
        _log.warning("%s Passages are shown in the order in which they were found.", exc)
        ordered = ()
    if not ordered:
        return replace(found, hits=found.hits[: query.k])
    most = ordered[-1].score
    after = (replace(hit, score=min(hit.score, most)) for hit in rest)
    return replace(found, hits=(*ordered, *after)[: query.k])


def _ordered(question: str, hits: Sequence[Hit], readers: Readers) -> Sequence[Hit]:
    """``hits`` read beside the question; none where it is in another language than is read."""
    if not hits:
        return ()
    texts = (question, hits[0].passage.text)
    reader = readers.of(*texts)
    if reader.name == ENGLISH and any(map(is_cyrillic, texts)):
        return ()
    verdicts = reader.judge(question, list(map(page, hits)))
    return reordered(hits, verdicts, reader.name)


def reordered(hits: Sequence[Hit], verdicts: Sequence[Judged], name: str) -> list[Hit]:
    """``hits`` by what retrieval and the reader make of each together, and with such scores.

    ``name``: whose weights are taken, see `bot.answer.reading.candidates.Reading`.
    """
    weights = stored().readers[name].hit
    scored = [
        replace(hit, score=weights.probability(measured(hit, verdict)))
        for hit, verdict in zip(hits, verdicts, strict=True)
    ]
    scored.sort(key=lambda hit: -hit.score)
    return [replace(hit, rank=rank) for rank, hit in enumerate(scored, start=1)]


def measured(hit: Hit, verdict: Judged) -> dict[str, float]:
    """What speaks for a hit, by name; see `bot.answer.reading.candidates.measure`."""
    return {
        "found": log_odds(hit.score),
        "answers": verdict.answers,
        "right": float(verdict.right.max()),
    }
