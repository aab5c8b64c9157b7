"""What the reader is given: rows of word pieces, and features of sentences."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.reader.layout import (
    ASKED,
    ENGLISH,
    FEATURES,
    MOST,
    MULTILINGUAL,
    NOBODY,
    arrange,
    features,
)


def test_question_headline_date_and_sentences_stand_in_one_row() -> None:
    """Special pieces and the date are nobody's; the headline is part 0."""
    [row] = arrange([7, 8], [20], [30], [[40, 41], [50]])

    assert row.ids == [101, 7, 8, 102, 20, 30, 102, 40, 41, 50, 102]
    assert row.owners == [NOBODY, ASKED, ASKED, NOBODY, 0, NOBODY, NOBODY, 1, 1, 2, NOBODY]


def test_encoder_has_special_pieces_of_its_own() -> None:
    """And nothing else differs."""
    [row] = arrange([7, 8], [20], [30], [[40, 41], [50]], MULTILINGUAL)

    assert row.ids == [0, 7, 8, 2, 20, 30, 2, 40, 41, 50, 2]
    assert row.owners == arrange([7, 8], [20], [30], [[40, 41], [50]])[0].owners


def test_sentence_that_does_not_fit_begins_another_row() -> None:
    """Question and headline stand before it again."""
    first, second = arrange([7], [20], [], [[40] * 200, [50] * 60])

    assert first.owners.count(1) == 200
    assert second.ids == [101, 7, 102, 20, 102, *[50] * 60, 102]
    assert second.owners.count(2) == 60


@given(st.lists(st.lists(st.integers(200, 300), max_size=300), max_size=9), st.integers(0, 99))
def test_every_sentence_is_read_once_and_no_row_is_too_long(body: list[list[int]], n: int) -> None:
    """However long they are, all but the overlong are whole."""
    rows = arrange([7] * n, [20] * n, [30] * n, body)

    room = MOST - 4 - min(n, 64) - min(n, 48) - min(n, 8)
    assert all(len(row.ids) == len(row.owners) <= MOST for row in rows)
    owners = [owner for row in rows for owner in row.owners]
    assert [owners.count(at) for at in range(1, len(body) + 1)] == [
        min(len(each), room) for each in body
    ]


def test_cyrillic_becomes_latin_letter_by_letter() -> None:
    """The vocabulary is English; names of both alphabets come near each other."""
    said = "Чому Київ і Объект, Fed?"

    assert ENGLISH.readable(said) == "chomu kyyiv i obekt, Fed?".replace("yy", "iy")
    assert MULTILINGUAL.readable(said) == said
    assert ENGLISH.readable("Plain") == "Plain"
    assert ENGLISH.letters("Щ") == "shch"


def test_letters_are_counted_as_they_are_read() -> None:
    """Of each: where it stood."""
    assert ENGLISH.places("aЩb") == [0, 1, 1, 1, 1, 2]
    assert MULTILINGUAL.places("aЩb") == [0, 1, 2]


def test_half_a_character_is_read_as_unknown() -> None:
    """UTF-8 cannot carry it."""
    assert ENGLISH.readable("a\ud800b") == MULTILINGUAL.readable("a\ud800b") == "a\ufffdb"


def test_features_tell_headline_lead_overlap_and_kind() -> None:
    """Worked out by hand: of worth 1 + 3, the sentence has 3 and the headline 1."""
    made = features(
        [5, 6],
        [[5], [6, 9, 9]],
        ["Vote", 'On Monday Ann Lee said "no" to 3'],
        [0, 600],
        {5: 1.0, 6: 3.0},
    )

    named = [dict(zip(FEATURES, row, strict=True)) for row in np.round(made.tolist(), 3).tolist()]
    assert named[0] == {**dict.fromkeys(FEATURES, 0.0), "headline": 1, "overlap": 0.25,
                        "with_headline": 0.25, "length": 0.017}  # fmt: skip
    assert named[1] == {"headline": 0, "lead": 0.368, "first": 1, "overlap": 0.75,
                        "with_headline": 1, "figure": 1, "date": 1, "quoted": 1, "names": 0.5,
                        "length": 0.05}  # fmt: skip
