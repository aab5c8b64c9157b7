"""What speaks for a sentence, as numbers: the columns that the stored models weigh."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.answer.reading.answer_types import brings, new_names
from bot.answer.reading.question import months_of
from index.text import lexicon
from index.text.figures import figures, years

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.answer.reading.question import Asked
    from bot.answer.reading.sentences import Place

_SPOKEN = re.compile(r"[\"“”«»]")
FACTS = frozenset({"person", "name", "place", "date", "number"})
"""Kinds of question that a name, a figure or a date answers."""
_LONG, _FEW = 40, 8
"""Words of a sentence that count as long, and below which it is short."""
_BEGINS = re.compile(r"\w+")
_WORD = re.compile(r"\w[\w&'’-]*")
_OWNER = re.compile(r"['’]s$")


def share(terms: Collection[str], weights: Mapping[str, float]) -> float:
    """The weighted share of the question's terms among ``terms``, in [0, 1]."""
    return sum(weight for stem, weight in weights.items() if stem in terms)


def _part(wanted: Collection[str], terms: Collection[str]) -> float:
    """The part of ``wanted`` among ``terms``; half where nothing is wanted."""
    return sum(each in terms for each in wanted) / len(wanted) if wanted else 0.5


def measure(place: Place, asked: Asked) -> dict[str, float]:
    """The features of a sentence that cost no embedding, by name."""
    covered = _covered(place, asked)
    return {
        **covered,
        **_named(place, asked),
        **_dated(place, asked),
        **_offered(place, asked, covered["cover_before"]),
        **_shaped(place, asked),
        **_placed(place),
    }


def _covered(place: Place, asked: Asked) -> dict[str, float]:
    """How much of the question's words stand in the sentence, and how far around it."""
    around, context = place.around, place.context
    passage = around.passage | around.title
    return {
        "cover": share(place.terms, asked.weights),
        "cover_before": share(context, asked.weights),
        "cover_wide": share(context | place.after, asked.weights),
        "cover_passage": share(passage, asked.weights),
        "cover_article": share(around.article, asked.weights),
        "cover_title": share(around.title, asked.weights),
        "density": len(place.terms & asked.weights.keys()) / max(1, len(place.terms)),
    }


def _named(place: Place, asked: Asked) -> dict[str, float]:
    """How much of what is rare, or named, in the question."""
    wide, passage = place.context | place.after, place.around.passage | place.around.title
    another = not _part(asked.names, place.terms) and bool(new_names(place.text, asked))
    return {
        "rare": _part(asked.rarest, place.terms),
        "rare_wide": _part(asked.rarest, wide),
        "rare_passage": _part(asked.rarest, passage),
        "names": _part(asked.names, place.terms),
        "names_wide": _part(asked.names, wide),
        "names_passage": _part(asked.names, passage),
        "another_name": float(another),
    }


def _dated(place: Place, asked: Asked) -> dict[str, float]:
    """Whether figures, years and months agree with the question's."""
    published = place.around.hit.passage.card.published or ""
    own = years(place.text) | {published[:4]} if asked.years else frozenset()
    months = months_of(place.text) if asked.months else frozenset()
    return {
        "figures": _part(asked.figures, figures(place.text)) if asked.figures else 0.5,
        "year_same": float(bool(asked.years & own)),
        "year_other": float(bool(asked.years and not asked.years & own)),
        "month_same": float(bool(asked.months & months)),
        "month_other": float(bool(asked.months and months and not asked.months & months)),
        "newest": place.around.recency if asked.latest else 0.0,
    }


def _offered(place: Place, asked: Asked, near: float) -> dict[str, float]:
    """Whether the sentence has what this kind of question asks for."""
    offered = brings(place.text, asked)
    return {
        "offers": offered if asked.kind not in {"truth", "other"} else 0.5,
        "offers_name": offered if asked.kind in {"person", "name"} else 0.5,
        "offers_number": offered if asked.kind == "number" else 0.5,
        "offers_covered": offered * near,
        "reports": float(asked.about_reports),
        "fact": float(asked.kind in FACTS),
        "one_fact": float(asked.kind in FACTS and not asked.several and not asked.about_reports),
    }


def _shaped(place: Place, asked: Asked) -> dict[str, float]:
    """What kind of sentence it is."""
    first, words = _BEGINS.search(place.text), len(place.text.split())
    spoken = bool(_SPOKEN.search(place.text))
    return {
        "is_question": float(place.text.rstrip("\"'”’»").endswith("?")),
        "spoken": float(spoken) * (asked.kind == "quotation"),
        "spoken_else": float(spoken) * (asked.kind != "quotation"),
        "pronoun": float(
            first is not None and first.group().casefold() in lexicon.words("pronouns")
        ),
        "length": min(1.0, words / _LONG),
        "short": float(words < _FEW),
    }


def _placed(place: Place) -> dict[str, float]:
    """Where it stands in its passage, and that passage among the hits."""
    hit = place.around.hit
    return {
        "first": float(place.order == 0),
        "top": float(hit.passage.span.start == 0 and place.order == 0),
        "late": place.order / max(1, place.last),
        "rank": 1 / hit.rank,
        "article_rank": 1 / (1 + place.around.order),
        "meaning_passage": hit.similarity,
    }


def votes(places: Sequence[Place], asked: Asked) -> list[dict[str, float]]:
    """For each sentence, how far its names that the question has not are named elsewhere.

    ``voted`` is the share of the other articles that give the most frequent of them;
    ``voted_top`` is 1 where no sentence has more. Both are 0 unless a name is asked for.
    """
    if asked.kind not in {"person", "name"}:
        return [{"voted": 0.0, "voted_top": 0.0} for _ in places]
    given = _articles_by_word(places, asked)
    others = max(1, len({_article(place) for place in places}) - 1)
    shares = [
        max((len(given[word]) - 1 for word in _words(place.text) if word in given), default=0)
        / others
        for place in places
    ]
    top = max(shares, default=0.0)
    return [{"voted": each, "voted_top": float(0 < top == each)} for each in shares]


def _articles_by_word(places: Sequence[Place], asked: Asked) -> Mapping[str, set[str]]:
    given: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        for name in new_names(place.text, asked):
            for word in name.split():
                given[word].add(_article(place))
    return dict(given)


def _article(place: Place) -> str:
    return place.around.hit.passage.card.article


def _words(text: str) -> set[str]:
    return {_OWNER.sub("", word) for word in _WORD.findall(text.casefold())}
