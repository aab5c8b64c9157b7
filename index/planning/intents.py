"""Whether a question asks for now, then, the first or the latest, or compares."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from index.dates.question import Dated

Intent = Literal["now", "then", "first", "latest", "compare"]

_PAST = timedelta(days=31)
"""A time that has been over for this long is history."""


def intents(text: str, found: Iterable[Dated], today: date) -> frozenset[Intent]:
    """What ``text`` wants; a date that is long over makes it a question about then."""
    wanted = {intent for intent in get_args(Intent) if lexicon.cue(intent).search(text)}
    for each in found:
        if each.before is not None and today - each.before > _PAST:
            wanted.add("then")
            wanted -= set() if sets_against_now(text) else {"now"}
    return frozenset(wanted)


def sets_against_now(text: str) -> bool:
    """Whether ``text`` sets another time against the present: "higher now than in 2022"."""
    return bool(lexicon.cue("now").search(text) and lexicon.cue("against").search(text))


def asks_for_change(text: str) -> bool:
    """Whether ``text`` sets two times against each other."""
    return bool(lexicon.cue("change").search(text))
