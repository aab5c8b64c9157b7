"""What decides where nearness tells nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer.reading.candidates import Candidate, Reading
from bot.answer.reading.confidence import stored
from bot.answer.reading.cross_lingual import by_names, by_words, names_first
from bot.answer.reading.features import measure
from bot.answer.reading.question import understand
from bot.answer.reading.sentences import places
from tests.bot.answer.asking import Plain
from tests.bot.made import hits, passage


def reading(question: str, *texts: str, topic: str | None = None) -> Reading:
    """Passages with these texts, read in their order for what is looked for of a question."""
    understood = understand(question, Plain(), topic=topic)
    found = places(hits(*(passage(text, title="Заголовок") for text in texts)), with_notices=False)
    ranked = [Candidate(each, 0.0, measure(each, understood)) for each in found]
    return Reading(understood, ranked)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Мост построили за год.", 1),
        ("Мосты построены из стали.", 1),
        ("Мост вчера сгорел дотла.", 1 / 2),
        ("Рыба подорожала вдвое.", 0),
    ],
)
def test_score_is_the_square_of_the_share_of_words(text: str, share: float) -> None:
    """Words that only ask do not count; other forms of a word do."""
    assert by_words(reading("Кто построил мост?", text)) == pytest.approx(share**2)


def test_nothing_is_sure_where_nothing_was_found() -> None:
    """Nor where the question has no words but those that ask."""
    assert by_words(reading("Кто построил мост?")) == by_names(reading("Кто?")) == 0
    assert by_words(reading("Почему?", "Мост вчера сгорел дотла.")) == 0


LEFT, HAD = "Erlend Voss went away at last.", "Erlend Voss had 12 small boats."


def test_sentence_with_most_names_comes_first() -> None:
    """Of two with as many the one that has what is asked for."""
    found = names_first(
        reading("Сколько у Voss?", "It rained for days on end.", LEFT, HAD, topic="Voss")
    )

    assert [each.text for each in found.ranked[:2]] == [HAD, LEFT]


def test_answer_by_names_has_a_number_where_one_is_asked_for() -> None:
    """Else it cannot be the answer; other kinds of question cannot be told so."""
    with_number = reading("Сколько у Voss?", HAD, topic="Voss")
    without = reading("Сколько у Voss?", LEFT, topic="Voss")
    who = reading("Кто такой Voss?", LEFT, topic="Voss")

    assert by_names(with_number) == by_names(who) > stored().threshold
    assert by_names(without) == 0
    assert by_names(replace(who, ranked=[])) == 0
