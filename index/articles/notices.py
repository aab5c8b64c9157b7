"""Corrections, clarifications, editor's notes, updates and withdrawals, and wire versions.

Recognised by the set forms in which English, Russian and Ukrainian newsrooms announce them, at
the beginning of a title or of a line, where they cannot be mistaken for the news itself ("the
minister issued a correction").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.models import Span
from index.text.sentences import sentences

if TYPE_CHECKING:
    from index.models import DatedBy

NoticeKind = Literal["correction", "clarification", "note", "update", "withdrawal"]
_OPEN = r"(?:[\[(*_•–—-]\s*)*"
_MARK = r"(?:\s*(?:\([^()\n]{1,60}\)|[,\d][^:\n]{0,30}|appended))?\s*(?:[:—–-]|$)"
_ARTICLE = (
    r"(?:this|an earlier|a previous|the original|the earlier) (?:\w+ )?(?:version of (?:this|the"
    r"|our) (?:\w+ )?)?(?:article|story|report|piece|post|page|headline|version|dispatch|column)"
)
_FORMS: tuple[tuple[NoticeKind, str], ...] = (
    (
        "withdrawal",
        (
            rf"(?:withdrawn|retraction|retracted|(?:mandatory )?kill(?: notice| story| bulletin)?"
            rf"|story (?:killed|withdrawn)|отозвано|опровержение редакции|відкликано){_MARK}"
            rf"|{_ARTICLE} (?:has been|was|is) (?:withdrawn|retracted|removed|taken down)\b"
            rf"|(?:эт(?:от|а)|ця|цей) (?:материал|статья|стаття|матеріал) "
            rf"(?:отозван\w*|снят\w*|відкликан\w*|знят\w*)\b"
        ),
    ),
    (
        "correction",
        (
            rf"(?:correct(?:ions?|ed|s)|correction (?:and|&) clarification|erratum|errata"
            rf"|исправлени[ея]|поправка|исправлено|виправлення|виправлено|поправка|спростування)"
            rf"(?:{_MARK}| (?:to|from) (?:this|an|our|the)\b)"
            rf"|\(corrects? [^()\n]{{4,200}}\)"
            rf"|{_ARTICLE} (?:has been|was|were) (?:amended|corrected|edited to correct|changed)\b"
            rf"|{_ARTICLE} (?:incorrectly|mistakenly|wrongly|erroneously|misstated|misspelled"
            rf"|misidentified|gave (?:the|an) (?:wrong|incorrect)|said incorrectly)\b"
            rf"|(?:we|the \w+) (?:regret|apologi[sz]es? for) (?:the|this|an) error\b"
            rf"|(?:в|у) (?:более ранней|предыдущей|первоначальной|попередній|первісній|ранішій) "
            rf"(?:версии|версії)\b"
            rf"|(?:в|у) (?:тексте|тексті|статье|статті|заметке|матеріалі|материале) "
            rf"(?:исправлен\w*|виправлен\w*)\b"
        ),
    ),
    (
        "clarification",
        (
            rf"(?:clarifications?|clarifies|clarified|уточнени[ея]|уточняется|уточнення)"
            rf"(?:{_MARK}| (?:to|from) (?:this|an|our|the)\b)"
            rf"|{_ARTICLE} (?:has been|was) (?:clarified|updated to (?:clarify|reflect))\b"
        ),
    ),
    (
        "note",
        (
            rf"(?:editor['’]?s?['’]? notes?|editors['’] note|note (?:to|for) (?:readers|editors)"
            rf"|publisher['’]s note|от редакции|примечание редак(?:ции|тора)|від редакції"
            rf"|примітка редак(?:ції|тора))(?:{_MARK}|\.)"
        ),
    ),
    (
        "update",
        (
            rf"(?:updates?(?: \d{{1,2}})?|updated|обновлен(?:о|ие)|оновлен(?:о|ня)|дополнен(?:о|ие)"
            r"|доповнен(?:о|ня))"
            rf"(?:{_MARK}| (?:at|в|о|об) \d)"
            rf"|{_ARTICLE} (?:has been|was|will be) (?:updated|expanded|revised)\b"
            rf"|(?:последнее обновление|останнє оновлення|last updated)\b"
        ),
    ),
)
"""The first form that fits decides; what withdraws an article comes before what corrects it."""
_NOTICES = tuple((kind, re.compile(_OPEN + f"(?:{form})", re.IGNORECASE)) for kind, form in _FORMS)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE_START = re.compile(rf"(?<=[.!?…]\s)(?={_ARTICLE} )", re.IGNORECASE)
_MOST = 1200
"""Characters of a notice; a longer line is an article that begins like one."""
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "first": 1, "second": 2, "third": 3}
_VERSIONS = (
    re.compile(r"^\W*UPDATE (?P<number>\d{1,2})\s*[-–—:]"),
    re.compile(
        r"\b(?P<ordinal>\d{1,2}(?:st|nd|rd|th)|first|second|third)[ -](?:ld|lead)"
        r"(?:[ -]?(?:writethru|writethrough|sub|pickup|add|wt)\b|\W*$)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:ld|lead)[ -]writethru[, -]*(?P<number>\d{1,2})?", re.IGNORECASE),
    re.compile(r"\b(?:version|версия|версія)[ :]+(?P<number>\d{1,2})\s*$", re.IGNORECASE),
)
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
    for line in _LINE.finditer(text):
        starts = [line.start() + len(line.group()) - len(line.group().lstrip())]
        starts += [match.start() for match in _SENTENCE_START.finditer(text, *line.span())]
        end = line.start() + len(line.group().rstrip())
        notice = next(filter(None, (_notice(text, start, end) for start in starts)), None)
        if notice:
            found.append(notice)
    return found


def _notice(text: str, start: int, end: int) -> Notice | None:
    if end - start > _MOST:
        return None
    for kind, pattern in _NOTICES:
        if pattern.match(text, start, end):
            return Notice(kind, Span(start, end), text[start:end])
    return None


def wire_version(title: str) -> int | None:
    """Number of the version that a wire headline names ("UPDATE 2-", "1st Ld-Writethru").

    The first lead is version 1, as the first update is; a headline without a mark has none.
    """
    for pattern in _VERSIONS:
        match = pattern.search(title)
        if match:
            parts = match.groupdict()
            ordinal = (parts.get("ordinal") or "").casefold()
            digits = re.match(r"\d+", ordinal or parts.get("number") or "1")
            return int(digits[0]) if digits else _ORDINALS[ordinal]
    return None


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
