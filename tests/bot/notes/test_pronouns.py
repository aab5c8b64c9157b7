"""Whom a quotation means by "he"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.notes.phrases import plain
from bot.notes.pronouns import leading_pronoun, whom
from index.catalog.articles.versions import Version
from index.models import Span

if TYPE_CHECKING:
    from bot.messages import Message


def made(text: str, title: str = "A day at the harbour") -> Version:
    """A version with this text."""
    return Version("v", title, text, None, None, "en", "record")


def last(text: str, quote: str) -> Span:
    """Where ``quote`` stands in ``text``."""
    return Span(text.index(quote), text.index(quote) + len(quote))


def said(found: Message | None) -> str | None:
    """What a message says in English."""
    return None if found is None else plain(found)


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("She turned it down in 2005.", "She"),
        ("The next day he told the council.", "he"),
        ("Он не извинялся перед рабочими.", "Он"),
        ("“I saw nothing,” she said.", "she"),
        ("Mayor Karin Holt said she would stay.", None),
        ("It was put off twice.", None),
        ("“He hit me,” Holt said.", None),
    ],
)
def test_pronoun_that_leads_a_quotation_is_found(text: str, pronoun: str | None) -> None:
    """One behind a name, or in what somebody says, needs nothing."""
    assert leading_pronoun(text) == pronoun


def test_only_name_of_the_sentence_before_is_given() -> None:
    """Also where that stands in another paragraph."""
    text = "The yard belonged to nobody but Gudrun Ask.\nShe built 118 boats."

    assert said(whom(made(text), last(text, "She built 118 boats."))) == (
        "“She”: the sentence before names Gudrun Ask."
    )


def test_sentence_before_is_shown_where_it_has_several_names() -> None:
    """Who of them is meant is left to the reader."""
    text = "Erlend Voss met Karin Holt. He said nothing."

    assert said(whom(made(text), last(text, "He said nothing."))) == (
        "“He”: the sentence before says: Erlend Voss met Karin Holt."
    )


def test_speaker_is_looked_for_before_what_was_said() -> None:
    """A sentence between that is nothing but direct speech names nobody outside of it."""
    text = (
        "“No overhaul was ever put off,” said spokeswoman Lena Quist. “The ship had all "
        "her papers. Karin Holt knows that.” She did not want to say more."
    )

    assert said(whom(made(text), last(text, "She did not want to say more."))) == (
        "“She”: the name before these words is Lena Quist."
    )


def test_sentence_before_that_names_nobody_is_no_help() -> None:
    """It is not shown, and no name is fetched from farther back."""
    text = "Karin Holt resigned. The harbour was quiet that night. She slept well."

    assert whom(made(text), last(text, "She slept well.")) is None


def test_headline_names_whom_a_first_sentence_means() -> None:
    """Where nothing stands before it."""
    text = "She built 118 boats."

    found = whom(made(text, "Boats by the hundred: Gudrun Ask dies"), Span(0, len(text)))
    assert said(found) == "“She”: the headline names Gudrun Ask."
    assert whom(made(text, "A boatbuilder dies"), Span(0, len(text))) is None


def test_nothing_is_said_of_a_quotation_with_its_own_name() -> None:
    """It is clear already."""
    text = "The yard is closed. Gudrun Ask built 118 boats."

    assert whom(made(text), last(text, "Gudrun Ask built 118 boats.")) is None


@pytest.mark.parametrize(
    "text",
    [
        "Gudrun Ask is dead.\nBorn in Norby, she was to sew. She built boats.",
        "“It was cold.” Born in Norby, she was to sew. She built boats.\nHe was born there.",
        "– Born in Norby, she was to sew. She built boats.",
        "The Council met. Council members left. She built boats. Every council and any council.",
        "Гудрун Аск умерла.\nРодилась в Норби. Она строила лодки.",
    ],
)
def test_common_word_that_begins_a_sentence_names_nobody(text: str) -> None:
    """Wherever the sentence stands: a capital tells nothing there."""
    quote = "Она строила лодки." if "Она" in text else "She built boats."

    assert whom(made(text), last(text, quote)) is None


def test_name_that_begins_a_sentence_is_one_where_the_article_has_it_inside() -> None:
    """Though it is a word, too."""
    text = "The yard was that of Ask. Some say Ask slept there. Ask died. She built boats."

    assert said(whom(made(text), last(text, "She built boats."))) == (
        "“She”: the sentence before names Ask."
    )


@pytest.mark.parametrize(
    ("before", "quote", "expected"),
    [
        (
            "The island of Lunnay went up.",
            "Its people are 2,904.",
            "“Its”: the sentence before says: ",
        ),
        ("Dockers met in Vollum.", "Their union left.", "“Their”: the sentence before says: "),
        ("Остров Лунней вырос.", "Его население – 2904.", "“Его”: the sentence before says: "),
        ("Острів Лунней зріс.", "Його населення – 2904.", "“Його”: the sentence before says: "),
    ],
)
def test_possessive_that_may_mean_anything_shows_the_sentence_before(
    before: str, quote: str, expected: str
) -> None:
    """A name in it need not be what is meant."""
    text = f"{before} {quote}"

    assert said(whom(made(text), last(text, quote))) == expected + before
    assert whom(made(text), last(text, before)) is None
    assert (
        whom(made(f"{'Far ' * 40}off. {quote}"), last(f"{'Far ' * 40}off. {quote}", quote)) is None
    )
    assert whom(made(f"“It went up.” {quote}"), last(f"“It went up.” {quote}", quote)) is None


def test_possessive_of_a_person_is_told_like_the_pronoun() -> None:
    """By the sentence before, or the headline."""
    text = "The yard belonged to nobody but Gudrun Ask. Her yard was the last. She left the yard."

    assert said(whom(made(text), last(text, "Her yard was the last."))) == (
        "“Her”: the sentence before names Gudrun Ask."
    )
    assert said(whom(made("Her yard is shut.", "Gudrun Ask dies"), Span(0, 17))) == (
        "“Her”: the headline names Gudrun Ask."
    )
