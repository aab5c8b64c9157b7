"""Names that several articles give."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.reading.features import votes
from bot.answer.reading.sentences import places
from tests.bot.answer.asking import asked
from tests.bot.made import hits, passage

FIRST = passage("On Monday the captain was named as Mattias Rask. The sea was calm all day.")
OTHER = passage("Judges heard Rask’s own account. A stand-in, Ole Hamre, spoke too.")
OTHER = replace(OTHER, card=replace(OTHER.card, article="b"))


def voted(question: str) -> list[tuple[float, float]]:
    """Both numbers of each sentence."""
    found = votes(places(hits(FIRST, OTHER), with_notices=False), asked(question))
    return [(each["voted"], each["voted_top"]) for each in found]


def test_name_in_another_article_counts() -> None:
    """A name that one article gives alone has no vote, nor has a sentence without a name."""
    assert voted("Who was on the bridge of the ferry?") == [(1, 1), (0, 0), (1, 1), (0, 0)]


def test_name_in_the_question_has_no_vote() -> None:
    """It is known already, and a question for a number asks for no name."""
    assert voted("Who is Mattias Rask?") == [(0, 0)] * 4
    assert voted("How many ferries did Rask steer?") == [(0, 0)] * 4


def test_nothing_has_no_votes() -> None:
    """No sentences, no numbers."""
    assert votes([], asked("Who was it?")) == []
