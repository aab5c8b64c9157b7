"""The words by which a question names days, weeks, months, seasons and years.

Russian and Ukrainian share one table: a short question often shows no letter that only one of
them has. What articles and questions have in common stands in ``index.text.calendar``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.text import calendar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import TypeVar

    Key = TypeVar("Key", bound=Hashable)


def _joined(tables: Mapping[str, Mapping[Key, str]]) -> dict[Key, str]:
    """One table for all languages."""
    joined: dict[Key, str] = {}
    for table in tables.values():
        for key, forms in table.items():
            joined[key] = f"{joined[key]}|{forms}" if key in joined else forms
    return joined


DAYS = _joined(calendar.DAYS)
OFFSETS = _joined(calendar.OFFSETS)
UNITS = _joined(calendar.UNITS) | {
    "quarter": r"quarters?|квартал(?:а|у|е|і|ы|и|ов|ів)?",
    "hour": r"hours?|час(?:а|ов)?|годин(?:а|у|и)?",
}
ADVERBS = {0: "зимой|взимку|зимою", 1: "весной|весною|навесні", 2: "летом|влітку",
           3: "осенью|осінню|восени"}  # fmt: skip
"""Seasons in the one form that means "in" the season."""
SEASONS = {key: f"{forms}|{ADVERBS[key]}" for key, forms in _joined(calendar.SEASONS).items()}
ORDINALS = {
    1: r"first|1st|1(?:-?[а-яі]{1,3})?|i|перв(?:ый|ого|ом|ая|ой|ую)|перш(?:ий|ого|ому|а|ої|ій|у)",
    2: r"second|2nd|2(?:-?[а-яі]{1,3})?|ii|втор(?:ой|ого|ом|ая|ую)|друг(?:ий|ого|ому|а|ої|ій|у)",
    3: r"third|3rd|3(?:-?[а-яі]{1,3})?|iii|трет(?:ий|ьего|ьем|ій|ього|ьому)",
    4: r"fourth|4th|4(?:-?[а-яі]{1,3})?|iv|четв[её]рт(?:ый|ого|ом|ий|ому)",
}
WEEKEND = r"weekend|выходн(?:ые|ых)|вихідн(?:і|их)"
ROLLING = (
    r"past|last|(?:последн|минувш|крайн)(?:ий|яя|ее|его|ей|ем|юю|ие|их|ую|ая)"
    r"|останн(?:ій|я|є|ього|ьої|ьому|ю|і|іх)"
)
"""Words for a time that ends now, other than a week or month of the calendar."""
YEAR_WORDS = {"позаторік": -2, "торік": -1, "цьогоріч": 0}
YEAR = r"(?:1[5-9]|20)\d\d"
YEAR_UNIT = r"год(?:а|у|ом)?\b|рік\b|роц[іi]\b|рок(?:у|ом)\b|гг?\.|рр?\."
"""What may stand behind the figures of a year."""
PORTIONS = {
    "early": r"early|(?:the )?(?:beginning|start)|начал[аеоу]|почат(?:ку|ок|ком)|ранн(?:ей|ій)",
    "middle": r"mid|(?:the )?middle|середин(?:е|а|ы|и|і|у)",
    "late": r"late|(?:the )?end|кон(?:це|ца|цу|ец)|кін(?:ця|ці|ець|цю)",
}
"""Parts of a month, season or year."""
IN = (
    r"in|on|during|throughout|within|over|of|at|for|dated|from|в|во|у|на|за|от|від"
    r"|протягом|впродовж|в течение"
)
SINCE = r"(?:ever )?since|starting (?:in|on|from)|с|со|з|із|зі|начиная с|починаючи з"
AFTER = r"after|following|later than|после|позже|позднее|після|пізніше"
BEFORE = r"before|prior to|earlier than|ahead of|до|перед|раньше|раніше"
UNTIL = r"until|till|by|through|up to|no later than|к|ко|по|під|не позднее|не пізніше"
BETWEEN = r"between|from|с|со|з|із|зі|від|от|между|між"
EVENTFUL = re.compile(
    r"\s+(?:terror\w*|attacks?|massacre|agreement|committee|panel|hearings?|riots?|uprising"
    r"|insurrection|movement|revolution|coup|parade|million|billion|percent|people|points|times"
    r"|years?|months?|weeks?|days?|hours?|deaths|dollars|euros|pounds|miles|km|metres|meters"
    r"|cases|человек|людей|руб\w*|грив\w*|доллар\w*|долар\w*|км|метр\w*|раз)\b"
)
"""Behind a day or a year it shows a name ("September 11 attacks") or a count ("May 5 people")."""


def key_of(table: Mapping[Key, str], word: str) -> Key:
    """The key whose forms include ``word``, which is in lower case."""
    return next(key for key, forms in table.items() if re.fullmatch(forms, word))


def either(table: Mapping[Key, str]) -> str:
    """A pattern of every form in ``table``."""
    return "|".join(table.values())


def lowered(text: str) -> str:
    """``text`` in lower case, every character still at its place."""
    return "".join(low if len(low := each.lower()) == 1 else each for each in text)
