"""Lines that an outlet prints under every article: subscribe lines, bylines, copyright.

They stay in the stored text, so that offsets hold, and stay out of the passages. A line is
recognised because it repeats in the outlet's articles, unless it is a sentence of news: "No one
was injured." is printed under twenty headlines and true each time. A few forms are none of the
news even in an article met alone, and others are news wherever they repeat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.digests import digest, folded
from index.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 20
"""Articles of an outlet that have a line, before it is boilerplate. In 26,503 news articles 7.8 %
of the paragraphs repeat, the most frequent line 546 times."""
REPEATS_WITH_FACTS = 200
"""The same for a line with a quotation or a figure, which may be a slogan in the news."""
_MOST_WORDS = 120
"""A longer paragraph that repeats is a statement that the news quotes."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_FACT = re.compile(r"\d|[\"“”„«»]|(?<!\w)['‘]\w.*\w['’](?!\w)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved|все права|усі права", re.IGNORECASE)
_FACTFUL = "facts:"
_MOST = 240
"""Characters of a credit or a call; a longer line is read as news."""
_LEAST_WORDS = 2
"""Words of a sentence of news; "Updated." is none."""
_LOWER = r"(?:de|del|da|di|la|le|van|von|der|den|bin|al)"
_NOT_NAMES = (
    r"(?!(?:The|A|An|Now|Then|To|On|In|At|It|This|That|All|Most|Few|Some|Every|No|Not|Next|Last|Early"
    r"|Late|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April"
    r"|June|July|August|September|October|November|December|Christmas|Easter|Law|Found)\b)"
)
_NAME = rf"{_NOT_NAMES}[A-ZА-ЯЁІЇЄҐ][\w.'’-]*+"
_FULL = rf"{_NAME}(?:\s+{_LOWER})*\s+{_NAME}(?:\s+(?:{_NAME}|{_LOWER})){{0,4}}"
_ANY = rf"{_NAME}(?:\s+(?:{_NAME}|{_LOWER})){{0,5}}"
_ROLE = (
    r"(?:(?:[Cc]hief|[Ss]enior|[Pp]olitical|[Ss]ports|[Bb]usiness|[Ss]taff|[Ff]oreign|[Ss]pecial"
    r"|[Dd]eputy|[Ss]cience|[Hh]ealth|[Ll]ocal|[Ee]conomics|[Cc]rime)\s+){0,3}"
    r"(?:[Ee]ditor|[Rr]eporter|[Cc]orrespondent|[Ww]riter|[Pp]hotographer|[Cc]olumnist|[Ss]taff"
    r"|[Bb]ureau|[Aa]nalyst|корреспондент|редактор|кореспондент|обозреватель|оглядач)"
)
_AND = r"\s*(?:,\s*(?:and\s+)?|/|&|\sand\s|\sи\s|\sі\s|\sта\s)\s*"
_REST = rf"(?:{_AND}{_ANY}){{0,8}}(?:\s+in\s+{_ANY})?(?:,\s*{_ROLE})?"
_CREDIT = (
    rf"(?:[Bb][Yy]\s+(?:{_FULL}{_REST}|{_ROLE}|{_ROLE}\s+{_FULL})"
    r"|(?:(?i:written|(?:additional\s+)?(?:reporting|writing)|edited|editing|compiled"
    r"|photo(?:graph)?s?|images?|illustrations?)\s+(?i:by)"
    r"|(?i:photo(?:graph)?s?|images?|автор|текст|фото|світлина|редактор)\s*:)"
    rf"\s+{_ANY}{_REST})"
)
_RIGHTS = r"(?i:all rights reserved|все права защищены|усі права захищен[оі])"
_COPYRIGHT_LINE = (
    r"©[^\n]*"
    r"|(?:(?i:copyright)\s*)?(?:\([cC]\)|©)\s*(?:19|20)\d\d\b[^\n]*"
    rf"|(?i:copyright)[\s:,]*(?:(?:19|20)\d\d(?:\s*[-–—]\s*\d{{4}})?(?:\s+by)?|by)"
    rf"(?:[\s,]+(?:[Tt]he\s+)?{_ANY}{_REST})?(?:[.,|]?\s*{_RIGHTS}[^\n]*)?\.?"
    rf"|(?:[^\n]*[.,|©\d]\s*)?{_RIGHTS}(?:\s*[.,|!©][^\n]*)?"
)
_LABEL = (
    r"(?i:read (?:more|also|next)|see also|related(?: (?:stories|story|articles|news|coverage"
    r"|topics|links|reading))?|more on this(?: story)?|watch|listen|(?:paid )?advertisement"
    r"|advertisement continues below|реклама|читайте также|читать далее|читайте також|читати далі)"
)
_CALL = (
    r"(?i:(?:subscribe|sign up)(?= (?:to|for|now|today|here|and get)\b|\W*$)|click here"
    r"|download our|read more (?:here|at|on|about|from)|share this (?:story|article|post|page)"
    r"|(?:follow|join|support) us(?= (?:on|in|at|for|by|here|today|now)\b|\W*$)"
    r"|подпис(?:ывайтесь|аться)|підпис(?:уйтесь|уйтеся|атися)|приєднуйтесь|слідкуйте)\b[^\n\d]*"
)
_FURNITURE = re.compile(
    rf"(?:{_CREDIT}(?:\s*[;,.|]\s*{_CREDIT}){{0,4}}\.?"
    rf"|{_LABEL}\W*|{_LABEL}\s*[:|»>][^\n\d]*)"
)
_NOTICE = re.compile(_COPYRIGHT_LINE)
_CALLING = re.compile(_CALL)
_READER = re.compile(
    r"(?i:\b(?:you|your|yours|our|ours|subscribe|sign up|newsletter|follow (?:us|@|the author)"
    r"|click|download|read (?:more|also|next)|contact|reported by|reporting by|edited by|photo by"
    r"|contributed to this|this (?:article|story|report|content|page|site|column|newsletter)"
    r"|developing story|editor's note|copyright|вы|вас|вам|ваш(?:а|е|и|его|ей|их|им|у|ем|ими)?"
    r"|наш(?:а|е|его|ей|их|им|у|ем|ими|ому|ого|ій)?|подпис(?:ывай\w*|аться|ка|ку)|подпишитесь|читайте"
    r"|ви|підпис(?:уйте\w*|атися|ка|ку)|підпишіться|материал подготов\w*|матеріал підготов\w*)\b)"
    rf"|\bus\b|©|\([cC]\)\s*\d|@|https?:|www\.|{_RIGHTS}"
)
"""Words to the reader, or of the article itself; ``US`` is a country."""
_HERE = re.compile(r"(?i:here|channel|telegram|канал\w*|facebook|twitter|podcast|alerts|briefing)")
_TOLD = re.compile(
    r"(?i:\b(?:said|says|told|tells|asked|urged|urges|warned|announced|added|claimed|according|wrote"
    r"|was|were|is|has|had|will|would|заявил\w*|сказал\w*|сообщил\w*|призвал\w*|заявив|заявила"
    r"|сказав|сказала|повідоми\w*|закликав|закликала)\b)"
)
"""Verbs that tell of somebody; a call to the reader has none."""
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


class Line(NamedTuple):
    """A line: what it is counted by, and where it stands; a sentence of news is not counted."""

    digest: str
    span: Span


def line_digests(text: str) -> list[Line]:
    """The lines of ``text`` short enough to be boilerplate, in order.

    Case, white space and the year of a copyright line make no difference. To be counted once an
    article and outlet; how often is often enough says ``repeats_needed``.
    """
    lines = []
    for match in _LINE.finditer(text):
        line = folded(match.group()).casefold()
        if len(line.split()) <= _MOST_WORDS:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            end = match.start() + len(match.group().rstrip())
            counted_by = "" if is_news(match.group()) else _digest(line)
            lines.append(Line(counted_by, Span(start, end)))
    return lines


def _digest(line: str) -> str:
    if _COPYRIGHT.search(line):
        return digest("line", _YEAR.sub("0", line))
    return (_FACTFUL if _FACT.search(line) else "") + digest("line", line)


def repeats_needed(line_digest: str) -> int:
    """In how many articles of an outlet a line has to stand to be boilerplate."""
    return REPEATS_WITH_FACTS if line_digest.startswith(_FACTFUL) else REPEATS


def left_out_spans(text: str, is_repeated: Callable[[str], bool]) -> list[Span]:
    """Spans of the lines of ``text`` that no passage has: repeated ones and furniture, in order.

    Nothing where every line would go: then the line is the article.
    """
    spans = [
        line.span
        for line in line_digests(text)
        if is_furniture(line.span.of(text)) or (line.digest and is_repeated(line.digest))
    ]
    kept, end = "", 0
    for span in spans:
        kept, end = kept + text[end : span.start], span.end
    return spans if (kept + text[end:]).strip() else []


def is_furniture(line: str) -> bool:
    """Whether a line is a credit, a copyright notice or a call to read on, and no news."""
    line = line.strip()
    if len(line) > _MOST:
        return False
    if _FURNITURE.fullmatch(line) or _NOTICE.fullmatch(line):
        return True
    called = _CALLING.fullmatch(line) is not None and not _TOLD.search(line)
    bare = not _ENDED.search(line) and "," not in line
    return called and bool(bare or _READER.search(line) or _HERE.search(line))


def is_news(line: str) -> bool:
    """Whether a line is a sentence of news: it ends like one and does not speak to the reader."""
    line = line.strip()
    ended = _ENDED.search(line) is not None and len(line.split()) >= _LEAST_WORDS
    return ended and not is_furniture(line) and not _READER.search(line)
