"""What is carried over from words that a question replies to."""

from __future__ import annotations

from bot.answer.conversation.followups import Turn, stand_alone

POST = (
    "Captain Olaf Brandt fell from the ladder of the Vardoy lighthouse on Tuesday, Tove Brun said. "
    "He was taken to Nesby by Anna Holm."
)


def test_pronoun_in_a_reply_is_who_is_named_there() -> None:
    """The first three names; "Tuesday" is seen from another day than the question's."""
    alone = stand_alone("was he hurt?", [Turn(POST, POST, claim=True)])

    assert alone == "was he hurt? (Captain Olaf Brandt, Vardoy, Tove Brun)"


def test_date_with_its_year_is_carried_over() -> None:
    """It is the same day from everywhere."""
    said = "The bell of St Brenna was stolen on 3 May 2023."

    alone = stand_alone("why?", [Turn(said, said, claim=True)])

    assert alone == "why? (bell St Brenna stolen, on 3 May 2023)"
