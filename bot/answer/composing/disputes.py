"""What is told and somebody denies: a note says who, and an answer tells both sides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.answer.composing.outline import where
from bot.answer.composing.selection import MOST_CLAIMS, overlap
from bot.messages import message, quoted
from index.articles.injection import gives_orders
from index.text import lexicon
from index.text.calendar import months, weekdays
from index.text.names import names
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.reading.candidates import Candidate, Reading

_CYRILLIC_CAPITAL = re.compile(r"[А-ЯЁІЇЄҐ]")
"""Begins an office where a small word follows: «Директор завода»; names have two capitals."""
_LONGEST = 12
"""Words of a name with what somebody is; what is longer is no name."""
_SHORTEST_STEM, _ENDING = 5, 2
_OWN = 2
"""Words in common without which two sentences are about different things."""
_HALF = 0.5
"""The part of what is denied that a claim must have."""
_BESIDE = 3
"""Sentences behind a claim within which "the union rejects the charge" needs no words of it."""
_NEAR = 300
"""Characters of as many sentences, where a passage ends between them."""
_SAME = 0.7
"""Above it two sentences say the same."""
_SHARED = 3
"""Terms that sentences of two articles share, headlines included, if they are about one matter."""


def denies(sentence: str) -> bool:
    """Whether ``sentence`` says in so many words that something is not so."""
    asks = sentence.rstrip("\"'”’»)").endswith("?")
    return not asks and lexicon.pattern("{denies}").search(sentence) is not None


def is_claimed(sentence: str) -> bool:
    """Whether ``sentence`` says what somebody says, and so can be denied."""
    return bool(lexicon.cue("claimed").search(sentence))


def denier(sentence: str) -> str | None:
    """Who denies, in the words of ``sentence``, or ``None`` where that cannot be told for sure."""
    cue = lexicon.pattern("{denies}").search(sentence)
    before = sentence[: cue.start()].rstrip() if cue else ""
    idle, relative = lexicon.pattern(r"\s+{before-denial}$"), lexicon.pattern(r",? {relatives}\b")
    while (shorter := idle.sub("", before)) != before:
        before = shorter
    if not before.endswith(","):
        before = before.rpartition(",")[2] if not relative.search(before) else before
    return _named(relative.split(before)[0])


def _named(who: str) -> str | None:
    bare, capital = who.strip(" ,;:–—-"), lexicon.pattern("{capital}", cased=True)
    wrong = re.search(r"[\"“”«»„;:?!]", bare) or lexicon.pattern(r"{points}\b").match(bare)
    if wrong or len(bare.split()) > _LONGEST or not capital.search(bare):
        return None
    first, _, rest = bare.partition(" ")
    office = _CYRILLIC_CAPITAL.match(first) and rest[:1].islower()
    return f"{first.lower()} {rest}" if office or first in {"The", "A", "An"} else bare


@cache
def _quiet() -> frozenset[str]:
    """Stems of the words that any claim and any denial may have."""
    said = (lexicon.words("dispute", each) for each in ("en", "ru", "uk"))
    return frozenset(
        stem for words in (*map(" ".join, said), *months(), *weekdays()) for stem in stems(words)
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """What a sentence is about: its telling ``words``, and the ``names`` in it, as stems."""

    words: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, sentence: str) -> Matter:
        """The matter of ``sentence``."""
        named = frozenset(stem for span in names(sentence) for stem in stems(span.of(sentence)))
        return cls(stems(sentence) - named - _quiet(), named)


@dataclass(frozen=True, eq=False)
class _Denial:
    """A sentence that denies something."""

    candidate: Candidate

    @cached_property
    def by(self) -> str | None:
        """Who denies."""
        return denier(self.candidate.text)

    @cached_property
    def who(self) -> frozenset[str]:
        """The stems of who denies."""
        return stems(self.by or "")

    @cached_property
    def denied(self) -> Matter:
        """What it says is not so, without who says it and in which words."""
        text = self.candidate.text
        cue = lexicon.pattern("{denies}").search(text)
        found = Matter.of(text[cue.start() :] if cue and self.by else text)
        return Matter(found.words - self.who, found.names - self.who)


def tell_denials(telling: Telling, reading: Reading, *, both: bool = False) -> None:
    """Say at each claim that is told who denies it, if anybody does; ``both``: tell either side.

    What a correction of another article takes back may be anything.
    """
    denials = [_Denial(each) for each in reading.sentences if _takes_back(each)]
    pairs: list[tuple[Candidate, Candidate]] = []
    for told in list(telling.chosen) if denials else ():
        if not _takes_back(told):
            claim, denial = told, next((each for each in denials if _is_denied(told, each)), None)
        elif both:
            denial = _Denial(told)
            claims = (each for each in reading.sentences if not _takes_back(each))
            claim = next((each for each in claims if _is_denied(each, denial)), told)
        else:
            continue
        if denial is None or claim is denial.candidate:
            continue
        other = denial.candidate if claim is told else claim
        if both and other.at not in {each.at for each in telling.chosen}:
            telling.chosen.insert(telling.chosen.index(told) + 1, other)
        pairs += [(told, other), (other, told)]
        _say_denied(telling, claim, denial)
    if both:
        telling.chosen = _fitting(telling.chosen, pairs)


def _fitting(
    chosen: Sequence[Candidate], pairs: Sequence[tuple[Candidate, Candidate]]
) -> list[Candidate]:
    """As many of the sentences as an answer has, in order: of a pair either both or none."""
    kept: set[tuple[str, int, int]] = set()
    for each in chosen:
        beside = [other.at for one, other in pairs if one.at == each.at]
        wanted = {each.at} if not beside or kept.intersection(beside) else {each.at, beside[0]}
        if len(kept | wanted) <= MOST_CLAIMS:
            kept |= wanted
    return [each for each in chosen if each.at in kept]


def _takes_back(each: Candidate) -> bool:
    """Whether a sentence denies something, or stands in a correction of another article."""
    return denies(each.text) or each.place.around.corrects


def _is_denied(told: Candidate, denial: _Denial) -> bool:
    """Whether ``denial`` is about what is ``told``."""
    other = denial.candidate
    if other.place.around.corrects:
        if other.article == told.article:
            return False
    elif not (is_claimed(told.text) or told.place.is_headline):
        return False
    if overlap(told.text, other.text) >= _SAME or not _of_one_matter(told, other):
        return False
    return _contests(denial, told)


def _contests(denial: _Denial, told: Candidate) -> bool:
    denied, said = denial.denied, Matter.of(told.text)
    if not denied.words and is_claimed(told.text):
        return _behind(denial.candidate, told) or bool(denied.names & said.names)
    shared = _among(denied.words, said.words)
    if len(shared) >= _OWN and len(shared) >= _HALF * len(denied.words):
        return True
    named = said.names & (denied.names | denial.who)
    return len(denied.words) <= _OWN and bool(shared) and bool(named)


def _among(wanted: Collection[str], terms: Collection[str]) -> list[str]:
    """The stems of ``wanted`` that ``terms`` have, or one that begins alike: apology, apologise."""
    return [stem for stem in wanted if stem in terms or _begins(terms, stem)]


def _begins(terms: Collection[str], stem: str) -> bool:
    start = stem[: max(_SHORTEST_STEM, len(stem) - _ENDING)]
    return len(stem) >= _SHORTEST_STEM and any(each.startswith(start) for each in terms)


def _behind(denial: Candidate, claim: Candidate) -> bool:
    """Whether the denial stands shortly behind the claim; one paragraph may be two passages."""
    if denial.passage.version != claim.passage.version:
        return False
    if denial.passage.id == claim.passage.id:
        return 0 < denial.place.order - claim.place.order <= _BESIDE
    return 0 <= denial.at[1] - claim.at[2] <= _NEAR


def _of_one_matter(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences are of one article, or else about one thing."""
    mine, theirs = (each.place.terms | each.place.around.title for each in (one, other))
    return one.article == other.article or len(_among(mine, theirs)) >= _SHARED


def _say_denied(telling: Telling, claim: Candidate, denial: _Denial) -> None:
    """The note at a claim that is denied."""
    card = denial.candidate.passage.card
    same = claim.article == denial.candidate.article
    place = (
        message("note-same-article") if same else message("note-other-report", where=where(card))
    )
    if denial.candidate.place.around.corrects and not same:
        told = any(each.card.article == card.article for each in telling.passages)
        known = told or gives_orders(card.title)  # the sources name what is told
        named = "" if known else message("note-titled", title=quoted(card.title))
        telling.note("correction", "note-corrected", claim, place=place, titled=named)
    elif denial.by:
        telling.note("dispute", "note-disputed-by", claim, who=denial.by, place=place)
    else:
        telling.note("dispute", "note-disputed", claim, place=place)
