"""A bound that names an event and no date: "since the invasion", «после выборов в Испании»."""

from __future__ import annotations

import re

_EVENT = re.compile(
    r"(?<![\w'’-])(?:since|after|before|following|prior to|с момента|со времени|после|до|перед"
    r"|після|з часу|від часу|з моменту)\s+"
    r"(?:(?:the|his|her|its|their|this|that|last|first)\s+(?:[\w'’-]+\s+){0,7}?[\w'’-]+"
    r"|[^\W\d_a-zа-яёіїєґ][\w'’-]+(?:\s+[\w'’-]+){0,5}?|(?<=[а-яіїєґ]\s)[а-яёіїєґ]+(?:\s+[\w'’-]+){0,5}?)"
    r"(?=\s*[,.?!;:)]|\s*$|\s+(?:is|are|was|were|has|have|had|did|does|do|and|or|but|while|who|which"
    r"|that|when|how|what|will|would|can|could|и|или|но|а|как|что|кто|та|або|але|як|що|хто)\b)",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(
    r"(?:named|look(?:s|ed|ing)?|run|ran|goes|went|take[sn]?|took|care[ds]?|called"
    r"|the day|the year)"
    r"\s+$",
    re.IGNORECASE,
)
_LEAST_LETTERS = 4
_IDIOMS = {"that", "this", "the fact", "the end", "the first time", "the last time", "it", "them"}


def event(hidden: str) -> str | None:
    """The first bound by an event in a question whose dates and outlets are hidden, verbatim."""
    for match in _EVENT.finditer(hidden):
        named = match.group().split(maxsplit=1)[1]
        if _NO_EVENT.search(hidden[: match.start()]) or not named.isprintable():
            continue
        if named.casefold() not in _IDIOMS and len(named) >= _LEAST_LETTERS:
            return match.group()
    return None
