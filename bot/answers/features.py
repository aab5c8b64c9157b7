"""What speaks for a sentence, as numbers: the columns that the stored models weigh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answers.asked import months_of, years_of
from bot.answers.offering import brings, new_names
from bot.answers.support import figures
from bot.answers.wording import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.answers.asked import Asked
    from bot.answers.places import Place

_SPOKEN = re.compile(r"[\"“”«»]")
FACTS = frozenset({"person", "name", "place", "date", "number"})
"""Kinds of question that a name, a figure or a date answers."""
_LONG, _FEW = 40, 8
"""Words of a sentence that count as long, and below which it is short."""
_BEGINS = re.compile(r"\w+")
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|denie[sd]|deny|n[o']t|не|нет|ни|немає|ні)\b|n['’]t\b",
    re.IGNORECASE,
)


def share(terms: Collection[str], weights: Mapping[str, float]) -> float:
    """The weighted share of the question's terms among ``terms``, in [0, 1]."""
    return sum(weight for stem, weight in weights.items() if stem in terms)


def _part(wanted: Collection[str], terms: Collection[str]) -> float:
    """The part of ``wanted`` among ``terms``; half where nothing is wanted."""
    return sum(each in terms for each in wanted) / len(wanted) if wanted else 0.5


def measure(place: Place, asked: Asked) -> dict[str, float]:
    """The features of a sentence that cost no embedding, by name."""
    around, text = place.around, place.text
    context = place.terms | place.before | around.title
    wide = context | place.after
    years, months = years_of(text), months_of(text)
    published = around.hit.passage.card.published or ""
    own = share(place.terms, asked.weights)
    near = share(context, asked.weights)
    offered = brings(text, asked)
    first = _BEGINS.search(text)
    return {
        "cover": own,
        "cover_before": near,
        "cover_wide": share(wide, asked.weights),
        "cover_passage": share(around.passage | around.title, asked.weights),
        "cover_article": share(around.article, asked.weights),
        "cover_title": share(around.title, asked.weights),
        "density": len(place.terms & asked.weights.keys()) / max(1, len(place.terms)),
        "rare": _part(asked.rarest, place.terms),
        "rare_wide": _part(asked.rarest, wide),
        "rare_passage": _part(asked.rarest, around.passage | around.title),
        "names": _part(asked.names, place.terms),
        "names_wide": _part(asked.names, wide),
        "names_passage": _part(asked.names, around.passage | around.title),
        "figures": _part(asked.figures, figures(text)) if asked.figures else 0.5,
        "year_same": float(bool(asked.years & (years | {published[:4]}))),
        "year_other": float(bool(asked.years and not asked.years & (years | {published[:4]}))),
        "month_same": float(bool(asked.months & months)),
        "month_other": float(bool(asked.months and months and not asked.months & months)),
        "offers": offered if asked.kind not in {"truth", "other"} else 0.5,
        "offers_name": offered if asked.kind in {"person", "name"} else 0.5,
        "offers_number": offered if asked.kind == "number" else 0.5,
        "offers_covered": offered * near,
        "another_name": float(not _part(asked.names, place.terms) and bool(new_names(text, asked))),
        "is_question": float(text.rstrip("\"'”’»").endswith("?")),
        "spoken": float(bool(_SPOKEN.search(text))) * (asked.kind == "quotation"),
        "spoken_else": float(bool(_SPOKEN.search(text))) * (asked.kind != "quotation"),
        "pronoun": float(first is not None and first.group().casefold() in PRONOUNS),
        "first": float(place.order == 0),
        "top": float(around.hit.passage.span.start == 0 and place.order == 0),
        "late": place.order / max(1, place.last),
        "length": min(1.0, len(text.split()) / _LONG),
        "short": float(len(text.split()) < _FEW),
        "rank": 1 / around.hit.rank,
        "article_rank": 1 / (1 + around.order),
        "meaning_passage": around.hit.similarity,
        "newest": around.recency if asked.latest else 0.0,
        "reports": float(asked.about_reports),
        "fact": float(asked.kind in FACTS),
        "one_fact": float(asked.kind in FACTS and not asked.several and not asked.about_reports),
    }
