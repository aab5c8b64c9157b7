"""Whether a sentence brings what a question asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.reading.answer_types import brings, new_names
from tests.bot.answer.asking import asked

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("question", "sentence", "offered"),
    [
        ("How much does it cost?", "It costs 56 crowns.", True),
        ("How much does it cost?", "It costs a lot.", False),
        ("How many ferries sank?", "Three ferries sank.", True),
        ("How many injured were there?", "146 people were on board.", True),
        ("How many were hurt in 2024?", "In 2024 many were hurt.", False),
        ("How much did the wall cost?", "It cost 9 crowns.", True),
        ("Which firm won?", "The contract went to Grundal and Sons.", True),
        ("Which firm won?", "It was the cheapest.", False),
        ("Сколько паромов затонуло?", "Два парома затонули.", True),
        ("How old is the captain?", "Rask, 51, was on the bridge.", True),
        ("How old is the captain?", "Rask was on the bridge.", False),
        ("When did it sink?", "It sank on Monday.", True),
        ("When did it sink?", "It sank slowly.", False),
        ("Когда он погас?", "Он погас в марте.", True),
        ("Коли відкрили?", "Відкрили у вересні.", True),
        ("Why did it sink?", "It sank because of a rock.", True),
        ("Why did it sink?", "It sank.", False),
        ("What did Voss say?", "“I signed,” said Voss.", True),
        ("What did Voss say?", "Voss denied it.", True),
        ("What did Voss say?", "Voss left.", False),
        ("Who is the captain?", "The captain is Mattias Rask.", True),
        ("Who is Mattias Rask?", "That is Mattias Rask.", False),
        ("Where is it?", "It lies off Lunnay.", True),
        ("Where is it?", "It lies there.", False),
        ("Tell me about it", "Anything.", True),
    ],
)
def test_sentence_offers_what_is_asked_for(question: str, sentence: str, offered: bool) -> None:  # noqa: FBT001
    """A figure or a date that the question has not, a person that is somebody new."""
    assert brings(sentence, asked(question)) is offered


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Viktor Stamm was sentenced on Monday.", ["viktor stamm"]),
        ("Storm Runa hit Vollum.", ["vollum"]),
        ("The man left.", []),
    ],
)
def test_new_names_share_no_word_with_the_question(sentence: str, found: Sequence[str]) -> None:
    """Nor do weekdays count, nor a word that only begins the sentence."""
    assert new_names(sentence, asked("Who was hurt in Storm Runa?")) == found
