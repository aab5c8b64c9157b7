"""The parts that a question is made of."""

from __future__ import annotations

import pytest

from tests.index.planning.support import planned


def sides(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The text and the outlets of each part."""
    return [(part.text, part.sources) for part in planned(text).parts]


def test_a_plain_question_is_one_part() -> None:
    """With everything that was understood."""
    (part,) = planned("What did Ursula von der Leyen say about grain in March 2024?").parts

    assert part.text == "What did Ursula von der Leyen say about grain"
    assert (part.after, part.before) == ("2024-03-01", "2024-03-31")
    assert part.names == ("Ursula von der Leyen",)


def test_contrasted_clauses_keep_their_own_outlets() -> None:
    """What one reports is not looked for in the other."""
    text = (
        "Did the TechCrunch article on batteries report falling lithium prices, while the Verge "
        "article reported a shortage of cheap cobalt?"
    )

    assert sides(text) == [
        ("batteries report falling lithium prices", ("TechCrunch",)),
        ("shortage of cheap cobalt", ("The Verge",)),
    ]


def test_each_report_keeps_its_own_date() -> None:
    """And the closing question is no part: no article answers it."""
    found = planned(
        "Between the report from Fortune published on October 7, 2023 about the flood defences of "
        "Hull and the report from The Age published on December 6, 2023 about the new harbour "
        "wall of Hull, was there a change in the portrayal of the council?"
    )

    assert [(part.sources, part.after, part.before) for part in found.parts] == [
        (("Fortune",), "2023-10-07", "2023-10-07"),
        (("The Age",), "2023-12-06", "2023-12-06"),
    ]
    assert "flood defences" in found.parts[0].text
    assert "harbour wall" in found.parts[1].text


def test_a_list_of_names_is_no_list_of_clauses() -> None:
    """They are the subject of one verb."""
    text = (
        "Does Fortune say that Ann Lee, Bob Ray, and Cy Dee are likely heirs of the old shipyard, "
        "while The Age doubts that the shipyard will survive the winter?"
    )

    assert [sources for _, sources in sides(text)] == [("Fortune",), ("The Age",)]
    assert "Ann Lee, Bob Ray, and Cy Dee" in sides(text)[0][0]


def test_relative_clauses_are_parts() -> None:
    """Each has its outlet."""
    text = (
        "Who is the person that, according to Fortune, founded a failed exchange for coins, and "
        "who also, according to The Verge, lived in a house on the Bahamas?"
    )

    assert [sources for _, sources in sides(text)] == [("Fortune",), ("The Verge",)]


def test_two_outlets_of_one_clause_are_asked_one_by_one() -> None:
    """The same topic in each."""
    first, second = sides("What do The Verge and TechCrunch say about foldable phones?")

    assert (first[1], second[1]) == (("The Verge",), ("TechCrunch",))
    assert first[0] == second[0]
    assert "foldable phones" in first[0]


def test_the_ends_of_a_range_are_parts_where_something_changed() -> None:
    """A comparison over time needs both."""
    found = planned("How did rents change between March 2023 and March 2024?")

    assert [(part.after, part.before) for part in found.parts] == [
        ("2023-03-01", "2023-03-31"),
        ("2024-03-01", "2024-03-31"),
    ]
    assert (found.after, found.before) == ("2023-03-01", "2024-03-31")


def test_now_is_a_side_of_a_comparison_too() -> None:
    """The time it is set against does not close the bounds."""
    found = planned("Is inflation higher now than in 2022?")

    assert (found.after, found.before) == ("2022-01-01", None)
    assert [(part.after, part.before) for part in found.parts] == [
        ("2022-01-01", "2022-12-31"),
        ("2023-01-01", None),
    ]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("Compare the speeches of Macron and Scholz on grain", "Macron", "Scholz"),
        ("Сравни речи Макрона и Шольца о зерне", "Макрона", "Шольца"),
        ("Порівняй промови Макрона та Шольца про зерно", "Макрона", "Шольца"),
    ],
)
def test_compared_people_are_asked_for_one_by_one(text: str, left: str, right: str) -> None:
    """Neither crowds out the other."""
    first, second = planned(text).parts

    assert (first.names, second.names) == ((left,), (right,))
    assert left in first.text
    assert right not in first.text


def test_people_who_are_not_compared_stay_together() -> None:
    """They did something together."""
    assert len(planned("What did Biden and Xi discuss in Bali?").parts) == 1


def test_a_clause_without_a_name_takes_the_subject_along() -> None:
    """Else it would be about nobody."""
    found = planned(
        "When did Marta Kos resign from the harbour board, and how did the ministry "
        "fill the vacant post afterwards?"
    )

    assert found.parts[1].text.startswith("Marta Kos")


def test_a_frame_does_not_reach_out_of_its_clause() -> None:
    """Behind a date and a comma the next report begins, even one of an unknown outlet."""
    found = planned(
        "Between the report from The Gazette on the dredging of the old canal published on "
        "November 1, 2023, and the report from The Mirror on a lawsuit against the canal company "
        "published later, was there a change in the portrayal of the canal?"
    )

    assert [(part.text, part.after) for part in found.parts] == [
        ("dredging of the old canal", "2023-11-01"),
        ("lawsuit against the canal company published later", None),
    ]


def test_a_clause_that_names_nothing_to_look_for_is_no_part() -> None:
    """The team is what is asked for; each other clause is evidence of it."""
    found = planned(
        "Which rowing team, featured in articles by Fortune and The Age, trains on the canal near "
        "the old shipyard, and has won every race of the last two seasons?"
    )

    assert [part.text for part in found.parts] == [
        "trains on the canal near the old shipyard",
        "has won every race of the last two seasons",
    ]


def test_a_clause_with_a_date_alone_takes_the_topic_of_the_other() -> None:
    """What was counted is said once."""
    text = (
        "How many injured did Fortune report after the ferry accident near Hull, and how many did "
        "The Age report a day later?"
    )
    first, second = planned(text).parts

    assert second.sources == ("The Age",)
    assert second.text.startswith(first.text)


def test_a_short_piece_between_two_joints_goes_with_what_was() -> None:
    """The year before is what the first clause compares with."""
    text = (
        "Does the Verge article suggest that the rowing team of Hull improved its time compared to "
        "the previous year, while the Fortune article suggests that the sailing team fell behind?"
    )

    assert [part.text for part in planned(text).parts] == [
        "rowing team of Hull improved its time compared to the previous year",
        "Hull sailing team fell behind",
    ]
