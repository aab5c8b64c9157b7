"""Whether a question leans on the one before it, and how: English, Russian, Ukrainian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.answer.conversation.date_shifts import ordering
from index.text.calendar import months
from index.text.language import detect
from index.text.names import names
from index.text.tokens import terms

Way = Literal["replaces", "bare", "event", "person", "thing"]
"""``replaces``: something else in the place of what was asked about ("and in March?"); ``bare``:
a question word alone; ``event``: all that was asked ("who denied it?"); ``person`` and ``thing``:
a pronoun, or words that say nothing by themselves."""

_AND = r"(?:and|but|so|or|а|и|но|та|і|але|й)"
_WORDS = (
    r"(?:for how long|how (?:many|much|long|old|often|far|big|bad)|since when|what for|why not"
    r"|which one|what|why|when|where|who|whom|whose|which|how"
    r"|почему|зачем|когда|где|куда|откуда|кто|кого|кому|как|сколько|какой|какая|какие|чей"
    r"|чому|навіщо|коли|де|куди|звідки|хто|кому|як|скільки|який|яка|які|чий|що|что)"
)
_BARE = re.compile(
    rf"^\W*(?:{_AND}\s+)?{_WORDS}(?:\s+(?:exactly|else|then|now|so|именно|еще|ещё|тогда|саме|ще))?"
    r"\W*$",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    rf"^\W*(?:(?:{_AND}\s+)?(?:what|how) about|{_AND}\s+(?:что|що)\s+(?:насч[её]т|про|о|об|щодо)"
    rf"|(?:а\s+)?(?:как|як) (?:насч[её]т|щодо)|{_AND})[,\s]+(?P<rest>[^?]{{2,60}}?)\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"^{_WORDS}\b|^(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:den(?:y|ie[ds]|ying)|confirm\w*|say|said|says|know|knew|report\w*|claim\w*|believ\w+|about"
    r"|do|did|does|cause[ds]?|happen\w*|after|before|react\w* to|respond\w* to|reject\w*|refut\w+"
    r"|criticis\w+|criticiz\w+|explain\w*|decide[ds]?|announce[ds]?|prove[ds]?|mean"
    r"|опроверг\w*|отриц\w+|подтвер\w+|сказал\w*|заявил\w*|сообщил\w*|знал\w*|об?|после|до"
    r"|запереч\w+|спрост\w+|підтверд\w+|сказа\w+|заяви\w+|повідоми\w+|знав|знала|про|після)"
)
_EVENT = re.compile(
    rf"\b{_VERBS}\s+(?:it|this|that|so|это|этого|этом|этому|то|це|цього|цьому|те)\W*$"
    r"|\b(?:how|why|when|where) (?:did|does|was|is) (?:it|this|that) (?:happen\w*|come about|true)"
    rf"|\b(?:это|этого|це|цього)\s+{_VERBS}\W*$"
    r"|^\W*(?:is|was) (?:it|this|that) (?:true|so|confirmed|denied|known)\b"
    r"|^\W*(?:это правда|правда ли это|чи правда це|це правда)\W*$"
    r"|\b(?:how|why|when|where) (?:did|does|was|is) (?:it|this|that)\W*$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    rf"^\W*(?:{_AND}\s+)?(?:{_WORDS}\s+)?(?:else\s+|exactly\s+)?"
    r"(?:(?:did|does|do|is|was|has|had|will|would|can|could|в|у|с|з|о|об|про)\s+)?"
    r"(?:he|she|him|his|her|он|она|ему|ей|его|её|ее|н[её]м|ней|він|вона|йому|їй|його|її|нього|неї)"
    r"(?:\s+ли)?(?=\W)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|their|its|this|that|there|then|those|these"
    r"|он|она|они|оно|его|её|ее|им|ему|ей|их|это|этого|этот|эта|там|тогда"
    r"|він|вона|вони|воно|його|її|їх|їм|йому|їй|це|цього|цей|ця|там|тоді)\b",
    re.IGNORECASE,
)
_ELIDED = re.compile(
    r"^\W*(?:and |but )?how (?:many|much) (?:people |passengers |persons |victims )?"
    r"(?:was|were|is|are|did|does|have|has|had|died|survived|of them)\b"
    r"|^\W*(?:а |и |і )?(?:сколько|скільки) (?:человек |людей |осіб |из них |з них )?"
    r"(?:погиб|пострада|ранен|загин|постражда|поранен)\w*",
    re.IGNORECASE,
)
"""A count without what it happened in: "how many people were hurt?"."""
_OWN_TERMS = 4
"""A question with this many terms of its own stands alone, whatever it points at."""
_EVENT_TERMS = 3
"""Terms besides names that a question about "it" may have."""
_REST_WORDS = 5
_BRACKETS = re.compile(r"\([^()]+\)\s*$")
"""What was carried over once."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a question leans; ``rest`` is what it puts in another's place."""

    way: Way
    rest: str = ""


def leaning(question: str) -> Leaning | None:
    """How ``question`` leans on the one before it, or ``None`` where it stands alone."""
    if _BRACKETS.search(question):
        return None
    if _BARE.match(question):
        return Leaning("bare")
    if ordering(question):
        return Leaning("replaces", question.strip())
    continued = _CONTINUES.match(question)
    if continued and not _ASKS.match(continued["rest"]):
        rest = continued["rest"].strip()
        return Leaning("replaces", rest) if len(rest.split()) <= _REST_WORDS else None
    return _pointing(question, goes_on=bool(continued))


def _pointing(question: str, *, goes_on: bool) -> Leaning | None:
    """How a question leans by its pronouns, or by how little it says itself."""
    named = " ".join(span.of(question) for span in names(question))
    language = detect(question)
    own = [each for each in terms(question, language) if each not in months()]
    if _EVENT.search(question) and len(own) - len(terms(named, language)) <= _EVENT_TERMS:
        return Leaning("event")
    if person := _PERSON.match(question):
        return Leaning("person") if not names(question[: person.end()]) else None
    if named or len(own) >= _OWN_TERMS:
        return None
    points = goes_on or _ELIDED.match(question) or _POINTS.search(question)
    return Leaning("thing") if points else None
