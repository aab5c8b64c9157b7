"""Sentences in order, and the notes that go with them."""

from __future__ import annotations

from bot.answer.composing.outline import Telling, where
from bot.models import Citation, Claim, Draft, Note
from bot.notes.claim_notes import notes_about
from bot.notes.phrases import plain
from index.catalog.articles.versions import Version
from index.models import ArticleCard, Span
from tests.bot.answer.made import candidate

FARE = candidate("The fare rises to 56 crowns in October.")
RAMP = candidate("Islanders blocked the ramp for forty minutes.")


def test_each_sentence_is_its_own_quotation() -> None:
    """The guard checks it like any other draft."""
    assert Telling([FARE]).drafts == [Draft(FARE.text, FARE.passage.id, FARE.text)]


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
