"""What a question wants to know about time and number: now, then, first, latest, and so on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from index.dates.question import Dated

Intent = Literal["now", "then", "first", "latest", "compare", "count", "list"]

_PAST = timedelta(days=31)
"""A time that has been over for this long is history."""
_CUES: dict[Intent, str] = {
    "now": r"now(?!\s+that)|nowadays|currently|at the moment|at present|as of today|these days"
    r"|today|tonight|сейчас|теперь|сегодня|ныне|на данный момент|зараз|тепер|нині|сьогодні|наразі",
    "then": r"at th(?:e|at) time|back then|used to|originally|formerly|historically|in the past"
    r"|in those days|тогда(?! как)|в то время(?! как)|когда-то|раньше|прежде|тоді(?! як)"
    r"|колись|раніше|у той час",
    "first": r"(?:the|for the|its|his|her|their) (?:very )?first(?! (?:half|quarter|lady|minister"
    r"|round|inning|T20|team|place|amendment|letter|article|source|name|game|match|season|day"
    r"|family|person|language|step))|first (?:time|ever|reported|appear\w*|mention\w*"
    r"|announce\w*)|when did \w+ first|earliest|впервые|первый раз|в первый раз|вперше|уперше"
    r"|раньше всех|найперш\w+",
    "latest": r"latest|newest|most recent(?:ly)?|recent(?:ly)?|just (?:announced|released)"
    r"|what['’]s new|any news|news (?:on|about|from)"
    r"|последни[ейх]\w* (?:новост\w+|событи\w+|данны\w+|сообщени\w+)"
    r"|что нового|недавно|свежи[ейх]|останні\w* (?:новин\w+|поді\w+|дан\w+)|що нового|нещодавно",
    "compare": r"compar\w+|differ(?:s|ed|ence|ences|ent|ently)?|versus|vs|in contrast|contrast\w*"
    r"|whereas|similar(?:ly|ities|ity)?|same as|identical(?:ly)?|(?:in)?consistent(?:ly)?"
    r"|inconsisten\w+|disagree\w*|agree with|both (?:the |of the )?(?:\w+ )?(?:articles|reports"
    r"|sources|sides|companies|countries|teams|candidates|parties|suggest|claim)|unlike"
    r"|more \w+ than"
    r"|(?:higher|lower|better|worse"
    r"|larger|smaller|fewer|less|greater) (?:\w+ ){0,6}than|(?:was|is) there (?:a|any|no) change"
    r"|(?:has|have|did) .{3,160}\bchanged?|сравн\w+|отлич\w+|разниц\w+|различи\w+|по сравнению"
    r"|тогда как|в то время как|порівн\w+|відрізня\w+|різниц\w+|відмінн\w+|тоді як|на відміну",
    "count": r"how (?:many|much)|(?:what|which) (?:number|share|percentage|proportion)|number of"
    r"|сколько|количество|число \w+|скільки|кількість",
    "list": r"(?:list|name|enumerate) (?:all|the|every|some|three|five|ten|\d)|what are the|which"
    r" (?:\w+ )?(?:companies|countries|people|articles|teams|players|cities|products)|who are"
    r"|перечисли\w*|назови\w*|какие|перелічи\w*|назв(?:и|іть)|які",
}
_PATTERNS = {intent: re.compile(rf"\b(?:{cue})\b", re.IGNORECASE) for intent, cue in _CUES.items()}
_AGAINST = re.compile(
    r"\b(?:than|compared|since|versus|vs|чем|по сравнению|ніж|порівняно|як порівняти)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:chang\w+|develop\w*|evol\w+|compar\w+|differ\w*|between|shift\w*|grow\w*|grew|rise|rose"
    r"|fall|fell|remain\w*|consistent|измен\w+|сравн\w+|разниц\w+|змін\w+|порівн\w+|різниц\w+)\b",
    re.IGNORECASE,
)


def intents(text: str, found: Iterable[Dated], today: date) -> frozenset[Intent]:
    """What ``text`` wants; a date that is long over makes it a question about then."""
    wanted = {intent for intent, pattern in _PATTERNS.items() if pattern.search(text)}
    for each in found:
        if each.before is not None and today - each.before > _PAST:
            wanted.add("then")
            wanted -= set() if sets_against_now(text) else {"now"}
    return frozenset(wanted)


def sets_against_now(text: str) -> bool:
    """Whether ``text`` sets another time against the present: "higher now than in 2022"."""
    return bool(_PATTERNS["now"].search(text) and _AGAINST.search(text))


def asks_for_change(text: str) -> bool:
    """Whether ``text`` sets two times against each other."""
    return bool(_CHANGE.search(text))
