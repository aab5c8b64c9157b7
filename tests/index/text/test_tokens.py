"""Words and terms: what lexical search compares."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import lexicon
from index.text.tokens import stem, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Port's 2,000 dockers", ["the", "port", "2000", "dockers"]),
        ("3.5 per cent of 1,234,567", ["3.5", "per", "cent", "of", "1234567"]),
        ("Ёлка и ель", ["елка", "и", "ель"]),
        ("м'ята", ["м'ята"]),
        ("ﬁnance Ｐort", ["finance", "port"]),
        ("snake_case A4", ["snake", "case", "a", "4"]),
        ("— … !", []),
    ],
)
def test_words_are_folded_and_in_order(text: str, expected: list[str]) -> None:
    """Case, compatibility forms, grouping commas, possessives and ё make no difference."""
    assert words(text) == expected


def test_stop_words_are_no_terms() -> None:
    """What every text has tells none apart; repeats of the rest are kept."""
    assert terms("Who was the mayor, and who is the mayor now?", "en") == ["mayor", "mayor"]


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("dockers", "docker", "en"),
        ("closing", "closed", "en"),
        ("organisation", "organization", "en"),
        ("labour", "labor", "en"),
        ("centres", "centers", "en"),
        ("fibre", "fiber", "en"),
        ("паромы", "паромов", "ru"),
        ("школа", "школи", "uk"),
        ("директора", "директору", "uk"),
        ("dockers", "docker", "uk"),
    ],
)
def test_forms_of_a_word_have_one_stem(left: str, right: str, language: str) -> None:
    """Inflected and British forms meet; Latin words are English in any language."""
    assert stem(left, language) == stem(right, language)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("2024", "en", "2024"),
        ("a4", "en", "a4"),
        ("рік", "uk", "рік"),
        ("дім", "uk", "дім"),
        ("λόγος", "en", "λόγος"),
    ],
)
def test_what_has_no_ending_is_left_alone(word: str, language: str, expected: str) -> None:
    """Numbers, short words and unknown scripts stay as they are."""
    assert stem(word, language) == expected


@given(st.text(max_size=200), st.sampled_from(["en", "ru", "uk", "und"]))
def test_the_same_text_always_has_the_same_terms(text: str, language: str) -> None:
    """Terms come in the number and order of the words that are not stop words."""
    kept = [word for word in words(text) if word not in lexicon.words("stop")]

    assert terms(text, language) == [stem(word, language) for word in kept]


def test_stemmers_serve_several_threads() -> None:
    """Each thread has its own stemmer and all give the same stems."""
    text = " ".join(f"closing{number} organisations паромы" for number in range(200))
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(terms(text, "ru"))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [terms(text, "ru")] * 4
