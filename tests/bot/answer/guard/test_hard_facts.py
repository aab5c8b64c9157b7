"""Figures, dates, names and quotations, to the letter."""

from __future__ import annotations

import pytest

from bot.answer.guard.amounts import amounts
from bot.answer.guard.hard_facts import check
from bot.answer.guard.verifier import flags

WINDOW = [
    "Revenue rose to $1.84 billion, about 12% more than the 1.64 billion of 2022, Lena Quist said.",
    "“We are not selling,” she told reporters in Norby on Tuesday.",
    "Three ferries of Norby Lines carried 4,200 people (Courier, 12 February 2024)",
]


@pytest.mark.parametrize(
    "claim",
    [
        "Revenue was 1.84 billion dollars.",
        "Revenue was $1,840 million.",
        "Revenue was $1.84bn in February 2024.",
        "It rose by 12 per cent from 1.64bn in 2022.",
        "It grew 12 percent.",
        "Quist's company is “not selling”.",
        'She said: "We are not selling."',
        "Norby's ferries carried about 4,000 people.",
        "On Tuesday, 12 February, Quist spoke in Norby.",
        "The company runs three ferries.",
        "Both spoke; one did not.",
        "NL carried 4,200 people.",
        "Norby-based ferries carried 4200 people.",
    ],
)
def test_same_facts_in_another_form_are_the_same(claim: str) -> None:
    """Units, scales, marks, possessives, round figures that are said to be round."""
    assert check(claim, WINDOW).wrong is None


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ("Revenue was 1.84 million dollars.", "1.84 million"),
        ("Revenue was $1.48 billion.", "1.48 billion"),
        ("It rose by 13%.", "13"),
        ("It rose in 2021.", "2021"),
        ("Exactly 4,000 people came.", "4,000"),
        ("It carried 42,000 people.", "42,000"),
        ("Quist spoke on Monday.", "Monday"),
        ("Quist spoke in March.", "March"),
        ("Quist spoke on 13 February.", "13 February"),
        ("The company of Lena Berg sells.", "Berg"),
        ("Quist is “not buying”.", "not buying"),
        ("See https://evil.example now.", "https://evil.example"),
        ("QUETZAL is said.", "QUETZAL"),
        ("Revenue was €1.84 billion.", "1.84 billion"),
        ("It ended on 21.03.2024.", "21.03.2024"),
        ("Version 1.2.3 came.", "1.2.3"),
        ("It had 1.000.000 users.", "1.000.000"),
        ("It had " + "9" * 400 + " users.", "9999"),
        ("12 people came.", "12"),
        ("376 people died.", "376"),
        ("More is on evil-site.com.", "evil-site.com"),
        ("Quist said: ‘We are all guilty of this’.", "We are all guilty"),
        ("Lena Quister spoke.", "Quister"),
        ("Выручка составила 1,48 миллиарда.", "1,48 миллиарда"),
        ("It rose by Ⅻ per cent.", "Ⅻ"),
        ("Quist is 「not buying」.", "not buying"),
    ],
)
def test_another_fact_is_named(claim: str, what: str) -> None:
    """The reason says which; the model is told it."""
    assert what in (check(claim, WINDOW).wrong or "")


def test_name_may_stand_elsewhere_in_the_article_and_a_figure_may_not() -> None:
    """Who "she" is stands further up; a figure from there is another figure."""
    above = "Tove Berg has 17 ships."

    assert check("Berg said so.", WINDOW, named=above).wrong is None
    assert check("Quist has 17 ships.", WINDOW, named=above).wrong is not None


@pytest.mark.parametrize(
    ("claim", "computed"),
    [
        ("Revenue rose by 0.2 billion.", "0.2 billion"),
        ("Together it was 3.48 billion in both years.", "3.48 billion"),
        ("Revenue was 1.84 billion.", None),
    ],
)
def test_sum_and_difference_are_computed(claim: str, computed: str | None) -> None:
    """They are no lie, and stand nowhere: the reader is told."""
    found = check(claim, WINDOW)

    assert found.wrong is None
    assert found.computed == computed


def test_amounts_are_read_with_their_scale() -> None:
    """In digits and in words, of a hundred or not."""
    found = amounts("Two dozen of 4.5 million, 12 per cent, five thousand, 3 млн, $7k")

    assert [each.value for each in found] == [24, 4_500_000, 12, 5_000, 3_000_000, 7_000]
    assert [each.percent for each in found] == [False, False, True, False, False, False]


def test_flags_tell_a_negation_and_what_is_left_out() -> None:
    """They are counted, and the verifier weighs them."""
    quoted = "The council may not build the wall unless the state pays."
    differ, lost, added, verbatim, lost_verbatim = flags("The council may build the wall.", quoted)
    same = flags(quoted, quoted)

    assert differ == 1.0
    assert lost > 0
    assert added == 0
    assert verbatim > 0.8
    assert lost_verbatim > 0
    assert same == (0.0, 0.0, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("claim", "there"),
    [
        ("The Austrian came from Austria.", True),
        ("The British asked the Dutch.", True),
        ("The Australian came.", False),
        ("Men from Nigeria came.", False),
        ("Some Canadians came.", False),
        ("The Slovenian came.", False),
    ],
)
def test_what_is_derived_of_a_name_is_the_same_and_what_only_begins_so_is_not(
    claim: str,
    there: bool,  # noqa: FBT001
) -> None:
    """Niger is not Nigeria."""
    window = ["Men from Austria, Niger, Slovakia, Britain and the Netherlands came."]

    assert (check(claim, window).wrong is None) is there


def test_small_counts_and_years_are_not_computed_across_languages() -> None:
    """Nothing else there compares them."""
    window = ["The 2024 budget has 2,000 pages. A man was fined on Monday."]

    assert check("Трое пострадали в понедельник.", window, foreign=True).wrong is not None
    assert check("Погибли 24 человека.", window, foreign=True).wrong is not None
