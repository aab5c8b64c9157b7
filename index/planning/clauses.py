"""Where one clause of a question ends and the next begins.

Clauses are what a question needs separate evidence for: "did A report this, while B reported
that?". A clause too short to search for goes with its neighbour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.models import Span
from index.planning.topics import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OUTLET, DATE = "\x01", "\x02"
"""What stands in place of every character of an outlet or a date, so that no comma of theirs,
or of a quotation, ends a clause."""
LEAST = 4
"""Words that a clause needs to be looked for on its own."""
MOST = 5
"""Clauses of a question; more are joined again, the shortest first."""
_TO_OUTLET = rf"(?=(?:the\s+|an?\s+|both\s+|its\s+|['\"‘“«])*{OUTLET})"
_CONTRAST = (
    r"while|whereas|but(?! also)|in contrast (?:to|with)|as opposed to|compared (?:to|with)|unlike"
    r"|similar(?:ly)? to(?: how)?|(?:in )?(?:a|the) (?:similar|same) (?:way|manner) (?:to|as)"
    r"(?: how)?"
    r"|the same way as|versus|vs\.?|тогда как|в то время как|тоді як|в той час як|в отличие от"
    r"|на відміну від|по сравнению с|порівняно з"
)
_BOUNDARY = re.compile(
    rf"(?P<joint>,?\s+(?:{_CONTRAST})\s+|;\s+|,\s+(?:and|or|но|а|и|але|та|і|й|или|або)\s+"
    r"|,?\s+(?:and|и|та|і|й)\s+(?=(?:also|who|which|that|whose|is|are|was|were|has|have|had|did|does"
    r"|how|what|why|when|where|the (?:subsequent|later|article|report)|который|которая|как|что|кто"
    r"|який|яка|хто|що)\b)"
    rf"|(?<!{OUTLET}),?\s+(?:and|before|after|than|from|with|и|та|і)\s+{_TO_OUTLET})|,\s+",
    re.IGNORECASE,
)


_SERIAL = re.compile(
    r"(?<=\w),\s(?:[\w.'’-]+\s){0,2}[\w.'’-]+,?\s(?:and|or|и|или|та|і|й|або)\s"
    r"(?!(?:also|who|which|that|is|are|was|were|has|have|had|did|does|how|what|why|when|where)\b)"
)
"""The middle of a list of names or things: no clause ends there."""
_VERDICT = re.compile(
    r"\b(?:consisten(?:t|cy)|inconsisten\w+|(?:any|a|no) changes? in|these (?:\w+ )?(?:news )?"
    r"(?:sources|outlets|articles|reports)|both (?:\w+ )?(?:sources|outlets|articles|reports))\b"
    r"|\b(?:has|have|did)\b.*\b(?:changed?|shift(?:ed)?)\W*$",
    re.IGNORECASE,
)
"""Signs of a clause that asks how the others compare: no article says that."""


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
    pieces = _split(_SERIAL.sub(lambda match: "q" * len(match.group()), hidden))
    found = _whole([each for each in pieces if not _is_verdict(each, hidden)])
    while len(found) > MOST:
        _join(found, _shortest_pair(found))
    return [Span(clause.start, clause.end) for clause in found]


def _split(hidden: str) -> list[_Clause]:
    found: list[_Clause] = []
    start, joint = 0, True
    for match in (*_BOUNDARY.finditer(hidden), None):
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
    """Whether it asks how the others compare, behind a comma and with no outlet of its own."""
    text = hidden[piece.start : piece.end]
    return piece.start > 0 and OUTLET not in text and bool(_VERDICT.search(text))


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
