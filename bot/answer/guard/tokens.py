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

from index.text import lexicon
from index.text.figures import number, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    denials, reverse = lexicon.words("denials"), lexicon.pattern("{reverses}")
    return any(token.key in denials or reverse.fullmatch(token.key) for token in part)


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
        return (
            bool(_FIGURE.search(self.key))
            or self.key in lexicon.words("quantities")
            or self.key in "$€£¥₽₴₹"
        )


def tokens(text: str) -> list[Token]:
    """The tokens of ``text`` without articles; figures, per cent and ``n't`` written one way."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME)
    plain = re.sub("[“”„‟«»‹›]", '"', plain)
    plain = _NOT.sub(r"\1 not", _CANNOT.sub("can not", _PER_CENT.sub(" percent ", plain)))
    found = [_token(match.group()) for match in _TOKEN.finditer(plain)]
    return [
        token
        for before, token in zip([Token(""), *found], found, strict=False)
        if token.key not in lexicon.words("articles")
        and not (token.key == "that" and before.key in lexicon.words("reporting"))
    ]


def words(text: str) -> list[Token]:
    """The tokens of ``text`` that are no punctuation."""
    return [token for token in tokens(text) if not token.mark]


def modifiers(said: Sequence[Token]) -> Counter[str]:
    """Modifiers and words of reporting, with how often each stands there."""
    return Counter(
        token.key
        for place, token in enumerate(said)
        if token.key in lexicon.words("modifiers-and-reporting")
        and not (place and token.capital and token.key in lexicon.words("namesakes"))
    )


def _token(text: str) -> Token:
    key = text.casefold().replace("ё", "е")
    if _FIGURE.search(key):
        return Token(re.sub(r"\d+(?:[.,]\d+)*", lambda match: number(match.group()), key))
    return Token(spelled(key) or key, text[0].isupper())
