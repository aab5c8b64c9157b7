"""What a question asks for, and whether a sentence offers it."""

from __future__ import annotations

import re
from typing import Literal

from index.language import detect
from index.tokens import stem, words

Kind = Literal["person", "place", "date", "number", "cause", "quotation", "other"]

_CUES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|old|long|far|large|big|high|tall|often|fast)\b"
            r"|\b(?:what|which) (?:number|share|percentage|proportion|amount|sum|price|cost)\b"
            r"|\bсколько\b|\bскільки\b|\bкакой процент|\bякий відсоток",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:year|month|day|date|time)\b|\bhow long ago\b"
            r"|\bкогда\b|\bв каком году\b|\bколи\b|\bв якому році\b|\bякого (?:числа|дня)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "cause",
        re.compile(
            r"\bwhy\b|\bwhat (?:caused|led to|made)\b|\bfor what reason\b|\bhow come\b"
            r"|\bпочему\b|\bзачем\b|\bиз-за чего\b|\bчому\b|\bнавіщо\b|\bчерез що\b",
            re.IGNORECASE,
        ),
    ),
    (
        "quotation",
        re.compile(
            r"\bwhat (?:did|does|has|have|do) .{2,60}\b(?:say|said|tell|told|claim|claimed|call"
            r"|warn|promise|respond|reply|answer|describe|think|argue)\b"
            r"|\bhow did .{2,60}\b(?:describe"
            r"|respond|react|comment)\b|\bчто (?:сказал|заявил|ответил)"
            r"|\bщо (?:сказа|заяви|відпові)",
            re.IGNORECASE,
        ),
    ),
    ("person", re.compile(r"\bwho(?:m|se)?\b|\bкто\b|\bкого\b|\bчья?\b|\bхто\b", re.IGNORECASE)),
    (
        "place",
        re.compile(
            r"\bwhere\b|\bгде\b|\bкуда\b|\bоткуда\b|\bде\b|\bкуди\b|\bзвідки\b", re.IGNORECASE
        ),
    ),
)
_OFFERS: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|twice"
        r"|hundred|thousand|million|billion|один|два|две|три|четыре|пять|шесть|семь|восемь|девять"
        r"|десять|сто|тысяч\w*|миллион\w*|двоє|троє|чотири|п['’]ять|шість|сім|вісім|тисяч\w*"
        r"|мільйон\w*)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        r"\b(?:1[5-9]|20)\d\d\b|\d{1,2}(?::|\.)\d\d|\d\s?[ap]\.?m\b"
        r"|\b(?:jan|feb|march|april|may|june|july|aug|sept|oct|nov|dec)\w*\b"
        r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:yesterday|today|tomorrow|tonight)\b"
        r"|\b(?:last|next|this|early|late|in the) (?:week|month|year|spring|summer|autumn|fall"
        r"|winter|morning|evening|days?|night)\b|\b(?:ago|since|until|century|noon|midnight|dawn)\b"
        r"|\b(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
        r"|\b(?:понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень)\w*"
        r"|\b(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листопад|груд)[а-яіїє]+"
        r"|\b(?:понеділ|вівтор|серед[уи]|четвер|п['’]ятниц|субот|неділ)\w*|\bвчера\b|\bвчора\b",
        re.IGNORECASE,
    ),
    "cause": re.compile(
        r"\b(?:because|due to|owing to|caused|cause|after|since|so that|in order|as a result"
        r"|thanks to|blam\w+|reason|led to|following|failed|failure|потому|из-за|поскольку"
        r"|вследствие|причин\w+"
        r"|после|через|тому що|оскільки|внаслідок|після|аби|щоб|чтобы)\b",
        re.IGNORECASE,
    ),
    "quotation": re.compile(
        r"[\"“«„]|\b(?:said|says|told|stated|claimed|claims|according to|denie[sd]|warned|promised"
        r"|added|argued|сказал\w*|заявил\w*|сообщил\w*|сказа\w+|заяви\w+|повідом\w+)\b",
        re.IGNORECASE,
    ),
    "person": re.compile(r"(?<!^)(?<![.!?]\s)\b[^\W\d_a-zа-яёіїєґ][\w'’-]+"),
    "place": re.compile(
        r"\b(?:in|at|on|near|from|to|off|outside|along|between|across|around|в|во|на|у|возле|из|под|біля|із)\s+"
        r"(?:the\s+|a\s+)?(?:\w+\s+)?[^\W\d_a-zа-яёіїєґ]\w+"
        r"|\b(?:street|road|bridge|harbour|port|quay|pier|district|region|building|square|beach|island)\b",
    ),
}


_COUNTED = re.compile(
    r"\b(?:how many|сколько|скільки)\s+(?:(?:other|more|different|new|его|її)\s+)?([^\W\d_]+)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b\d{1,3}[- ]years?\b|\baged? (?:of )?\d|,\s\d{1,3},|\b\d{1,3}[- ](?:лет|год|рок|річ)",
    re.IGNORECASE,
)
_ASKS_AGE = re.compile(r"\bhow old\b|\bсколько лет\b|\bскільки років\b", re.IGNORECASE)
_NOTICES = re.compile(
    r"\bcorrect(?:ions?|ed|s)?\b|\bclarif|\bretract|\bwithdr[ae]w|\beditor['’]?s['’]? note"
    r"|\berr(?:ors?|atum|ata)\b|\bmistakes?\b|\bamended\b|\bupdate"
    r"|\bисправл|\bпоправ|\bуточн|\bопроверж|\bотозва|\bошиб|\bобновл"
    r"|\bвиправ|\bспростув|\bвідклик|\bпомил|\bоновл",
    re.IGNORECASE,
)
_NEAR = 5
"""Words between a figure and the thing it counts."""


def kind_of(question: str) -> Kind:
    """What ``question`` asks for, in English, Russian or Ukrainian."""
    return next((kind for kind, cue in _CUES if cue.search(question)), "other")


def asks_about_notices(question: str) -> bool:
    """Whether ``question`` may be about a correction, a withdrawal or another notice."""
    return bool(_NOTICES.search(question))


def offers(sentence: str, question: str, kind: Kind) -> bool:
    """Whether ``sentence`` has something of the kind that ``question`` asks for.

    A count has to stand near the thing counted, an age has to look like one, and a person or
    place has to be one that the question does not name. Any sentence offers "other".
    """
    pattern = _OFFERS.get(kind)
    if pattern is None:
        return True
    if kind in {"person", "place"}:
        asked = question.casefold()
        return any(found.group().casefold() not in asked for found in pattern.finditer(sentence))
    if kind == "number" and _ASKS_AGE.search(question):
        return bool(_AGE.search(sentence))
    counted = _COUNTED.search(question) if kind == "number" else None
    return bool(pattern.search(sentence)) and (
        counted is None or _counts(sentence, counted.group(1), pattern)
    )


def _counts(sentence: str, thing: str, figure: re.Pattern[str]) -> bool:
    """Whether a figure stands near ``thing`` or near a word of the same stem."""
    language = detect(sentence)
    wanted = stem(thing.casefold(), language)
    said = words(sentence)
    places = [place for place, word in enumerate(said) if stem(word, language) == wanted]
    numbers = [place for place, word in enumerate(said) if figure.fullmatch(word) or word.isdigit()]
    if not places:
        return True
    return any(abs(place - number) <= _NEAR for place in places for number in numbers)
