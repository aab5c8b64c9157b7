"""What is read where news are asked for: the newest articles, or those of days that are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.models import Filters
from index.planning.overview import NEWS

if TYPE_CHECKING:
    from index.models import Hit, Query
    from index.search.results import Found as Retrieved
    from index.search.retriever import Retriever

_AFTERWARDS = timedelta(days=7)
"""How long after some days an article is still about then: papers tell it the next day or week."""


def newest(retriever: Retriever, query: Query, retrieved: Retrieved) -> list[Hit]:
    """The newest articles; also where the question asks for days after all of them."""
    after = retrieved.plan.after
    if retrieved.unmet and after and retrieved.newest and after > retrieved.newest.isoformat():
        query = replace(query, text=NEWS)
    hits = retriever.newest(query)
    return hits if hits or retrieved.unmet else list(retrieved.hits)


def about_then(retriever: Retriever, query: Query, retrieved: Retrieved) -> list[Hit]:
    """What is nearest where nothing is of the days that are named.

    How the last articles until soon after them begin; else what was found besides.
    """
    before = retrieved.plan.before
    if not before:
        return list(retrieved.hits)
    until = (date.fromisoformat(before) + _AFTERWARDS).isoformat()
    last = retriever.newest(replace(query, text=NEWS, filters=Filters(before=until)))
    return last or list(retrieved.hits)
