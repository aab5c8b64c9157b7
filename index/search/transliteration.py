"""What a question in another alphabet than the archive is looked for by: names, numbers, dates.

A name that no passage has is looked up in all spellings of the other alphabet
(`index/text/spellings.py`) and read as it is spelt there. Other words say nothing to an archive in
another language, unless the embedder knows both.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from index.models import Span
from index.search.search import language_of
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.language import asked_in
from index.text.spellings import alike, alphabet_of, closeness, folded, likeness, other, spellings
from index.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from index.search.snapshot import Opened
    from index.stores.open_parts import Words
    from index.text.spellings import Alphabet

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?…:\n])[\s\"“«„'‘(]*$")
_LOOKED_AT = 30
"""Passages in which a spelling is looked for."""
_SHORTEST, _LONGEST = 3, 30
"""Letters of a name."""
_MOST_NAMES = 12
"""Names of a question that are looked up: each takes some milliseconds."""
_TELLING = 3
"""Digits of a number that is looked for though no word is: smaller ones stand everywhere."""
_CYRILLIC_LANGUAGES = frozenset({"ru", "uk"})


@dataclass(frozen=True, slots=True)
class Reread:
    """What a question is looked for by, and its names as given and as spelt in the archive."""

    text: str
    respelt: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """What is known of an archive: its parts, its main language, the text of passages by id."""

    opened: Opened
    language: Callable[[], str | None]
    texts: Callable[[Sequence[str]], list[str]]
    languages: Collection[str]


@dataclass(frozen=True, slots=True)
class _Named:
    """A word of a question, as it is looked for; ``spelling`` is in the other alphabet."""

    span: Span
    word: str
    known: bool
    spelling: str | None = None


def respelling(text: str, respelt: Iterable[tuple[str, str]]) -> str:
    """``text`` with its names as they are spelt in the archive."""
    for name, spelling in respelt:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", spelling, text)
    return text


def reread(text: str, kept: Collection[Span], archive: Archive) -> Reread:
    """What ``text`` is looked for by; ``kept`` are the dates and outlets in it.

    Nothing is changed where it is in the alphabet of most of the archive, or where it has nothing
    that both alphabets can have in common.
    """
    language = asked_in(text) or language_of(text)
    found = _named(text, language, kept, archive.opened)
    strange = {each.span for each in islice(filter(_is_strange, found), _MOST_NAMES)}
    if not strange and language in archive.languages:
        return Reread(text)
    main = archive.language()
    own: Alphabet = "cyrillic" if language in _CYRILLIC_LANGUAGES else "latin"
    if main is None or (main in _CYRILLIC_LANGUAGES) == (own == "cyrillic"):
        return Reread(text)
    found = [_spelt(each, text, own, archive) if each.span in strange else each for each in found]
    pairs = _pairs(text, found)
    if {language, main} <= set(archive.languages):
        return Reread(respelling(text, pairs), pairs)
    common = _crossing(text, found, own, kept)
    return Reread(common or text, pairs)


def _named(text: str, language: str, kept: Collection[Span], opened: Opened) -> list[_Named]:
    """The words and numbers of ``text`` that are no dates; empty where words cannot be read."""
    words = [
        (Span(*match.span()), match.group())
        for match in _WORD.finditer(text)
        if match.group().casefold() not in lexicon.words("stop")
        and not any(span.start <= match.start() < span.end for span in kept)
    ]
    stems = {word: terms(word, language) for _, word in words}
    shares = opened.shares({stem for each in stems.values() for stem in each})
    if shares is None:
        return []
    return [
        _Named(span, word, known=all(shares[stem][0] for stem in stems[word]))
        for span, word in words
        if stems[word]
    ]


def _is_strange(found: _Named) -> bool:
    """Whether it may be a name that the archive does not have in this alphabet."""
    word = found.word
    return not found.known and word[0].isupper() and _SHORTEST <= len(word) <= _LONGEST


def _spelt(found: _Named, text: str, own: Alphabet, archive: Archive) -> _Named:
    words = archive.opened.words
    if words is None or alphabet_of(found.word) != own:
        return found
    begins = bool(_BEGINS.search(text[: found.span.start]))
    spelling = archive.opened.use(
        "words", lambda: _spelling(found.word, words, archive, begins=begins)
    )
    return _Named(found.span, found.word, found.known, spelling)


def _spelling(name: str, words: Words, archive: Archive, *, begins: bool) -> str | None:
    """The word of the archive that is most like ``name``.

    One that begins a sentence, there or in the question, is perhaps no name and has to be the same.
    """
    patterns = [spellings(name, stems=True, near=near) for near in (True, False)]
    looked_for = [each for each in patterns if each]
    if not looked_for:
        return None
    texts = archive.texts(words.matching(looked_for, k=_LOOKED_AT))
    inside, common, every = _candidates(name, texts)
    found = {each: count for each, count in every.items() if folded(each) not in common}
    sure = {
        each: count
        for each, count in found.items()
        if likeness(name, each) == 1 or (inside[each] and not begins)
    }
    return max(
        sure,
        key=lambda each: (likeness(name, each), closeness(name, each), sure[each], each),
        default=None,
    )


def _candidates(
    name: str, texts: Collection[str]
) -> tuple[Counter[str], frozenset[str], Counter[str]]:
    """Words like ``name`` with a capital inside of a sentence, in lower case, with any capital.

    The days of the calendar have capitals, and are none.
    """
    found = {word for text in texts for word in _WORD.findall(text) if len(word) >= _SHORTEST}
    days = months().keys() | weekdays().keys()
    like = alike(name, [word for word in found if word.casefold() not in days])
    inside, every = Counter[str](), Counter[str]()
    common = set[str]()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match.group()
            if word not in like:
                continue
            if word[0].islower():
                common.add(folded(word))
            elif not name.isupper() or word.isupper():
                every[word] += 1
                inside[word] += not _BEGINS.search(text[: match.start()])
    return inside, frozenset(common), every


def _pairs(text: str, found: Sequence[_Named]) -> tuple[tuple[str, str], ...]:
    """Names as given and as spelt; those that stand side by side are one."""
    joined: list[tuple[Span, str]] = []
    for each in found:
        if each.spelling is None:
            continue
        if joined and not text[joined[-1][0].end : each.span.start].strip():
            before, spelling = joined.pop()
            joined.append((Span(before.start, each.span.end), f"{spelling} {each.spelling}"))
        else:
            joined.append((each.span, each.spelling))
    return tuple(dict.fromkeys((span.of(text), spelling) for span, spelling in joined))


def _crossing(
    text: str, found: Sequence[_Named], own: Alphabet, kept: Collection[Span]
) -> str | None:
    """What the other alphabet has of a question, in order, with its dates; ``None``: nothing."""
    spelt = any(each.spelling for each in found)
    given = any(each.known and alphabet_of(each.word) == other(own) for each in found)
    figures = not any(each.known and alphabet_of(each.word) for each in found)
    pieces = [
        (each.span.start, each.spelling or each.word)
        for each in found
        if each.spelling or (each.known and (not spelt or alphabet_of(each.word) != own))
    ]
    telling = [piece for _, piece in pieces if sum(map(str.isdigit, piece)) >= _TELLING]
    if not (spelt or given or (figures and telling)):
        return None
    dates = [(span.start, span.of(text)) for span in kept]
    return " ".join(piece for _, piece in sorted([*pieces, *dates]))
