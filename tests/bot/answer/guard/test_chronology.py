"""Which of two things came first, computed from the dates that are quoted."""

from __future__ import annotations

import pytest

from bot.answer.guard.chronology import order
from bot.answer.guard.guard import Guard
from bot.answer.writing.context import Context
from bot.answer.writing.fallback import notes_on
from bot.answer.writing.stream import Writing
from bot.models import Draft, Support
from index.text.sentences import sentences
from tests.bot.answer.made import verifier
from tests.bot.made import passage

SEA = passage(
    "The ferry Lady Ingrid ran aground off Lunnay on 12 February. The inquiry was opened in the "
    "following week. After two failed attempts she floated free on Sunday, 10 March, the company "
    "said on Monday. Divers had inspected the hull on 20 February, but they were not sent on 22 "
    "February.",
    published="2024-03-11T08:00:00+01:00",
)
LAND = passage(
    "The harbour strike began on 3 January 2024 and ended on 25 January 2024. The new school "
    "opened in August 2021. A deal was signed, the union said on 5 March. The baths closed 40 "
    "days after the fire of 31 February 2023; the town had paid for them since May 2019.",
    title="Strike ends",
    published="2024-03-11T08:00:00+01:00",
)
TOLD = [(each, sentences(each.text)) for each in (SEA, LAND)]


@pytest.mark.parametrize(
    ("claim", "said", "rest"),
    [
        (
            "The ferry floated free 27 days after it ran aground.",
            "27 days after",
            "The ferry floated free after it ran aground.",
        ),
        (
            "The Lady Ingrid ran aground on 12 February and floated free four weeks later.",
            "four weeks later",
            "The Lady Ingrid ran aground on 12 February and floated free later.",
        ),
        (
            "The ship ran aground on 12 February; twenty-seven days later she floated free.",
            "twenty-seven days later",
            "The ship ran aground on 12 February; later she floated free.",
        ),
        (
            "The ship ran aground on 12 February, and about a month later she floated free.",
            "about a month later",
            "The ship ran aground on 12 February, and later she floated free.",
        ),
        (
            "About a month after running aground, the ferry floated free.",
            "About a month after",
            "after running aground, the ferry floated free.",
        ),
        (
            "On 10 March, 27 days after it ran aground, the ferry floated free.",
            "27 days after",
            "On 10 March, after it ran aground, the ferry floated free.",
        ),
        (
            "The strike ended 22 days after it began.",
            "22 days after",
            "The strike ended after it began.",
        ),
        (
            "The school opened more than two years before the strike began.",
            "more than two years before",
            "The school opened before the strike began.",
        ),
        (
            "On 12 February, more than a fortnight after the strike ended, the ferry ran aground.",
            "more than a fortnight after",
            "On 12 February, after the strike ended, the ferry ran aground.",
        ),
        (
            "After the strike ended, the ferry ran aground.",
            "After",
            "After the strike ended, the ferry ran aground.",
        ),
        (
            "The ferry ran aground off Lunnay before she floated free.",
            "before",
            "The ferry ran aground off Lunnay before she floated free.",
        ),
    ],
)
def test_order_and_distance_that_follow_are_right(claim: str, said: str, rest: str) -> None:
    """Whichever comes first in the sentence, in days or in longer units, said to be so or about."""
    found = order(claim, TOLD)

    assert found is not None
    assert (found.holds, found.said, found.rest) == (True, said, rest)


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        (
            "The ferry floated free 26 days after it ran aground.",
            "“26 days after” does not follow from 10 March 2024 and 12 February 2024",
        ),
        (
            "The ferry floated free 27 days before it ran aground.",
            "“27 days before” does not follow from 10 March 2024 and 12 February 2024",
        ),
        (
            "The ferry floated free before she ran aground off Lunnay.",
            "“before” does not follow from 10 March 2024 and 12 February 2024",
        ),
        (
            "Before the strike ended, the ferry ran aground.",
            "“Before” does not follow from 12 February 2024 and 25 January 2024",
        ),
        (
            "The strike ended less than a fortnight after it began.",
            "“less than a fortnight after” does not follow from 25 January 2024 and 3 January 2024",
        ),
        (
            "The ship ran aground on 12 February; two months later she floated free.",
            "“two months later” does not follow from 10 March 2024 and 12 February 2024",
        ),
        (
            "The school opened after the strike began.",
            "“after” does not follow from August 2021 and 3 January 2024",
        ),
        (
            "The ferry ran aground the day after the strike ended.",
            "“the day after” does not follow from 12 February 2024 and 25 January 2024",
        ),
    ],
)
def test_order_and_distance_that_do_not_follow_are_wrong(claim: str, wrong: str) -> None:
    """The model is told from which dates."""
    found = order(claim, TOLD)

    assert found is not None
    assert (found.holds, found.wrong) == (False, wrong)


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry floated free.",
        "The ferry did not float free before it ran aground.",
        "After the strike ended and before she floated free, the ferry ran aground.",
        "The deal was signed 55 days after the strike began.",
        "Divers were sent ten days after the ferry ran aground.",
        "The ferry floated free after the council met.",
        "The ferry floated free three hours after it ran aground.",
        "The ferry floated free on 10 March, some days after it ran aground.",
        "The baths closed 40 days after the fire.",
        "The town paid for baths before the ferry ran aground.",
        "The Lady Ingrid floated free before the Lady Ingrid.",
        "The ferry ran aground on 12 February before Lunnay on 12 February.",
        "The school opened 884 days before the strike began.",
        "Паром сняли с мели after 27 дней.",
    ],
)
def test_nothing_is_decided_where_the_dates_do_not(claim: str) -> None:
    """The day of a report, of what was denied or only bounds another thing dates nothing.

    Nor is a distance computed that the article gives itself.
    """
    assert order(claim, TOLD) is None


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry floated free in the ten days after it ran aground in February.",
        "Sixty days before running aground, the ferry floated free.",
    ],
)
def test_whatever_is_asked_it_ends(claim: str) -> None:
    """A claim that cannot be is refused, or left to the verifier."""
    found = order(claim, TOLD)

    assert found is None or not found.holds


REEF = passage(
    "The Lady Ingrid had struck the Kettle Reef in Hest Sound on 12 February with 146 people on "
    "board. The ferry was refloated on the morning of 10 March, the salvage company said.",
    published="2024-03-11T08:00:00+01:00",
)


COMPUTED = "“27 days after” was computed from the dates 2024-03-10 and 2024-02-12; "
COMPUTED += "it stands in no passage."


def test_distance_that_an_article_gives_is_not_ours() -> None:
    """It is right where the dates say so, too, and never wrong by our count."""
    counted = passage(
        f"{REEF.text} She had been stuck for 27 days; 17 days were expected.",
        published="2024-03-11T08:00:00+01:00",
    )
    told = [(counted, sentences(counted.text))]
    right = order("The ferry was refloated 27 days after it struck the reef.", told)

    assert right is not None
    assert (right.holds, right.ours) == (True, False)
    assert order("The ferry was refloated 17 days after it struck the reef.", told) is None


def admitted(text: str) -> Guard:
    """The guard after it has checked a sentence about the ferry."""
    guard = Guard({REEF.id: REEF}, verifier().supported)
    quotes = ("struck the Kettle Reef", "was refloated on the morning")
    guard.admit([Draft(text, tuple(Support(REEF.id, each) for each in quotes))])
    return guard


def test_right_order_is_not_left_to_the_verifier_alone() -> None:
    """It is asked about each of the two things, and what was computed is said."""
    guard = admitted("The Lady Ingrid was refloated 27 days after she struck the Kettle Reef.")
    writing = Writing(Context({}), lambda: guard, None)

    assert [each.holds for each in guard.verdicts] == [True]
    assert [(note.kind, note.text, note.claim) for note in notes_on(writing)] == [
        (
            "computed",
            COMPUTED,
            0,
        )
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "The Lady Ingrid was refloated 17 days after she struck the Kettle Reef.",
            "“17 days after” does not follow from 10 March 2024 and 12 February 2024",
        ),
        (
            "The Lady Ingrid was refloated five days after she struck the Kettle Reef.",
            "“five days after” does not follow from 10 March 2024 and 12 February 2024",
        ),
        (
            "The Lady Ingrid sank in Hest Sound on 12 February and was refloated 27 days later.",
            "what it quotes does not say all of this, or says something else",
        ),
    ],
)
def test_wrong_order_is_refused_and_a_right_one_does_not_save_the_rest(
    text: str, reason: str
) -> None:
    """In words as in digits."""
    (verdict,) = admitted(text).verdicts

    assert not verdict.holds
    assert verdict.reason == reason
    assert verdict.order is None
