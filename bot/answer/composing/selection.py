"""Answers without a language model: the archive's own sentences, picked and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.reading.sentence_model import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.reading.candidates import Candidate
    from bot.answer.reading.sentence_model import Models

MODEL = "extractive"
MOST_CLAIMS = 4
MOST_OF_ONE = 2
"""Sentences where one fact is asked for and the best one of a dated article looks complete. Of
undated ones, which explain more than they report, cutting cost .010 of quote F1 on CLAP-NQ."""
_COMPLETE = 0.5
"""The part of the question that it then has, with the sentence before it and its headline."""
_SURER = 0.1
"""How much more probably another sentence must add something there."""
_RELATED = 0.25
"""How much like the question whatever is added to one fact has to be, as a cosine: on CLAP-NQ quote
F1 rose by .001 and word F1 by .008, at .3 quote F1 fell."""
_NEW = 0.6
"""Most words that a further sentence may share with one already said."""
OFFERS = 0.5
"""Above it a sentence has what looks like the fact asked for."""
_FROM_BEST = ("offers", "cover", "cover_wide", "names_wide", "rare_wide", "meaning",
              "meaning_context", "is_question", "length")  # fmt: skip
"""Features of a sentence that tell whether it is worth adding."""


def picked(candidates: Sequence[Candidate], *, models: Models | None = None) -> list[Candidate]:
    """The sentence that answers best, then those that add to it."""
    judge = models or stored()
    worth = [judge.adding.probability(addition(each, candidates)) for each in candidates]
    return chosen(candidates, worth, judge.threshold)


def chosen(
    candidates: Sequence[Candidate], worth: Sequence[float], threshold: float
) -> list[Candidate]:
    """The best of the ranked ``candidates``, and those that are worth it and say more."""
    said = list(candidates[:1])
    most = MOST_CLAIMS
    if said and _is_complete(said[0]):
        most, threshold = MOST_OF_ONE, threshold + _SURER
    for candidate, each in zip(candidates[1:], worth[1:], strict=True):
        if len(said) == most:
            break
        if (
            each >= threshold
            and _is_of_them(candidate, said[0])
            and _is_related(candidate, said[0])
            and says_more(candidate, said)
            and not outdated(candidate, said[0])
        ):
            said.append(candidate)
    return said


def _is_complete(best: Candidate) -> bool:
    """Whether the best sentence looks like all that a question about one fact wants."""
    return (
        bool(best.features["one_fact"])
        and best.passage.card.published is not None
        and best.features["offers"] > OFFERS
        and best.features["cover_before"] >= _COMPLETE
    )


def _is_related(candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence is near enough to a question about one fact."""
    return not best.features["one_fact"] or candidate.features["meaning"] >= _RELATED


def addition(candidate: Candidate, candidates: Sequence[Candidate]) -> dict[str, float]:
    """What speaks for saying ``candidate`` besides the best of the ranked ``candidates``."""
    best = candidates[0]
    same = candidate.passage.id == best.passage.id
    apart = abs(candidate.place.order - best.place.order)
    return {
        **{name: candidate.features[name] for name in _FROM_BEST},
        "behind": best.score - candidate.score,
        "same_passage": float(same),
        "beside": float(same and apart == 1),
        "same_article": float(candidate.article == best.article),
        "same_words": overlap(candidate.text, best.text),
        "reports": candidate.features["reports"],
        "reports_elsewhere": candidate.features["reports"] * (not same),
        "fact": candidate.features["fact"],
        "best_meaning": best.features["meaning"],
    }


def _is_of_them(candidate: Candidate, best: Candidate) -> bool:
    """Whether another article's sentence is about those whom the question names, as the best is."""
    return (
        candidate.features["names_wide"] > 0
        or best.features["names_wide"] == 0
        or not best.features["one_fact"]
        or candidate.article == best.article
    )


def says_more(candidate: Candidate, said: Sequence[Candidate]) -> bool:
    """Whether a sentence shares few words with each of those ``said``."""
    return all(overlap(candidate.text, other.text) < _NEW for other in said)


def outdated(candidate: Candidate, best: Candidate) -> bool:
    """Whether ``candidate`` gives for the one fact asked for what an older article said it was."""
    return (
        bool(best.features["one_fact"])
        and min(candidate.features["offers"], best.features["offers"]) > OFFERS
        and "" < candidate.day < best.day
    )


def overlap(text: str, other: str) -> float:
    """The part of the shorter text's words that the other has, too."""
    mine, theirs = set(text.casefold().split()), set(other.casefold().split())
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))
