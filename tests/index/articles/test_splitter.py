"""Passages: runs of whole sentences within the embedder's window."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from index.articles.splitter import split
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.embedding.bundled import BundledEmbedder

SENTENCE = "The harbour master closed the north pier today."  # eight words
WORDS = st.sampled_from(
    ["ferry ", "Harbour ", "closed. ", "Then ", "\n", "\n\n", "48 ", "Порт ", "é "]
)


def count_words(texts: Sequence[str]) -> list[int]:
    """A window counted in words."""
    return [len(text.split()) for text in texts]


@given(st.lists(WORDS, max_size=400).map("".join), st.integers(1, 300))
def test_passages_hold_every_sentence_once_in_order_within_the_window(
    text: str, window: int
) -> None:
    """Spans are ordered and stripped; only white space is left out; none is past the window."""
    spans = split(text, counts=count_words, window=window)

    parts = [span.of(text) for span in spans]
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(part and part == part.strip() for part in parts)
    assert all(len(part.split()) <= window for part in parts)


@given(st.lists(WORDS, max_size=400).map("".join))
def test_a_passage_begins_and_ends_with_a_sentence(text: str) -> None:
    """Where sentences fit the window, no border lies inside one."""
    spans = split(text, counts=count_words, window=1000)

    whole = sentences(text)
    assert {span.start for span in spans} <= {span.start for span in whole}
    assert {span.end for span in spans} <= {span.end for span in whole}


def test_passages_have_between_120_and_200_words() -> None:
    """40 sentences of eight words, 320 in all, make two passages of the 160 aimed at."""
    text = " ".join([SENTENCE] * 40)

    spans = split(text, counts=count_words, window=254)

    assert [len(span.of(text).split()) for span in spans] == [160, 160]


def test_a_short_article_is_one_passage() -> None:
    """Nothing is cut that fits."""
    text = f"{SENTENCE}\n\n{SENTENCE}"

    spans = split(text, counts=count_words, window=254)

    assert [span.of(text) for span in spans] == [text]


def test_a_cut_prefers_the_end_of_a_paragraph() -> None:
    """Paragraphs of 152 and 168 words are kept, although 160 and 160 are nearer the target."""
    text = " ".join([SENTENCE] * 19) + "\n\n" + " ".join([SENTENCE] * 21)

    spans = split(text, counts=count_words, window=254)

    assert [len(span.of(text).split()) for span in spans] == [152, 168]


def test_a_sentence_past_the_window_is_halved_at_white_space() -> None:
    """Twelve words in a window of five become parts of three."""
    text = "one two six ten one two six ten one two six ten"

    spans = split(text, counts=count_words, window=5)

    assert [span.of(text) for span in spans] == [
        "one two six",
        "ten one two",
        "six ten one",
        "two six ten",
    ]


def test_one_word_past_the_window_is_cut_in_the_middle() -> None:
    """Text without white space, as Chinese is, must be read to its end too."""
    spans = split("x" * 40, counts=lambda texts: [len(text) for text in texts], window=10)

    assert [(span.start, span.end) for span in spans] == [(0, 10), (10, 20), (20, 30), (30, 40)]


def test_a_chinese_full_stop_ends_a_sentence() -> None:
    """No white space follows it."""
    spans = split("一。二。", counts=lambda texts: [len(text) for text in texts], window=2)

    assert [(span.start, span.end) for span in spans] == [(0, 2), (2, 4)]


def test_no_text_has_no_passages() -> None:
    """White space alone is no passage."""
    assert split(" \n ", counts=count_words, window=254) == []


def test_the_bundled_embedder_reads_every_passage_to_its_end(bundled: BundledEmbedder) -> None:
    """A text dense in word pieces is cut by the window, not by words alone."""
    dense = "Przewodniczący Szczebrzeszyna-Świętokrzyskiego skrytykował niebezpieczeństwo. "
    text = dense * 60

    spans = split(text, counts=bundled.counts, window=bundled.window)

    assert max(bundled.counts([span.of(text) for span in spans])) <= bundled.window
    assert len(spans) > 1
