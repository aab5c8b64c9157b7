"""What two runs of words that tell the same differ in, and whether it is another story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from index.text import lexicon
from index.text.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from index.duplicates.prepared_text import Reading
    from index.duplicates.words import Word

_BREAK = re.compile(r"[,;:()\[\]—–.!?…\"“”«»]|\s-\s")
_CLAUSE_WORDS = 3
"""Words from which on an insertion between commas is a clause of its own."""
_MOST_WORDS = 1000
"""Words of a run that is compared word by word: the time grows with their square."""
_ALIKE = 0.6
"""Least part of equal words (twice the common ones by all) in sentences that say the same."""


class Verdict(IntEnum):
    """How two runs of words relate: the worst of what they differ in."""

    SAME = 0
    REWRITTEN = 1
    CONFLICT = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the words, and the text that they stand in."""

    words: Sequence[Word]
    reading: Reading


def compare(first: Side, second: Side) -> Verdict:
    """Whether two runs of words say the same, say it otherwise, or say something else.

    Facts that one side has in the place of other facts are a conflict. A clause that only one
    side has makes the sentence another one, without contradiction.
    """
    left, right = [w.key for w in first.words], [w.key for w in second.words]
    if left == right:
        return Verdict.SAME
    if max(len(left), len(right)) > _MOST_WORDS:
        return Verdict.CONFLICT
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    moved = _moved(first, second, changes)
    known = first.reading.lowered | second.reading.lowered
    worst = Verdict.SAME if matcher.ratio() >= _ALIKE else Verdict.REWRITTEN
    for change in changes:
        if change not in moved:
            worst = max(worst, _judge(first, second, change, known))
    return worst


Change = tuple[str, int, int, int, int]


def _moved(first: Side, second: Side, changes: Sequence[Change]) -> set[Change]:
    """Changes that only move a date, or who said it, within the sentence."""
    gone = {_keys(first.words[c[1] : c[2]]): c for c in changes if c[0] == "delete"}
    moved: set[Change] = set()
    for change in changes:
        keys = _keys(second.words[change[3] : change[4]])
        partner = gone.get(keys) if change[0] == "insert" else None
        if partner and _may_move(second.words[change[3] : change[4]]):
            moved |= {change, partner}
    return moved


def _may_move(words: Sequence[Word]) -> bool:
    dated = all(word.kind == "date" for word in words)
    return dated or any(word.key in lexicon.words("speech-stems") for word in words)


def _keys(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)


def _judge(  # noqa: PLR0911 - one line a case
    first: Side, second: Side, change: Change, known: AbstractSet[str]
) -> Verdict:
    _, left_start, left_end, right_start, right_end = change
    left, right = first.words[left_start:left_end], second.words[right_start:right_end]
    if _negations(left) != _negations(right) or _opposed(left, right):
        return Verdict.CONFLICT
    if facts(left) != facts(right) or _units(left) != _units(right):
        if left and right:
            return Verdict.CONFLICT
        return _added(
            *((first, left_start, left_end) if left else (second, right_start, right_end))
        )
    left_names, right_names = names(left, known), names(right, known)
    if left_names == right_names:
        adds = not (left and right) and len(left) + len(right) >= _CLAUSE_WORDS
        return Verdict.REWRITTEN if adds else Verdict.SAME
    if left_names and right_names:
        return Verdict.CONFLICT
    if left_names:
        return _one_sided(first, left_start, left_end, second, replaced=bool(right))
    return _one_sided(second, right_start, right_end, first, replaced=bool(left))


def _negations(words: Sequence[Word]) -> int:
    return sum(word.kind == "negation" for word in words)


def _opposed(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether a word took the place of one that says the opposite."""
    signs = {word.sign for word in left if word.sign}
    others = {word.sign for word in right if word.sign}
    return any(_axis(one) == _axis(two) for one in signs - others for two in others - signs)


def _axis(sign: str) -> str:
    return sign.partition(" ")[0]


def facts(words: Sequence[Word]) -> list[str]:
    """The numbers and dates among words, in order."""
    return [word.key for word in words if word.kind in {"number", "date"}]


def _units(words: Sequence[Word]) -> list[str]:
    return [word.key for word in words if word.key in lexicon.words("units")]


def names(words: Sequence[Word], known: AbstractSet[str]) -> list[str]:
    """The names among words: capitalised, at a sentence's beginning only if never in lower case."""
    return [word.key for word in words if is_name(word, known)]


@cache
def _openers() -> frozenset[str]:
    """Words that often begin a sentence and are no names there, and their stems."""
    found = lexicon.words("openers")
    return found | {stem(word, "en") for word in found}


def is_name(word: Word, known: AbstractSet[str]) -> bool:
    """Whether a word is written as a name; ``known`` has the words met in lower case."""
    if word.kind or not word.capital:
        return False
    return word.capital > 1 or not (word.key in known or word.key in _openers())


def _added(side: Side, start: int, end: int) -> Verdict:
    """A number or date that only one side has: a clause of its own, an age, or a conflict."""
    if not _is_enclosed(side, start, end):
        return Verdict.CONFLICT
    before = side.words[start - 1] if start else None
    is_age = end - start == 1 and before is not None and before.capital > 0
    is_clause = (
        end - start >= _CLAUSE_WORDS or is_age or (start == 0 and side.words[0].kind == "date")
    )
    return Verdict.REWRITTEN if is_clause else Verdict.CONFLICT


def _one_sided(side: Side, start: int, end: int, other: Side, *, replaced: bool) -> Verdict:
    """Names that only one side has: a first name, somebody known, a clause, or a conflict."""
    keys = [word.key for word in side.words[start:end] if is_name(word, frozenset())]
    known = all(key in other.reading.keys for key in keys)
    if replaced:
        return Verdict.REWRITTEN if known else Verdict.CONFLICT
    following = side.words[end] if end < len(side.words) else None
    bare = all(word.capital for word in side.words[start:end])
    if bare and known and following and following.capital > 1 and _adjoin(side, end - 1, end):
        return Verdict.SAME
    enclosed = _is_enclosed(side, start, end) and end - start >= _CLAUSE_WORDS
    return Verdict.REWRITTEN if enclosed else Verdict.CONFLICT


def _adjoin(side: Side, place: int, following: int) -> bool:
    """Whether nothing but a space stands between two words."""
    words = side.words
    return side.reading.text[words[place].end : words[following].start].strip(" .") == ""


def _is_enclosed(side: Side, start: int, end: int) -> bool:
    """Whether words stand between punctuation marks, or the ends of the run."""
    words, text = side.words, side.reading.text
    opens = start == 0 or _BREAK.search(text, words[start - 1].end, words[start].start)
    closes = end == len(words) or _BREAK.search(text, words[end - 1].end, words[end].start)
    return bool(opens and closes)
