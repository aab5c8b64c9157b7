"""What a replica notes of its copies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.errors import StoreError
from index.replicas.ledger import Copy, Ledger

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """One with nothing in it."""
    made = Ledger(tmp_path / "ledger.sqlite")
    made.prepare()
    return made


def begun(ledger: Ledger, name: str, generation: str = "g") -> Copy:
    """A copy that is to be filled."""
    return ledger.begin(name, generation, embedder="e", position=7)


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    """A home without a replica has no file of one."""
    ledger = Ledger(tmp_path / "ledger.sqlite")

    assert (ledger.copies(), ledger.answering(), ledger.looked()) == ([], None, None)
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_is_just_being_made_has_nothing_in_it(tmp_path: Path) -> None:
    """Others see all of its tables at once; until then the file is there, and empty."""
    path = tmp_path / "list.sqlite"
    path.touch()
    ledger = Ledger(path)
    before = (ledger.copies(), ledger.looked())
    ledger.prepare()

    assert before == ([], None)
    assert (ledger.copies(), ledger.looked()) == ([], None)


def test_a_copy_is_filled_then_follows_and_is_shown_as_far_as_it_was_written(
    ledger: Ledger,
) -> None:
    """Each step is there for whoever opens it next."""
    begun(ledger, "one")
    ledger.fill("one", 2, 5)
    filling = ledger.of("g")
    ledger.end_filling("one")
    ledger.advance("one", 9)
    following = ledger.of("g")
    assert following is not None
    hidden = ledger.answering()

    ledger.publish(following, updated=3.5, count=5)

    assert filling == Copy("one", "g", "e", 7, False, 2, 5, -1, 0, None, 0, False, False)
    assert hidden is None
    assert ledger.answering() == replace(
        following, published=9, stamp=1, updated=3.5, least=5, answers=True
    )


def test_one_copy_answers(ledger: Ledger) -> None:
    """The one that was shown last."""
    for name in ("one", "two"):
        ledger.publish(begun(ledger, name, name), updated=None, count=1)

    assert [copy.name for copy in ledger.copies() if copy.answers] == ["two"]


def test_a_damaged_copy_answers_until_another_one_does_and_is_not_gone_on_with(
    ledger: Ledger,
) -> None:
    """What can be read of it is better than nothing."""
    ledger.publish(begun(ledger, "one"), updated=None, count=1)

    ledger.spoil("one")

    answering = ledger.answering()
    assert answering is not None
    assert answering.damaged
    assert ledger.of("g") is None
    begun(ledger, "two")
    assert [copy.name for copy in ledger.copies()] == ["one", "two"]
    ledger.drop("one")
    assert [copy.name for copy in ledger.copies()] == ["two"]


def test_words_may_be_fewer_before_less_is_shown(ledger: Ledger) -> None:
    """Never more, and never fewer than none."""
    ledger.publish(begun(ledger, "one"), updated=None, count=5)
    found = []
    for least in (3, 4, -2):
        ledger.lower("one", least)
        found.append(ledger.copies()[0].least)

    assert found == [3, 3, 0]


def test_rows_are_those_of_an_embedder_and_can_be_forgotten(ledger: Ledger) -> None:
    """By their numbers, or all."""
    ledger.keep_rows("e", ["a", "b", "c"], first=4)
    ledger.keep_rows("other", ["a"], first=0)

    assert ledger.rows("e", ["b", "d"]) == {"b": 5}
    assert ledger.rows("e") == {"a": 4, "b": 5, "c": 6}
    assert sorted(ledger.embedders()) == ["e", "other"]
    ledger.forget_rows("e", [4, 6])
    assert ledger.rows("e") == {"b": 5}
    ledger.forget_rows("e")
    assert ledger.embedders() == ["other"]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """With its name, and what to do."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database at all" * 500)

    with pytest.raises(StoreError, match=r"/ledger\.sqlite: the replica's list cannot be used"):
        Ledger(path).prepare()


def test_the_last_look_is_seconds_ago(ledger: Ledger) -> None:
    """Whoever asks need not follow."""
    before = ledger.looked()
    ledger.look()

    assert before is None
    assert 0 <= (ledger.looked() or 0) < 60
