"""What is made of a sentence, and which of the archive's own may be said in its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.answer.guard.evidence import Place, orders_in_headline, shared
from bot.answer.guard.quotes import presentable
from bot.answer.guard.verifier import flags, plain_words
from bot.notes.pronouns import leading_pronoun
from index.articles.injection import orders
from index.duplicates.prepared_text import begins_with_dateline
from index.text import lexicon
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.guard.verifier import Evidence

_COPIED, _MOVED = 0.85, 0.04
"""The part of a claim's words that a sentence has which it copies, and that may be moved."""
_FRAME = ("according", "to", "reports", "reported", "that")
"""Words around a sentence that an outlet reports."""
_ABOUT = 0.5
"""The part of a claim's words that such a sentence has."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is made of a sentence: whether it ``holds``, on which places, and why not, or not quite.

    Of one that fails, ``instead`` is the archive's own sentence that may be said for it.
    ``computed`` is a figure that only follows from others; ``foreign``: it is in another language
    than its quotations, and only hard facts were compared.
    """

    text: str
    places: tuple[Place, ...] = ()
    holds: bool = True
    reason: str | None = None
    computed: str | None = None
    foreign: bool = False
    instead: Verdict | None = None


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
    return Copied.NOT


def own_words_for(text: str, places: Sequence[Place]) -> Verdict | None:
    """The archive's own sentence that may be said in the place of ``text``."""
    candidates = [
        Place(place.passage, span)
        for place in places
        if not place.title
        for span in sentences(place.passage.text)
        if place.span.start <= span.start and span.end <= place.span.end
    ]
    fitting = [each for each in candidates if _reads_alone(each)]
    best = max(fitting, key=lambda each: shared(text, each.text), default=None)
    if best is None or shared(text, best.text) < _ABOUT:
        return None
    return Verdict(presentable(best.text), (best,))


def _reads_alone(place: Place) -> bool:
    """Whether a sentence says by itself whom and what it is about."""
    said = " ".join(place.text.split())
    first = said.split(" ", 1)[0].strip(",\"'“‘«").casefold()
    leans = first in lexicon.words("leaning") or leading_pronoun(said) is not None
    asks = said.rstrip("\"'”’»)").endswith("?")
    return not (leans or asks or begins_with_dateline(said))


def is_order(place: Place) -> bool:
    """Whether anything there tells a machine what to do, which is no news."""
    if place.title:
        return orders_in_headline(place.passage)
    span = place.span
    found = orders(place.passage.text)
    return any(each.start < span.end and span.start < each.end for each in found)
