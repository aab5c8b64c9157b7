"""What speaks for a sentence."""

from __future__ import annotations

from bot.answer.reading.features import measure, share
from bot.answer.reading.sentences import places
from index.text.tokens import stems
from tests.bot.answer.asking import asked
from tests.bot.made import hits, passage

STORM = passage("Storm Runa hit Vollum in May 2023. Two men were hurt by trees.", title="A storm")


def measured(question: str) -> list[dict[str, float]]:
    """The features of both sentences."""
    return [measure(each, asked(question)) for each in places(hits(STORM), with_notices=False)]


def test_cover_counts_the_sentence_then_what_stands_around_it() -> None:
    """Headline and neighbours carry what the sentence leaves out."""
    first, second = measured("Who was hurt in Storm Runa?")

    assert (round(first["cover"], 2), round(second["cover"], 2)) == (0.67, 0.33)
    assert first["cover_wide"] == second["cover_wide"] == 1
    assert (first["names"], second["names"], second["names_wide"]) == (1, 0, 1)


def test_another_storm_and_another_year_speak_against() -> None:
    """The question names one, the sentence another."""
    first, _ = measured("Whom did Storm Sindre hurt in November 2022?")

    assert (first["year_other"], first["month_other"]) == (1, 1)
    assert first["names"] < 1
    assert measured("Who was hurt in Vollum in 2023?")[0]["year_other"] == 0


def test_question_without_names_has_half_of_them() -> None:
    """Neither for nor against."""
    assert measured("who was hurt")[0]["names"] == 0.5


def test_share_is_of_the_question_s_words_by_weight() -> None:
    """Stems count, whatever the inflection, in the language of the text."""
    weights = {"ferri": 0.75, "sink": 0.25}

    assert share(stems("Two ferries left."), weights) == 0.75
    assert share(stems("The ferry is sinking."), weights) == 1
    assert share(stems("12345"), weights) == 0
