"""Names are what is written with a capital where other words are not."""

from __future__ import annotations

from index.text.names import capitalised, names, runs


def test_capitalised_words_inside_are_those_that_begin_no_sentence() -> None:
    """The first word of a sentence or of a quotation tells nothing about names."""
    text = "Mayor Karin Holt spoke. The island of Lunnay: Nobody “Left”."

    assert capitalised(text, inside=True) == ["Karin", "Holt", "Lunnay"]
    assert capitalised("Мэр Карин Хольт на Лунней", inside=True) == ["Карин", "Хольт", "Лунней"]


def test_capitalised_words_are_otherwise_all_of_them() -> None:
    """A single letter is none."""
    assert capitalised("Mayor Holt and I spoke. Її Хольт") == ["Mayor", "Holt", "Її", "Хольт"]


def test_a_run_goes_on_over_the_small_words_of_names() -> None:
    """And ends where another word stands."""
    text = "The Port of Lunnay told Karin Holt"

    assert [match.group() for match in runs(text)] == ["The Port of Lunnay", "Karin Holt"]


def test_names_are_runs_without_what_only_begins_a_sentence() -> None:
    """Months are none."""
    text = "When did Karin Holt visit the Port of Lunnay in March?"

    assert [span.of(text) for span in names(text)] == ["Karin Holt", "Port of Lunnay"]
