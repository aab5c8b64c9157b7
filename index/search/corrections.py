"""What a question may have meant whose words are misspelt: words of the archive that are like them.

A word may be misspelt that no passage has and that the bundled embedder does not know either, or
that has a capital: names are in no vocabulary.
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
from index.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.search.snapshot import Opened
    from index.stores.open_parts import Words

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*")
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
        strange = self._strange(text)
        if words is None or not strange or len(strange) > _MOST:
            return None
        for word, stem in strange.items():
            like = self._like(word, stem, words)
            if like is None:
                return None
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", like, text)
        return text

    def _strange(self, text: str) -> dict[str, str]:
        """The words that may be misspelt, with their stems."""
        language = language_of(text)
        found = {match.group() for match in _WORD.finditer(text)}
        stems = {word: each[0] for word in found if (each := terms(word, language))}
        shares = self.opened.shares(stems.values()) or {}
        return {
            word: stem
            for word, stem in stems.items()
            if stem in shares and not shares[stem][0] and (word[0].isupper() or not is_word(stem))
        }

    def _like(self, word: str, stem: str, words: Words) -> str | None:
        """The word of the archive, or the small word, that is most like ``word``."""
        if len(word) < _SHORT:
            return None
        edits, forms = 2 if len(word) >= _LONG else 1, (stem, word.casefold())
        ids = self.opened.use("words", lambda: words.near(forms, edits=edits, k=_LOOKED_AT))
        small, near = lexicon.words("stop"), _counted(self.near)
        every = near + _counted(self.texts(ids or [])) + Counter(small)
        alike = [each for each in every if abs(len(each) - len(word)) <= edits]
        compared = SequenceMatcher(b=word.casefold())

        def likeness(other: str) -> float:
            """How much of the letters two words have in common, in [0, 1]."""
            compared.set_seq1(other.casefold())
            return compared.ratio()

        def rank(other: str) -> tuple[float, bool, bool, bool, bool, int, str]:
            """Of those as like it: with its letters, near the question, its first letter, often."""
            swapped = sorted(other.casefold()) == sorted(word.casefold())
            begins = other[0].casefold() == word[0].casefold()
            known, same = other in small or other in near, other[0] == word[0]
            return likeness(other), swapped, known, begins, same, every[other], other

        best = max(alike, key=rank, default="")
        return _begun_as(word, best) if likeness(best) >= (len(word) - edits) / len(word) else None


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(each for text in texts for each in _WORD.findall(text))


def _begun_as(word: str, other: str) -> str:
    """``other`` with a capital where ``word`` has one."""
    return other[0].upper() + other[1:] if word[0].isupper() else other
