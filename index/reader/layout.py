"""What the reader reads: question, headline and sentences as one row of word pieces.

Training and answering arrange and measure here, so that both see the same. A part is the headline
(number 0) or a sentence (from 1) of a passage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MOST = 256
"""Word pieces of a row, special ones included: what the encoder was made for."""
MOST_ASKED, MOST_HEADLINE, MOST_DATE = 64, 48, 8
"""Word pieces kept of a question, a headline and a date."""
NOBODY, ASKED = -2, -1
"""Owners of pieces that belong to no part: special ones and the date; the question."""

_LEAD = 600.0
"""Characters after which a sentence counts a third of what the first one does as a lead."""
_LONG = 60
"""Word pieces of a long sentence."""
_FIGURE = re.compile(r"\d")
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun"
    r"|yesterday|today|tomorrow|week|month|year|янв|фев|март|апр|ма[йя]|ию[нл]|авг|сен|окт|ноя|дек"
    r"|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)\w*|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_QUOTED = re.compile('["“”«»„]')
_NAME = re.compile(r"(?<=\s)[A-ZА-ЯЁІЇЄҐ][\w’'-]+")
_MANY_NAMES = 6

FEATURES = ("headline", "lead", "first", "overlap", "with_headline", "figure", "date", "quoted",
            "names", "length")  # fmt: skip
"""What is measured of a part beside what the encoder makes of it, each in 0 to 1."""

_LATIN = dict(zip("абвгдезийклмнопрстуфыэёіґ", "abvgdeziyklmnoprstufyeeig", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
    "ю": "yu", "я": "ya", "є": "ye", "ї": "yi",
}  # fmt: skip
_FOREIGN = re.compile("[\u0400-\u04ff\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters, which UTF-8 cannot carry."""


@dataclass(frozen=True, slots=True)
class Row:
    """Word pieces read together, and whose each is: ``NOBODY``, ``ASKED``, or a part's number."""

    ids: list[int]
    owners: list[int]


@dataclass(frozen=True, slots=True)
class Form:
    """How an encoder wants its texts: the pieces before the first and after each of them.

    ``latin``: its vocabulary has Latin letters alone, so Cyrillic ones are read as those.
    """

    first: int
    last: int
    latin: bool

    def readable(self, text: str) -> str:
        """``text`` as the vocabulary can spell it."""
        if not _FOREIGN.search(text):
            return text
        return "".join(map(self.letters, text))

    def letters(self, letter: str) -> str:
        """What ``readable`` makes of one letter."""
        if _HALF.match(letter):
            return "\ufffd"
        return _LATIN.get(letter.lower(), letter) if self.latin else letter

    def places(self, text: str) -> list[int]:
        """Of each character of ``text`` as it is read: which one of ``text`` it stands for."""
        return [at for at, letter in enumerate(text) for _ in self.letters(letter)]


ENGLISH = Form(101, 102, latin=True)
"""That of BERT's English vocabulary."""
MULTILINGUAL = Form(0, 2, latin=False)
"""That of multilingual-e5-small."""


def arrange(
    asked: Sequence[int],
    headline: Sequence[int],
    date: Sequence[int],
    body: Sequence[list[int]],
    form: Form = ENGLISH,
) -> list[Row]:
    """Rows that hold every sentence of ``body`` once, each begun by question and headline.

    A row has at most ``MOST`` pieces; a sentence too long for a row of its own is cut.
    """
    asked, headline, date = asked[:MOST_ASKED], headline[:MOST_HEADLINE], date[:MOST_DATE]
    ids = [form.first, *asked, form.last, *headline, *date, form.last]
    owners = [NOBODY, *[ASKED] * len(asked), NOBODY, *[0] * len(headline)]
    owners += [NOBODY] * (len(ids) - len(owners))
    room = MOST - len(ids) - 1
    rows: list[Row] = []
    kept: list[tuple[int, list[int]]] = []
    for number, sentence in enumerate(body, start=1):
        cut = sentence[:room]
        if kept and sum(len(each) for _, each in kept) + len(cut) > room:
            rows.append(_row(ids, owners, kept, form.last))
            kept = []
        kept.append((number, cut))
    return [*rows, _row(ids, owners, kept, form.last)]


def _row(ids: list[int], owners: list[int], kept: list[tuple[int, list[int]]], last: int) -> Row:
    pieces = [piece for _, sentence in kept for piece in sentence]
    whose = [number for number, sentence in kept for _ in sentence]
    return Row([*ids, *pieces, last], [*owners, *whose, NOBODY])


def features(
    asked: Sequence[int],
    parts: Sequence[Sequence[int]],
    texts: Sequence[str],
    starts: Sequence[int],
    rarity: Floats | Mapping[int, float],
) -> Floats:
    """``FEATURES`` of each part: ``(n, 10)``, the headline first.

    ``parts`` and ``texts`` are its pieces and its text, ``starts`` the place of each sentence in
    its article in characters (the headline's is not looked at), ``rarity`` the worth of a piece.
    """
    worth = {piece: float(rarity[piece]) for piece in set(asked)}
    whole = sum(worth.values()) or 1.0
    headline = set(parts[0])
    measured = np.zeros((len(parts), len(FEATURES)), np.float32)
    for number, (pieces, text) in enumerate(zip(parts, texts, strict=True)):
        own = set(pieces)
        shared = sum(value for piece, value in worth.items() if piece in own)
        either = sum(value for piece, value in worth.items() if piece in own or piece in headline)
        measured[number] = (
            number == 0,
            np.exp(-starts[number] / _LEAD) if number else 0.0,
            number == 1,
            shared / whole,
            either / whole,
            bool(_FIGURE.search(text)),
            bool(_DATE.search(text)),
            bool(_QUOTED.search(text)),
            min(1.0, len(_NAME.findall(text)) / _MANY_NAMES),
            min(1.0, len(pieces) / _LONG),
        )
    return measured
