"""Passage cards."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.telegram.buttons import numbers
from bot.telegram.cards import card_keyboard, is_card, moment, render_card
from bot.telegram.rich import LONGEST_TEXT, Rich
from index.remarks import Remark

from .test_rendering import labels
from .test_rich import covered
from .values import COD, HARBOUR, cited

TEXT = "Ice came 😀 early. The harbour froze on Monday. Boats stayed in."
QUOTE = "The harbour froze on Monday."


def marked(card: Rich, kind: str) -> list[str]:
    """The texts under the entities of a kind."""
    return [covered(card, each) for each in card.entities if each.type == kind]


def test_card_shows_headline_outlet_author_date_quote_and_passage() -> None:
    """In this order, and the quote twice: alone, and where it stands."""
    card = render_card(cited(TEXT, QUOTE))

    assert card.text == f"Harbour freezes\nCourier · Mia Ost · 2024-01-16\n\n{QUOTE}\n\n{TEXT}"
    assert marked(card, "blockquote") == [QUOTE]
    assert marked(card, "expandable_blockquote") == [TEXT]
    assert marked(card, "bold") == ["Harbour freezes", QUOTE]
    assert marked(card, "underline") == [QUOTE]


@given(st.text(max_size=6000), st.text(min_size=1, max_size=1200), st.text(max_size=6000))
def test_quotations_hold_verbatim_text_and_the_card_fits(
    before: str, quote: str, after: str
) -> None:
    """Whatever is cut away is cut around the quote, never inside it."""
    text = before + quote + after
    card = render_card(cited(text, quote, card=COD))

    assert card.length <= LONGEST_TEXT
    (passage,) = marked(card, "expandable_blockquote")
    assert passage in text
    assert quote in passage
    assert marked(card, "underline") == [quote]


def test_passage_that_is_too_long_is_cut_at_words_with_ellipses_outside() -> None:
    """The block quotation itself stays verbatim."""
    text = "alpha " * 900 + QUOTE + " omega" * 900
    card = render_card(cited(text, QUOTE))

    (passage,) = marked(card, "expandable_blockquote")
    assert passage.startswith("alpha ")
    assert passage.endswith(" omega")
    assert f"\n\n…\n\n{passage}\n\n…" in card.text


def test_what_an_article_says_about_itself_stands_above_its_quotations() -> None:
    """In italics; what would leave no room for the quotation is left out."""
    short, long = (
        Remark("correction", "Correction: it was Monday."),
        Remark("note", "Editor's note " + "x" * 4000),
    )
    card = render_card(replace(cited(TEXT, QUOTE), remarks=(long, short)))

    assert marked(card, "italic") == [short.text]
    assert card.text.index(short.text) < card.text.index(QUOTE)
    assert card.length <= LONGEST_TEXT


def test_withdrawn_article_shows_no_text() -> None:
    """Only what it was."""
    card = render_card(cited(TEXT, QUOTE, withdrawn=True))

    assert card.text == (
        "Harbour freezes\nCourier · Mia Ost · 2024-01-16\n\n"
        "This article was withdrawn from the archive. Its text is not shown any more."
    )
    assert card_keyboard(cited(TEXT, QUOTE, withdrawn=True)) is None


def test_superseded_version_says_so() -> None:
    """The quote is still the one that was cited."""
    card = render_card(cited(TEXT, QUOTE, superseded=True))

    assert "The archive has a newer version of this article." in card.text
    assert marked(card, "blockquote") == [QUOTE]


def test_card_of_an_answer_leads_to_the_citations_around_it() -> None:
    """Round and round; and to the article where it has a link."""
    keyboard = card_keyboard(cited(TEXT, QUOTE), answer="ABC", n=3, count=3)
    assert keyboard is not None

    assert labels(keyboard) == [["◀", "3/3", "▶"], ["Open article"]]
    assert [b.callback_data for b in keyboard.inline_keyboard[0]] == [
        "c:ABC:2",
        "c:ABC:3",
        "c:ABC:1",
    ]


def test_only_citation_of_an_article_without_link_has_no_buttons() -> None:
    """There is nowhere to go."""
    assert card_keyboard(cited(TEXT, QUOTE, card=COD), answer="ABC", n=1, count=1) is None


def test_answers_and_cards_are_told_apart_by_their_buttons() -> None:
    """Also after a restart."""
    assert not is_card(InlineKeyboardMarkup(numbers("ABC", 3)))
    assert is_card(card_keyboard(cited(TEXT, QUOTE), answer="ABC", n=1, count=2))
    assert not is_card(None)


def test_time_is_shown_as_stored() -> None:
    """With its own offset; a bare date stays a date."""
    second = replace(HARBOUR, published="2025-02-28T06:30:00+01:00", precision="second")

    assert moment(HARBOUR) == "2024-01-16"
    assert moment(second) == "2025-02-28 06:30 UTC+01:00"
    assert moment(replace(second, published="2025-02-28T06:30:00+00:00")) == "2025-02-28 06:30 UTC"
    assert moment(COD) == ""
