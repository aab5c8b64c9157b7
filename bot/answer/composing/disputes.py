"""The two sides of what is disputed: who says it, and who denies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import (
    asks_for_denial,
    asks_for_sides,
    evades,
    goes_on,
    in_own_words,
    strength,
)
from bot.answer.composing.outline import where
from bot.answer.composing.resolution import add_outcome, is_finding
from bot.answer.composing.selection import MOST_CLAIMS, overlap
from bot.answer.composing.stance import (
    OWN,
    SAME,
    SAYS_NOT,
    Statement,
    about_matter,
    among,
    contests,
    of_one_matter,
    share_of,
)
from bot.messages import message, quoted
from bot.notes.pronouns import leading_pronoun
from index.articles.injection import gives_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.composing.resolution import Later
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

    Beside = Callable[[], Iterable[Candidate]]
    """The sentences around the best one that retrieval did not bring."""

_SUBJECT_ASKED, _SUBJECT, _SUBJECT_UNASKED = 0.3, 0.5, 0.7
"""The weighted share of the question that either side has to be about: where a denial is asked
for, where people may disagree about what is asked, and where nobody asked for another side."""
_CLAIMED = 0.4
"""The share that a claim has to have which the denial is about."""
_ADDS = 0.3
"""The share of the question that a sentence has itself which is told besides both sides."""
_BESIDE = 3
"""Sentences within which "the union rejects the charge" needs no words of the charge."""


def add_other_side(
    telling: Telling, reading: Reading, beside: Beside = tuple, later: Later = lambda _: ()
) -> None:
    """Tell both sides of what the question asks, the claim and its denial, and say who denies.

    Nothing changes where nobody denies it. ``later`` finds what appeared after the dispute.
    """
    asked = about_matter(reading.asked)
    if not telling.chosen or (asked.about_reports and not asks_for_denial(asked.text)):
        return
    best = Statement(telling.chosen[0], asked)
    wanted = asked.kind in {"truth", "quotation"} or asks_for_sides(asked.text)
    if not wanted and not best.claimed:
        return
    pool = [Statement(each, asked) for each in (*reading.sentences, *beside())]
    claim, denial = _sides(best, pool, wanted=wanted)
    if denial is None or (claim is None and not wanted):
        return
    denial_first = _denial_first(claim, denial, reading.asked, best)
    sides = [each for each in (claim, denial) if each is not None][:: -1 if denial_first else 1]
    told = [side.candidate for side in sides]
    taken = {each.at for each in told}
    rest = [each for each in telling.chosen if each.at not in taken]
    leading = claim is not None or denial is best or asks_for_denial(asked.text)
    if claim is not None:
        rest = [each for each in rest if share_of(asked, each.place.terms) >= _ADDS]
    told = [*told, *rest] if leading else [*rest[:1], *told, *rest[1:]]
    telling.chosen = told[:MOST_CLAIMS]
    if claim is not None:
        _say_denied(telling, claim.candidate, denial)
        add_outcome(telling, sides, reading, later)


def mark_disputed(telling: Telling, reading: Reading) -> None:
    """Say at each headline, and at what somebody claims, who denies it, if anybody does."""
    asked = about_matter(reading.asked)
    pool = [Statement(each, asked) for each in reading.sentences]
    denials = [each for each in pool if each.strength == "denies"]
    for told in telling.chosen if denials else ():
        said = Statement(told, asked)
        if (said.claimed or told.place.is_headline) and said.strength != "denies":
            denial = next((each for each in denials if _is_denied(said, each)), None)
            if denial is not None:
                _say_denied(telling, told, denial)


def _is_denied(said: Statement, denial: Statement) -> bool:
    """Whether ``denial`` is about what ``said`` claims; nobody asked for another side."""
    one, other = said.candidate, denial.candidate
    if one.at == other.at or overlap(said.text, denial.text) >= SAME:
        return False
    return of_one_matter(other, one) and contests(denial, said, wanted=False)


def nobody_denies(reading: Reading, beside: Beside = tuple) -> bool:
    """Whether the question asks who denies something, and no sentence about it denies anything."""
    asked = reading.asked
    if asked.kind != "person" or not asks_for_denial(asked.text):
        return False
    asked = about_matter(asked)
    pool = (Statement(each, asked) for each in (*reading.sentences, *beside()))
    return not any(each.strength and each.about >= _SUBJECT_ASKED for each in pool)


def _sides(
    best: Statement, pool: Sequence[Statement], *, wanted: bool
) -> tuple[Statement | None, Statement | None]:
    """A claim and the denial that is about it, best first; else a denial of what is asked alone."""
    denials = _denials(best, pool, wanted=wanted)
    for denial in denials:
        claim = _claim(best, denial, pool, wanted=wanted)
        if claim is not None:
            return claim, denial
    return None, next(iter(denials), None)


def _denials(best: Statement, pool: Sequence[Statement], *, wanted: bool) -> list[Statement]:
    """The sentences that deny what is asked, best first; ``best`` itself if it does.

    A finding comes after those whom it was about.
    """
    own_best = _denies(best, best) or (wanted and best.place.around.corrects)
    if own_best and not (wanted and is_finding(best.text)):
        return [best] if wanted else []
    asks = asks_for_denial(best.asked.text)
    least = _SUBJECT_ASKED if asks else _SUBJECT if wanted else _SUBJECT_UNASKED
    telling = [best, *(each for each in pool if each.own >= SAYS_NOT)]

    def fits(each: Statement) -> bool:
        """Whether a sentence denies what is asked about, or what ``best`` says."""
        return (
            _denies(each, best)
            and each.about >= least
            and (each.own >= OWN or each.leans or any(_follows(each, one) for one in telling))
            and (wanted or _of_one_article(each, best) or each.place.around.corrects)
            and (asks or of_one_matter(each.candidate, best.candidate))
        )

    def rank(each: Statement) -> float:
        """How much speaks for a denial: its words, that it says who, and where it stands."""
        plain, near = each.strength == "denies", _of_one_article(each, best)
        said = each.own + each.about - is_finding(each.text)
        return said + 0.3 * plain + 0.2 * near + 0.2 * (each.denier is not None)

    return _fitting(pool, best, fits, rank) + [best] * own_best


def _claim(
    best: Statement, denial: Statement, pool: Sequence[Statement], *, wanted: bool
) -> Statement | None:
    """The sentence that ``denial`` is about; only ``best`` may be where nobody asked for sides."""
    if not wanted:
        return best if contests(denial, best, wanted=False) else None
    latest = denial.candidate.day

    def fits(each: Statement) -> bool:
        """Whether a sentence says what is denied, no later than that."""
        return (
            not _denies(each, best)
            and not each.text.rstrip("\"'”’»)").endswith("?")
            and each.about >= _CLAIMED
            and each.own >= OWN
            and not (each.candidate.day > latest > "")
            and not _goes_on(each, denial)
            and not evades(each.text)
            and of_one_matter(each.candidate, denial.candidate)
            and contests(denial, each, wanted=True)
        )

    def rank(each: Statement) -> float:
        """How much speaks for a claim: the words of question and denial, and who says it."""
        denied = denial.denied.words
        shared = len(among(denied, each.place.terms)) / max(1, len(denied))
        near, preferred = _of_one_article(each, denial), each.candidate.at == best.candidate.at
        return each.own + shared + 0.2 * each.claimed + 0.2 * near + 0.1 * preferred

    return next(iter(_fitting(pool, denial, fits, rank)), None)


def _denial_first(
    claim: Statement | None, denial: Statement, asked: Asked, best: Statement
) -> bool:
    """Whether the denial is what was asked for: by its verb, by who denies, or as a correction."""
    corrects = denial.place.around.corrects
    if asks_for_denial(asked.text) or denial is best or corrects or claim is None:
        return True
    if asked.kind != "quotation":
        return False
    shares = [share_of(asked, each.place.terms) for each in (denial, claim)]
    return bool(denial.by & asked.weights.keys()) or shares[0] > shares[1]


def _fitting(
    pool: Sequence[Statement],
    besides: Statement,
    fits: Callable[[Statement], bool],
    rank: Callable[[Statement], float],
) -> list[Statement]:
    """The sentences of ``pool`` that fit and say something else, highest rank first."""
    found = [
        each
        for each in pool
        if each.candidate.at != besides.candidate.at
        and fits(each)
        and overlap(each.text, besides.text) < SAME
    ]
    return sorted(found, key=rank, reverse=True)


def _denies(each: Statement, best: Statement) -> bool:
    """Whether a sentence is on the other side: by its words, or by its headline."""
    around = each.place.around
    if each.strength == "denies" or (around.corrects and not _of_one_article(each, best)):
        return True
    if each.strength != "negates":
        return False
    if strength(around.hit.passage.card.title) == "denies":
        return True
    if each.asked.kind != "truth":
        return False
    return each.own >= SAYS_NOT or bool(each.by & each.asked.names and in_own_words(each.text))


def _of_one_article(one: Statement, other: Statement) -> bool:
    return one.candidate.article == other.candidate.article


def _follows(each: Statement, other: Statement) -> bool:
    """Whether a sentence stands so near behind another that it can mean it by "the charge"."""
    same = each.candidate.passage.id == other.candidate.passage.id
    same = same and not (each.place.is_headline or other.place.is_headline)
    return same and 0 < each.place.order - other.place.order < _BESIDE


def _goes_on(each: Statement, denial: Statement) -> bool:
    """Whether a sentence goes on with what the one who denies says: "according to her, …"."""
    if not _follows(each, denial):
        return False
    return goes_on(each.text) or leading_pronoun(each.text) is not None


def _say_denied(telling: Telling, claim: Candidate, denial: Statement) -> None:
    """The note at a claim that is denied."""
    card = denial.candidate.passage.card
    same = claim.article == denial.candidate.article
    place = (
        message("note-same-article") if same else message("note-other-report", where=where(card))
    )
    if denial.place.around.corrects and not same:
        told = any(each.card.article == card.article for each in telling.passages)
        known = told or gives_orders(card.title)  # the sources name what is told
        named = "" if known else message("note-titled", title=quoted(card.title))
        telling.note("correction", "note-corrected", claim, place=place, titled=named)
    elif who := denial.denier:
        telling.note("dispute", "note-disputed-by", claim, who=who, place=place)
    else:
        telling.note("dispute", "note-disputed", claim, place=place)
