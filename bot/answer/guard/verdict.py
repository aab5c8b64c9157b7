"""What is made of a sentence, and which of the archive's own may be said in its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

from bot.answer.guard.evidence import Place, orders_in_headline, shared
from bot.answer.guard.quotes import presentable
from bot.answer.guard.verifier import flags, plain_words
from bot.notes.pronouns import leading_pronoun
from index.articles.injection import orders
from index.duplicates.prepared_text import behind_dateline
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.answer.guard.chronology import Order
    from bot.answer.guard.verifier import Evidence

_COPIED, _MOVED = 0.85, 0.04
"""The part of a claim's words that a sentence has which it copies, and that may be moved."""
_WHOLE, _GOES_ON = 0.9, 4
"""The part of a sentence that a claim has in one run, and the new words with which it goes on."""
_FRAME = ("according", "to", "reports", "reported", "that")
"""Words around a sentence that an outlet reports."""
_ABOUT = 0.5
"""The part of a claim's words that such a sentence has."""
SUPPORTED, FLAGGED = 0.35, 0.75
"""The probability from which a claim is carried by what it quotes, and where that has another
negation, or nearly the same words (docs/writing.md, "Thresholds")."""
_ORDERED = 0.25, 0.1
"""The same of two things whose order was computed: of what is told, and of the other, which may be
no sentence."""
_INSTEAD = 0.25
"""The probability from which its own sentence may be said in the place of a claim that fails."""
NOT_CARRIED = "what it quotes does not say all of this, or says something else"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is made of a sentence: whether it ``holds``, on which places, and why not, or not quite.

    Of one that fails, ``instead`` is the archive's own sentence that may be said for it.
    ``computed`` is a figure that only follows from others, ``order`` what follows from two dates;
    ``foreign``: it is in another language than its quotations, and only hard facts were compared.
    """

    text: str
    places: tuple[Place, ...] = ()
    holds: bool = True
    reason: str | None = None
    computed: str | None = None
    order: Order | None = None
    foreign: bool = False
    instead: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A sentence that the verifier has to decide on: ``texts`` are what it is asked about.

    Where the order of two things was computed it is asked about each of them.
    """

    verdict: Verdict
    evidence: Evidence
    texts: tuple[str, ...]

    def decided(self, likely: Sequence[float]) -> Verdict:
        """The verdict, with the probability that each text is carried."""
        verdict, text = self.verdict, self.verdict.text
        if verdict.order is not None:
            holds = all(p >= least for p, least in zip(likely, _ORDERED, strict=True))
            return verdict if holds else fallen(verdict, NOT_CARRIED, max(likely))
        copy = copied(text, self.evidence)
        if copy is not Copied.NOT:
            copying = fallen(verdict, NOT_CARRIED, 1.0)
            if copy is Copied.LOOSELY or copying.instead is not None:
                return copying
        denies, *_ = flags(text, "\n".join(self.evidence.quoted))
        flagged = denies or copy is Copied.NEARLY
        holds = likely[0] >= (FLAGGED if flagged else SUPPORTED)
        return verdict if holds else fallen(verdict, NOT_CARRIED, likely[0])


def fallen(verdict: Verdict, reason: str, likely: float) -> Verdict:
    """A sentence that does not hold, with what may be said for it."""
    instead = None if likely < _INSTEAD else own_words_for(verdict.text, verdict.places)
    if instead is not None:
        instead = replace(instead, reason=reason)
    return replace(verdict, holds=False, reason=reason, order=None, instead=instead)


class Copied(Enum):
    """How near a sentence is to one that it quotes."""

    NOT = "in words of its own"
    NEARLY = "the same words in the same order, others left out or put in"
    LOOSELY = "the same words in another order, or without what limits or denies them"


def copied(text: str, evidence: Evidence) -> Copied:
    """How ``text`` copies a quoted sentence, or all of them joined, if it does.

    Who copies has no reason to change: where that is done the archive's own sentence says it. That
    an outlet reports it may be said around it.
    """
    whole = " ".join(evidence.quoted)
    frame = {*plain_words(evidence.header), *_FRAME}
    known = set(plain_words(whole))
    words = [word for word in plain_words(text) if word in known or word not in frame]
    said, bare = Counter(words), " ".join(words)
    for sentence in (*evidence.quoted, whole):
        covered = (said & Counter(plain_words(sentence))).total() / max(1, said.total())
        if covered >= _COPIED:
            differ, lost, added, verbatim, _ = flags(bare, sentence)
            changed = differ or lost or added or verbatim < covered - _MOVED
            return Copied.LOOSELY if changed else Copied.NEARLY
    told = set(plain_words("\n".join(evidence.texts)))
    longer = any(_is_inside(sentence, words, told) for sentence in evidence.quoted)
    return Copied.NEARLY if longer else Copied.NOT


def _is_inside(sentence: str, words: list[str], known: Collection[str]) -> bool:
    """Whether nearly all of a quoted sentence stands in a claim that goes on about other things."""
    quoted = plain_words(sentence)
    blocks = SequenceMatcher(None, quoted, words, autojunk=False).get_matching_blocks()
    kept = max(block.size for block in blocks)
    new = sum(word not in known for word in words)
    return 0 < len(quoted) * _WHOLE <= kept and new >= _GOES_ON


def own_words_for(text: str, places: Sequence[Place]) -> Verdict | None:
    """The archive's own sentence that may be said in the place of ``text``."""
    candidates = [
        Place(place.passage, span)
        for place in places
        if not place.title
        for span in sentences(place.passage.text)
        if place.span.start <= span.start and span.end <= place.span.end
    ]
    fitting = {_without_dateline(each): each for each in candidates[::-1]}
    alone = [each for each in fitting if _reads_alone(each)]
    best = max(alone, key=lambda each: shared(text, each), default="")
    if not best or shared(text, best) < _ABOUT:
        return None
    return Verdict(presentable(best), (fitting[best],))


def _without_dateline(place: Place) -> str:
    """What a sentence says, behind the place and the agency that a report begins with."""
    said = " ".join(place.text.split())
    return said[behind_dateline(said) :]


def _reads_alone(said: str) -> bool:
    """Whether a sentence says by itself whom and what it is about."""
    first = said.split(" ", 1)[0].strip(",\"'“‘«")
    leans = first.casefold() in lexicon.words("leaning") or leading_pronoun(said) is not None
    asks = said.rstrip("\"'”’»)").endswith("?")
    return not (leans or asks or first[:1].islower())


def is_order(place: Place) -> bool:
    """Whether anything there tells a machine what to do, which is no news."""
    if place.title:
        return orders_in_headline(place.passage)
    span = place.span
    found = orders(place.passage.text)
    return any(each.start < span.end and span.start < each.end for each in found)
