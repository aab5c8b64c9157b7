"""Who may lead a run that machines share: nobody whose embedder made none of what they answer from.

Such a process would build the index anew for all of them, by a setting that differs in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog import generations, jobs, leases
from index.errors import OtherEmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Connection

    from index.catalog.jobs import Job, Kind

_ANEW: frozenset[Kind] = frozenset({"full"})


def claim(
    connection: Connection,
    kinds: Collection[Kind],
    *,
    ours: Callable[[str], bool],
    named: str,
    owner: str,
    asked: int | None,
) -> Job | None:
    """Lead the oldest run of these kinds that is queued, unless one is led already.

    Whoever has another embedder leads only the one that it ``asked`` for, if that builds anew:
    somebody has said so. ``ours``: whether our embedder made what has that identity; ``named``:
    what the settings call it.

    Raises:
        OtherEmbedderError: something is queued, and left to the others.
    """
    if leases.is_any_held(connection):
        return None
    made = other_embedder(connection, ours)
    if made is None:
        return leases.claim(connection, kinds, owner=owner)
    own = None if asked is None else leases.claim(connection, _ANEW, owner=owner, number=asked)
    if own is None and jobs.is_queued(connection, kinds):
        raise refusal(made, named)
    return own


def other_embedder(connection: Connection, ours: Callable[[str], bool]) -> str | None:
    """What made the index that answers, if neither that nor what is being made is of ours."""
    wanted = generations.to_follow(connection)
    if not wanted or any(ours(each.embedder) for each in wanted):
        return None
    return str(wanted[0].embedder)


def refusal(made: str, named: str) -> OtherEmbedderError:
    """Why no run is led here, and what to do."""
    return OtherEmbedderError(
        f"the index was made with {made}, not with PRESSMARK_EMBEDDER={named}, so no run is led "
        "from here: it would build the index anew for everybody. What is queued is left to the "
        "others; set what they have. To change it everywhere, set it for all, and run `pressmark "
        "index --full`."
    )
