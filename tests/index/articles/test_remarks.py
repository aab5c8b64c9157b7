"""What an article says about itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.notices import MOST, Remark, notices, remarks, shortened

CORRECTION = "Correction: the bridge is 640 metres long."
UPDATE = "Updated at 02.36 GMT"


def test_the_gravest_come_first_and_no_more_than_two() -> None:
    """A live page has an update every quarter of an hour."""
    text = f"{UPDATE}\n\nThe road is open.\n\nUpdated at 03.10 GMT\n\n{CORRECTION}"

    assert remarks("Storm", text) == [Remark("correction", CORRECTION), Remark("update", UPDATE)]


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Oil prices rise", []),
        ("UPDATE 2-Oil prices rise", ["wire"]),
        ("BC-Oil, 1st Ld-Writethru", ["wire"]),
        ("CORRECTED-UPDATE 2-Oil prices rise", ["correction"]),
        ("WITHDRAWN: Oil prices rise", ["withdrawal"]),
        ("Update: the road is open", ["update"]),
    ],
)
def test_headlines_are_remarks_too(title: str, kinds: list[str]) -> None:
    """A wire version is told once, as such."""
    assert [each.kind for each in remarks(title, "Oil rose.")] == kinds


def test_the_wire_version_is_left_to_our_words() -> None:
    """The mark itself says nothing to most readers."""
    (remark,) = remarks("BC-Oil, 3rd Ld-Writethru", "Oil rose.")

    assert remark == Remark("wire", version=3)


def test_the_same_notice_twice_is_told_once() -> None:
    """Some stand above and below."""
    assert len(remarks("Storm", f"{CORRECTION}\n\nIt rained.\n\n{CORRECTION}")) == 1


def test_a_long_notice_is_cut_behind_a_sentence() -> None:
    """Never inside one, even where that is long."""
    long = "Correction: " + "the bridge is very long " * 20 + "indeed."

    assert shortened(f"{CORRECTION} " + "It was wrong before. " * 30).endswith("before.")
    assert len(shortened(f"{CORRECTION} " + "It was wrong before. " * 30)) <= 300
    assert shortened(f"{long} And that is all.") == long
    assert shortened("") == ""


@given(st.text(), st.lists(st.sampled_from([CORRECTION, UPDATE, "It rained.", "Note."])))
def test_remarks_are_the_articles_own_words(title: str, lines: list[str]) -> None:
    """Verbatim, except for the number of a wire version."""
    text = "\n\n".join(lines)
    found = remarks(title, text)

    assert len(found) <= MOST
    assert all(each.kind == "wire" or each.text in title + "\n" + text for each in found)
    assert bool(notices(text)) <= bool(found)
