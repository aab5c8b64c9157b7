"""Whether a sentence says no more than its quotation."""

from __future__ import annotations

import pytest

from bot.answer.guard.entailment import unsupported

FERRY = (
    "The ferry Lady Ingrid ran aground off Lunnay on Monday evening with 146 people on board. "
    "Captain Mattias Rask said he had “no warning at all” before the lights failed."
)
QUOTE = FERRY.split(". ", maxsplit=1)[0] + "."


def reason(claim: str, quote: str = QUOTE, passage: str = FERRY, title: str = "Grounded") -> str:
    """Why the quotation does not carry the claim; empty where it does."""
    return unsupported(claim, quote=quote, passage=passage, title=title) or ""


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry Lady Ingrid ran aground off Lunnay with 146 people on board.",
        "The ferry Lady Ingrid ran aground.",
        "The ferry Lady Ingrid ran aground on Monday evening.",
    ],
)
def test_compression_is_supported(claim: str) -> None:
    """A claim may leave out whole parts, and nothing else."""
    assert reason(claim) == ""


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("The ferry ran aground with 143 people on board.", "figure 143 is not in the quotation"),
        ("The ferry ran aground with three people on board.", "figure 3 is not in the quotation"),
        ("The ferry ran aground on Tuesday evening.", "name tuesday is not in the quotation"),
        ("The ferry ran aground off Lunnay in March.", "word in is not in the quotation"),
        ("The ferry Lady Ingeborg ran aground.", "name ingeborg is not in the quotation"),
        ("Norrby ran aground off Lunnay.", "name norrby is not in the quotation"),
        ("The ferry never ran aground off Lunnay.", "word never is not in the quotation"),
        ("The ferry was repaired after months of work.", "word was is not in the quotation"),
        (
            'The ferry ran aground "in broad daylight" off Lunnay.',
            "quotation marks around words that are not so marked in the passage",
        ),
    ],
)
def test_what_the_quotation_does_not_say_is_named(claim: str, why: str) -> None:
    """Each kind of addition is found and given as the reason."""
    assert reason(claim) == why


def test_spelled_number_carries_its_digits_and_the_other_way_round() -> None:
    """A figure is the same in words and in digits."""
    assert reason("The crew counted 3 boats.", "The crew counted three boats.") == ""
    assert reason("The crew counted three boats.", "The crew counted 3 boats.") == ""
    assert reason("One of the boats sank.", "A boat among the boats sank.") != ""


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The budget is 1.84 million crowns.", "The budget is 1.84 billion crowns."),
        ("The port paid 6 thousand crowns.", "The port paid 6 million crowns."),
        ("Бюджет составил 2 миллиона крон.", "Бюджет составил 2 миллиарда крон."),
        ("Бюджет становив 2 мільйони крон.", "Бюджет становив 2 мільярди крон."),
    ],
)
def test_other_order_of_magnitude_is_another_figure(claim: str, quote: str) -> None:
    """A million is no billion."""
    assert "is not in the quotation" in reason(claim, quote, quote)


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("Voss resigned as director.", ""),
        ("Holt resigned as director.", "name holt is not in the quotation"),
        ("Yesterday Voss resigned as director.", "name yesterday is not in the quotation"),
        ("Resigning, Voss left the port.", "name resigning is not in the quotation"),
    ],
)
def test_name_that_begins_the_claim_is_checked_too(claim: str, why: str) -> None:
    """A first word that took the place of a name is found, and so is any other first word."""
    quote = "Voss resigned as director of the port."

    assert reason(claim, quote, quote) == why


@pytest.mark.parametrize(
    "said",
    ["did not leave", "didn’t leave", "refused to leave", "failed to leave", "ruled out leaving"],
)
def test_negation_may_neither_come_nor_go(said: str) -> None:
    """No denial may come or go; other words for one are not taken on trust."""
    assert reason(f"The dockers {said}.", "The dockers never leave.") != ""
    assert reason(f"The dockers {said}.", "The dockers leave.") != ""
    assert reason("The dockers leave.", f"The dockers {said}.") != ""


def test_quotation_marks_hold_words_of_the_passage() -> None:
    """Marks of any kind are fine around verbatim words, a final stop inside them included."""
    rest = FERRY.split(". ")[1]
    kept = "Captain Mattias Rask said he had {} before the lights failed."
    assert reason(kept.format('"no warning at all"'), rest) == ""
    assert reason(kept.format("«no warning at all»"), rest) == ""
    assert reason(kept.format("„warning before“"), rest) != ""


RUSSIAN = "Маяк на мысе Чайка погас в понедельник, 5 марта, впервые за двенадцать лет."
UKRAINIAN = "Школу відкрили у вересні, до неї ходять 24 дитини з Ожвиці."


@pytest.mark.parametrize(
    ("quote", "claim", "why"),
    [
        (RUSSIAN, "Маяк на мысе Чайка погас в понедельник, 5 марта.", ""),
        (RUSSIAN, "Маяк на мысе погас 6 марта.", "figure 6"),
        (RUSSIAN, "Маяк на мысе погас во вторник.", "word"),
        (RUSSIAN, "Маяк на мысе Тюлень погас в марте.", "name тюлень"),
        (RUSSIAN, "Маяк на мысе Чайка не погас.", "word не"),
        (RUSSIAN, "Маяк сказал: «никогда больше».", "quotation"),
        (RUSSIAN, "Смотрителя уволили после жалобы рыбаков.", "name"),
        (UKRAINIAN, "Школу відкрили у вересні.", ""),
        (UKRAINIAN, "Школу відкрили у вересні, ходять 25.", "figure 25"),
        (UKRAINIAN, "Школу відкрили у жовтні.", "word"),
        (UKRAINIAN, "Школу у Києві відкрили.", "name києві"),
        (UKRAINIAN, "Школу не відкрили у вересні.", "word не"),
        (UKRAINIAN, "Вчителів звільнили через скарги батьків.", "name"),
    ],
)
def test_russian_and_ukrainian_are_checked_as_english_is(quote: str, claim: str, why: str) -> None:
    """Inflection is no change; figures, dates, names, negation and new content are."""
    found = reason(claim, quote, quote, title="")

    assert found.startswith(why)
    assert bool(found) == bool(why)


def test_claim_in_another_language_is_not_taken_on_trust() -> None:
    """Words of two languages cannot be compared, so the quotation itself has to be shown."""
    assert "another language" in reason("Паром сел на мель: 146 человек.")
    assert "another language" in reason("Паром сел на мель: 143 человека.")


def test_claim_of_stop_words_has_to_stand_there_too() -> None:
    """Small words say much; and no word at all says nothing."""
    assert reason("It was so.") != ""
    assert reason("…") == "says nothing"
