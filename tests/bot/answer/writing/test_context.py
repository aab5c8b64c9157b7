"""What the language model is given."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer.writing.context import Context, choose, count_tokens
from tests.bot.made import hits, passage
from tests.conftest import ROOT

if TYPE_CHECKING:
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
    other = passage(LONG.text + "Really.")
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


def test_best_passages_are_shown_at_both_ends() -> None:
    """The first begins, the second ends, the least stands in the middle; none is lost."""
    best = [passage(f"Hit {number}.", title=f"{number}") for number in range(6)]

    shown = choose(hits(*best)).render()

    assert re.findall(r"Hit (\d)\.", shown) == ["0", "2", "4", "5", "3", "1"]


def test_the_same_passage_twice_is_given_once() -> None:
    """Equal ids do not hang the choice."""
    assert list(choose(hits(SHORT, SHORT)).passages.values()) == [SHORT]


def test_what_stands_beside_the_best_hits_follows_behind_all_hits() -> None:
    """Of the first three, each passage once and whole, as far as there is room."""
    best = [passage(f"Hit {number}.", title=f"{number}") for number in range(4)]
    near = {each.id: passage(f"Beside {n}.", title=f"{n}") for n, each in enumerate(best)}
    beside = list(near.values())[:3]

    def chosen(budget: int) -> list[Passage]:
        found = choose(hits(*best), around=lambda key: [near[key], best[0]], budget=budget)
        return list(found.passages.values())

    assert chosen(10_000) == [*best, *beside]
    assert chosen(size(*best, *beside[:2])) == [*best, *beside[:2]]
    assert chosen(size(*best, *beside[:2]) - 1) == [*best, beside[0]]
    assert chosen(size(*best)) == best


def test_nothing_is_given_beside_a_hit_that_did_not_fit() -> None:
    """Neighbours explain a passage that is there."""
    found = choose(hits(LONG, SHORT), around=lambda _: [passage("Beside.")], budget=size(LONG) - 1)
    cut = choose(hits(LONG), around=lambda _: [passage("Beside.")], budget=100)

    assert [each.text for each in found.passages.values()] == [SHORT.text, "Beside."]
    assert all(LONG.text.startswith(each.text) for each in cut.passages.values())


def test_ids_are_short_and_unique() -> None:
    """Four characters, more where two passages would share them."""
    twins = [replace(SHORT, id=each) for each in ("abcd2345", "abcd2366", "abcd2367", "zzzz2222")]

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
