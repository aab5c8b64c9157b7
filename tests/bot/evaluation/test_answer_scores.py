"""Scores of one answer, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.answer_scores import (
    answer_scores,
    contains,
    plain,
    quote_counts,
    same_sentence,
    word_f1,
)
from bot.evaluation.question_file import Question
from tests.bot.evaluation.made import CARD, answer, headline

LONG = "the ferry Lady Ingrid ran aground off Lunnay in February"
FIRST, SECOND, THIRD = (
    "The ferry ran aground.",
    "21 people were hurt.",
    "The captain denies it.",
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Sam Bankman-Fried’s”, $1,000!", ["sam", "bankman", "frieds", "$1000"]),
        ("a one - year   period", ["a", "one", "year", "period"]),
        ("Сёстры — «ЧАЙКА».", ["сёстры", "чайка"]),
        ("…", []),
    ],
)
def test_words_are_lower_case_without_punctuation(text: str, words: list[str]) -> None:
    """Dashes part words, other punctuation vanishes."""
    assert plain(text) == words


@pytest.mark.parametrize(
    ("said", "gold", "expected"),
    [
        ("The council adopted 1.81 billion crowns.", "1.81 Billion crowns", 1),
        ("Nobody knows it now.", "no", 0),
        ("No, he did not.", "no", 1),
        ("", "Stamm", 0),
    ],
)
def test_short_answer_is_looked_for_by_whole_words(said: str, gold: str, expected: int) -> None:
    """No does not stand in know."""
    assert contains(said, gold) == expected


def test_word_f1_counts_each_word_as_often_as_it_occurs() -> None:
    """Two of three and two of two: 4/5; a word said twice is matched once."""
    assert word_f1("The cat sat.", "the cat") == 0.8
    assert word_f1("cat cat", "cat") == pytest.approx(2 / 3)
    assert word_f1("", "cat") == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_word_f1_is_symmetric_and_bounded(one: str, other: str) -> None:
    """And 1 for a text and itself, where it has words."""
    assert word_f1(one, other) == word_f1(other, one)
    assert 0 <= word_f1(one, other) <= 1
    assert word_f1(one, one) == bool(plain(one))


@pytest.mark.parametrize(
    ("quote", "fact", "same"),
    [
        (FIRST, "The  ferry ran\naground.", True),
        (FIRST, f"{FIRST} {SECOND}", True),
        (f"{FIRST} {SECOND}", SECOND, True),
        (FIRST, SECOND, False),
        (FIRST, " ", False),
    ],
)
def test_one_of_two_sentences_contains_the_other(quote: str, fact: str, *, same: bool) -> None:
    """White space removed from both; nothing contains nothing."""
    assert same_sentence(quote, fact) is same


def test_each_score_needs_its_field() -> None:
    """A question alone has none."""
    assert answer_scores(Question("?", "k"), answer(FIRST)) == {}
    assert answer_scores(Question("?", "k", answerable=True), answer(FIRST)) == {
        "false_refusals": 0
    }
    assert answer_scores(Question("?", "k", references=("21",)), answer(SECOND)) == {
        "short_answer": 1
    }
    assert answer_scores(Question("?", "k", facts=(FIRST,)), answer(SECOND, FIRST)) == {
        "first_claim": 0
    }


def test_long_references_are_compared_and_short_ones_looked_for() -> None:
    """The best of several counts."""
    question = Question("?", "k", references=("the sea", "21 people", LONG))

    scores = answer_scores(question, answer(SECOND, FIRST))

    assert scores["short_answer"] == 1
    assert scores["word_f1"] == pytest.approx(2 * 4 / (8 + 10))


def test_refusal_loses_where_an_answer_was_wanted_and_wins_where_none_is() -> None:
    """An unanswerable question is scored for the refusal alone."""
    wanted = Question("?", "k", facts=(FIRST,), references=("21",), answerable=True)
    unanswerable = Question("?", "k", references=("21",), answerable=False)

    assert answer_scores(wanted, answer()) == {
        "false_refusals": 1, "short_answer": 0, "first_claim": 0,
    }  # fmt: skip
    assert answer_scores(unanswerable, answer()) == {"right_refusals": 1}


def test_quotes_and_gold_sentences_are_paired_once() -> None:
    """One pair of two quotes and two facts."""
    question = Question("?", "k", facts=(FIRST, THIRD))

    assert quote_counts(question, answer(FIRST, SECOND)) == (1, 2, 2)
    assert quote_counts(question, answer()) == (0, 0, 2)


def test_facts_that_are_no_sentences_are_not_counted() -> None:
    """Precision would be of quotes, recall of fragments."""
    assert quote_counts(Question("?", "k", facts=("ran aground",)), answer(FIRST)) is None
    assert quote_counts(Question("?", "k"), answer(FIRST)) is None


def test_claims_are_scored_by_the_sentences_that_answer_or_add() -> None:
    """Any sentence that answers may come first; one that only adds is of use behind it."""
    question = Question("?", "k", answering=(FIRST, THIRD), completing=(SECOND,))

    assert answer_scores(question, answer(THIRD, SECOND)) == {"first": 1, "any": 1, "precision": 1}
    assert answer_scores(question, answer(SECOND, FIRST)) == {"first": 0, "any": 1, "precision": 1}
    assert answer_scores(Question("?", "k", answering=(FIRST,)), answer(THIRD, FIRST)) == {
        "first": 0, "any": 1, "precision": 0.5,
    }  # fmt: skip
    assert answer_scores(question, answer()) == {"first": 0, "any": 0}


def test_article_of_the_first_claim_is_known_by_its_headline() -> None:
    """White space does not count."""
    assert answer_scores(Question("?", "k", article="Ferry runs  aground"), answer(FIRST)) == {
        "article": 1
    }
    assert answer_scores(Question("?", "k", article="Ferry"), answer(FIRST)) == {"article": 0}


def test_quoted_headline_stands_for_what_it_says_whole() -> None:
    """It answers where it is what answers, not where a sentence that says more has its words."""
    made = replace(answer(FIRST), citations=(headline(1),))
    itself = Question("?", "k", answering=("Ferry  runs aground.",), article=CARD.title)
    longer = Question("?", "k", answering=("“Ferry runs aground” was the call at noon.", " "))

    assert answer_scores(itself, made) == {"first": 1, "any": 1, "precision": 1, "article": 1}
    assert answer_scores(longer, made) == {"first": 0, "any": 0, "precision": 0}


def test_quoted_headline_is_paired_with_a_gold_sentence_that_it_says() -> None:
    """And counts as a quote in any case."""
    made = replace(answer(FIRST, SECOND), citations=(headline(1), answer(SECOND).citations[0]))

    assert quote_counts(Question("?", "k", facts=(SECOND,)), made) == (1, 2, 1)
    assert quote_counts(Question("?", "k", facts=("Ferry runs aground.",)), made) == (1, 2, 1)
