"""How a name in one alphabet may be spelt in the other: Latin and Cyrillic, both ways.

Romanisations differ (г is g or h, ж is zh, j or ž), and names from English are written down by
ear (Байден, Джонсон). So a name is looked up by a pattern of all its spellings, and those that are
found are compared by their skeletons.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Alphabet = Literal["latin", "cyrillic"]

_LETTERS: dict[Alphabet, re.Pattern[str]] = {
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
    "cyrillic": re.compile(r"[Ѐ-ӿ]"),
}
_TO_LATIN = {
    "дж": "j|dzh|dj|g|dž|dsch", "кс": "x|ks|cks|cs|cc", "щ": "shch|sch|šč|sc",
    "ш": "sh|sch|ch|sz|sj|s|š|ş", "ч": "tch|tsch|ch|cz|c|č|ç", "ж": "zh|rz|j|g|z|ž|ż",
    "ц": "ts|tz|cz|zz|c|z", "х": "kh|ch|h|x|j", "г": "gh|gu|g|h|ğ", "ґ": "g",
    "к": "ck|ch|qu|kh|c|k|q", "в": "wh|v|w|ff|f", "ф": "ph|th|f|v", "з": "z|s", "с": "sc|sz|s|c|z",
    "т": "th|dt|t", "д": "dh|d|th", "б": "b", "п": "p", "р": "rh|r", "л": "l|ł", "м": "m",
    "н": "n|ñ|ń",
}  # fmt: skip
"""Consonants and how they are written in Latin letters (BGN/PCGN, ISO 9, the Ukrainian passport
system, and what German, French, Polish and Turkish names have)."""
_TO_CYRILLIC = {
    "shch": "щ|шч", "tsch": "ч|тш", "dzh": "дж", "sch": "ш|щ|сх|ск", "tch": "ч|тч", "sh": "ш|сх",
    "ch": "ч|х|к|ш", "zh": "ж", "kh": "х|к", "ph": "ф|п", "th": "тх|т|ф|с|з|д", "ts": "ц|тс",
    "tz": "ц|тз", "cz": "ч|ц", "sz": "ш|с", "ck": "к", "qu": "кв|к", "gh": "г|ґ|х", "dj": "дж",
    "wh": "в|у|х", "rh": "р", "x": "кс|кз|х|з", "c": "к|с|ц|ч", "g": "г|ґ|ж|дж", "h": "г|х",
    "j": "дж|ж|х|й|ю|я|є|е", "w": "в|у", "v": "в|ф", "f": "ф|в", "z": "з|ц|с", "s": "с|з|ш",
    "k": "к|х", "q": "к", "b": "б", "d": "д", "l": "л", "m": "м", "n": "н", "p": "п", "r": "р",
    "t": "т",
}  # fmt: skip
_VOWELS: dict[Alphabet, str] = {
    "latin": "aeiouywjhàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēęěīōőœūůű",
    "cyrillic": "аеёєиіїоуыэюяйьъ",
}
"""With what only lengthens or joins them: y, w, j and h; й and the signs."""
_NEAR = {
    "а": "a", "е": "e|ye|ie", "ё": "e|o|yo", "є": "ye|ie|e", "и": "i|y|ee", "і": "i", "ї": "i|yi",
    "о": "o", "у": "u|oo|ou", "ы": "y", "э": "e", "ю": "yu|iu|ju|u", "я": "ya|ia|ja|a",
    "й": "y|i|j", "ь": "", "ъ": "",
    "a": "а|я|э", "e": "е|э|є|ё", "i": "и|і|ї|й", "o": "о|е|ё", "u": "у|ю", "y": "и|і|й|ы|ї",
}  # fmt: skip
"""How a vowel is written letter by letter."""
_TABLES: dict[Alphabet, dict[str, str]] = {"latin": _TO_CYRILLIC, "cyrillic": _TO_LATIN}
_SOURCES: dict[Alphabet, re.Pattern[str]] = {
    "latin": re.compile("|".join(_TO_CYRILLIC) + "|[aeiouy]+"),
    "cyrillic": re.compile("|".join(_TO_LATIN) + f"|[{_VOWELS['cyrillic']}]+"),
}
_CASES = "ого|его|ому|ему|ым|им|ом|ем|єм|ам|ям|ами|ями|ах|ях|ых|их|ові|еві|єві"
_MUTE = re.compile(rf"[ьъ](?![{_VOWELS['cyrillic']}])")
_CASE = re.compile(rf"(?:{_CASES})$")
_DOUBLE = re.compile(r"(.)\1+")
_OPEN = re.compile(rf"[{_VOWELS['cyrillic']}]+$")
_STEMMED: dict[Alphabet, re.Pattern[str]] = {
    "latin": re.compile("(?:инг|с)$"),
    "cyrillic": re.compile("(?:[oey]?v|[iy]n|l|[aeoi]m)[aoiy]?$"),
}
"""What stemmers take off the names of an alphabet: "Gates", "Fielding"; «Иванов», «Микола»."""
_SILENT = {"с": "e?", "л": "V{0,2}"}
"""Vowels that English has before its last consonants and does not say: "Gates", "Michael"."""
_FEWEST = 2
"""Consonants without which a name is like too many words."""
_LIKE = 0.6
"""Share of two skeletons that is the same in spellings of one name: «Гейтс» and "Gates" have just
this, «Буш» and "Bach" 0.5."""
_ROMAN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
        "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e",
        "ю": "iu", "я": "ia",
    }
)  # fmt: skip
_SAME = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("dzh", "j"), ("ph", "f"), ("kh", "h"),
    ("ck", "k"), ("th", "t"), ("qu", "kv"), ("x", "ks"), ("tz", "ts"), ("w", "v"), ("q", "k"),
    ("y", "i"), ("j", "i"), ("ł", "l"), ("ø", "o"),
)  # fmt: skip
"""What is one sound, in this order; the rest of c is k, or s before e and i."""


def alphabet_of(word: str) -> Alphabet | None:
    """The alphabet of all letters of ``word``; ``None``: another one, or both."""
    found = [each for each, letters in _LETTERS.items() if letters.search(word)]
    return found[0] if len(found) == 1 else None


def other(alphabet: Alphabet) -> Alphabet:
    """The one of the two that ``alphabet`` is not."""
    return "cyrillic" if alphabet == "latin" else "latin"


def folded(word: str) -> str:
    """``word`` in lower case, Latin letters without their marks."""
    lowered = word.casefold()
    if lowered.isascii() or alphabet_of(word) != "latin":
        return lowered
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(each for each in parts if not unicodedata.combining(each))


@lru_cache(maxsize=1000)
def spellings(name: str, *, stems: bool = False, near: bool = False) -> str | None:
    """A regular expression of how ``name`` may be spelt in the other alphabet, in lower case.

    Case endings are off or on in either. With ``stems`` it finds the terms of an index, too, from
    which stemmers take more; a ``near`` one has vowels as they are written letter by letter.
    ``None`` where the name has next to no consonants.
    """
    alphabet = alphabet_of(name)
    if alphabet is None:
        return None
    bases = [each for each in _bases(folded(name), alphabet) if _tells(each, alphabet)]
    if stems:
        bases += [_STEMMED[other(alphabet)].sub("", base) for base in bases]
    found = [_spelt(base, alphabet, near=near) for base in dict.fromkeys(bases)]
    return f"(?:{'|'.join(found)}){_ending(other(alphabet))}" if found else None


def likeness(name: str, spelling: str) -> float:
    """How much of ``name`` is in a ``spelling`` in the other alphabet, in [0, 1]; 1: all of it."""
    cyrillic, latin = sorted((name, spelling), key=lambda each: alphabet_of(each) == "latin")
    targets = {skeleton(latin), skeleton(folded(latin).replace("ch", "k"))}
    known = {skeleton(each) for each in _bases(folded(cyrillic), "cyrillic")}
    known |= {each.replace("g", "h") for each in known}
    pairs = product(known, targets)
    return max(SequenceMatcher(None, each, target).ratio() for each, target in pairs)


def alike(name: str, words: Iterable[str]) -> frozenset[str]:
    """Those of ``words`` that may be ``name`` in the other alphabet."""
    pattern = spellings(name)
    if pattern is None:
        return frozenset()
    fits = re.compile(pattern).fullmatch
    found = (word for word in words if fits(folded(word)))
    return frozenset(word for word in found if likeness(name, word) >= _LIKE)


def skeleton(word: str) -> str:
    """What is left of ``word`` where spellings of its sounds are one, without vowels at its end."""
    text = folded(word).translate(_ROMAN)
    for written, sound in _SAME:
        text = text.replace(written, sound)
    text = re.sub(r"c(?=[eiy])", "s", text)
    text = re.sub(r"c(?!h)", "k", text)
    text = re.sub(r"(.)\1+", r"\1", text)
    return re.sub(r"(?<=..)[aeiou]+$", "", text)


def closeness(name: str, spelling: str) -> float:
    """How much two spellings have in common letter by letter, doubled ones and endings too."""
    romans = [folded(each).translate(_ROMAN) for each in (name, spelling)]
    return SequenceMatcher(None, romans[0], romans[1]).ratio()


def _bases(word: str, alphabet: Alphabet) -> list[str]:
    """``word`` without what a case or a final vowel adds, the least taken off first."""
    word = _DOUBLE.sub(r"\1", _MUTE.sub("", word))
    if alphabet == "latin":
        return [word]
    return list(dict.fromkeys((_OPEN.sub("", word), _CASE.sub("", word))))


def _tells(base: str, alphabet: Alphabet) -> bool:
    """Whether it has consonants enough."""
    units = _SOURCES[alphabet].findall(base)
    return sum(unit in _TABLES[alphabet] for unit in units) >= _FEWEST


def _spelt(base: str, alphabet: Alphabet, *, near: bool) -> str:
    """The pattern of one form."""
    table = _TABLES[alphabet]
    units = _SOURCES[alphabet].findall(base)
    return "".join(
        _consonant(table[unit], units, order)
        if unit in table
        else _near(unit)
        if near
        else _vowel(units, order, alphabet)
        for order, unit in enumerate(units)
    )


def _near(cluster: str) -> str:
    return "".join(f"(?:{_NEAR[letter]})" for letter in cluster)


def _vowel(units: Sequence[str], order: int, alphabet: Alphabet) -> str:
    """One or more vowels; an English "e" at the end, or before the last s or l, may be silent."""
    silent = alphabet == "latin" and units[order + 1 :] in ([], ["s"], ["l"])
    return f"[{_VOWELS[other(alphabet)]}]{'*' if silent and order else '+'}"


def _consonant(spelt: str, units: Sequence[str], order: int) -> str:
    """Doubled or not, with what may be silent beside it in the other alphabet."""
    unit, last = units[order], order == len(units) - 1
    vowel = f"[{_VOWELS['latin']}]"
    if unit.isascii():
        return f"(?:{spelt}){'*' if unit in {'h', 'j', 'w'} else '+'}ь?"
    if last:
        return f"{_SILENT.get(unit, '').replace('V', vowel)}(?:{spelt})+"
    after = f"{vowel}?" if unit in {"л", "р", "н", "м"} else ""
    return f"(?:{spelt})+{after}"


def _ending(alphabet: Alphabet) -> str:
    """What may follow a name: vowels, and in Cyrillic a case."""
    vowels = f"[{_VOWELS[alphabet]}]*"
    return f"(?:{vowels}|{_CASES})" if alphabet == "cyrillic" else vowels
