"""The words whose change makes another story: numbers, dates, negation, direction.

English, Russian and Ukrainian, in the forms that news uses; each list maps a word to what it
is compared by.
"""

from __future__ import annotations

SIGNS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound", "₴": "hryvnia", "₽": "ruble"}
"""What a sign beside a number is read as."""
SUFFIXES = frozenset({"st", "nd", "rd", "th", "го", "й", "ю", "х", "м", "я", "е"})
"""What follows the figures of an ordinal."""
SHORT_SCALES = {"m": "million", "mn": "million", "bn": "billion", "k": "thousand"}
"""Letters behind a figure that multiply it."""
TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "господин", "госпожа", "пан", "пані"}
)
"""Forms of address that one house writes and another does not."""


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


def _grouped(lines: str) -> dict[str, str]:
    """Each word mapped to the first of its line; a slash ends a line."""
    return {word: line.split()[0] for line in lines.split("/") for word in line.split()}


NUMBERS = _grouped(
    "0 zero ноль нуль/1 one один одна одно одного одной одну однієї/1 first первый первая первого "
    "первой перший перша першого першої/2 two два две двух двум двое дві двох двом двоє/2 second "
    "второй вторая второго другий другого/3 three три трех трое трьох троє/3 third третий третья "
    "третьего третій третього/4 four четыре четырех четверо чотири чотирьох четверо/4 fourth/"
    "5 five пять пяти пятеро п'ять п'яти п'ятеро/5 fifth/6 six шесть шести шість шести/6 sixth/"
    "7 seven семь семи сім семи/7 seventh/8 eight восемь восьми вісім восьми/8 eighth/"
    "9 nine девять девяти дев'ять дев'яти/9 ninth/10 ten десять десяти/10 tenth/11 eleven eleventh "
    "одиннадцать одинадцять/12 twelve twelfth двенадцать дванадцять/13 thirteen тринадцать "
    "тринадцять/14 fourteen четырнадцать чотирнадцять/15 fifteen пятнадцать п'ятнадцять/"
    "16 sixteen шестнадцать шістнадцять/17 seventeen семнадцать сімнадцять/18 eighteen "
    "восемнадцать вісімнадцять/19 nineteen девятнадцать дев'ятнадцять/20 twenty двадцать двадцять "
    "двадцати/30 thirty тридцать тридцять тридцати/40 forty сорок сорока/50 fifty пятьдесят "
    "п'ятдесят/60 sixty шестьдесят шістдесят/70 seventy семьдесят сімдесят/80 eighty восемьдесят "
    "вісімдесят/90 ninety девяносто дев'яносто/0.5 half половина половину половины половини/dozen "
    "dozens десяток десятки/hundred hundreds сто сотня сотни сотні/thousand thousands тыс тысяч "
    "тысячи тысяча тысячу тис тисяч тисячі тисяча тисячу/million millions mln млн миллион миллиона "
    "миллионов мільйон мільйона мільйонів/billion billions млрд миллиард миллиарда миллиардов "
    "мільярд мільярда мільярдів/trillion trillions трлн триллион трильйон/twice double doubled "
    "вдвое вдвічі/percent процент процента процентов процентами процентах відсоток відсотка "
    "відсотків відсотками"
)
"""Numbers in words, their scales, and what they are parts of."""
UNITS = _set(
    "second minute hour day night week month year decade century dollar euro pound hryvnia ruble "
    "crown cent mile kilometer kilometre km meter metre foot inch ton tonne kilogram kg gram liter "
    "litre gallon degree celsius fahrenheit hectare acre минут час дня дней недел месяц год лет "
    "хвилин годин днів тижн місяц рок років доллар евро рубл гривен грн долар євро"
)
"""What a number counts; twelve days are not twelve weeks."""
RELATIVE_DAYS = _grouped(
    "today tonight сегодня сьогодні/yesterday вчера вчора учора/tomorrow завтра/last previous past "
    "прошлый прошлой прошлом прошлого прошлую минулий минулого минулої минулому минулу/next "
    "следующий следующей следующем следующего следующую наступний наступного наступної наступному/"
    "spring весна весной весны весну навесні весною весни/summer лето летом лета літо влітку літа "
    "літом/autumn fall осень осенью осени осінь восени осені/winter зима зимой зимы зиму взимку "
    "зими зимою/earlier ранее раніше/later позже позднее пізніше/morning утром вранці/afternoon/"
    "evening вечером ввечері увечері/night ночью вночі/noon/midnight"
)
"""Words for days and times that are not names of weekdays or months."""
NEGATIONS = _set(
    "not no never none nobody nothing neither nor without cannot hardly barely deny denies denied "
    "denying refuse refuses refused refusing reject rejects rejected fail fails failed failing "
    "unlikely may might allegedly reportedly "
    "не нет ни никогда никто ничто без нельзя отрицает отрицал отрицала отверг отвергла опроверг "
    "опровергла опровергли отказался отказалась отказались якобы ні немає нема ніколи ніхто ніщо "
    "неможливо заперечує заперечив заперечила відкинув відкинула спростував спростувала відмовився "
    "відмовилася нібито"
)
"""Words that deny or weaken what is said."""
DIRECTIONS = {
    word: sign
    for sign, line in {
        "rise/fall +": "rise rises rose risen rising raise raised increase increased increases "
        "grow grew grown grows climb climbed gain gained up higher more above most largest best "
        "вырос выросла выросло выросли увеличил увеличила увеличился больше выше зріс зросла "
        "зросло зросли збільшив збільшила більше вище",
        "rise/fall -": "fall fell fallen falls drop dropped drops decline declined decrease "
        "decreased cut shrink shrank down lower less fewer below least smallest worst снизил "
        "снизился снизилась снизилось упал упала упало упали уменьшил меньше ниже знизився "
        "знизилась впав впала впало зменшив менше нижче",
        "win/lose +": "win wins won winning beat beats victory выиграл выиграла победил победила "
        "победа виграв виграла переміг перемогла перемога",
        "win/lose -": "lose loses lost losing defeat defeated проиграл проиграла поражение програв "
        "програла поразка",
        "yes/no +": "approve approved approves accept accepted backed support supported agreed "
        "allow allowed confirmed acquitted innocent одобрил одобрила поддержал поддержала разрешил "
        "разрешила принял приняла подтвердил схвалив схвалила підтримав підтримала дозволив "
        "дозволила підтвердив",
        "yes/no -": "opposed oppose disagreed ban banned forbidden blocked convicted guilty "
        "dismissed запретил запретила отклонил отклонила заборонив заборонила відхилив відхилила",
        "on/off +": "open opened opens opening begin began begins start started starts открыл "
        "открыли открылся открылась начал начался началась відкрив відкрили відкрився відкрилася "
        "почав почався почалася",
        "on/off -": "close closed closes closing shut end ended ends stop stopped закрыл закрыли "
        "закрылся закрылась закончился прекратил закрив закрили закрився закрилася припинив",
        "order +": "before до",
        "order -": "after после після",
        "compass n": "north northern северный севере північ північний",
        "compass s": "south southern южный юге південь південний",
        "compass e": "east eastern восточный востоке схід східний",
        "compass w": "west western западный западе захід західний",
        "sex m": "he him his man men boy son husband father brother",
        "sex f": "she her woman women girl daughter wife mother sister",
        "life +": "survived survive injured wounded выжил выжили ранены ранен поранені поранений",
        "life -": "died dead killed погиб погибла погибли убит загинув загинула загинули вбитий",
    }.items()
    for word in line.split()
}
"""Words that turn a sentence round when the opposite takes their place."""

FREE = _set("a an the that which who whom and of on in at и что же в во на о об і й та що ж у")
"""Little words that one house writes and another leaves out, and that change nothing said."""
OPENERS = _set(
    "however meanwhile earlier later still yet additionally moreover furthermore nevertheless "
    "according but although though despite instead therefore thus officials authorities police "
    "residents locals witnesses experts people many several others everyone someone "
    "однако между тем кроме ранее позже впрочем также поэтому тогда сейчас власти полиция жители "
    "однак тим часом крім раніше пізніше втім також тому тоді зараз влада поліція мешканці жителі"
)
"""Words that often begin a sentence and are no names there."""
