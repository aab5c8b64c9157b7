"""Whether a question asks for a story rather than for a fact: what happened, what is new, a topic.

``overview.json`` has the weight of words and of pairs of words, with ``^`` and ``$`` for the ends;
``tools/fit/overview.py`` fits it on questions that people typed. Forms that ask for a summary and a
bare topic of a word or two are none of these questions and are added by rule.
"""

from __future__ import annotations

import itertools
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.planning.topics import has_topic
from index.text import lexicon
from index.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.planning.plan import Plan

FILE = Path(__file__).with_name("overview.json")
NEWS = "news"
"""The topic of a question that has none but what is new."""
_BARE, _LONG = 2, 20
"""Words of a question that is nothing but a topic, and beyond which it asks for something else."""
_COVERED = 5
"""Words of a topic that is left where an outlet is asked about: "what did the Post write about"."""


def asks_overview(question: str) -> bool:
    """Whether ``question`` asks what happened, what is new, or about a topic as a whole."""
    if len(question.split()) > _LONG:
        return False
    if lexicon.cue("overview").search(question) or _is_bare(question):
        return True
    weights = _stored()
    return weights[""] + sum(weights.get(sign, 0.0) for sign in signs(question)) > 0


def asks_coverage(plan: Plan) -> bool:
    """Whether a question asks what an outlet has on a topic, which is all that is left of it."""
    named = any(phrase.kind == "outlet" for phrase in plan.phrases)
    asks = lexicon.pattern(r"\b{asking-words}\b").search(plan.text)
    return named and not asks and len(words(plan.text)) <= _COVERED


def asks_news(question: str, phrases: Iterable[str]) -> bool:
    """Whether ``question`` asks what is new, of no topic; ``phrases`` are its dates and outlets."""
    bare = question
    for phrase in phrases:
        bare = bare.replace(phrase, " ")
    return (asks_overview(question) or asks_overview(bare)) and not names_topic(bare)


def names_topic(question: str) -> bool:
    """Whether an overview is asked of something: "summarize" alone is of what is at hand."""
    return has_topic(lexicon.cue("overview").sub(" ", question))


def signs(question: str) -> frozenset[str]:
    """The words of ``question`` and the pairs of neighbours, ends included."""
    said = words(question)
    framed = ["^", *said, "$"]
    return frozenset(said) | {f"{one} {two}" for one, two in itertools.pairwise(framed)}


def _is_bare(question: str) -> bool:
    said = words(question)
    asks = any(word in lexicon.words("starters") | lexicon.words("asking") for word in said)
    return 0 < len(said) <= _BARE and not asks and not question.rstrip().endswith("?")


@cache
def _stored() -> Mapping[str, float]:
    content: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))
    return content
