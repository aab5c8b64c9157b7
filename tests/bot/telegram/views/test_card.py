"""Passage cards."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.models import Short
from bot.telegram.delivery.formatted_text import LONGEST_TEXT, Rich
from bot.telegram.views.buttons import numbers, thumbs
from bot.telegram.views.card import moment, render_card
from bot.telegram.views.card_buttons import Position, card_keyboard, is_card
from index.articles.notices import Remark
from tests.bot.telegram.delivery.test_formatted_text import covered
from tests.bot.telegram.values import COD, HARBOUR, cited, cited_headline
from tests.bot.telegram.views.test_answer import labels

TEXT = "Ice came 😀 early. The harbour froze on Monday. Boats stayed in."
QUOTE = "The harbour froze on Monday."


def marked(card: Rich, kind: str) -> list[str]:
    """The texts under the entities of a kind."""
    return [covered(card, each) for each in card.entities if each.type == kind]


def test_card_shows_headline_outlet_author_date_quote_and_passage() -> None:
    """In this order, and the quote twice: alone, and where it stands."""
    card = render_card(cited(TEXT, QUOTE))

    assert card.text == f"Harbour freezes\nCourier · Mia Ost · 16 January 2024\n\n{QUOTE}\n\n{TEXT}"
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
        "Harbour freezes\nCourier · Mia Ost · 16 January 2024\n\n"
        "This article was withdrawn from the archive. Its text is not shown any more."
    )
    assert card_keyboard(cited(TEXT, QUOTE, withdrawn=True), Position()) is None


def test_superseded_version_says_so() -> None:
    """The quote is still the one that was cited."""
    card = render_card(cited(TEXT, QUOTE, superseded=True))

    assert "The archive has a newer version of this article." in card.text
    assert marked(card, "blockquote") == [QUOTE]


def test_card_of_an_answer_leads_to_the_citations_around_it() -> None:
    """Round and round; to the page at the sentence, to the clipboard, to more of the article."""
    keyboard = card_keyboard(cited(TEXT, QUOTE), Position("ABC", n=3, count=3))
    assert keyboard is not None

    assert labels(keyboard) == [
        ["◀", "3/3", "▶"],
        ["🔗 Open article", "📋 Copy quote"],
        ["⬍ More context", "📄 Read here"],
        ["⚑ Does not support it"],
    ]
    steps, page, more, flag = keyboard.inline_keyboard
    assert [b.callback_data for b in steps] == ["c:ABC:2", "c:ABC:3", "c:ABC:1"]
    assert page[0].url == (
        "https://courier.example/ice#:~:text=The%20harbour%20froze%20on%20Monday."
    )
    assert page[1].copy_text is not None
    assert page[1].copy_text.text == QUOTE
    assert [b.callback_data for b in (*more, *flag)] == ["m:ABC:3", "a:a1:1", "u:ABC:3"]


def test_only_citation_of_an_article_without_link_leads_nowhere_outside() -> None:
    """There is nowhere to go; it can still be copied, read and flagged."""
    keyboard = card_keyboard(cited(TEXT, QUOTE, card=COD), Position("ABC"))
    assert keyboard is not None

    assert labels(keyboard) == [
        ["📋 Copy quote"],
        ["⬍ More context", "📄 Read here"],
        ["⚑ Does not support it"],
    ]


def test_unfolded_card_can_be_folded_and_one_by_its_id_cannot_be_flagged() -> None:
    """No answer, no claim."""
    wide = card_keyboard(cited(TEXT, QUOTE), Position("ABC", wide=True))
    alone = card_keyboard(cited(TEXT, QUOTE), Position())
    assert wide is not None
    assert alone is not None

    assert wide.inline_keyboard[1][0].callback_data == "n:ABC:1"
    assert [b.callback_data for b in alone.inline_keyboard[-1]] == ["w:cit1", "a:a1:1"]


def test_long_quote_is_not_copied_in_part() -> None:
    """A button copies 256 characters at most; half a sentence is no quotation."""
    long = "The harbour froze " + "again and " * 30 + "again."
    keyboard = card_keyboard(cited(long, long, card=COD), Position())
    assert keyboard is not None

    assert labels(keyboard) == [["⬍ More context", "📄 Read here"]]


def test_copies_are_named_by_their_outlets() -> None:
    """Three of them; the rest is counted."""
    others = tuple(replace(COD, article=str(n), source=f"Paper {n}") for n in range(5))
    card = render_card(replace(cited(TEXT, QUOTE), also_in=others))

    assert "\n\nAlso in Paper 0, Paper 1, Paper 2 and 2 more.\n\n" in card.text


@given(st.integers(min_value=3000, max_value=9000), st.sampled_from(["word ", "слово ", "😀"]))
def test_card_fits_however_long_the_quote_is(length: int, unit: str) -> None:
    """Telegram refuses the whole message else; what is shown of it is verbatim."""
    quote = (unit * length)[:length].strip()
    card = render_card(cited(f"Before. {quote} After.", quote))

    assert card.fits
    (passage,) = marked(card, "expandable_blockquote")
    assert len(passage) > 1000
    assert passage in f"Before. {quote} After."


def test_answers_and_cards_are_told_apart_by_their_buttons() -> None:
    """Also after a restart."""
    assert not is_card(InlineKeyboardMarkup([*numbers("ABC", 3), thumbs("ABC")]))
    assert is_card(card_keyboard(cited(TEXT, QUOTE), Position("ABC", n=1, count=2)))
    assert is_card(card_keyboard(cited(TEXT, QUOTE, withdrawn=True), Position("ABC", count=2)))
    assert not is_card(card_keyboard(cited(TEXT, QUOTE), Position()))
    assert not is_card(None)


def test_time_is_shown_as_stored() -> None:
    """With its own offset; a bare date stays a date."""
    second = replace(HARBOUR, published="2025-02-28T06:30:00+01:00", precision="second")

    assert moment(HARBOUR) == "16 January 2024"
    assert moment(second) == "28 February 2025, 06:30 UTC+01:00"
    assert (
        moment(replace(second, published="2025-02-28T06:30:00+00:00"))
        == "28 February 2025, 06:30 UTC"
    )
    assert moment(COD) == ""


def test_quoted_headline_stands_marked_above_the_beginning_of_its_article() -> None:
    """In the place of the head, once; quotations hold the archive's words alone."""
    card = render_card(replace(cited_headline(TEXT), superseded=True))

    assert card.text == (
        "Harbour freezes\n\nCourier · Mia Ost · 16 January 2024\n\n"
        "The archive has a newer version of this article. This is the one that was quoted.\n\n"
        f"{TEXT}"
    )
    assert marked(card, "blockquote") == ["Harbour freezes"]
    assert marked(card, "bold") == marked(card, "underline") == ["Harbour freezes"]
    assert marked(card, "expandable_blockquote") == [TEXT]


def test_quoted_headline_of_a_withdrawn_article_is_named_and_not_quoted() -> None:
    """As that of a sentence."""
    card = render_card(replace(cited_headline(TEXT), withdrawn=True))

    assert card.text.startswith("Harbour freezes\nCourier")
    assert marked(card, "blockquote") == marked(card, "expandable_blockquote") == []


def test_quoted_headline_has_the_buttons_of_every_quote() -> None:
    """It is copied, and looked for on the page."""
    keyboard = card_keyboard(cited_headline(TEXT), Position("ABC", n=1, count=2))
    assert keyboard is not None

    _, (page, copied), (more, _), _ = keyboard.inline_keyboard
    assert page.url == "https://courier.example/ice#:~:text=Harbour%20freezes"
    assert copied.copy_text is not None
    assert copied.copy_text.text == "Harbour freezes"
    assert more.callback_data == "m:ABC:1"


@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(["word ", "😀", "ї"]))
def test_card_fits_however_long_a_headline_is(title: int, text: int, unit: str) -> None:
    """What is shown of it, and of the article, is verbatim."""
    long = replace(HARBOUR, title=(unit * title)[:title].strip() or "x", url="http://cms/ice")
    opening = (unit * text)[:text]
    card = render_card(cited_headline(opening, long))

    assert card.fits
    (headline,), (begins,) = marked(card, "blockquote"), marked(card, "expandable_blockquote")
    assert long.title.startswith(headline)
    assert opening.startswith(begins)
    assert "\n\nCourier · Mia Ost · 16 January 2024\nhttp://cms/ice\n\n" in card.text
    assert ("…" in card.text) is (headline != long.title or begins != opening)


def test_short_answer_is_what_is_bold_in_the_quote() -> None:
    """In the quote alone and where it stands; without one all of the quote is, in its place."""
    card = render_card(cited(TEXT, QUOTE), Short("on Monday", 0))

    assert marked(card, "bold") == ["Harbour freezes", "on Monday", "on Monday"]
    assert marked(card, "underline") == [QUOTE]
    elsewhere = render_card(cited(TEXT, QUOTE), Short("on Tuesday", 0))
    assert marked(elsewhere, "bold") == ["Harbour freezes", QUOTE]


def test_short_answer_is_bold_in_a_headline_that_is_quoted() -> None:
    """Which stays underlined as a whole."""
    card = render_card(cited_headline(TEXT), Short("freezes", 0))

    assert marked(card, "bold") == ["freezes"]
    assert marked(card, "underline") == ["Harbour freezes"]
