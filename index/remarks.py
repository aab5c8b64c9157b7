"""What an article says about itself, in the order in which a reader must know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.corrections import NoticeKind, notices, wire_version
from index.sentences import sentences

if TYPE_CHECKING:
    from index.models import DatedBy

RemarkKind = NoticeKind | Literal["wire", "date"]
_GRAVEST_FIRST: tuple[RemarkKind, ...] = (
    "withdrawal",
    "correction",
    "clarification",
    "note",
    "update",
    "wire",
)
MOST = 2
"""Remarks shown of an article: a live page has an update every quarter of an hour."""
_LONGEST = 300


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
    by_gravity = sorted(dict.fromkeys(found), key=lambda each: _GRAVEST_FIRST.index(each.kind))
    return by_gravity[:MOST]


def dating(dated_by: DatedBy) -> list[Remark]:
    """How an article came to its date, where that is not what its record says."""
    return [] if dated_by == "record" else [Remark("date", dated_by=dated_by)]


def shortened(text: str) -> str:
    """The first sentences of ``text`` that make 300 characters, the first one in any case."""
    ends = [span.end for span in sentences(text)]
    fitting = [end for end in ends if end <= _LONGEST] or ends[:1]
    return text[: fitting[-1]] if fitting else text
