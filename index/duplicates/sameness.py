"""Whether sentences that tell of the same thing also say the same of it, word for word.

Two articles may be one although a sentence of theirs differs in a word; but nobody is credited
with what he did not say. "All" is not "few", "had been" not "could be", "closed" not "reopened",
so every word counts but the few that a house style puts in or leaves out.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from index.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.duplicates.prepared_text import Reading, Sentence
    from index.duplicates.words import Word

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_CONTRACTED = re.compile(r"(?<=\w)(?:n't|'(?:s|re|ve|ll|d|m))$")
_AUXILIARIES = {"'ll": "will", "'d": "would"}
_APOSTROPHES = str.maketrans("’ʼ", "''")


def say_the_same(first: Reading, ones: Sequence[int], second: Reading, twos: Sequence[int]) -> bool:
    """Whether sentences, by their places, have the same words that count.

    They stand in the same order, but for who said it: that may be before or after what was said.
    """
    left, right = list(_told(first, ones)), list(_told(second, twos))
    return left == right or (sorted(left) == sorted(right) and _only_speech_moved(left, right))


def _only_speech_moved(left: list[str], right: list[str]) -> bool:
    changes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    gone = sorted(left[start:end] for tag, start, end, _, _ in changes if tag == "delete")
    come = sorted(right[start:end] for tag, _, _, start, end in changes if tag == "insert")
    moved = all(
        any(key.partition("-")[0] in lexicon.words("speech-stems") for key in keys) for keys in gone
    )
    return moved and gone == come and all(change[0] != "replace" for change in changes)


def _told(reading: Reading, places: Sequence[int]) -> Iterator[str]:
    for place in places:
        yield from _keys(reading.text, reading.sentences[place])


def _keys(text: str, sentence: Sentence) -> Iterator[str]:
    """What the words of a sentence are compared by, the little ones among them."""
    counted = {at for word in sentence.words for at in range(word.start, word.end)}
    little = [
        match
        for match in _WORD.finditer(text, sentence.span.start, sentence.span.end)
        if match.start() not in counted
    ]
    for word in sentence.words:
        while little and little[0].start() < word.start:
            yield from _little(little.pop(0).group())
        yield from _key(text, word)
    for match in little:
        yield from _little(match.group())


def _little(word: str) -> Iterator[str]:
    folded = _folded(word)
    if folded not in lexicon.words("omitted"):
        yield folded


def _key(text: str, word: Word) -> Iterator[str]:
    """A fact is compared as it was read; other words by their form, whatever their spelling."""
    if word.kind not in {"", "direction"}:
        yield word.key
        return
    folded = _folded(text[word.start : word.end])
    contracted = _CONTRACTED.search(folded)
    plain = folded[: contracted.start()] if contracted else folded
    yield f"{word.key}-{_ending(plain)}" if plain.isascii() and plain.isalpha() else plain
    if contracted and contracted.group() in _AUXILIARIES:
        yield _AUXILIARIES[contracted.group()]


def _ending(word: str) -> str:
    """The end of an English word, which its stem lacks; the same for ``metres``, ``meters``."""
    single = word.removesuffix("s")
    last = "r" if single.endswith("re") else single[-1:]
    return last + word[len(single) :]


def _folded(word: str) -> str:
    return word.translate(_APOSTROPHES).casefold().replace("ё", "е")
