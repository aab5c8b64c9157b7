"""Makes a question stand alone that leans on the one before it, without a language model.

A date, an outlet or a name takes the place of the one before ("and in March?"); else what the
last question was about is carried over in brackets. What stands alone is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.answer.conversation.date_shifts import moved, ordering
from bot.answer.conversation.ellipsis import leaning
from bot.answer.reading.question_types import kind_of
from index.dates.question import dates
from index.planning.planner import Outlets
from index.text import lexicon
from index.text.language import detect
from index.text.names import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.conversation.ellipsis import Leaning
    from index.models import Span

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’-][^\W_]+)*")
_ACCORDING = {"en": "according to", "ru": "по данным", "uk": "за даними"}
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_MOST_WORDS = 14
"""Words of a topic that are carried over: a quoted claim is longer than a question."""
_MOST_NAMES = 3
"""Names that are carried over from a claim, which may be a whole piece of news."""
_YEAR = re.compile(r"\b\d{4}\b")
"""A date of a claim is seen from the day on which it was printed; one with a year is the same."""
_NAMED = frozenset({"person", "name"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the dates and outlets of a conversation are read with."""

    outlets: Outlets = field(default_factory=lambda: Outlets(()))
    today: date = field(default_factory=lambda: datetime.now(UTC).date())


@dataclass(frozen=True, slots=True)
class Turn:
    """What a question can lean on: the stand-alone question before it, and what was answered.

    Of a ``claim`` that a reply quotes, ``question`` has its words; nothing is put into it.
    """

    question: str
    said: str = ""
    claim: bool = False


def stand_alone(question: str, earlier: Sequence[Turn], setting: Setting | None = None) -> str:
    """``question`` with what it takes from the last turn; itself where it takes nothing."""
    how = leaning(question) if earlier else None
    if how is None:
        return question
    last, read = earlier[-1], setting or Setting()
    if how.way == "replaces" and not last.claim:
        kind = ordering(how.rest)
        replaced = (
            _reordered(last.question, kind, read) if kind else _replaced(last.question, how, read)
        )
        if replaced is not None:
            return replaced
    carried = _carried(question, last, how, read)
    return f"{question.rstrip()} ({', '.join(carried)})" if carried else question


def _replaced(before: str, how: Leaning, setting: Setting) -> str:
    """The last question with another date, outlet or name in it."""
    rest, language = how.rest, detect(before)
    if _is_all(rest, [each.span for each in dates(rest, setting.today)]):
        spans = [each.span for each in dates(before, setting.today)]
        return _put(before, spans[-1:], rest, else_behind=rest)
    cue = _ACCORDING.get(language, _ACCORDING["en"])
    if outlet := _outlet(rest, setting):
        spans = [each.span for each in setting.outlets.mentions(before)]
        behind = f"{cue} the {outlet}" if language == "en" else f"{cue} {outlet}"
        return _put(before, spans[-1:], outlet, else_behind=behind.replace("the The", "The"))
    return _renamed(before, rest, setting)


def _reordered(before: str, kind: str, setting: Setting) -> str | None:
    """The last question with its date moved: "before 2024"; ``None`` where it has no date."""
    found = dates(before, setting.today)
    put = moved(before, found[-1], kind) if found else None
    return None if put is None else _put(before, [found[-1].span], put, else_behind="")


def _outlet(rest: str, setting: Setting) -> str | None:
    """The outlet that is called so, or the only one that has all these words in its name."""
    stop = lexicon.words("stop")
    wanted = {word.casefold() for word in _WORD.findall(rest)} - stop
    if not wanted or rest.islower():
        return None
    found = [
        name
        for name in setting.outlets.names
        if wanted <= {word.casefold() for word in _WORD.findall(name)}
    ]
    same = [name for name in found if len(wanted) == len(set(_WORD.findall(name)) - stop)]
    if len(found) == 1 or len(same) == 1:
        return (same or found)[0]
    mentions = setting.outlets.mentions(f"{_ACCORDING['en']} {rest}")
    return mentions[0].names[0] if len(mentions) == 1 and not found else None


def _renamed(before: str, rest: str, setting: Setting) -> str:
    """The last question with another name in the place of its last one behind that preposition."""
    preposition = lexicon.pattern(r"^{leading-preposition}\s+").match(rest)
    bare = _ARTICLE.sub("", rest[preposition.end() :] if preposition else rest)
    found = names(before, apart=_apart(before, setting))
    if preposition:
        behind = [
            span
            for span in found
            if before[: span.start].casefold().endswith(preposition.group().casefold())
        ]
        return _put(before, behind[-1:], bare, else_behind=rest)
    return _put(before, found[-1:], bare, else_behind=f"({rest})")


def _put(before: str, spans: Sequence[Span], put: str, *, else_behind: str) -> str:
    """``before`` with ``put`` at the only one of ``spans``, or with words behind it."""
    for span in spans:
        return before[: span.start] + put + before[span.end :]
    bare = before.rstrip()
    mark = "?" if bare.endswith("?") and not else_behind.startswith("(") else ""
    kept = bare.rstrip("? ") if mark else bare
    return f"{kept} {else_behind}{mark}"


def _carried(question: str, last: Turn, how: Leaning, setting: Setting) -> list[str]:
    """What is carried over: names or the whole topic, and dates and outlets, none said already."""
    before = last.question
    apart = _apart(before, setting)
    named = _names(before, apart)
    if how.way == "person" and kind_of(before) in _NAMED:
        answered = [each for each in _names(last.said, []) if each not in before]
        named = answered[:1] or named
    named = named[:_MOST_NAMES] if last.claim else named
    everything = how.way in {"bare", "event", "replaces"} or not named
    wanted = [_topic(before, apart)] if everything else named
    own = [each.span.of(question) for each in dates(question, setting.today)]
    said_when = [] if own else [each.span.of(before) for each in dates(before, setting.today)]
    when = [each for each in said_when if not last.claim or _YEAR.search(each)]
    outlets = [f"according to {each.names[0]}" for each in setting.outlets.mentions(before)]
    said = question.casefold()
    found = [each.strip(" ?,.()") for each in (*wanted, *when, *outlets)]
    return [each for each in dict.fromkeys(found) if each and each.casefold() not in said]


def _names(text: str, apart: Sequence[Span]) -> list[str]:
    return [span.of(text) for span in names(text, apart=apart)]


def _topic(text: str, apart: Sequence[Span]) -> str:
    """The telling words of ``text`` in order, what stands ``apart`` left out."""
    for span in apart:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    telling = (
        word for word in _WORD.findall(text) if word.casefold() not in lexicon.words("starters")
    )
    return " ".join([*telling][:_MOST_WORDS])


def _apart(text: str, setting: Setting) -> list[Span]:
    """Where dates and outlets stand in ``text``."""
    return [
        *(each.span for each in dates(text, setting.today)),
        *(each.span for each in setting.outlets.mentions(text)),
    ]


def _is_all(text: str, spans: Sequence[Span]) -> bool:
    """Whether ``spans`` cover all of ``text`` but little words."""
    if not spans:
        return False
    for span in spans:
        low, high = max(0, span.start), max(0, span.end)
        text = text[:low] + " " * (high - low) + text[high:]
    return all(word.casefold() in lexicon.words("stop") for word in _WORD.findall(text))
