"""Sentences in order, and the notes that go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.composing.outline import Telling, where
from bot.models import Citation, Claim, Draft, Note, Short, Support
from bot.notes.claim_notes import notes_about
from bot.notes.phrases import plain
from index.catalog.articles.versions import Version
from index.models import ArticleCard, Span
from tests.bot.answer.asking import asked
from tests.bot.answer.made import candidate, headline, marked

if TYPE_CHECKING:
    from bot.answer.reading.question import Asked

FARE = candidate("The fare rises to 56 crowns in October.")
RAMP = candidate("Islanders blocked the ramp for forty minutes.")


def test_each_sentence_is_its_own_quotation() -> None:
    """The guard checks it like any other draft."""
    assert Telling([FARE]).drafts == [Draft(FARE.text, (Support(FARE.passage.id, FARE.text),))]


def test_headline_stands_on_the_headline() -> None:
    """Beside the passage that was read with it."""
    above = headline("Fare to Lunnay rises to 56 crowns")

    assert Telling([above]).drafts == [
        Draft(above.text, (Support(above.passage.id, above.text),), title=True)
    ]
    assert Telling([above, FARE]).passages == [above.passage, FARE.passage]


SAID = "The fare (single) rises to 56 crowns in October."


HOW_MUCH = asked("How much is the fare?")


def short(words: str, *claims: str, fact: Asked | None = HOW_MUCH) -> Short | None:
    """The short answer where the reader found ``words`` in ``SAID``."""
    telling = Telling([marked(SAID, words)], fact=fact)
    return telling.short([Claim(each, (1,)) for each in claims])


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("56 crowns", "56 crowns"),
        (" 56\n crowns in October.", "56 crowns in October"),
        ("(single)", None),
        ("5", None),
        ("e", None),
        ("", None),
        ("…!", None),
        ("57 crowns", None),
        (SAID, "The fare (single) rises to 56 crowns in October"),
    ],
)
def test_short_answer_stands_in_the_claim(words: str, answer: str | None) -> None:
    """Without what edges it; no part of a word or a figure, and nothing of another kind."""
    assert short(words, SAID) == (Short(answer, 0) if answer else None)


def test_short_answer_may_be_a_single_digit() -> None:
    """Of how many there are."""
    telling = Telling([marked("There were 3 of them.", "3")], fact=HOW_MUCH)

    assert telling.short([Claim("There were 3 of them.", (1,))]) == Short("3", 0)


def test_long_answer_is_no_short_one() -> None:
    """More than a few words say no more than the claim does."""
    text = "The fare rises in October, in January and once more in the spring of 2026."
    telling = Telling([marked(text, text)], fact=HOW_MUCH)

    assert telling.short([Claim(text, (1,))]) is None


def test_only_a_fact_has_a_short_answer() -> None:
    """And only where the sentence was not dropped, or something was chosen, or read."""
    assert short("56 crowns", SAID, fact=None) is None
    assert short("56 crowns") is None
    assert short("56 crowns", "Islanders blocked the ramp.") is None
    assert Telling(fact=HOW_MUCH).short([Claim(SAID, (1,))]) is None
    assert Telling([FARE], fact=HOW_MUCH).short([Claim(FARE.text, (1,))]) is None


def test_note_stands_at_the_claim_that_its_sentence_became() -> None:
    """That of a sentence which the guard dropped goes with it; one about all stays."""
    telling = Telling([FARE, RAMP])
    telling.note("side", "note-side", FARE, where="Post")
    telling.note("side", "note-side", RAMP, where="Courier")
    telling.note("count", "note-count", count=2, span="")

    assert telling.notes([Claim(RAMP.text, (1,))]) == (
        Note("side", "Courier.", 0),
        Note("count", "From 2 articles; the archive may have more."),
    )
    assert telling.notes([]) == ()


def test_article_is_named_by_outlet_and_day_or_by_its_headline() -> None:
    """Whatever is known of it."""
    dated = where(ArticleCard("a", "Fares rise", "Post", "2024-02-12T00:00:00+00:00"))
    assert plain(dated) == "Post, 2024-02-12"
    assert plain(where(ArticleCard("a", "Fares rise", "Post"))) == "Post"
    assert plain(where(ArticleCard("a", "Fares rise"))) == "“Fares rise”"


def test_pronoun_is_not_explained_right_behind_the_sentence_that_names_whom() -> None:
    """The reader has just read it; elsewhere it is."""
    text = "The yard belonged to nobody but Gudrun Ask. She built 118 boats."
    version = Version("v", "The yard", text, None, None, "en", "record")
    first, second = Span(0, text.index(" She")), Span(text.index("She"), len(text))
    quotes = [
        Citation(n, str(n), "p", "v", span, span.of(text), ArticleCard("a", "The yard"))
        for n, span in enumerate((first, second), start=1)
    ]
    claims = [Claim(each.quote, (each.n,)) for each in quotes]

    assert notes_about(claims, quotes, {"v": version}) == ()
    assert notes_about(claims[1:], quotes, {"v": version}) == (
        Note("person", "“She”: the sentence before names Gudrun Ask.", 0),
    )
