"""How sure it is that the archive answers a question: a logistic model with stored weights.

``tools/fit/reading.py`` fits them on questions that an archive answers and questions that it does
not, and stores the scores it reached beside the weights, and for each threshold how many questions
of either kind it would refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.reading.weights import stored
from index.reader.cross_encoder import ACROSS
from index.text.names import capitalised
from index.text.tokens import stems

if TYPE_CHECKING:
    from bot.answer.reading.candidates import Reading
    from bot.answer.reading.question import Terms

SURE = 0.9
"""Far above the threshold: what nothing answers seldom scores as much (``curve`` of
``reading.json``)."""
SIGNALS = ("best", "right", "answers", "unknown")


def score(reading: Reading, terms: Terms) -> float:
    """How sure it is that what was read answers, in [0, 1)."""
    if not reading.ranked:
        return 0.0
    answerable = stored().readers[reading.reader].answerable
    return answerable.probability(signals(reading, terms))


def threshold() -> float:
    """The score below which a question is refused."""
    return stored().threshold


def signals(reading: Reading, terms: Terms) -> dict[str, float]:
    """What the model looks at, by name.

    The score of the best candidate; of all of them the reader's highest logits that a part is
    ``right`` and that a passage ``answers``; ``unknown``: 1 where a name is nowhere in the archive.
    """
    judged = {id(each.judged): each.judged for each in reading.ranked if each.judged}.values()
    return {
        "best": reading.ranked[0].score,
        "right": max(each.measured.get("right", 0.0) for each in reading.ranked),
        "answers": max((each.answers for each in judged), default=0.0),
        "unknown": float(_names_unknown(reading, terms)),
    }


def _names_unknown(reading: Reading, terms: Terms) -> bool:
    """Whether a name is nowhere; one in Cyrillic may stand in an archive in another alphabet."""
    names = capitalised(reading.asked.topic, inside=True)
    named = {stem for name in names for stem in stems(name)}
    if reading.reader == ACROSS:
        named = {stem for stem in named if stem.isascii()}
    return bool(terms.missing(named))
