"""Where one clause of a question ends and the next begins.

Clauses are what a question needs separate evidence for: "did A report this, while B reported
that?". A clause too short to search for goes with its neighbour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.models import Span
from index.planning.topics import content
from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OUTLET, DATE = "\x01", "\x02"
"""What stands in place of every character of an outlet or a date, so that no comma of theirs,
or of a quotation, ends a clause."""
LEAST = 4
"""Words that a clause needs to be looked for on its own."""
MOST = 5
"""Clauses of a question; more are joined again, the shortest first."""


@dataclass(slots=True)
class _Clause:
    start: int
    end: int
    joint: bool
    words: int


def hide(text: str, places: Iterable[tuple[Span, str]]) -> str:
    """``text`` with every character of each place replaced by the mark beside it."""
    for span, mark in places:
        text = text[: span.start] + mark * (span.end - span.start) + text[span.end :]
    return text


def clauses(hidden: str) -> list[Span]:
    """The clauses of a question, in order, of at least ``LEAST`` words if it has more than one.

    ``hidden`` is the question with its outlets, dates and quotations hidden.
    """
    serial = lexicon.pattern("{list-in-clause}", cased=True)
    pieces = _split(serial.sub(lambda match: "q" * len(match.group()), hidden))
    found = _whole([each for each in pieces if not _is_verdict(each, hidden)])
    while len(found) > MOST:
        _join(found, _shortest_pair(found))
    return [Span(clause.start, clause.end) for clause in found]


def _split(hidden: str) -> list[_Clause]:
    found: list[_Clause] = []
    start, joint = 0, True
    for match in (*lexicon.pattern("{ends-clause}").finditer(hidden), None):
        end = match.start() if match else len(hidden)
        found.append(_Clause(start, end, joint, _weight(hidden[start:end])))
        if match:
            start, joint = match.end(), match["joint"] is not None
    return found


def _weight(clause: str) -> int:
    """Words of a clause; one that has an outlet or a date of its own needs fewer."""
    return content(clause.replace(OUTLET, " ").replace(DATE, " ")) + 2 * (
        OUTLET in clause or DATE in clause
    )


def _is_verdict(piece: _Clause, hidden: str) -> bool:
    """Whether it asks how the others compare, behind a comma and with no outlet of its own.

    No article says that.
    """
    text = hidden[piece.start : piece.end]
    return (
        piece.start > 0
        and OUTLET not in text
        and bool(lexicon.pattern("{is-verdict}").search(text))
    )


def _whole(pieces: Sequence[_Clause]) -> list[_Clause]:
    """Short pieces joined: what a joint opens goes with what follows, the rest with what was."""
    found: list[_Clause] = []
    for piece in pieces:
        ahead = bool(found) and found[-1].words < LEAST and found[-1].joint and not piece.joint
        short_tail = bool(found) and piece.words < LEAST and not piece.joint
        if ahead or short_tail:
            found[-1].end = piece.end
            found[-1].words += piece.words
        else:
            found.append(piece)
    while len(found) > 1 and any(clause.words < LEAST for clause in found):
        place = next(place for place, clause in enumerate(found) if clause.words < LEAST)
        _join(found, max(place - 1, 0))
    return found


def _shortest_pair(found: Sequence[_Clause]) -> int:
    pairs = range(len(found) - 1)
    return min(pairs, key=lambda place: found[place].words + found[place + 1].words)


def _join(found: list[_Clause], place: int) -> None:
    first, second = found[place], found.pop(place + 1)
    first.end = second.end
    first.words += second.words
