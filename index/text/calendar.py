"""The words of dates in English, Russian and Ukrainian, in the forms that news uses."""

from __future__ import annotations

import re


def _numbered(lines: str, first: int) -> dict[str, int]:
    """Each word mapped to the number of its line; a slash ends a line."""
    return {
        word: place for place, line in enumerate(lines.split("/"), first) for word in line.split()
    }


MONTHS = _numbered(
    "january jan января январе январь январю січня січні січень січню/"
    "february feb февраля феврале февраль февралю лютого лютому лютий/"
    "march mar марта марте март марту березня березні березень березню/"
    "april apr апреля апреле апрель апрелю квітня квітні квітень квітню/"
    "may мая мае май маю травня травні травень травню/"
    "june jun июня июне июнь июню червня червні червень червню/"
    "july jul июля июле июль июлю липня липні липень липню/"
    "august aug августа августе август августу серпня серпні серпень серпню/"
    "september sept sep сентября сентябре сентябрь сентябрю вересня вересні вересень вересню/"
    "october oct октября октябре октябрь октябрю жовтня жовтні жовтень жовтню/"
    "november nov ноября ноябре ноябрь ноябрю листопада листопаді листопад листопаду/"
    "december dec декабря декабре декабрь декабрю грудня грудні грудень грудню",
    1,
)
"""Names of months in the cases that dates take, January 1."""
WEEKDAYS = _numbered(
    "monday понедельник понедельника понеділок понеділка/"
    "tuesday вторник вторника вівторок вівторка/"
    "wednesday среду среды среда середу середи середа/thursday четверг четверга четвер четверга/"
    "friday пятницу пятницы пятница п'ятницю п'ятниці п'ятниця п’ятницю п’ятниці п’ятниця/"
    "saturday субботу субботы суббота суботу суботи субота/"
    "sunday воскресенье воскресенья неділю неділі неділя",
    0,
)
"""Names of weekdays, Monday 0."""
NUMBERS = _numbered(
    "a an one один одну одного/two два две дві/three три/four четыре чотири/"
    "five пять п'ять п’ять/six шесть шість/seven семь сім/eight восемь вісім/"
    "nine девять дев'ять дев’ять/ten десять/eleven одиннадцать одинадцять/"
    "twelve двенадцать дванадцять",
    1,
)
"""Small numbers in words."""
ORDINALS = _numbered(
    "first первом первого першому першого/second втором второго другому другого/"
    "third третьем третьего третьому третього/fourth четвертом четвертого четвертому четвертого",
    1,
)
"""Ordinals of quarters."""
DAYS = {
    "en": {-2: "the day before yesterday", 2: "the day after tomorrow", -1: "yesterday",
           0: "today|tonight|this (?:morning|afternoon|evening)", 1: "tomorrow"},
    "ru": {-2: "позавчера", 2: "послезавтра", -1: "вчера", 0: "сегодня", 1: "завтра"},
    "uk": {-2: "позавчора", 2: "післязавтра", -1: "[ву]чора", 0: "сьогодні", 1: "завтра"},
}  # fmt: skip
"""Patterns of words for days, by their distance from today."""
OFFSETS = {
    "en": {-1: "last", 0: "this", 1: "next"},
    "ru": {-1: "прошл(?:ый|ая|ое|ого|ой|ом|ую|ым)", 1: "(?:следующ|будущ)(?:ий|ая|его|ей|ем|ую|им)",
           0: "эт(?:от|а|у|ой|ом|ого|им)|(?:нынешн|текущ)(?:ий|яя|ая|его|ей|ем|юю|ую|им)"},
    "uk": {-1: "минул(?:ий|а|е|ого|ої|ому|у|ій|им)", 1: "наступн(?:ий|а|е|ого|ої|ому|у|ій|им)",
           0: "ц(?:ей|я|ю|ього|ьому|ієї|ій|им)|(?:нинішн|поточн)(?:ій|ього|ьої|ьому|ого|ої)"},
}  # fmt: skip
"""Patterns of "last", "this" and "next"."""
UNITS = {
    "en": {"day": "days?", "week": "weeks?", "month": "months?", "year": "years?"},
    "ru": {"day": "день|дня|дней", "week": "недел[яиюеь]", "month": "месяц(?:а|ев|е|у)?",
           "year": "год(?:а|у|ом)?|лет"},
    "uk": {"day": "день|дні|днів", "week": "тиж(?:день|ні|нів|ня|ню)",
           "month": "місяц(?:ь|я|і|ів|ю)", "year": "рік|році|рок(?:у|и|ів|ом)"},
}  # fmt: skip
"""Patterns of the units of time."""
SEASONS = {
    "en": {0: "winter", 1: "spring", 2: "summer", 3: "autumn|fall"},
    "ru": {0: "зим(?:а|у|ой|ы|е)", 1: "весн(?:а|у|ой|ы|е)", 2: "лето|летом|лета",
           3: "осен(?:ь|ью|и)"},
    "uk": {0: "зим(?:а|у|ою|и|і)", 1: "весн(?:а|у|ою|и|і)", 2: "літ(?:о|а|ом)",
           3: "осінь|осені|осінню"},
}  # fmt: skip
"""Patterns of the seasons; winter, the first, belongs to the year that it ends in."""
MONTH_NAMES = {
    "en": "January February March April May June July August September October November December",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад "
    "грудень",
}
"""The months in order, as they are shown alone."""
MONTHS_OF_DAYS = MONTH_NAMES | {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
"""The months in order, as they are shown behind a day."""
SEASON_NAMES = {
    "en": "winter spring summer autumn",
    "ru": "зима весна лето осень",
    "uk": "зима весна літо осінь",
}
"""The seasons in order, as they are shown."""
WEEK_FROM = {"en": "the week of", "ru": "неделя с", "uk": "тиждень з"}
"""How a week is shown, before its first day."""
QUARTER = {"en": "quarter of", "ru": "квартал", "uk": "квартал"}
"""How a quarter is shown, between its number and its year."""
FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|would|(?:is|are|was|were) (?:(?:\w+ )?(?:due|expected|scheduled|set)"
    r"|to)|plans? to|hopes? to|going to|until|by|invite[sd]?|postpone[sd]?|summon\w+"
    r"|буд(?:ет|ут|е|уть)|состо[ия]тся|пройд[её]т|пройдут|відбуд\w+|план(?:ир|у)\w+|ожида\w+"
    r"|очіку\w+|намерен\w*|має намір)\b|['’]ll\b",
    re.IGNORECASE,
)
"""Signs that a clause tells what is to come, or may."""
PAST = re.compile(
    r"\b(?:(?!need)[a-z]{2,}ed|said|was|were|had|told|began|made|took|came|went|gave|got|saw|found"
    r"|held|met|won|lost|fell|rose|left|led|kept|brought|broke|struck|sank|ran|wrote|spoke|hit|sent"
    r"|paid|sold|bought|built|grew|became|drew|shut|spent|stood|thought|beat|since|did|has|have"
    r"|(?!(?:коло|около|дел|тел|сел|числ|мало|тепло|стекл|масл|діл|тіл|світл|скл|школ|сил|если|коли"
    r"|или|земл|скал|хвил|кол|ст[оа]л|зал|канал|материал|журнал)\w?\b)"
    r"\w{2,}(?:ал|ил|ел|ыл|ул|ав|ив|ла|ло|ли)(?:ся|сь)?)\b",
    re.IGNORECASE,
)
"""Signs that a clause tells what has been."""
PRESENT = re.compile(
    r"\b(?:is|are|can|may|must|should|could|if|meets?|begins?|opens?|starts?|closes?|votes?|debates?"
    r"|decides?|takes? place|может|могут|если|може|можуть|якщо)\b",
    re.IGNORECASE,
)
"""Signs that a clause is about something else than what has been; the sentence does not help."""
CLAUSE = re.compile(r"[,;:()—–“”\"«»]|\b(?:that|but|while|что|но|що|але)\b")
"""Where a clause ends and the tense may change."""
VAGUE = (
    r"(?<!about )(?<!around )(?<!nearly )(?<!almost )(?<!over )(?<!than )(?<!some )(?<!least )"
    r"(?<!около )(?<!почти )(?<!более )(?<!примерно )(?<!больше )(?<!близько )(?<!майже )"
    r"(?<!понад )(?<!приблизно )"
)
"""Before a number: nothing stands there that makes it an estimate."""
