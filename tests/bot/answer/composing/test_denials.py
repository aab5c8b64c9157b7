"""How a denial is known, and who denies."""

from __future__ import annotations

import pytest

from bot.answer.composing.disputes import denier, denies, is_claimed, tell_denials
from bot.answer.composing.outline import Telling
from tests.bot.answer.made import of_one_passage, reading


@pytest.mark.parametrize(
    "sentence",
    [
        "Reave's press secretary denies that he apologised.",
        "The union rejects the charge as invented.",
        "The company dismissed the allegations on Tuesday.",
        "The minister called the report baseless.",
        "City engineer Britta Sool disagrees.",
        "For the allegation that the work was put off the Board found no evidence.",
        "The mayor said that this was not true.",
        "Пресс-секретарь опроверг слова Громова.",
        "В мэрии отрицают, что деньги пропали.",
        "Директор фабрики заперечує, що відходи потрапляють у річку.",
        "Міністр спростував ці чутки.",
        "The firm denied a report on loans.",
        "She denied that the permit had been given to her.",
        "The mill has called a report that it is moving to Grenby next year false.",
        "The minister denied he had sought funding from the company.",
        "Smith denied she received treatment abroad.",
        "The bank denied it gave loans to ministers.",
        "He denied the goal was offside.",
    ],
)
def test_denial_is_known_by_its_words(sentence: str) -> None:
    """English, Russian and Ukrainian."""
    assert denies(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The company said the fare rises to 56 crowns.",
        "The man was denied bail on Monday.",
        "The labour dispute ended after 22 days.",
        "The police denied access to the pier.",
        "The harbour office denied the firm Kvam a permit for a pier.",
        "A judge denied Egil Ravn bail on Tuesday.",
        "The keeper denied Varby a third goal.",
        "The disputed meadow belongs to both.",
        "The club dismissed its coach after reports of a brawl.",
        "Does the company deny it?",
        "The ferry did not sail on Sunday.",
        "The court denied the defence motion.",
        "The clerk denied her family entry.",
    ],
)
def test_other_sentences_deny_nothing(sentence: str) -> None:
    """Not bail that is denied, nor a labour dispute, nor a plain "not" that nobody says."""
    assert not denies(sentence)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            "Lukan's press secretary, Natalia Eis, denies that he apologised.",
            "Lukan's press secretary, Natalia Eis",
        ),
        ("Marit Ekdal, who chairs the union, denied that pickets stopped it.", "Marit Ekdal"),
        ("Tarrow Protein has denied any responsibility.", "Tarrow Protein"),
        ("For the union's allegation, the Board found no evidence.", "the Board"),
        ("City engineer Britta Sool disagrees.", "City engineer Britta Sool"),
        ("He denied it.", None),
        ("The company denied it.", "the company"),
        ("Директор завода Олег Рябов опроверг это.", "директор завода Олег Рябов"),
        ("Олег Рябов опроверг это.", "Олег Рябов"),
        ("Антон Белов опроверг слова Громова.", "Антон Белов"),
    ],
)
def test_who_denies_is_named_in_the_sentence_s_own_words(sentence: str, who: str | None) -> None:
    """Nobody is named where it cannot be told for sure."""
    assert denier(sentence) == who


def test_claim_is_what_somebody_says() -> None:
    """What nobody says cannot be denied."""
    assert is_claimed("The nurses claim that patients were turned away.")
    assert is_claimed("Громов заявил, что мэр извинилась.")
    assert not is_claimed("The ferry sails at noon.")


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("FTD", "FT"),
        ("FTC", "FT"),
        ("FDT", "FDC"),
        ("CFT", "CDF"),
        ("CTD", "CTD"),
        ("DF", "DCF"),
        ("FT", "FT"),
    ],
)
def test_a_claim_and_its_denial_are_told_together_or_not_at_all(chosen: str, told: str) -> None:
    """However many sentences an answer has beside them."""
    said = dict(
        zip(
            "CFTD",
            of_one_passage(
                "Ivo Lund claims that 40,000 crowns are missing from the harbour fund. "
                "The ferry sails at noon. The depot opens on Monday. "
                "The mayor denied that any crowns were missing from it, or from another fund.",
                4.0, 3.0, 2.0, 1.0,
            ),
            strict=True,
        )
    )  # fmt: skip
    telling = Telling([said[each] for each in chosen])

    tell_denials(telling, reading("What about the fund?", *said.values()), both=True)

    assert telling.chosen == [said[each] for each in told]
