"""The other side of what answers a question: who denies it, or what it is that is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.denials import (
    asks_for_denial,
    asks_for_sides,
    denier,
    is_claimed,
    strength,
)
from bot.answers.extractive import overlap
from bot.answers.telling import day, same_article, same_place, where
from index.corrections import notices

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.answers.asked import Asked
    from bot.answers.candidates import Candidate, Reading
    from bot.answers.telling import Telling

_SUBJECT, _SUBJECT_UNASKED = 0.5, 0.7
"""The weighted share of the question that the other side has to be about: where people may
disagree about what is asked, and where nobody asked for another side."""
_OWN = 0.2
"""The share that stands in the sentence itself, and not in what is around it."""
_SAME = 0.7
"""Above it two sentences say the same."""
_BESIDE = 4
"""Sentences between a claim and its denial that nobody asked for."""
_SHORTEST_STEM, _ENDING = 5, 2


def add_other_side(telling: Telling, reading: Reading, beside: Sequence[Candidate] = ()) -> None:
    """Put the other side of the best sentence behind it, and say that it is disputed.

    ``beside`` are sentences around the best one that retrieval did not bring.
    """
    if not telling.chosen or reading.asked.about_reports:
        return
    best, asked = telling.chosen[0], reading.asked
    wanted = asked.kind == "truth" or asks_for_sides(asked.text) or asked.kind == "quotation"
    pool = [*reading.every, *beside]
    denied = strength(best.text) == "denies" or (
        asks_for_denial(asked.text) and strength(best.text) is not None
    )
    if denied:
        other = _claim(best, asked, pool) if wanted else None
    else:
        other = _denial(best, asked, pool, wanted=wanted)
    if other is None:
        return
    if not telling.says(other):
        telling.chosen.insert(1, other)
    claim, denial = (other, best) if denied else (best, other)
    kind, said = _said(claim, denial)
    telling.note(kind, said, claim)


def _denial(
    best: Candidate, asked: Asked, pool: Sequence[Candidate], *, wanted: bool
) -> Candidate | None:
    """The sentence that denies what ``best`` says, if there is one about the same."""
    if not wanted and not is_claimed(best.text):
        return None
    least = _SUBJECT if wanted else _SUBJECT_UNASKED
    found = [
        (_rank(each, best, asked), each)
        for each in pool
        if _is_other(each, best)
        and _denies(each, best, wanted=wanted)
        and about(each, asked) >= least
        and own(each, asked, best) >= _OWN
    ]
    return max(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def _claim(best: Candidate, asked: Asked, pool: Sequence[Candidate]) -> Candidate | None:
    """The sentence that says what ``best`` denies."""
    found = [
        (_rank(each, best, asked), each)
        for each in pool
        if _is_other(each, best)
        and strength(each.text) is None
        and is_claimed(each.text)
        and about(each, asked) >= _SUBJECT
        and own(each, asked, best) >= _OWN
        and not (day(each) > day(best) > "")
    ]
    return max(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def _denies(each: Candidate, best: Candidate, *, wanted: bool) -> bool:
    """Whether a sentence is on the other side: by its words, or by where it stands."""
    if _corrects(each) and not same_article(each, best):
        return True
    how = strength(each.text)
    if how == "denies":
        return wanted or not same_article(each, best) or _apart(each, best) <= _BESIDE
    titled = strength(each.passage.card.title) == "denies"
    return how == "negates" and wanted and titled and not strength(best.text)


def _corrects(each: Candidate) -> bool:
    """Whether its article is a correction or a withdrawal of another one."""
    return any(
        notice.kind in {"correction", "withdrawal"} for notice in notices(each.passage.card.title)
    )


def _is_other(each: Candidate, best: Candidate) -> bool:
    return not same_place(each, best) and overlap(each.text, best.text) < _SAME


def _apart(one: Candidate, other: Candidate) -> int:
    """Sentences between two of one passage; many where they stand in two."""
    same = one.passage.id == other.passage.id
    return abs(one.place.order - other.place.order) if same else _BESIDE


def _rank(each: Candidate, best: Candidate, asked: Asked) -> float:
    plain = strength(each.text) == "denies"
    return (
        own(each, asked, best)
        + about(each, asked)
        + 0.3 * plain
        + 0.2 * same_article(each, best)
        + 0.2 * (denier(each.text) is not None)
    )


def about(each: Candidate, asked: Asked) -> float:
    """The weighted share of the question in a sentence, the one before it and the headline."""
    place = each.place
    return _share(asked, place.terms | place.before | place.around.title)


def own(each: Candidate, asked: Asked, best: Candidate) -> float:
    """The share of the question in the sentence itself, or of ``best`` if that is more."""
    mine, theirs = each.place.terms, best.place.terms
    shared = sum(_has(mine, stem) for stem in theirs) / max(1, min(len(mine), len(theirs)))
    return max(_share(asked, mine), shared)


def _share(asked: Asked, terms: Collection[str]) -> float:
    return sum(weight for stem, weight in asked.weights.items() if _has(terms, stem))


def _has(terms: Collection[str], stem: str) -> bool:
    """Whether ``terms`` have a stem, or one that begins alike: apology, apologise."""
    if stem in terms:
        return True
    if len(stem) < _SHORTEST_STEM:
        return False
    start = stem[: max(_SHORTEST_STEM, len(stem) - _ENDING)]
    return any(each.startswith(start) for each in terms)


def _said(claim: Candidate, denial: Candidate) -> tuple[str, str]:
    """Kind and text of the note at a claim that is denied."""
    same = same_article(claim, denial)
    place = "in the same article" if same else f"in another report ({where(denial.passage.card)})"
    if _corrects(denial) and not same:
        return "correction", f"Corrected {place}: “{denial.passage.card.title}”."
    who = denier(denial.text)
    return "dispute", f"Disputed by {who}, {place}." if who else f"Disputed {place}."
