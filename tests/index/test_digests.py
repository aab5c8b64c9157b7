"""Digests and opaque ids."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from index.digests import citation_id, digest, folded, opaque_id


def test_the_border_between_parts_counts() -> None:
    """("ab", "c") and ("a", "bc") are different things."""
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") != digest("a", "")


def test_a_digest_is_the_same_in_every_process() -> None:
    """SHA-256 of "1:a": ids must survive restarts and updates."""
    assert digest("a") == "4162fddd39a3e4225e8e2392eced237fbeb34e6e218b5647d27bd4d2b9c0da24"


@given(st.lists(st.text(), max_size=4))
def test_an_id_fits_everywhere(parts: list[str]) -> None:
    """16 characters that a URL, a file name and Telegram's callback data take."""
    assert re.fullmatch(r"[a-z2-7]{16}", opaque_id(*parts))


def test_half_a_character_has_a_digest() -> None:
    """Broken JSON can hold lone surrogates."""
    assert len(digest("\ud83d")) == 64


def test_folding_removes_what_readers_do_not_see() -> None:
    """Composition and runs of white space make no difference."""
    assert folded("  Cafe\u0301\n\n au\u00a0lait ") == "Café au lait"


def test_citation_of_a_headline_has_another_id_than_one_of_the_text() -> None:
    """At the same offsets; ids of text are what they always were."""
    assert citation_id("p", 0, 9) == opaque_id("citation", "p", "0", "9")
    assert citation_id("p", 0, 9, title=True) == opaque_id("citation", "p", "0", "9", "title")
