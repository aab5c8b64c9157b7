"""Corrections, clarifications, editor's notes, updates and withdrawals, and wire versions.

Recognised by the set forms in which English, Russian and Ukrainian newsrooms announce them, at
the beginning of a title or of a line, where they cannot be mistaken for the news itself ("the
minister issued a correction").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from index.models import Span
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from index.models import DatedBy

NoticeKind = Literal["withdrawal", "correction", "clarification", "note", "update"]
_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
"""Gravest first. The first that fits decides: what withdraws an article may also correct it."""
_OPEN = r"(?:[\[(*_•–—-]\s*)*"
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MOST = 1200
"""Characters of a notice; a longer line is an article that begins like one."""
RemarkKind = NoticeKind | Literal["wire", "date"]
MOST = 2
"""Remarks shown of an article: a live page has an update every quarter of an hour."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice about the article itself: what it does, where it stands, what it says."""

    kind: NoticeKind
    span: Span
    text: str


def notices(text: str) -> list[Notice]:
    """The notices in ``text``, which is a title or a body, in order; each is a whole line.

    A sentence about "an earlier version of this article" counts from where it begins, also at
    the end of a line.
    """
    found = []
    inside = lexicon.pattern(r"(?<=[.!?…]\s)(?={this-article} )")
    for line in _LINE.finditer(text):
        starts = [line.start() + len(line.group()) - len(line.group().lstrip())]
        starts += [match.start() for match in inside.finditer(text, *line.span())]
        end = line.start() + len(line.group().rstrip())
        notice = next(filter(None, (_notice(text, start, end) for start in starts)), None)
        if notice:
            found.append(notice)
    return found


def _notice(text: str, start: int, end: int) -> Notice | None:
    if end - start > _MOST:
        return None
    for kind in _KINDS:
        if lexicon.pattern(_OPEN + f"{{{kind}}}").match(text, start, end):
            return Notice(kind, Span(start, end), text[start:end])
    return None


def wire_version(title: str) -> int | None:
    """Number of the version that a wire headline names ("UPDATE 2-", "1st Ld-Writethru").

    The first lead is version 1, as the first update is; a headline without a mark has none.
    """
    if found := re.search(r"^\W*UPDATE (\d{1,2})\s*[-–—:]", title):
        return int(found[1])
    found = lexicon.pattern("{wire-version}").search(title)
    if found is None:
        return None
    number = next((each for each in found.groups() if each), "1")
    digits = re.match(r"\d+", number)
    return int(digits[0] if digits else lexicon.table("ordinals")[number.casefold()])


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice in the article's own words, or what others put into words where ``text`` is empty.

    That is the number of its wire ``version``, or ``dated_by``: how it came to its date.
    """

    kind: RemarkKind
    text: str = ""
    version: int | None = None
    dated_by: DatedBy | None = None


def remarks(title: str, text: str) -> list[Remark]:
    """The gravest remarks about an article with this title and text, gravest first."""
    version = wire_version(title)
    said = [each for each in notices(title) if version is None or each.kind != "update"]
    found = [Remark(each.kind, shortened(each.text)) for each in (*said, *notices(text))]
    if version is not None:
        found.append(Remark("wire", version=version))
    by_gravity = sorted(dict.fromkeys(found), key=lambda each: (*_KINDS, "wire").index(each.kind))
    return by_gravity[:MOST]


def dating(dated_by: DatedBy) -> list[Remark]:
    """How an article came to its date, where that is not what its record says."""
    return [] if dated_by == "record" else [Remark("date", dated_by=dated_by)]


def shortened(text: str) -> str:
    """The first sentences of ``text`` that make 300 characters, the first one in any case."""
    ends = [span.end for span in sentences(text)]
    fitting = [end for end in ends if end <= _LONGEST] or ends[:1]
    return text[: fitting[-1]] if fitting else text
