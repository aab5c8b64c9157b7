"""Closed lists of words by which claims are rewritten and changed, in three languages.

They are not the guard's lists on purpose: what measures shares nothing with what is measured.
"""

from __future__ import annotations


def _rows(text: str) -> tuple[list[str], ...]:
    """The words of each line."""
    return tuple(line.split() for line in text.strip().splitlines())


MONTHS = _rows("""
January February March April May June July August September October November December
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні
""")
WEEKDAYS = _rows("""
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
понедельник вторник среду четверг пятницу субботу воскресенье
понеділок вівторок середу четвер п’ятницю суботу неділю
""")
SPELLED = _rows("""
two three four five six seven eight nine ten eleven twelve
двух трёх четырёх пяти шести семи восьми девяти десяти
две три четыре пять шесть семь восемь девять десять
двох трьох чотирьох п’яти шести семи восьми дев’яти десяти
дві три чотири п’ять шість сім вісім дев’ять десять
""")
(_AFTER_IT,) = _rows("is was are were will would can could has have had may might should must")
AUXILIARIES = frozenset(_AFTER_IT)
"""English words behind which "not" can stand."""
DENIALS: tuple[tuple[str, str], ...] = (
    (" not ", " "), ("n't ", " "), ("n’t ", " "), (" never ", " "), (" no longer ", " still "),
    (" no ", " a "), ("No ", "A "), (" without ", " with "), ("Nobody ", "Somebody "),
    (" nobody ", " somebody "), (" none ", " all "), ("None ", "All "), (" nothing ", " much "),
    ("Nothing ", "Much "), (" denied ", " confirmed "), (" denies ", " confirms "),
    (" failed to ", " managed to "), (" refused to ", " agreed to "), (" rejects ", " accepts "),
    (" rejected ", " accepted "), (" neither ", " both "), (" ruled out ", " assumed "),
    (" не ", " "), ("Не ", ""), (" без ", " с "), (" никто ", " кто-то "), (" нет ", " есть "),
    (" ніхто ", " хтось "), (" немає ", " є "),
)  # fmt: skip
"""What denies, and what stands there where it is taken away."""
MODALITY: tuple[tuple[str, str], ...] = (
    (" may ", " will "), (" might ", " will "), (" could ", " will "), (" would ", " will "),
    (" should ", " must "), (" can ", " must "), (" will ", " may "),
    (" plans to ", " is going to "), (" wants to ", " is about to "), (" hopes to ", " will "),
    (" is to ", " may "), (" are to ", " may "), (" was to ", " did "), (" expects ", " ensures "),
    (" considering ", " beginning "), (" proposes ", " adopts "), (" proposed ", " adopted "),
    (" asked for ", " got "), (" demands that ", " ensured that "), (" intends to ", " will "),
    (" tried to ", " managed to "), (" means to ", " is sure to "), (" likely ", " certain "),
    (" expected ", " certain "), (" threatened to ", " had to "),
    (" может ", " будет "), (" могут ", " будут "), (" должен ", " может "),
    (" должны ", " могут "), (" обещает ", " может "), (" планирует ", " начал "),
    (" можна ", " треба "), (" мають ", " можуть "), (" можуть ", " мусять "), (" хоче ", " буде "),
)  # fmt: skip
HEDGES: tuple[str, ...] = (
    "at least ", "nearly ", "almost ", "about ", "around ", "up to ", "more than ", "fewer than ",
    "less than ", "over ", "roughly ", "approximately ", "some ", "allegedly ", "alleged ",
    "reportedly ", "suspected ", "apparently ", "probably ", "perhaps ", "possibly ", "partly ",
    "presumably ", "mainly ", "mostly ", "supposedly ", "hardly ", "barely ", "just under ",
    "just over ", "as many as ", "so far ", "around a ", "believed to be ", "said to be ",
    "около ", "почти ", "более ", "примерно ", "не менее ", "не более ", "якобы ", "возможно ",
    "свыше ", "чуть ", "больше ", "щонайменше ", "щонайбільше ", "принаймні ", "майже ", "близько ",
    "приблизно ", "понад ", "нібито ", "можливо ",
)  # fmt: skip
"""What keeps a figure or a charge from being more than it is."""
UNITS: tuple[tuple[str, str], ...] = (
    ("crowns", "euros"), ("euros", "dollars"), ("dollars", "euros"), ("$", "€"), ("£", "$"),
    ("€", "$"), ("million", "billion"), ("billion", "million"), ("thousand", "million"),
    ("per cent", "percentage points"), ("percent", "percentage points"), ("%", " points"),
    ("kilometres", "miles"), ("miles", "kilometres"), ("metres", "feet"), ("feet", "metres"),
    ("centimetres", "millimetres"), ("inches", "centimetres"), ("tonnes", "kilos"),
    ("litres", "gallons"), ("hours", "days"), ("days", "weeks"), ("weeks", "months"),
    ("months", "years"), ("years", "months"), ("minutes", "hours"), ("seconds", "minutes"),
    ("degrees Celsius", "degrees Fahrenheit"), ("pounds", "dollars"), ("a.m.", "p.m."),
    ("p.m.", "a.m."), ("крон", "евро"), ("миллиона", "миллиарда"), ("миллионов", "миллиардов"),
    ("тысяч", "миллионов"), ("метров", "километров"), ("километров", "метров"), ("лет", "месяцев"),
    ("года", "месяца"), ("минут", "часов"), ("тисяч", "мільйонів"), ("років", "місяців"),
    ("роки", "місяці"), ("хвилин", "годин"), ("години", "хвилини"),
)  # fmt: skip
DIRECTION: tuple[tuple[str, str], ...] = (
    ("rose", "fell"), ("fell", "rose"), ("rises", "falls"), ("falls", "rises"), ("rise", "fall"),
    ("fall", "rise"), ("increase", "decrease"), ("increased", "decreased"), ("grew", "shrank"),
    ("decline", "growth"), ("higher", "lower"), ("lower", "higher"), ("highest", "lowest"),
    ("lowest", "highest"), ("more", "fewer"), ("fewer", "more"), ("less", "more"), ("up", "down"),
    ("down", "up"), ("won", "lost"), ("lost", "won"), ("win", "defeat"), ("beat", "lost to"),
    ("open", "closed"), ("opened", "closed"), ("closed", "opened"), ("accept", "reject"),
    ("approved", "rejected"), ("above", "below"), ("below", "above"), ("larger", "smaller"),
    ("best", "worst"), ("better", "worse"), ("cheaper", "dearer"), ("gained", "lost"),
    ("north", "south"), ("south", "north"), ("for", "against"), ("against", "for"),
    ("longest", "shortest"), ("oldest", "youngest"), ("biggest", "smallest"), ("with", "without"),
    ("вырос", "упал"), ("выросла", "упала"), ("открыли", "закрыли"), ("открыт", "закрыт"),
    ("больше", "меньше"), ("меньше", "больше"), ("выше", "ниже"), ("ниже", "выше"),
    ("більше", "менше"), ("молодших", "старших"), ("старші", "молодші"), ("відкрили", "закрили"),
)  # fmt: skip
ORDER: tuple[tuple[str, str], ...] = (
    ("before", "after"), ("after", "before"), ("earlier", "later"), ("later", "earlier"),
    ("since", "until"), ("until", "since"), ("first", "last"), ("last", "next"), ("next", "last"),
    ("previous", "following"), ("yesterday", "tomorrow"), ("ago", "later"), ("again", "first"),
    ("после", "до"), ("раньше", "позже"), ("позже", "раньше"), ("прошлом", "будущем"),
    ("назад", "спустя"), ("після", "до"), ("пізніше", "раніше"), ("наступного", "минулого"),
)  # fmt: skip
SCOPE: tuple[tuple[str, str], ...] = (
    ("all", "some"), ("some", "all"), ("many", "all"), ("most", "all"), ("every", "hardly any"),
    ("both", "neither of"), ("half", "all"), ("only", "even"), ("former", "present"),
    ("part of", "all of"), ("mainly", "only"), ("several", "all"), ("a few", "many"),
    ("if", "because"), ("unless", "because"), ("or", "and"), ("deputy", "chief"),
    ("все", "некоторые"), ("только", "также"), ("всі", "деякі"), ("бывший", "нынешний"),
    ("колишньої", "нової"), ("каждый", "редкий"), ("половина", "большинство"),
)  # fmt: skip
BOUND = (
    r"(?i)(?:\b(?:not|no|nobody|none|nothing|never|neither|nor|without|all|every|everyone|everybody|any"
    r"|anyone|most|only|first|each|always|few|hardly|barely|denied|denies|refused|refuses|failed|best"
    r"|worst|не|ни|нет|никто|без|все|всех|каждый|только|лишь|первый|первая|ні|ніхто|немає|всі|кожен"
    r"|лише|тільки|перший|перша|най\w+)\b|n['’]t\b|\b(?!west|east|rest|test|west)\w{3,}est\b)"
)
"""What claims more when the words behind it are left out."""
LIKE: tuple[tuple[str, str], ...] = (
    ("said", "stated"), ("began", "started"), ("about", "around"), ("because", "since"),
    ("however", "but"), ("children", "kids"), ("ended", "finished"), ("big", "large"),
    ("purchased", "bought"), ("also", "too"), ("company", "firm"), ("town", "city"),
    ("сказал", "отметил"), ("сказала", "отметила"), ("говорит", "отмечает"), ("дети", "ребята"),
    ("діти", "малеча"), ("пообіцяв", "обіцяв"),
)  # fmt: skip
"""Free paraphrase: another word that means much the same."""
SPEECH = (
    r"(?:said|says|told|denied|denies|warned|promised|announced|admitted|insisted|confirmed"
    r"|according to|сказал[аи]?|заявил[аи]?|сообщил[аи]?|говорит|рассказал[аи]?|по словам"
    r"|сказа(?:в|ла)|заяви(?:в|ла)|пообіця(?:в|ла)|усміхається|за словами)"
)
SMALL = frozenset(
    """
    the a an it he she they this that there these those no not one two three some all in on at
    from by for with after before since when while as if its his her their and but more most both
    many only even then now so under over within we i
    в на по с у к до из за от для он она они это этот эти все так уже но и а не его её их там
    у в на з із до за від для він вона вони це ці всі так вже але і й та не його її їх там
    """.split()  # noqa: SIM905
)
"""Words that have a capital only because they begin a sentence."""
