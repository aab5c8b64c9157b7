"""What a question asks for, and the words in which a sentence offers it."""

from __future__ import annotations

import re
from typing import Literal

from index.text.language import detect
from index.text.tokens import stem, words

Kind = Literal["person", "name", "place", "date", "number", "cause", "quotation", "truth", "other"]

_CUES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|old|long|far|large|big|high|tall|often|fast|close|strong|deep"
            r"|wide|heavy|hot|cold)\b"
            r"|\b(?:what|which) (?:(?:is|was|are|were) the )?(?:\w+ ){0,3}?(?:number|share"
            r"|percentage|proportion|amount|sum|price|cost|fee|salary|fare|fine|bill|majority|rate"
            r"|count|height|speed|temperature|size|score|total)\b"
            r"|\bwhat (?:do|does|did|would|will) .{2,60}\bcosts?\b"
            r"|\bсколько\b|\bскільки\b|\bкакой процент|\bякий відсоток|\bкакова? (?:цена|сумма"
            r"|доля|стоимость)|\bяка (?:ціна|сума|частка|вартість)",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            r"^\W*when\b|\bwhen (?:did|do|does|is|was|were|are|will|has|have|had|can)\b"
            r"|\b(?:what|which) (?:year|month|day|date|time)\b|\bhow long ago\b"
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
    (
        "name",
        re.compile(
            r"\bwhich\b(?! (?:of|is|was|are|were|has|have|had|did|does|do|will|would|can|could)\b)"
            r"|(?<!in )(?<!at )\bwhich (?:of|is|was|are|were|has|have)\b"
            r"|\bwhat(?:'s| is| was| are| were) the (?:\w+ )?names?\b|\bwhat (?:company|firm|person"
            r"|team|country|city|club|player|band|platform|service|product|organi[sz]ation)\b"
            r"|^\W*как(?:ой|ая|ое|ие)\b|\bкак назыв|^\W*як(?:ий|а|е|і)\b|\bяк назив|\bяк звати"
            r"|\bкак зовут",
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
    (
        "truth",
        re.compile(
            r"^\W*(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b"
            r"|,\s(?:did|does|do|is|are|was|were|has|have)\b|\bли\b|^\W*чи\b",
            re.IGNORECASE,
        ),
    ),
)
OFFERS: dict[Kind, re.Pattern[str]] = {
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
_ASKING = (
    r"(?:how|what|when|where|which|who|whom|whose|why"
    r"|как\w*|сколько|когда|где|кто|кого|чей|что|почему"
    r"|як\w*|скільки|коли|де|хто|кого|чий|що|чому)"
)
_SEVERAL = re.compile(
    rf"\b(?:and|but|or|и|а|та|і|й)\s+(?:(?:by|in|at|to|from|for|на|в|у|за)\s+)?{_ASKING}\b"
    r"|\b(?:change[ds]?|compare[ds]?|comparison|differ\w*|difference|more or (?:less|fewer)"
    r"|earlier|originally|previously|at first"
    r"|измени\w+|сравн\w+|раньше|сначала|зміни\w+|порівн\w+|раніше|спочатку)\b",
    re.IGNORECASE,
)
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
    """What ``question`` asks for, in English, Russian or Ukrainian: what its first cue says."""
    found = [(match.start(), kind) for kind, cue in _CUES if (match := cue.search(question))]
    return min(found, key=lambda each: each[0])[1] if found else "other"


def asks_several(question: str) -> bool:
    """Whether ``question`` asks twice, or for a comparison: "how many …, and how many …?"."""
    return bool(_SEVERAL.search(question))


def asks_about_notices(question: str) -> bool:
    """Whether ``question`` may be about a correction, a withdrawal or another notice."""
    return bool(_NOTICES.search(question))


def counted(question: str) -> str | None:
    """What "how many" counts in ``question``: the word behind it."""
    found = _COUNTED.search(question)
    return found.group(1) if found else None


def wants_age(question: str) -> bool:
    """Whether ``question`` asks how old somebody is."""
    return bool(_ASKS_AGE.search(question))


def is_age(sentence: str) -> bool:
    """Whether ``sentence`` has what looks like an age."""
    return bool(_AGE.search(sentence))


def counts(sentence: str, thing: str) -> bool:
    """Whether a figure stands near ``thing`` or a word of its stem, or ``thing`` is not there."""
    language = detect(sentence)
    wanted = stem(thing.casefold(), language)
    said = words(sentence)
    places = [place for place, word in enumerate(said) if stem(word, language) == wanted]
    numbers = [
        place
        for place, word in enumerate(said)
        if OFFERS["number"].fullmatch(word) or word[0].isdigit()
    ]
    if not places:
        return True
    return any(abs(place - number) <= _NEAR for place in places for number in numbers)
