"""Answers as messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.models import Answer, Claim, Note, Short
from bot.telegram.delivery.formatted_text import LONGEST_TEXT, MOST_ENTITIES, Part
from bot.telegram.views.answer import as_one, render
from tests.bot.telegram.delivery.test_formatted_text import covered
from tests.bot.telegram.values import COD, HARBOUR, answer, citation

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    """The words on the buttons."""
    return [[b.text for b in row] for row in keyboard.inline_keyboard] if keyboard else []


def rendered(given: Answer) -> Part:
    """The only message of an answer."""
    (part,) = render(given, username="bot")
    return part


THUMBS = ["👍", "👎"]
TWO = answer(
    (Claim("It froze.", (1,)), Claim("Cod 😀 costs 42.", (1, 2))),
    (citation(1, "It froze."), citation(2, "Cod costs 42.", COD)),
)


def test_claims_come_first_and_each_source_on_a_line_with_its_number() -> None:
    """Title, outlet and date as far as they are known."""
    assert rendered(TWO).content.text == (
        "It froze. [1]\n\n"
        "Cod 😀 costs 42. [1][2]\n\n"
        "1 Harbour freezes — Courier · 16 January 2024\n"
        "2 Cod is dear"
    )


def test_every_marker_is_a_deep_link() -> None:
    """Each ``[n]`` opens its own citation, also from a forwarded message."""
    content = rendered(TWO).content
    links = [(covered(content, e), e.url) for e in content.entities if e.type == "text_link"]

    assert links == [
        ("[1]", "https://t.me/bot?start=c_ABC_1"),
        ("[1]", "https://t.me/bot?start=c_ABC_1"),
        ("[2]", "https://t.me/bot?start=c_ABC_2"),
        ("Harbour freezes", "https://courier.example/ice"),
    ]


def test_sources_are_one_collapsed_quotation() -> None:
    """They take no room until somebody opens them."""
    content = rendered(TWO).content
    (block,) = [e for e in content.entities if e.type == "expandable_blockquote"]

    assert covered(content, block) == content.text[content.text.index("1 Harbour") :]


def test_first_row_of_buttons_is_the_numbers() -> None:
    """Callback data name answer and citation."""
    keyboard = rendered(TWO).keyboard
    assert keyboard is not None

    assert labels(keyboard) == [["1", "2"], THUMBS]
    assert [b.callback_data for b in keyboard.inline_keyboard[0]] == ["c:ABC:1", "c:ABC:2"]


def test_more_than_eight_numbers_take_another_row() -> None:
    """Telegram refuses wider rows."""
    many = tuple(citation(n, "q") for n in range(1, 11))
    keyboard = rendered(answer((Claim("x", tuple(range(1, 11))),), many)).keyboard

    assert labels(keyboard) == [["1", "2", "3", "4", "5", "6", "7", "8"], ["9", "10"], THUMBS]


def test_notes_stand_in_italics_by_their_claim_or_at_the_end() -> None:
    """A note about a claim is on the line below it."""
    given = answer(
        (Claim("It froze.", (1,)), Claim("It thawed.", (1,))),
        (citation(1, "It froze."),),
        notes=(Note("date", "2024 only.", 0), Note("fallback", "No model.")),
    )
    content = rendered(given).content
    italic = [covered(content, e) for e in content.entities if e.type == "italic"]

    assert content.text.startswith("It froze. [1]\n2024 only.\n\nIt thawed. [1]\n\nNo model.\n\n1 ")
    assert italic == ["2024 only.", "No model."]


def test_notes_that_do_not_fit_below_their_claim_stand_alone() -> None:
    """No message is too long, and no note is lost."""
    notes = tuple(Note("note", f"{n}" + "x" * 1100, 0) for n in range(3))
    given = answer((Claim("y" * 2900, (1,)),), (citation(1, "y"),), notes=notes)
    parts = render(given, username="b")

    assert all(part.content.fits for part in parts)
    assert all(any(note.text in part.content.text for part in parts) for note in notes)


def test_refusal_names_the_nearest_articles_and_opens_them() -> None:
    """Nothing is cited, so there are no numbers."""
    part = rendered(answer(nearest=(HARBOUR, COD)))

    assert part.content.text == (
        "The archive does not say.\n\n"
        "Nearest articles:\n"
        "• Harbour freezes — Courier · 16 January 2024\n"
        "• Cod is dear"
    )
    assert part.keyboard is not None
    assert labels(part.keyboard) == [["📄 Harbour freezes"], ["📄 Cod is dear"], THUMBS]


@given(st.lists(st.integers(min_value=1, max_value=2500), min_size=1, max_size=30))
def test_long_answer_is_split_between_claims_only(lengths: list[int]) -> None:
    """Every message fits, no claim is broken, the buttons are under the last."""
    claims = tuple(Claim("😀" * (n // 2) + f"x{i}.", (i + 1,)) for i, n in enumerate(lengths))
    citations = tuple(citation(i + 1, "q") for i in range(len(lengths)))
    parts = render(answer(claims, citations), username="bot")

    texts = [part.content.text for part in parts]
    assert all(part.content.length <= LONGEST_TEXT for part in parts)
    assert all(len(part.content.entities) <= MOST_ENTITIES for part in parts)
    assert all(any(claim.marked in text for text in texts) for claim in claims)
    assert [bool(part.keyboard) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_titles_give_way_before_claims_do() -> None:
    """Sources shorten so that one message holds everything."""
    long = replace(HARBOUR, title="T" * 110)
    cards = (replace(long, article=f"a{n}") for n in range(1, 21))
    citations = tuple(citation(n, "q", card) for n, card in enumerate(cards, 1))
    given = answer(tuple(Claim("c" * 100 + f"{n}.", (n,)) for n in range(1, 21)), citations)

    assert f"1 {'T' * 59}… — Courier" in rendered(given).content.text


def test_article_that_is_cited_twice_has_one_line_with_both_numbers() -> None:
    """And each number in the answer is a link of its own."""
    cards = (HARBOUR, replace(HARBOUR, article="a9", title="Cod"), HARBOUR)
    citations = tuple(citation(n, f"q{n}", card) for n, card in enumerate(cards, 1))
    given = answer((Claim("One.", (1, 2)), Claim("Two.", (3,))), citations)

    text = rendered(given).content.text

    assert text.startswith("One. [1][2]\n\nTwo. [3]\n\n")
    assert [line[:4] for line in text.splitlines()[-2:]] == ["1 3 ", "2 Co"]


def bold(given: Answer) -> list[tuple[str, int]]:
    """What is bold in the messages of an answer, and where, in UTF-16 units."""
    contents = [part.content for part in render(given, username="bot")]
    return [
        (covered(content, each), each.offset)
        for content in contents
        for each in content.entities
        if each.type == "bold"
    ]


def test_short_answer_is_bold_in_its_claim() -> None:
    """Counted in UTF-16 units; the words of the message are the same with it and without."""
    given = replace(TWO, short=Short("42", claim=1))

    assert bold(given) == [("42", 28)]
    assert rendered(given).content.text == rendered(TWO).content.text
    assert bold(TWO) == []


def test_short_answer_that_its_claim_says_in_other_words_is_not_marked() -> None:
    """Another claim may have them: it is not the one that is meant."""
    assert bold(replace(TWO, short=Short("42", claim=0))) == []
    assert bold(replace(TWO, short=Short("forty-two", claim=1))) == []
    assert bold(answer(nearest=(HARBOUR,), short=Short("42", claim=0))) == []


def test_short_answer_in_a_claim_that_is_cut_is_bold_where_it_is_seen() -> None:
    """What is cut off is not marked."""
    long = Claim("It costs 5 crowns " + "y" * 4000 + " or 7.", (1,))
    given = answer((long,), (citation(1, "q"),))

    assert bold(replace(given, short=Short("5 crowns", claim=0))) == [("5 crowns", 9)]
    assert bold(replace(given, short=Short("7", claim=0))) == []


def test_answer_that_is_shared_stands_alone_in_one_message() -> None:
    """Below its question, with markers that open the passages, notes, and the sources."""
    notes = (Note("date", "2024 only.", 0),)
    content = as_one(replace(TWO, question="What\nfroze?", notes=notes), username="bot")

    assert content.text == f"What froze?\n\n{rendered(replace(TWO, notes=notes)).content.text}"
    assert content.entities[0].type == "bold"
    links = [each.url for each in content.entities if each.url and "start=" in each.url]
    assert links == [f"https://t.me/bot?start=c_ABC_{n}" for n in (1, 1, 2)]


@given(
    st.lists(st.integers(min_value=1, max_value=3500), min_size=1, max_size=30),
    st.integers(min_value=1, max_value=4000),
)
def test_shared_answer_is_one_message_whatever_its_length(lengths: list[int], note: int) -> None:
    """Notes go first, then the last claims with their sources, and that is shown."""
    claims = tuple(Claim("x" * n, (i + 1,)) for i, n in enumerate(lengths))
    citations = tuple(
        citation(i + 1, "q", replace(COD, article=f"a{i}")) for i in range(len(lengths))
    )
    said = answer(claims, citations, notes=(Note("date", "n" * note, 0), Note("gap", "g" * note)))

    content = as_one(replace(said, question="q" * 5000), username="bot")

    assert content.fits
    shown = [n for n in range(1, len(claims) + 1) if f" [{n}]" in content.text]
    assert shown == [*range(1, len(shown) + 1)]
    assert (len(shown) == len(claims)) != ("\n\n…\n\n" in content.text)
    assert all(f"{n} Cod is dear" in content.text for n in shown)
