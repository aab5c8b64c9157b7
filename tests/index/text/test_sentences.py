"""Sentences: where they begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentences

PIECES = st.sampled_from(
    [
        *(
            "Mr. ",
            "Holt ",
            "said ",
            ". ",
            "? ",
            "\n",
            "\n\n",
            "3.5 ",
            "… ",
            "J. ",
            "Он ",
            "сказал. ",
        ),
        *("а", "\t", "\u00a0", "\u2028", "U.S. ", "!", "(", ")", "The ", *"\"“”«»'", "’s "),
    ]
)


def cut(text: str) -> list[str]:
    """The sentences of ``text`` as strings."""
    return [span.of(text) for span in sentences(text)]


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_every_character_that_is_not_white_space_is_in_exactly_one_sentence(text: str) -> None:
    """Spans are ordered, do not overlap, and leave out nothing but white space."""
    spans = sentences(text)

    covered = [place for span in spans for place in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert not "".join(
        letter for place, letter in enumerate(text) if place not in set(covered)
    ).strip()


@given(st.lists(PIECES, max_size=60).map("".join))
def test_a_sentence_has_no_white_space_around_it_and_no_line_break_in_it(text: str) -> None:
    """What a span names is stripped, not empty, and from one line."""
    for sentence in cut(text):
        assert sentence
        assert sentence == sentence.strip()
        assert "\n" not in sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pier closed. Nobody came.", ["The pier closed.", "Nobody came."]),
        ("Why? Because! Well…", ["Why?", "Because!", "Well…"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("It cost 3.5 million. They paid.", ["It cost 3.5 million.", "They paid."]),
        ("He left. then he returned.", ["He left. then he returned."]),
        ("Порт закрили. Чому?", ["Порт закрили.", "Чому?"]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_a_sentence_ends_where_a_capital_or_a_line_follows(text: str, expected: list[str]) -> None:
    """A full stop, question or exclamation mark ends a sentence before a capital."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Holt and Dr. Voss met on Jan. 5 in St. Brenna.",
        "Karin E. Holt won the vote.",
        "The U.S. Senate adjourned.",
        "Долг составил 5 млн. Рублей хватило.",
        "Це коштувало 5 тис. Гривень вистачило.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    """Titles, months, initials and Cyrillic abbreviations keep the sentence together."""
    assert cut(text) == [text]


def test_an_abbreviation_before_a_stop_word_ends_the_sentence() -> None:
    """In "Co. The" one ends: nobody is called The."""
    text = "He worked for Brandt & Co. The firm closed."

    assert cut(text) == ["He worked for Brandt & Co.", "The firm closed."]


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "„“", "‘’", "''"])
def test_a_quotation_is_never_cut(marks: str) -> None:
    """Full stops inside quotation marks do not end the sentence around them."""
    text = f"Holt said {marks[0]}We lost. We paid. We go on{marks[1]} on Monday. Nobody answered."

    assert cut(text) == [
        f"Holt said {marks[0]}We lost. We paid. We go on{marks[1]} on Monday.",
        "Nobody answered.",
    ]


def test_a_closing_mark_belongs_to_the_sentence_it_closes() -> None:
    """The quotation mark behind the full stop stays with it."""
    text = '"We lost." The mayor left.'

    assert cut(text) == ['"We lost."', "The mayor left."]


def test_stray_quotation_marks_do_not_swallow_the_text() -> None:
    """Two marks more than 600 characters apart are not one quotation."""
    text = 'A 5" pipe broke. ' + "It rained. " * 70 + 'A 6" pipe held.'

    assert len(cut(text)) == 72


def test_an_apostrophe_opens_no_quotation() -> None:
    """What lies between "dockers'" and "workers'" is no quotation."""
    text = "The dockers' vote failed. The workers' vote passed."

    assert cut(text) == ["The dockers' vote failed.", "The workers' vote passed."]
