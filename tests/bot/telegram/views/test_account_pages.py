"""Pages of timelines, news and quotations, made by hand."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.stories.accounts import Account, Line, Said
from bot.models import Answer, Claim, Note
from bot.telegram.views.account_pages import A_PAGE, page_of, pages
from bot.texts import LANGUAGES
from index.models import ArticleCard
from tests.bot.made import in_language
from tests.bot.telegram.values import answer, citation
from tests.bot.telegram.views.test_answer import THUMBS, labels

HERALD = ArticleCard("other", "Ferry aground", "Herald", "2024-02-13T00:00:00+00:00", "day")


def account(*texts: str, notes: tuple[Note, ...] = (), said: Said | None = None) -> Account:
    """A timeline with a line for each text, each with a citation of its own."""
    claims = tuple(Claim(text, (n,)) for n, text in enumerate(texts, 1))
    cited = tuple(citation(n, text) for n, text in enumerate(texts, 1))
    given = replace(answer(claims, cited), notes=notes)
    lines = tuple(
        Line((number,), each.card, (HERALD,) if number == 0 else (), said)
        for number, each in enumerate(cited)
    )
    return Account("timeline", given, lines)


def shown(told: Account, page: int = 1) -> str:
    """The text of a page."""
    return page_of(told, page, head="🕒 Timeline: ferry", username="bot").content.text


def test_line_has_day_and_outlet_above_its_claims_and_notes_below() -> None:
    """What is said of all stands above; the sources follow."""
    notes = (
        Note("count", "One is left out."),
        Note("dispute", "Disputed.", 0),
        Note("side", "x", 0),
    )
    told = account("The ferry ran aground.", notes=notes)

    assert shown(told).startswith("🕒 Timeline: ferry\n\nOne is left out.\n\n")
    assert "\nThe ferry ran aground. [1]\nDisputed.\nAlso in Herald.\n\n1 " in shown(told)


def test_page_has_its_own_numbers_in_the_first_row() -> None:
    """Then what turns it, and thumbs; a page that is not there is the last."""
    told = account(*(f"Step {n} of it." for n in range(1, A_PAGE + 3)))
    second = page_of(told, 2, head="x", username="bot")

    assert pages(told) == 2
    assert labels(second.keyboard)[:2] == [["6", "7"], ["◀", "2/2", "▶"]]
    assert labels(second.keyboard)[-1] == THUMBS
    assert shown(told, 9) == shown(told, 2)
    assert "Step 5" in shown(told)
    assert "Step 5" not in shown(told, 2)


def test_every_page_fits_however_long_claims_and_titles_are() -> None:
    """In every language."""
    told = account(*(f"{n} " + "word " * 900 for n in range(A_PAGE)))

    for language in LANGUAGES:
        part = in_language(language, page_of, told, 1, head="x " * 900, username="bot")
        assert part.content.fits


def test_what_somebody_says_is_bold() -> None:
    """Where it stands in the claim as it is shown."""
    told = account('"It was cold," said Lind.', said=Said(("It was cold,",), "Lind"))
    content = page_of(told, 1, head="x", username="bot").content
    bold = [
        content.text[each.offset : each.offset + each.length]
        for each in content.entities
        if each.type == "bold"
    ]

    assert bold[-1] == "It was cold,"


def test_refusal_is_that_of_a_question() -> None:
    """With the nearest articles."""
    told = Account("timeline", answer((), ()))

    assert isinstance(told.answer, Answer)
    assert shown(told).startswith("The archive does not say.")
