"""Closed lists of small words that decide what a sentence says: English, Russian, Ukrainian."""

from __future__ import annotations

MODIFIERS = frozenset(
    """
    not no never none nobody nothing nowhere neither nor without cannot deny denies denied denying
    refuse refuses refused refusing reject rejects rejected rejecting fail fails failed failing
    ruled rules may might could would will shall should must can if unless whether provided perhaps
    maybe possibly probably likely unlikely allegedly alleged reportedly apparently supposedly
    seemingly partly partially barely hardly scarcely rarely falsely wrongly formally theoretically
    claim claims claimed accuse accuses accused suspected suspects suspect planned plans plan
    planning proposed proposes proposal expected expects hopes hoped threatened threatens attempted
    attempts tried tries least most more less fewer than over under up nearly almost about around
    approximately roughly only merely just even except minus plus below above before after until
    till since yesterday today tomorrow tonight last this next ago earlier later now soon once twice
    former formerly mainly mostly largely primarily chiefly predominantly generally usually
    typically normally frequently occasionally sometimes seldom often always temporarily
    provisionally initially originally previously currently presumably potentially purportedly
    ostensibly virtually practically effectively essentially nominally technically arguably
    hypothetically tentatively mistakenly incorrectly erroneously solely exclusively simply narrowly
    не нет ни нет никогда никто ничто ничего без нельзя отрицает отрицал отрицала отрицают отрицали
    опроверг опровергла опровергли отказался отказалась отказались может могут мог могла могли
    должен должна должны бы будет будут если якобы предположительно возможно вероятно наверное
    обвинил обвинила обвинили обвиняют планирует планируют предложил предложила предложили
    хотя едва почти около примерно более менее больше меньше свыше минимум максимум после пока
    только лишь кроме минус плюс вчера сегодня завтра прошлый прошлом прошлого этот этом этого
    следующий следующем следующего назад ранее раньше позже бывший бывшая чем
    ні немає ніколи ніхто ніщо нічого заперечує заперечив заперечила спростував спростувала
    відмовився відмовилася може можуть міг могла повинен повинна б би буде будуть якщо нібито
    імовірно можливо ймовірно звинуватив звинуватила звинувачують планує планують запропонував
    запропонувала хоча ледве майже близько приблизно більше менше понад щонайменше щонайбільше після
    поки тільки лише крім мінус вчора сьогодні завтра минулий минулого минулому цей цього цьому
    наступний наступного наступному тому раніше пізніше колишній ніж
    """.split()  # noqa: SIM905 - a list of words reads better than a list of quoted words
)
"""Negations, modals, hedges, conditions, comparators, relative times: none may come or go."""
TIMES_AND_AMOUNTS = frozenset(
    """
    least most more less fewer than over under up nearly almost about around approximately roughly
    only merely just even minus plus below above before after until till since yesterday today
    tomorrow tonight last this next ago earlier later now soon once twice former formerly would will
    can should shall must planned plans plan planning expected expects proposed
    proposes proposal
    после пока назад раньше ранее позже прошлый прошлом прошлого этот этом этого следующий следующем
    следующего вчера сегодня завтра около почти примерно более менее больше меньше свыше только лишь
    будет будут чем бывший бывшая
    після поки тому раніше пізніше минулий минулого минулому цей цього цьому наступний наступного
    наступному вчора сьогодні завтра майже близько приблизно більше менше понад щонайменше
    щонайбільше тільки лише буде будуть ніж колишній
    """.split()  # noqa: SIM905
)
"""Modifiers that, in an aside, say nothing about the sentence around it."""
DENIALS = frozenset(
    """
    not no never none nobody nothing nowhere neither nor without cannot not
    не нет никогда никто ничто ничего без ні немає ніколи ніхто ніщо нічого
    """.split()  # noqa: SIM905
)
STRONG = DENIALS | frozenset(
    """
        all every each any anyone anybody anything everyone everybody everything both most only
        first best worst sole always few hardly barely scarcely rarely seldom deny denies denied
        refuse refuses refused fail fails failed ruled
        все всех каждый каждая каждое любой любая только лишь первый первая первое отказался
        отказалась отказались едва редко самый самая самое
        всі всіх кожен кожна кожне будь-який лише тільки перший перша перше відмовився відмовилася
        ледве рідко
        """.split()  # noqa: SIM905
)
"""Words under which less said is more claimed: "nobody died in Lunnay" is not "nobody died"."""
CONDITIONS = frozenset("if unless whether provided если якщо якби".split())  # noqa: SIM905
NAMESAKES = frozenset({"may", "will", "must", "plan", "just", "now", "state", "states"})
"""Modifiers that are a month or a name where they have a capital inside a sentence."""
REPORTING = frozenset(
    """
    say says said saying tell tells told according report reports reported state states stated
    argue argues argued warn warns warned promise promises promised announce announces announced
    admit admits admitted insist insists insisted confirm confirms confirmed acknowledge
    acknowledges acknowledged allege alleges blame blames blamed believe believes believed think
    thinks thought add adds added suggest suggests suggested assert asserts asserted maintain
    maintains maintained estimate estimates estimated
    complain complains complained write writes wrote call calls called
    view views opinion opinions theory
    мнению мнение данным оценке оценкам информации думку даними оцінкою оцінками інформацією
    сказал сказала сказали говорит говорят говорил говорила заявил заявила заявили сообщил сообщила
    сообщили сообщает утверждает утверждают утверждал утверждала утверждали словам считает считают
    пообещал пообещала добавил добавила предупредил предупредила признал признала подтвердил
    подтвердила сказав сказала сказали каже кажуть заявив заявила заявили повідомив повідомила
    повідомили стверджує стверджують словами вважає вважають пообіцяв пообіцяла додав додала
    попередив попередила визнав визнала підтвердив підтвердила
    """.split()  # noqa: SIM905
)
"""Words that put what is said into somebody's mouth."""
PREPOSITIONS = frozenset(
    """
    in on at by with from for of off near during through along across amid despite via
    в во на у к с со из за о об от по при про для
    із зі від під з
    """.split()  # noqa: SIM905
)
CONJUNCTIONS = frozenset(
    """
    and but because which who while as where when whereas so instead
    и а но потому который которая которое которые где когда так
    і й та але бо який яка яке які де коли
    """.split()  # noqa: SIM905
)
GLUE = (
    PREPOSITIONS
    | CONJUNCTIONS
    | frozenset(
        """
        to or that whose whom into onto against between among his her their its
        is are was were be been being am do does did has have had get gets got
        или либо что к над под между против есть был была было были быть
        або чи що до над між проти є був була було були бути
        """.split()  # noqa: SIM905
    )
)
"""Words that tie the next word to what stands before it: not to be cut off from it."""
AUXILIARIES = frozenset(
    """
    is are was were be been being am do does did has have had get gets got
    есть был была было были быть є був була було були бути
    """.split()  # noqa: SIM905
)
ARTICLES = frozenset({"a", "an", "the"})
PRONOUNS = frozenset("he she they it он она они оно він вона вони воно".split())  # noqa: SIM905
CALENDAR = frozenset(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday
    """.split()  # noqa: SIM905
)
SPELLED = {
    word: str(value)
    for value, names in {
        0: "zero ноль нуль",
        1: "one один одна одно",
        2: "two два две двое дві двоє",
        3: "three три трое троє",
        4: "four четыре четверо чотири четверо",
        5: "five пять пятеро п'ять",
        6: "six шесть шестеро шість",
        7: "seven семь сім",
        8: "eight восемь вісім",
        9: "nine девять дев'ять",
        10: "ten десять",
        11: "eleven одиннадцать одинадцять",
        12: "twelve двенадцать дванадцять",
        13: "thirteen тринадцать тринадцять",
        14: "fourteen четырнадцать чотирнадцять",
        15: "fifteen пятнадцать п'ятнадцять",
        16: "sixteen шестнадцать шістнадцять",
        17: "seventeen семнадцать сімнадцять",
        18: "eighteen восемнадцать вісімнадцять",
        19: "nineteen девятнадцать дев'ятнадцять",
        20: "twenty двадцать двадцять",
        30: "thirty тридцать тридцять",
        40: "forty сорок",
        50: "fifty пятьдесят п'ятдесят",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety девяносто дев'яносто",
    }.items()
    for word in names.split()
}
QUANTITIES = frozenset(
    """
    hundred thousand million billion trillion first second third fourth fifth sixth seventh eighth
    ninth tenth half halves thirds quarter quarters dozen dozens double triple twice hundreds
    thousands millions billions percent percentage
    сто тысяча тысячи тысяч тыс миллион миллиона миллионов млн миллиард миллиарда миллиардов млрд
    триллион первый второй третий треть половина четверть дюжина процент процента процентов
    тисяча тисячі тисяч тис мільйон мільйони мільйонів мільярд мільярди мільярдів трильйон перший
    другий третій третина половина чверть відсоток відсотки відсотків
    """.split()  # noqa: SIM905
)
"""Words that count or scale, and so belong to the word behind them."""
