"""Finding a quotation in a passage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.guard.quotes import find_quote
from index.models import Span

PARAGRAPH = (
    "“We’ve had 146 people on board – not 143,” said Agda Norrby. "
    "Her café's “no”…  was heard;\nthe pilot’s «нет» (він їхав) wasn't. "
    "Straße, ﬁsh, ½ knot, mid‑ship, naïve and soft\u00adly."
)
VARIANTS = {
    "“": '"„«”',
    "”": '"“»',
    "’": "'‘ʼ",
    "'": "’‘`",
    "«": '"“',
    "»": '"”',
    "–": "-—‒",
    "‑": "-–",
    " ": ["  ", "\n", "\u00a0", "\t ", "\u2009"],
    "\n": [" ", "\n\n"],
    "\u00ad": ["", "\u200b"],
    "…": ["...", "…"],
    "ﬁ": ["fi", "ﬁ"],
}


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ('"no"', "She said “no” twice.", "“no”"),
        ("«нет»", 'Он сказал "нет".', '"нет"'),
        ("it's late", "But it’s late.", "it’s late"),
        ("13-14 March", "on 13–14 March", "13–14 March"),
        ("a \u2014 b", "a - b", "a - b"),
        ("harbour", "the har\u00adbour wall", "har\u00adbour"),
        ("har\u00adbour", "the harbour wall", "harbour"),
        ("I ❤ cod", "Yes, I ❤\ufe0f cod.", "I ❤\ufe0f cod"),
        ("👨👩 sang", "The 👨\u200d👩 sang.", "👨\u200d👩 sang"),
        ("office", "the oﬃce door", "oﬃce"),
        ("so... no", "so… no", "so… no"),
        ("SECOND", "the second wall", "second"),
        ("strasse", "Die Straße.", "Straße"),
        ("two\u00a0boats", "two  \n boats", "two  \n boats"),
        ("  two boats\n", "of two boats.", "two boats"),
    ],
)
def test_marks_spaces_and_case_make_no_difference(quote: str, text: str, found: str) -> None:
    """A quotation is found whatever an editor or a model did to its marks, spaces and case."""
    span = find_quote(quote, text)

    assert span is not None
    assert span.of(text) == found


@pytest.mark.parametrize("word", ["café", "naïve", "їжак", "йод", "Ørsted über"])
def test_composed_and_decomposed_letters_are_the_same(word: str) -> None:
    """NFC finds NFD and the other way round, and the span holds the accent."""
    composed, decomposed = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))

    assert find_quote(composed, f"x {decomposed} s") == Span(2, 2 + len(decomposed))
    assert find_quote(decomposed, f"x {composed} s") == Span(2, 2 + len(composed))


def test_letter_without_its_accent_is_another_letter() -> None:
    """Accents tell words apart."""
    assert find_quote("мои", "мой дом") is None
    assert find_quote("cafe", "café") is None


def test_offsets_count_characters_of_the_text_as_it_is() -> None:
    """Folding changes lengths; the span does not."""
    text = "The  ﬁrst…\n“ferry”"

    span = find_quote('first... "ferry"', text)

    assert span == Span(5, 18)


@pytest.mark.parametrize("quote", ["", "  ", "\u00ad", "\n\t"])
def test_empty_quotation_is_nowhere(quote: str) -> None:
    """Nothing quoted is nothing found."""
    assert find_quote(quote, "some text") is None
    assert find_quote(quote, "") is None


@pytest.mark.parametrize(
    "quote",
    ["147 people", "people on boat", "146people on board", "46 people", "6", "people on boar"],
)
def test_other_words_are_not_found(quote: str) -> None:
    """One digit, one letter or one missing space makes another quotation."""
    assert find_quote(quote, PARAGRAPH) is None


def _joins(letter: str) -> bool:
    """Whether a word goes on at this character."""
    return letter.isalnum() or letter == "\u00ad"


@st.composite
def altered_slices(draw: st.DrawFn) -> tuple[str, int, int]:
    """A slice of the paragraph of whole words, plain at both ends, its marks changed."""
    plain = [place for place, each in enumerate(PARAGRAPH) if each.isalpha() and each.isascii()]
    first = [place for place in plain if not _joins(PARAGRAPH[place - 1])]
    start = draw(st.sampled_from(first))
    ends = [place for place in plain if not _joins(PARAGRAPH[place + 1]) and place >= start]
    last = draw(st.sampled_from(ends))
    altered = "".join(
        draw(st.sampled_from([each, *VARIANTS.get(each, [])]))
        for each in PARAGRAPH[start : last + 1]
    )
    if draw(st.booleans()):
        altered = unicodedata.normalize("NFD", altered)
    return (altered.upper() if draw(st.booleans()) else altered), start, last + 1


@given(altered_slices())
def test_altered_slice_is_found_where_it_was_cut(altered: tuple[str, int, int]) -> None:
    """Any slice with other marks, spaces and case is found, at the first place that reads so."""
    quote, start, end = altered

    span = find_quote(quote, PARAGRAPH)

    assert span is not None
    assert span.start <= start
    if len(quote) > 8:
        assert (span.start, span.end) == (start, end)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_finds_itself(before: str, quote: str, after: str) -> None:
    """Whatever the characters, a quotation with a letter is found and its span is inside."""
    text = f"{before} q{quote}q {after}"

    span = find_quote(f"q{quote}q", text)

    assert span is not None
    assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("❤\ufe0f", "❤"),
        ("👍🏽", "👍"),
        ("👨\u200d👩\u200d👧", "👨"),
        ("👨\u200d👩\u200d👧", "👧"),
        ("🏴\u200d☠\ufe0f", "🏴"),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "🏴"),
        ("1\ufe0f\u20e3", "1"),
    ],
)
def test_quotation_has_all_of_an_emoji_of_which_a_part_is_said(written: str, said: str) -> None:
    """Joiners, forms and colours belong to what is seen as one."""
    text = f"They sent {written} to Malt."

    for quote in (f"They sent {said}", f"{said} to Malt"):
        found = find_quote(quote, text)
        if found is not None:  # a family that is not said whole stands nowhere
            assert written in found.of(text)
    alone = find_quote(said, text)
    assert alone is not None
    assert alone.of(text) == written


def test_letters_of_two_flags_are_no_third_one() -> None:
    """Ukraine and Russia side by side have the letters of Argentina between them."""
    text = "They flew 🇺🇦🇷🇺 over Malt."

    assert find_quote("🇦🇷", text) is None
    found = find_quote("🇷🇺", text)
    assert found is not None
    assert found.of(text) == "🇷🇺"
