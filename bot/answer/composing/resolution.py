"""What came out later of what is disputed: a court's finding, a confirmation, a withdrawal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import evades
from bot.answer.composing.outline import where
from bot.answer.composing.selection import MOST_CLAIMS
from bot.answer.composing.stance import among

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.composing.stance import Statement
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

    Later = Callable[[str], Iterable[Candidate]]
    """The sentences about the question in articles that appeared after a day."""

_WHO = (
    r"(?:courts?|judges?|tribunal|jury|board|inquiry|enquiry|investigat(?:ors?|ion)|agency|auditors?"
    r"|audit|commission|committee|ombuds\w+|regulators?|inspectors?|prosecutors?|coroner|report|review"
    r"|panel|watchdog|findings?|verdict|ruling|tests?|documents?|recordings?)"
)
_FOUND = (
    r"(?:found|finds?|ruled|rules|concluded?s?|established?|confirm(?:s|ed)|determined|decided"
    r"|convict(?:s|ed)|acquit(?:s|ted)|clear(?:s|ed)|show(?:s|ed)|pro(?:ves|ved)|said|says|stayed)"
)
_ENGLISH = (
    rf"\b{_WHO}\b(?:\s+[\w'’,-]+){{0,8}}?\s+{_FOUND}\b"
    rf"|\b{_FOUND} (?:in|by) (?:\w+ ){{0,3}}?{_WHO}\b"
    r"|\b(?:was|were|been|is|are) (?:found (?:not )?(?:guilty|liable)|convicted|acquitted|cleared"
    r"|sentenced|exonerated|fined|confirmed|withdrawn|retracted|killed by)\b"
    r"|\bpleaded guilty\b|\b(?:admit|conced|withdr[ae]w|retract|recant)\w*\b|\bturned out\b"
    r"|\baccept(?:s|ed) the (?:result|verdict|finding|ruling)\b|\btook back\b"
)
_CYRILLIC = (
    r"\b(?:суд\w*|комисси\w+|следстви\w+|экспертиз\w+|проверк\w+|прокуратур\w+|комісі\w+|слідств\w+"
    r"|перевірк\w+)\b(?:\s+[\w’'-]+){0,6}?\s+(?:постанов\w+|призна\w+|установи\w+|реши\w+|оправда\w+"
    r"|подтверди\w+|показа\w+|пришл\w+|ухвали\w+|визна\w+|встанови\w+|виріши\w+|виправда\w+"
    r"|підтверди\w+)"
    r"|\b(?:отозва[лн]\w*|признал\w*|подтвердил(?:ось|ся|ись)|оказалось|выяснилось"
    r"|был\w* оправдан\w*"
    r"|відклика[внл]\w*|визна(?:в|ла|ли)|підтверди(?:лося|вся|лась)|виявилося|з['’]ясувалося)\b"
)
_SETTLES = re.compile(f"{_ENGLISH}|{_CYRILLIC}", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:accus\w+|asked? for|demand(?:s|ed|ing)?(?! by)|wants?|will decide"
    r"|is to decide|investigating|is looking|обвин\w+|требу\w+|звинува\w+|вимага\w+)\b",
    re.IGNORECASE,
)
"""Words of those who are not done, or who only take a side."""
_OWN, _WIDE = 2, 3
"""Telling words of the dispute that a finding has itself, and with the sentence before it."""
_PART = 0.4
"""The part of the question without its names that it has with its headline and the one before."""


def add_outcome(
    telling: Telling, sides: Sequence[Statement], reading: Reading, later: Later
) -> None:
    """Put the newest finding on what ``sides`` dispute before them, with a note that it is later.

    Where the question asks who denies, it stands behind them. ``later`` is asked only where the
    hits have none; nothing changes where there is none at all.
    """
    days = [side.candidate.day for side in sides]
    if not all(days):
        return
    latest = max(days)
    disputed = frozenset().union(*(side.matter.words for side in sides))

    def settling(pool: Iterable[Candidate]) -> list[Candidate]:
        """The findings that appeared after all sides were heard."""
        return [
            each for each in pool if each.day > latest and _settles(each, disputed, reading.asked)
        ]

    found = settling(reading.every) or settling(later(latest))
    if not found:
        return
    newest = max(
        found, key=lambda each: (each.day, len(among(disputed, each.place.terms)), each.score)
    )
    rest = [each for each in telling.chosen if each is not newest]
    at = 0 if reading.asked.kind == "truth" else len(sides)
    telling.chosen = [*rest[:at], newest, *rest[at:]][:MOST_CLAIMS]
    telling.note("update", "note-later", newest, where=where(newest.passage.card))


def is_finding(sentence: str) -> bool:
    """Whether ``sentence`` tells what somebody whose business it is found, and no charge."""
    return bool(_SETTLES.search(sentence)) and not _OPEN.search(sentence)


def _settles(each: Candidate, disputed: Collection[str], asked: Asked) -> bool:
    """Whether a sentence tells what somebody found about what is ``disputed``."""
    if not is_finding(each.text) or evades(each.text):
        return False
    return len(among(disputed, each.place.terms)) >= _OWN and _is_about(each, disputed, asked)


def _is_about(each: Candidate, disputed: Collection[str], asked: Asked) -> bool:
    """Whether it is about what was asked: by its words, and by one of the names."""
    place = each.place
    shared = len(among(disputed, place.terms | place.before))
    telling = {stem: weight for stem, weight in asked.weights.items() if stem not in asked.names}
    near = sum(telling[stem] for stem in among(telling, place.context))
    named = not asked.names or among(asked.names, place.context | place.around.article)
    return bool(named) and shared >= _WIDE and near >= _PART * sum(telling.values())
