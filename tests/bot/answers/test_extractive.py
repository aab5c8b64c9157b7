"""Answers without a language model."""

from __future__ import annotations

from bot.answers.candidates import Candidate
from bot.answers.extractive import pick
from bot.models import Draft
from index.models import Span
from tests.bot.made import passage


def candidate(text: str, score: float) -> Candidate:
    """A candidate with this score, alone in its passage."""
    return Candidate(
        passage=passage(text),
        rank=1,
        span=Span(0, len(text)),
        text=text,
        similarity=score,
        cover=score,
        passage_cover=score,
        offers=True,
        score=score,
    )


BEST = candidate("The fare rises to 56 crowns in October.", 0.8)
NEW = candidate("Islanders blocked the ramp for forty minutes.", 0.75)
SAME = candidate("In October the fare rises to 56 crowns again.", 0.79)
FAR = candidate("A festival of lamps was held on Saturday.", 0.6)
MORE = [candidate(f"Word{n}a word{n}b word{n}c word{n}d.", 0.7) for n in range(9)]


def test_best_sentence_is_claim_and_quotation() -> None:
    """The guard can check it like any other draft."""
    assert pick([BEST]) == [Draft(BEST.text, BEST.passage.id, BEST.text)]


def test_further_sentences_are_close_and_new() -> None:
    """What scores far lower, or says the same again, is left out."""
    assert [each.text for each in pick([BEST, SAME, NEW, FAR])] == [BEST.text, NEW.text]


def test_at_most_three_sentences() -> None:
    """An answer is short."""
    assert [each.text for each in pick([BEST, NEW, *MORE])] == [BEST.text, NEW.text, MORE[0].text]


def test_nothing_comes_of_nothing() -> None:
    """No candidates, no drafts."""
    assert pick([]) == []
