"""Outlets that a question names."""

from __future__ import annotations

import time

import pytest

from index.planning.planner import Outlets
from tests.index.planning.support import OUTLETS, planned


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("What did The Verge report?", ("The Verge",)),
        ("the Verge's report on phones", ("The Verge",)),
        ("Does the Verge article praise it?", ("The Verge",)),
        ("A TechCrunch article on cars", ("TechCrunch",)),
        ("what does techcrunch say about cars", ("TechCrunch",)),
        ("What does CBS Sports say?", ("CBSSports.com",)),
        ("What does cbssports.com say?", ("CBSSports.com",)),
        ("Was there a BBC report?", ("BBC News - Asia",)),
        ("What does BBC News say?", ("BBC News - Asia",)),
        ("What did DW say?", ("Deutsche Welle",)),
        ("according to sporting news, who won?", ("Sporting News",)),
        ("According to Time, who won?", ("Time",)),
        ("Who won, as reported by the Sun?", ("Sun",)),
        ("What is in 'Fortune' about it?", ("Fortune",)),
        ("Was it in articles by Fortune, Time and The Age?", ("Fortune", "Time", "The Age")),
        ("What did the NYT story say?", ("The New York Times",)),
        ("What did the Guardian article say?", ("theguardian.com",)),
        ("What did CNBC say?", ("Cnbc | World Business",)),
        ("What did The Independent say?", ("The Independent - Sports", "The Independent - Travel")),
        ("По данным Медузы, кто победил?", ("Медуза",)),
        ("Хто переміг, як пише Українська правда?", ("Українська правда",)),
        ("What does the Sunday Times report say?", ("Sunday Times",)),
    ],
)
def test_an_outlet_is_found_by_any_name_it_goes_by(text: str, sources: tuple[str, ...]) -> None:
    """Short, without article or ending, in pieces, as initials, in another case."""
    assert planned(text).sources == sources


@pytest.mark.parametrize(
    "text",
    [
        "Who was on the verge of collapse?",
        "Was it time for Time’s Person of the Year?",
        "Is the sun older than the age of the metro?",
        "Did the Sun set over Rome?",
        "Who made a fortune?",
        "Is the Metro in Kyiv safe?",
        "What is the Age of Ultron?",
        "Does sporting news matter?",
        "",
    ],
)
def test_an_ordinary_word_is_no_outlet(text: str) -> None:
    """Without a capital and a cue it means what it always means."""
    assert planned(text).sources == ()


def test_the_longest_name_counts() -> None:
    """A name inside a longer one is not meant."""
    outlets = Outlets(["The Independent", "The Independent - Travel"])

    names = [each.names for each in outlets.mentions("according to The Independent - Travel")]
    assert names == [("The Independent - Travel",)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What did the Post write about the wall?", ["Ostrand Post"]),
        ("Has the Weekly covered the eels?", ["Quayside Weekly"]),
        ("Is the post office open?", []),
        ("Who won the Post?", []),
    ],
)
def test_an_outlet_goes_by_its_last_word_with_an_article(text: str, names: list[str]) -> None:
    """With a capital and a cue, as any short name."""
    outlets = Outlets(["Ostrand Post", "Quayside Weekly"])

    found = outlets.mentions(text)

    assert [name for each in found for name in each.names] == names


def test_outlets_that_the_archive_does_not_have_are_told_apart() -> None:
    """They bound nothing and stay in the topic."""
    found = planned("What does the Hill Gazette article say about cars?")

    assert (found.sources, found.unknown) == ((), ("Hill Gazette",))
    assert "Hill Gazette" in found.text


def test_an_archive_of_many_outlets_is_searched_quickly() -> None:
    """Five thousand names cost a question no more than a few milliseconds."""
    outlets = Outlets([f"The {number} Daily Gazette" for number in range(5000)])
    text = "Does the 77 Daily Gazette article on ferries contradict the Verge? " * 5

    started = time.thread_time()
    found = outlets.mentions(text)

    assert len(found) == 5
    assert time.thread_time() - started < 5


def test_an_outlet_can_be_left_alone() -> None:
    """Outlets without names find nothing."""
    assert Outlets([]).mentions("according to The Verge") == []
    assert OUTLETS.mentions("\x00") == []
