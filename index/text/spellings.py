"""How a name in one alphabet may be spelt in the other: Latin and Cyrillic, both ways.

Romanisations differ (г is g or h, ж is zh, j or ž), and names from English are written down by
ear (Байден, Джонсон). So a name is looked up by a pattern of all its spellings, and those that are
found are compared by their skeletons. The letters and what they may become stand in
``spellings.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Alphabet = Literal["latin", "cyrillic"]

_LETTERS: dict[Alphabet, str] = {"latin": "[A-Za-zÀ-ɏ]", "cyrillic": "[Ѐ-ӿ]"}
_CASES = "ого|его|ому|ему|ым|им|ом|ем|єм|ам|ям|ами|ями|ах|ях|ых|их|ові|еві|єві"
_STEMMED: dict[Alphabet, str] = {
    "latin": "(?:инг|с)$",
    "cyrillic": "(?:[oey]?v|[iy]n|l|[aeoi]m)[aoiy]?$",
}
"""What stemmers take off the names of an alphabet: "Gates", "Fielding"; «Иванов», «Микола»."""
_SILENT = {"с": "e?", "л": "V{0,2}"}
"""Vowels that English has before its last consonants and does not say: "Gates", "Michael"."""
_FEWEST = 2
"""Consonants without which a name is like too many words."""
_LIKE = 0.6
"""Share of two skeletons that is the same in spellings of one name: «Гейтс» and "Gates" have just
this, «Буш» and "Bach" 0.5."""


def alphabet_of(word: str) -> Alphabet | None:
    """The alphabet of all letters of ``word``; ``None``: another one, or both."""
    found = [each for each, letters in _LETTERS.items() if re.search(letters, word)]
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
        bases += [re.sub(_STEMMED[other(alphabet)], "", base) for base in bases]
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
    text = _roman(word)
    for written, sound in _table("same").items():
        text = text.replace(written, sound)
    text = re.sub(r"c(?=[eiy])", "s", text)
    text = re.sub(r"c(?!h)", "k", text)
    text = re.sub(r"(.)\1+", r"\1", text)
    return re.sub(r"(?<=..)[aeiou]+$", "", text)


def closeness(name: str, spelling: str) -> float:
    """How much two spellings have in common letter by letter, doubled ones and endings too."""
    return SequenceMatcher(None, _roman(name), _roman(spelling)).ratio()


def _roman(word: str) -> str:
    roman = _table("roman")
    return "".join(roman.get(letter, letter) for letter in folded(word))


def _bases(word: str, alphabet: Alphabet) -> list[str]:
    """``word`` without what a case or a final vowel adds, the least taken off first."""
    vowels = _table("vowels")["cyrillic"]
    word = re.sub(r"(.)\1+", r"\1", re.sub(f"[ьъ](?![{vowels}])", "", word))
    if alphabet == "latin":
        return [word]
    endings = f"[{vowels}]+$", f"(?:{_CASES})$"
    return list(dict.fromkeys(re.sub(ending, "", word) for ending in endings))


def _tells(base: str, alphabet: Alphabet) -> bool:
    """Whether it has consonants enough."""
    return sum(unit in _table(alphabet) for unit in _units(base, alphabet)) >= _FEWEST


def _spelt(base: str, alphabet: Alphabet, *, near: bool) -> str:
    """The pattern of one form."""
    table, units = _table(alphabet), _units(base, alphabet)
    return "".join(
        _consonant(table[unit], units, order)
        if unit in table
        else _near(unit)
        if near
        else _vowel(units, order, alphabet)
        for order, unit in enumerate(units)
    )


def _near(cluster: str) -> str:
    return "".join(f"(?:{_table('near')[letter]})" for letter in cluster)


def _vowel(units: Sequence[str], order: int, alphabet: Alphabet) -> str:
    """One or more vowels; an English "e" at the end, or before the last s or l, may be silent."""
    silent = alphabet == "latin" and units[order + 1 :] in ([], ["s"], ["l"])
    return f"[{_table('vowels')[other(alphabet)]}]{'*' if silent and order else '+'}"


def _consonant(spelt: str, units: Sequence[str], order: int) -> str:
    """Doubled or not, with what may be silent beside it in the other alphabet."""
    unit, last = units[order], order == len(units) - 1
    vowel = f"[{_table('vowels')['latin']}]"
    if unit.isascii():
        return f"(?:{spelt}){'*' if unit in {'h', 'j', 'w'} else '+'}ь?"
    if last:
        return f"{_SILENT.get(unit, '').replace('V', vowel)}(?:{spelt})+"
    after = f"{vowel}?" if unit in {"л", "р", "н", "м"} else ""
    return f"(?:{spelt})+{after}"


def _ending(alphabet: Alphabet) -> str:
    """What may follow a name: vowels, and in Cyrillic a case."""
    vowels = f"[{_table('vowels')[alphabet]}]*"
    return f"(?:{vowels}|{_CASES})" if alphabet == "cyrillic" else vowels


@lru_cache(maxsize=1000)
def _units(base: str, alphabet: Alphabet) -> Sequence[str]:
    """What is written as one: a consonant of the table, or vowels."""
    vowels = "aeiouy" if alphabet == "latin" else _table("vowels")[alphabet]
    return re.findall("|".join((*_table(alphabet), f"[{vowels}]+")), base)


@cache
def _table(name: str) -> dict[str, str]:
    """The pairs of a table, in its order."""
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[name]
    return dict(pair.split("=") for pair in rows.split())
