"""The two sides of what is disputed: who says it, and who denies it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.asked import stems
from bot.answers.denials import (
    asks_for_denial,
    asks_for_sides,
    cues,
    denier,
    evades,
    goes_on,
    is_claimed,
    strength,
)
from bot.answers.extractive import overlap
from bot.answers.orders import gives_orders
from bot.answers.persons import leading_pronoun
from bot.answers.telling import day, same_article, same_place, where
from bot.messages import message, quoted
from index.corrections import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.answers.asked import Asked
    from bot.answers.candidates import Candidate, Reading
    from bot.answers.telling import Telling

_SUBJECT_ASKED, _SUBJECT, _SUBJECT_UNASKED = 0.3, 0.5, 0.7
"""The weighted share of the question that either side has to be about: where a denial is asked
for, where people may disagree about what is asked, and where nobody asked for another side."""
_OWN, _SAYS_NOT = 0.2, 0.6
"""The share that stands in the sentence itself, and that of one which only has a "not"."""
_SAME = 0.7
"""Above it two sentences say the same."""
_BESIDE = 3
"""Sentences within which "the union rejects the charge" needs no words of the charge."""
_SHARED = 3
"""Terms that sentences of two articles share, headlines included, if they are about one matter."""
_SHORTEST_STEM, _ENDING = 5, 2


def add_other_side(telling: Telling, reading: Reading, beside: Sequence[Candidate] = ()) -> None:
    """Tell both sides of what the question asks, the claim and its denial, and say who denies.

    Nothing changes where nobody denies it. ``beside`` are sentences around the best one that
    retrieval did not bring.
    """
    asked = _matter(reading.asked)
    if not telling.chosen or (asked.about_reports and not asks_for_denial(asked.text)):
        return
    best, pool = telling.chosen[0], [*reading.every, *beside]
    wanted = asked.kind in {"truth", "quotation"} or asks_for_sides(asked.text)
    if not wanted and not is_claimed(best.text):
        return
    denial = _denial(best, asked, pool, wanted=wanted)
    claim = _claim(best, denial, asked, pool, wanted=wanted) if denial else None
    if denial is None or (claim is None and not wanted):
        return
    first = (
        [denial, claim] if _denial_first(claim, denial, reading.asked, best) else [claim, denial]
    )
    sides = [each for each in first if each is not None]
    rest = [each for each in telling.chosen if not any(same_place(each, side) for side in sides)]
    leading = claim is not None or denial is best
    telling.chosen = [*sides, *rest] if leading else [*rest[:1], *sides, *rest[1:]]
    if claim is not None:
        _say_denied(telling, claim, denial)


def _denial(
    best: Candidate, asked: Asked, pool: Sequence[Candidate], *, wanted: bool
) -> Candidate | None:
    """The sentence that denies what is asked; ``best`` itself if it does."""
    if _denies(best, best, asked):
        return best if wanted else None
    least = _SUBJECT if wanted else _SUBJECT_UNASKED
    least = _SUBJECT_ASKED if asks_for_denial(asked.text) else least

    def fits(each: Candidate) -> bool:
        """Whether a sentence denies what is asked about, or what ``best`` says."""
        return (
            _denies(each, best, asked)
            and about(each, asked) >= least
            and (own(each, asked) >= _OWN or _next_to(each, best) or _explained(each, asked))
            and (wanted or same_article(each, best) or _corrects(each))
            and (asks_for_denial(asked.text) or _of_one_matter(each, best))
        )

    def rank(each: Candidate) -> float:
        """How much speaks for a denial: its words, that it says who, and where it stands."""
        plain = strength(each.text) == "denies"
        named = denier(each.text) is not None
        near = same_article(each, best)
        return own(each, asked) + about(each, asked) + 0.3 * plain + 0.2 * near + 0.2 * named

    return _best(pool, best, fits, rank)


def _claim(
    best: Candidate, denial: Candidate, asked: Asked, pool: Sequence[Candidate], *, wanted: bool
) -> Candidate | None:
    """The sentence that says what ``denial`` denies; ``best`` where nobody asked for sides."""
    if not wanted:
        return best

    def fits(each: Candidate) -> bool:
        """Whether a sentence says what is denied, no later than that."""
        return (
            strength(each.text) != "denies"
            and not _denies(each, best, asked)
            and not each.text.rstrip("\"'”’»)").endswith("?")
            and about(each, asked) >= _SUBJECT
            and own(each, asked) >= _OWN
            and not (day(each) > day(denial) > "")
            and not _goes_on(each, denial)
            and not evades(each.text)
            and _of_one_matter(each, denial)
        )

    def rank(each: Candidate) -> float:
        """How much speaks for a claim: the words of question and denial, and who says it."""
        shared = _part(denial.place.terms, each.place.terms)
        said, near = is_claimed(each.text), same_article(each, denial)
        preferred = same_place(each, best)
        return own(each, asked) + shared + 0.2 * said + 0.2 * near + 0.1 * preferred

    return _best(pool, denial, fits, rank)


def _denial_first(
    claim: Candidate | None, denial: Candidate, asked: Asked, best: Candidate
) -> bool:
    """Whether the denial is what was asked for: by its verb, by who denies, or as a correction."""
    if asks_for_denial(asked.text) or denial is best or _corrects(denial) or claim is None:
        return True
    return asked.kind == "quotation" and own(denial, asked) > own(claim, asked)


def _best(
    pool: Sequence[Candidate],
    besides: Candidate,
    fits: Callable[[Candidate], bool],
    rank: Callable[[Candidate], float],
) -> Candidate | None:
    """The sentence of ``pool`` that fits and ranks highest, and says something else."""
    found = [
        each
        for each in pool
        if not same_place(each, besides) and overlap(each.text, besides.text) < _SAME and fits(each)
    ]
    return max(found, key=rank, default=None)


def _denies(each: Candidate, best: Candidate, asked: Asked) -> bool:
    """Whether a sentence is on the other side: by its words, or by its headline."""
    if strength(each.text) == "denies" or (_corrects(each) and not same_article(each, best)):
        return True
    if strength(each.text) != "negates":
        return False
    titled = strength(each.passage.card.title) == "denies"
    return titled or (asked.kind == "truth" and own(each, asked) >= _SAYS_NOT)


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


def _matter(asked: Asked) -> Asked:
    """The question with the weights of what it is about; "denied" and "true" are not that."""
    quiet = {term for word in cues(asked.text) for term in stems(word)}
    weights = {stem: weight for stem, weight in asked.weights.items() if stem not in quiet}
    total = sum(weights.values())
    return replace(asked, weights={each: weight / total for each, weight in weights.items()})


def _explained(each: Candidate, asked: Asked) -> bool:
    """Whether the next sentence tells what it is that is denied."""
    return _share(asked, each.place.after) >= _SAYS_NOT


def _of_one_matter(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences of different articles are about one thing."""
    if same_article(one, other):
        return True
    mine, theirs = _with_title(one), _with_title(other)
    return sum(_has(theirs, stem) for stem in mine) >= _SHARED


def _with_title(each: Candidate) -> frozenset[str]:
    return each.place.terms | each.place.around.title


def about(each: Candidate, asked: Asked) -> float:
    """The weighted share of the question in a sentence, the one before it and the headline."""
    place = each.place
    return _share(asked, place.terms | place.before | place.around.title)


def own(each: Candidate, asked: Asked) -> float:
    """The weighted share of the question in the sentence itself."""
    return _share(asked, each.place.terms)


def _share(asked: Asked, terms: Collection[str]) -> float:
    return sum(weight for stem, weight in asked.weights.items() if _has(terms, stem))


def _part(wanted: Collection[str], terms: Collection[str]) -> float:
    return sum(_has(terms, stem) for stem in wanted) / max(1, len(wanted))


def _has(terms: Collection[str], stem: str) -> bool:
    """Whether ``terms`` have a stem, or one that begins alike: apology, apologise."""
    if stem in terms:
        return True
    if len(stem) < _SHORTEST_STEM:
        return False
    start = stem[: max(_SHORTEST_STEM, len(stem) - _ENDING)]
    return any(each.startswith(start) for each in terms)


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
