"""What the language model is given."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.writing.context import Context, choose, count_tokens
from index.models import Hit
from tests.bot.made import hits, passage
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.models import Passage

SHORT = passage("Fares rise to 56 crowns.", title="Fares")
LONG = passage("The ferry ran aground. " * 100)


def test_passages_are_shown_whole_with_outlet_day_and_headline() -> None:
    """The header tells where a passage is from; the text is untouched."""
    bare = replace(SHORT, card=replace(SHORT.card, source=None, published=None))

    assert choose(hits(SHORT)).render() == (
        f"<passage id={SHORT.id[:4]}>\n"
        "Skelhaven Courier · 2024-02-12 · Fares\n"
        "Fares rise to 56 crowns.\n"
        "</passage>"
    )
    assert "\nunknown outlet · no date · Fares\n" in choose(hits(bare)).render()


def test_order_is_that_of_the_hits() -> None:
    """Most relevant first."""
    assert list(choose(hits(LONG, SHORT)).passages.values()) == [LONG, SHORT]


def size(*given: Passage) -> int:
    """Tokens of the passages as they are shown, each by its whole id."""
    return sum(count_tokens(Context({each.id: each}).render()) for each in given)


def test_passages_fit_the_budget_whole() -> None:
    """What does not fit is left out, not cut; a shorter one behind it may still fit."""
    other = passage(LONG.text + "Really.", title="Other")
    given = hits(LONG, SHORT, other)

    def chosen(budget: int) -> list[Passage]:
        return list(choose(given, budget=budget).passages.values())

    assert chosen(10_000) == [LONG, SHORT, other]
    assert chosen(size(LONG, SHORT)) == [LONG, SHORT]
    assert chosen(size(LONG, SHORT) - 1) == [LONG]
    assert chosen(size(LONG) - 1) == [SHORT]


def test_where_none_fits_the_first_is_cut_at_a_sentence() -> None:
    """Never more than the budget, and never half a sentence."""
    (cut,) = choose(hits(LONG), budget=100).passages.values()

    assert LONG.text.startswith(cut.text)
    assert cut.text.endswith("aground.")
    assert cut.span.end - cut.span.start == len(cut.text)
    assert size(cut) <= 100
    assert choose(hits(LONG), budget=1).passages == {}


def test_the_same_passage_twice_is_given_once() -> None:
    """Equal ids do not hang the choice."""
    assert list(choose(hits(SHORT, SHORT)).passages.values()) == [SHORT]


def beside(*passages: Passage) -> Callable[..., list[Passage]]:
    """The passages of an article, whichever of them is asked about."""

    def around(passage: str, *, before: int, after: int) -> list[Passage]:
        assert before > 1
        assert after > 1
        return [each for each in passages if each.id != passage]

    return around


def test_best_articles_are_given_whole_in_their_order_as_far_as_there_is_room() -> None:
    """The passages nearest to what was found come before those far from it."""
    parts = [passage(f"Part {n}.", title="Long", start=100 * n) for n in range(4)]
    other = passage("Another article.", title="Other")

    def chosen(budget: int) -> list[Passage]:
        found = choose(hits(parts[2], other), around=beside(*parts), budget=budget)
        return list(found.passages.values())

    assert chosen(10_000) == [*parts, other]
    assert chosen(size(*parts[1:], other)) == [*parts[1:], other]
    assert chosen(size(parts[2], other)) == [parts[2], other]


def test_nothing_is_given_beside_a_hit_that_did_not_fit() -> None:
    """Of what fits nowhere, the beginning is given."""
    cut = choose(hits(LONG), budget=100)

    assert cut.passages
    assert all(LONG.text.startswith(each.text) for each in cut.passages.values())


def test_what_is_far_below_the_best_hit_is_left_out() -> None:
    """A tenth of its score; three are given whatever they score."""
    found = [passage(f"Hit {n}.", title=f"{n}") for n in range(5)]
    scores = (0.9, 0.02, 0.01, 0.02, 0.5)
    ranked = [
        Hit(n, score, each) for n, (score, each) in enumerate(zip(scores, found, strict=True), 1)
    ]

    assert [*choose(ranked).passages.values()] == [*found[:3], found[4]]


def test_credits_and_what_is_given_already_take_no_place() -> None:
    """A passage of furniture says nothing, and a copy nothing more."""
    credit, news = passage("Subscribe to our newsletter", title="Ad"), passage("Fares rise.")
    copied = passage("Fares rise.", title="The same elsewhere")

    assert [*choose(hits(credit, news, copied)).passages.values()] == [news]


def test_ids_are_short_and_unique() -> None:
    """Four characters, more where two passages would share them."""
    twins = [
        replace(SHORT, id=each, text=f"Fare {each}.")
        for each in ("abcd2345", "abcd2366", "abcd2367", "zzzz2222")
    ]

    assert list(choose(hits(*twins)).passages) == ["abcd", "abcd2", "abcd23", "zzzz"]


def test_no_hits_no_passages() -> None:
    """An empty context renders to nothing."""
    assert choose([]).render() == ""


def test_special_tokens_in_an_article_are_plain_text() -> None:
    """An article may write what a model's tokenizer takes for a command."""
    assert count_tokens("<|endoftext|>") > 1


def test_counting_needs_no_network_and_no_setting() -> None:
    """The tables come with a dependency; a process that may not connect counts as well."""
    code = (
        "import socket\n"
        "def refuse(*_): raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "from bot.answer.writing.context import count_tokens\n"
        "print(count_tokens('The ferry ran aground.'))"
    )
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.returncode) == ("6\n", 0), done.stderr
