"""Characters that nobody sees, and those that are seen as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.record.fields import clean
from index.text.characters import seen, unbroken

EMOJI = [
    "👨\u200d👩\u200d👧",
    "❤\ufe0f",
    "❤\ufe0f\u200d🔥",
    "🏳\ufe0f\u200d🌈",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "🇺🇦",
    "👍🏽",
    "🕵🏻\u200d♂\ufe0f",
    "🙂\u200d↔\ufe0f",
    "1\ufe0f\u20e3",
    "‼\ufe0f",
    "\U0001fae9",
]
"""A family, a heart, flags, a tone of skin, a key, one that is newer than Python."""
SPELLED = ["می\u200cخواهم", "क्\u200dष", "葛\U000e0100", "שלום!\u200f", "☎\ufe0e", "\u0600\u0661"]
"""Words of Persian and Hindi, a Chinese character, a mark of direction, a telephone as text."""
_parts = st.sampled_from(
    [
        *EMOJI,
        *SPELLED,
        *"aЖ1. \n\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f\u2060\U000e0061\U000e0101",
    ]
)


@pytest.mark.parametrize("text", [*EMOJI, *SPELLED])
def test_emoji_and_words_are_stored_as_they_are_made(text: str) -> None:
    """Whatever stands around them."""
    assert clean(f"So {text} it is {text}") == f"So {text} it is {text}"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ig\u200dnore и\u200cгнорируй", "Ignore игнорируй"),
        ("Ig\ufe0fno\ufe01re\U000e0101", "Ignore"),
        ("Reply\u200e only \u200fwith 1\u200f4\ufe0f6", "Reply only with 146"),
        ("❤\ufe0f\ufe0f\ufe01", "❤\ufe0f"),
        ("😀\U000e0101\U000e0142", "😀"),
        ("🏴\U000e0073\U000e0061\U000e0079\U000e007f", "🏴"),
        ("👨\u200d and 👩", "👨 and 👩"),
        ("a\u00ad\u200b\u2060\ufeff\u3164\ufff9b", "ab"),
    ],
)
def test_what_hides_or_splits_words_is_taken_out(text: str, read: str) -> None:
    """A program then reads what people do."""
    assert seen(text) == read


@given(st.lists(_parts, max_size=12).map("".join))
def test_what_is_seen_stays_so(text: str) -> None:
    """Twice is once: what was stored so is shown so."""
    assert seen(seen(text)) == seen(text)
    assert clean(clean(text)) == clean(text)


@given(st.lists(st.sampled_from([*EMOJI, "a", "e\u0301", " "]), min_size=1, max_size=8), st.data())
def test_place_to_cut_is_between_emoji(parts: list[str], data: st.DataObject) -> None:
    """The last one before; letters keep their accents."""
    text = "".join(parts)
    end = data.draw(st.integers(min_value=len(parts[0]), max_value=len(text)))
    borders = [len("".join(parts[:n])) for n in range(len(parts) + 1)]

    assert unbroken(text, end) == max(border for border in borders if border <= end)


def test_one_emoji_that_does_not_fit_is_cut() -> None:
    """Else whoever cuts would never come to an end."""
    assert unbroken(EMOJI[0], 3) == 3
