"""Words that take back, or turn round, what the rest of a sentence says.

What has one of them may never be left out: "jailed, but cleared, for murder" is not "jailed for
murder". English, Russian and Ukrainian.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.text.figures import number
from index.text.lexicon import (
    ARTICLES,
    DENIALS,
    MODIFIERS,
    NAMESAKES,
    QUANTITIES,
    REPORTING,
    SPELLED,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ENGLISH = (
    r"overturn\w*|overrul\w*|overrid\w*|quash\w*|clear(?:s|ed|ing)|acquit\w*|exonerat\w*|vindicat\w*"
    r"|pardon\w*|withdr[ae]w\w*|retract\w*|recant\w*|rescind\w*|revok\w*|revers(?:e[ds]?|ing|als?)"
    r"|annul\w*|nullif\w*|void(?:ed)?|cancel\w*|repeal\w*|veto\w*|scrap(?:ped|s)|abandon\w*"
    r"|backtrack\w*|suspend\w*|dismiss\w*|reject\w*|dropped|disprov\w+|debunk\w*|refut\w*"
    r"|rebut\w*|contradict\w*|disput(?:e[ds]?|ing)|den(?:y|ie[ds]|ying|ials?)|correct(?:ed|ions?)"
    r"|disavow\w*|unfounded|baseless|untrue|false|falsely|wrong|wrongly|mistaken|mistakenly"
    r"|erroneous|erroneously|fabricated|hoax|later|afterwards|subsequently"
    r"|struck|threw|thrown|vacat(?:e[ds]?|ing)|invalidat\w*|lift(?:s|ed)|halt(?:s|ed)"
    r"|block(?:s|ed)"
)
_RUSSIAN = (
    r"отмен[аеиыуя]\w*|оправда\w*|отозва\w*|отзыв\w*|опров[еи]р[гж]\w*|аннулир\w*|отклон\w*|отверг\w*"
    r"|отрица\w*|помилова\w*|приостанов\w*|прекра[щт]\w*|снят\w*|ложн\w*|ошибочн\w*|неверн\w*|неправд\w*"
    r"|позже|позднее|впоследствии"
)
_UKRAINIAN = (
    r"скас[оу]\w*|виправда\w*|відклик\w*|спрост\w*|анул\w*|зня[вт]\w*|відхил\w*|відкин\w*|запереч\w*"
    r"|помилува\w*|призупин\w*|припинен\w*|хибн\w*|помилков\w*|неправд\w*|пізніше|згодом"
)
_REVERSES = re.compile(f"{_ENGLISH}|{_RUSSIAN}|{_UKRAINIAN}")
_TOKEN = re.compile(
    r"(?:(?<![\w.])[-–+±<>≤≥~≈])?[$€£¥₽₴₹]?\d+(?:[.,:/⁄–-]\d+)*"
    r"|[%‰°$€£¥₽₴₹]|[^\W\d_]+(?:['-][^\W\d_]+)*|[^\W_]+|[,;:()\[\]–—?!…\"]"
)
_SAME = str.maketrans({**dict.fromkeys("‘’ʼ`´", "'"), **dict.fromkeys("‐‑−", "-")})
_MARKS = frozenset(',;:()[]–—?!…"')
_PER_CENT = re.compile(r"\bper cent\b|%")
_NOT = re.compile(r"(\w)n't\b")
_CANNOT = re.compile(r"\bcan(?:not|'t)\b")
_FIGURE = re.compile(r"\d")


def reverses(part: Iterable[Token]) -> bool:
    """Whether ``part`` of a sentence may take back, date later or deny what the rest says."""
    return any(token.key in DENIALS or _REVERSES.fullmatch(token.key) for token in part)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, figure or mark; ``key`` is what is compared, ``capital`` marks a possible name."""

    key: str
    capital: bool = False

    @property
    def mark(self) -> bool:
        """Whether it is punctuation."""
        return self.key in _MARKS

    @property
    def figure(self) -> bool:
        """Whether it counts or scales what follows."""
        return bool(_FIGURE.search(self.key)) or self.key in QUANTITIES or self.key in "$€£¥₽₴₹"


def tokens(text: str) -> list[Token]:
    """The tokens of ``text`` without articles; figures, per cent and ``n't`` written one way."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME)
    plain = re.sub("[“”„‟«»‹›]", '"', plain)
    plain = _NOT.sub(r"\1 not", _CANNOT.sub("can not", _PER_CENT.sub(" percent ", plain)))
    found = [_token(match.group()) for match in _TOKEN.finditer(plain)]
    return [
        token
        for before, token in zip([Token(""), *found], found, strict=False)
        if token.key not in ARTICLES and not (token.key == "that" and before.key in REPORTING)
    ]


def words(text: str) -> list[Token]:
    """The tokens of ``text`` that are no punctuation."""
    return [token for token in tokens(text) if not token.mark]


def modifiers(said: Sequence[Token]) -> Counter[str]:
    """Modifiers and words of reporting, with how often each stands there."""
    return Counter(
        token.key
        for place, token in enumerate(said)
        if token.key in MODIFIERS | REPORTING
        and not (place and token.capital and token.key in NAMESAKES)
    )


def _token(text: str) -> Token:
    key = text.casefold().replace("ё", "е")
    if _FIGURE.search(key):
        return Token(re.sub(r"\d+(?:[.,]\d+)*", lambda match: number(match.group()), key))
    return Token(SPELLED.get(key, key), text[0].isupper())
