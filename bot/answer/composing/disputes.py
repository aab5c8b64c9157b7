"""The two sides of what is disputed: who says it, and who denies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.composing.denial_cues import (
    asks_for_denial,
    asks_for_sides,
    denier,
    evades,
    goes_on,
    in_own_words,
    is_claimed,
    strength,
)
from bot.answer.composing.outline import day, same_article, same_place, where
from bot.answer.composing.resolution import add_outcome, is_finding
from bot.answer.composing.selection import MOST_CLAIMS, overlap
from bot.answer.composing.stance import (
    OWN,
    SAYS_NOT,
    about,
    about_matter,
    contests,
    leans,
    of_one_matter,
    own,
    part_of,
    what_is_denied,
)
from bot.messages import message, quoted
from bot.notes.pronouns import leading_pronoun
from index.articles.injection import gives_orders
from index.articles.notices import notices
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answer.composing.outline import Telling
    from bot.answer.composing.resolution import Later
    from bot.answer.reading.candidates import Candidate, Reading
    from bot.answer.reading.question import Asked

_SUBJECT_ASKED, _SUBJECT, _SUBJECT_UNASKED = 0.3, 0.5, 0.7
"""The weighted share of the question that either side has to be about: where a denial is asked
for, where people may disagree about what is asked, and where nobody asked for another side."""
_CLAIMED = 0.4
"""The share that a claim has to have which the denial is about."""
_ADDS = 0.3
"""The share of the question that a sentence has itself which is told besides both sides."""
_SAME = 0.7
"""Above it two sentences say the same."""
_BESIDE = 3
"""Sentences within which "the union rejects the charge" needs no words of the charge."""


def add_other_side(
    telling: Telling,
    reading: Reading,
    beside: Sequence[Candidate] = (),
    later: Later = lambda _: (),
) -> None:
    """Tell both sides of what the question asks, the claim and its denial, and say who denies.

    Nothing changes where nobody denies it. ``beside`` are sentences around the best one that
    retrieval did not bring; ``later`` finds what appeared after the dispute.
    """
    asked = about_matter(reading.asked)
    if not telling.chosen or (asked.about_reports and not asks_for_denial(asked.text)):
        return
    best, pool = telling.chosen[0], [*reading.every, *beside]
    wanted = asked.kind in {"truth", "quotation"} or asks_for_sides(asked.text)
    if not wanted and not is_claimed(best.text):
        return
    claim, denial = _sides(best, asked, pool, wanted=wanted)
    if denial is None or (claim is None and not wanted):
        return
    first = (
        [denial, claim] if _denial_first(claim, denial, reading.asked, best) else [claim, denial]
    )
    sides = [each for each in first if each is not None]
    rest = [each for each in telling.chosen if not any(same_place(each, side) for side in sides)]
    leading = claim is not None or denial is best or asks_for_denial(asked.text)
    if claim is not None:
        rest = [each for each in rest if own(each, asked) >= _ADDS]
    told = [*sides, *rest] if leading else [*rest[:1], *sides, *rest[1:]]
    telling.chosen = told[:MOST_CLAIMS]
    if claim is not None:
        _say_denied(telling, claim, denial)
        add_outcome(telling, sides, reading, later)


def nobody_denies(reading: Reading, beside: Sequence[Candidate] = ()) -> bool:
    """Whether the question asks who denies something, and no sentence about it denies anything."""
    asked = about_matter(reading.asked)
    if asked.kind != "person" or not asks_for_denial(asked.text):
        return False
    return not any(
        strength(each.text) is not None and about(each, asked) >= _SUBJECT_ASKED
        for each in (*reading.every, *beside)
    )


def _sides(
    best: Candidate, asked: Asked, pool: Sequence[Candidate], *, wanted: bool
) -> tuple[Candidate | None, Candidate | None]:
    """A claim and the denial that is about it, best first; else a denial of what is asked alone."""
    denials = _denials(best, asked, pool, wanted=wanted)
    for denial in denials:
        claim = _claim(best, denial, asked, pool, wanted=wanted)
        if claim is not None:
            return claim, denial
    return None, next(iter(denials), None)


def _denials(
    best: Candidate, asked: Asked, pool: Sequence[Candidate], *, wanted: bool
) -> list[Candidate]:
    """The sentences that deny what is asked, best first; ``best`` itself if it does.

    A finding comes after those whom it was about.
    """
    own_best = _denies(best, best, asked)
    if own_best and not (wanted and is_finding(best.text)):
        return [best] if wanted else []
    least = _SUBJECT if wanted else _SUBJECT_UNASKED
    least = _SUBJECT_ASKED if asks_for_denial(asked.text) else least

    def fits(each: Candidate) -> bool:
        """Whether a sentence denies what is asked about, or what ``best`` says."""
        return (
            _denies(each, best, asked)
            and about(each, asked) >= least
            and (own(each, asked) >= OWN or _next_to(each, best) or leans(each, asked))
            and (wanted or same_article(each, best) or _corrects(each))
            and (asks_for_denial(asked.text) or of_one_matter(each, best))
        )

    def rank(each: Candidate) -> float:
        """How much speaks for a denial: its words, that it says who, and where it stands."""
        plain = strength(each.text) == "denies"
        named = denier(each.text) is not None
        near = same_article(each, best)
        said = own(each, asked) + about(each, asked) - is_finding(each.text)
        return said + 0.3 * plain + 0.2 * near + 0.2 * named

    return _fitting(pool, best, fits, rank) + [best] * own_best


def _claim(
    best: Candidate, denial: Candidate, asked: Asked, pool: Sequence[Candidate], *, wanted: bool
) -> Candidate | None:
    """The sentence that ``denial`` is about; only ``best`` may be where nobody asked for sides."""
    if not wanted:
        return best if contests(denial, best, asked, wanted=False) else None
    denied = what_is_denied(denial.text).words

    def fits(each: Candidate) -> bool:
        """Whether a sentence says what is denied, no later than that."""
        return (
            strength(each.text) != "denies"
            and not _denies(each, best, asked)
            and not each.text.rstrip("\"'”’»)").endswith("?")
            and about(each, asked) >= _CLAIMED
            and own(each, asked) >= OWN
            and not (day(each) > day(denial) > "")
            and not _goes_on(each, denial)
            and not evades(each.text)
            and of_one_matter(each, denial)
            and contests(denial, each, asked, wanted=True)
        )

    def rank(each: Candidate) -> float:
        """How much speaks for a claim: the words of question and denial, and who says it."""
        shared = part_of(denied, each.place.terms)
        said, near = is_claimed(each.text), same_article(each, denial)
        preferred = same_place(each, best)
        return own(each, asked) + shared + 0.2 * said + 0.2 * near + 0.1 * preferred

    return next(iter(_fitting(pool, denial, fits, rank)), None)


def _denial_first(
    claim: Candidate | None, denial: Candidate, asked: Asked, best: Candidate
) -> bool:
    """Whether the denial is what was asked for: by its verb, by who denies, or as a correction."""
    if asks_for_denial(asked.text) or denial is best or _corrects(denial) or claim is None:
        return True
    by = stems(denier(denial.text) or "") & asked.weights.keys()
    return asked.kind == "quotation" and (bool(by) or own(denial, asked) > own(claim, asked))


def _fitting(
    pool: Sequence[Candidate],
    besides: Candidate,
    fits: Callable[[Candidate], bool],
    rank: Callable[[Candidate], float],
) -> list[Candidate]:
    """The sentences of ``pool`` that fit and say something else, highest rank first."""
    found = [
        each
        for each in pool
        if not same_place(each, besides) and overlap(each.text, besides.text) < _SAME and fits(each)
    ]
    return sorted(found, key=rank, reverse=True)


def _denies(each: Candidate, best: Candidate, asked: Asked) -> bool:
    """Whether a sentence is on the other side: by its words, or by its headline."""
    if strength(each.text) == "denies" or (_corrects(each) and not same_article(each, best)):
        return True
    if strength(each.text) != "negates":
        return False
    if strength(each.passage.card.title) == "denies":
        return True
    named = bool(stems(denier(each.text) or "") & asked.names)
    says_not = own(each, asked) >= SAYS_NOT or (named and in_own_words(each.text))
    return asked.kind == "truth" and says_not


def _corrects(each: Candidate) -> bool:
    """Whether its article is a correction or a withdrawal of another one."""
    return any(
        notice.kind in {"correction", "withdrawal"} for notice in notices(each.passage.card.title)
    )


def _next_to(each: Candidate, best: Candidate) -> bool:
    """Whether a sentence stands so near behind another that it can mean it by "the charge"."""
    same = each.passage.id == best.passage.id
    return same and 0 < each.place.order - best.place.order < _BESIDE


def _goes_on(each: Candidate, denial: Candidate) -> bool:
    """Whether a sentence goes on with what the one who denies says: "according to her, …"."""
    apart = each.place.order - denial.place.order
    same = each.passage.id == denial.passage.id and 0 < apart < _BESIDE
    return same and (goes_on(each.text) or leading_pronoun(each.text) is not None)


def _say_denied(telling: Telling, claim: Candidate, denial: Candidate) -> None:
    """The note at a claim that is denied."""
    same = same_article(claim, denial)
    other = message("note-other-report", where=where(denial.passage.card))
    place = message("note-same-article") if same else other
    if _corrects(denial) and not same:
        title = denial.passage.card.title
        named = "" if gives_orders(title) else message("note-titled", title=quoted(title))
        telling.note("correction", "note-corrected", claim, place=place, titled=named)
    elif who := denier(denial.text):
        telling.note("dispute", "note-disputed-by", claim, who=who, place=place)
    else:
        telling.note("dispute", "note-disputed", claim, place=place)
