"""What a question may have meant whose words are misspelt: words of the archive that are like them.

A word may be misspelt that no passage has and that the bundled embedder does not know either, or
that has a capital: names are in no vocabulary. Beside such a word one that it knows may be, too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from index.ranking.kindred import is_word
from index.search.search import language_of
from index.text import lexicon
from index.text.names import capitalised
from index.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.search.snapshot import Opened
    from index.stores.open_parts import Words

_WORD = re.compile(r"(?<![\w@])[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*(?![\d_])")
_LONG, _SHORT = 6, 3
"""Letters from which a word may have two slips, and one: "AUTO" of Elasticsearch's fuzzy query."""
_LOOKED_AT = 30
"""Passages in which a word is looked for."""
_MOST = 6
"""Words that are looked up: each takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Where words are looked for: in all passages, those ``near`` the question before others.

    ``texts`` are those of passages by id.
    """

    opened: Opened
    texts: Callable[[Sequence[str]], list[str]]
    near: Sequence[str]

    def of(self, text: str) -> str | None:
        """``text`` with a word of the archive in the place of each that is misspelt.

        ``None``: none is, or one of them is like none of the archive.
        """
        words = self.opened.words
        missing = self._missing(text)
        strange = {word for word, stem in missing.items() if _is_strange(word, stem)}
        if words is None or not strange or len(missing) > _MOST:
            return None
        for word, stem in missing.items():
            edits = 2 if len(word) >= _LONG and word in strange else 1
            like = self._like(word, stem, words, edits=edits)
            if like is None and word in strange:
                return None
            like = like or word
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", like, text)
        return text

    def _missing(self, text: str) -> dict[str, str]:
        """The words that no passage has, with their stems."""
        language = language_of(text)
        found = dict.fromkeys(match.group() for match in _WORD.finditer(text))
        stems = {word: each[0] for word in found if (each := terms(word, language))}
        shares = self.opened.shares(stems.values()) or {}
        return {
            word: stem
            for word, stem in stems.items()
            if len(word) >= _SHORT and stem in shares and not shares[stem][0]
        }

    def _like(self, word: str, stem: str, words: Words, *, edits: int) -> str | None:
        """The word of the archive, or the small word, that is most like ``word``."""
        forms = (stem, word.casefold())
        ids = self.opened.use("words", lambda: words.near(forms, edits=edits, k=_LOOKED_AT))
        small, near, texts = lexicon.words("stop"), _counted(self.near), self.texts(ids or [])
        every = near + _counted(texts) + Counter(small)
        wanted = word.casefold()
        slips = {each: _slips(each.casefold(), wanted, most=edits) for each in every}
        compared = SequenceMatcher(b=wanted)

        def rank(other: str) -> tuple[bool, int, bool, float, bool, bool, int, str]:
            """Two letters swapped, few slips, its first letter, as like it, near the question."""
            folded = other.casefold()
            compared.set_seq1(folded)
            swapped = slips[other] == 1 and sorted(folded) == sorted(wanted)
            begins, known = folded[0] == wanted[0], other in small or other in near
            like, same = compared.ratio(), other[0] == word[0]
            return swapped, -slips[other], begins, like, known, same, every[other], other

        alike = [each for each in every if 0 < slips[each] <= edits]
        if not alike:
            return None
        best = max(alike, key=rank)
        is_name = any(best in capitalised(each, inside=True) for each in (*self.near, *texts))
        return _begun_as(word, best if is_name and best.lower() not in every else best.lower())


def _is_strange(word: str, stem: str) -> bool:
    return word[0].isupper() or not is_word(stem)


def _slips(one: str, other: str, *, most: int) -> int:
    """Letters left out, put in, changed or swapped between two words; above ``most`` any number.

    The distance of optimal string alignment: Boytsov, Indexing methods for approximate dictionary
    searching, 2011.
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, wanted in enumerate(other, start=1):
            least = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == wanted:
                least = min(least, before[column - 2] + 1)
            here.append(least)
        before, last = last, here
    return last[-1]


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(each for text in texts for each in _WORD.findall(text))


def _begun_as(word: str, other: str) -> str:
    """``other`` with a capital where ``word`` has one."""
    return other[0].upper() + other[1:] if word[0].isupper() else other
