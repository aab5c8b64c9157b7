"""Passages in the catalog."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from index.catalog import generations
from index.catalog.articles import sightings, withdrawal
from index.catalog.articles.intake import Intake
from index.catalog.articles.sightings import Origin
from index.catalog.engine import Catalog
from index.catalog.passages import passages
from index.catalog.passages.context import around
from index.models import Article, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from index.models import Passage

FILE = Origin("f", "f.json", "root")
TEXT = "Порт закрыт. 🎣 Pier closed."


@pytest.fixture
def connection(either: Path | str) -> Iterator[Connection]:
    """A transaction in a new catalog."""
    catalog = Catalog.open(either)
    with catalog.write() as opened:
        sightings.remember_origin(opened, FILE)
        yield opened
    catalog.close()


def store(connection: Connection, *found: Article) -> None:
    """Articles of one file, in a run of their own."""
    Intake("r").take(connection, FILE, found, alone=False, explicit=False)


def cut(connection: Connection, *spans: Span, splitter: str = "s1") -> None:
    """Give every unsplit version these spans, or one that holds all of it."""
    for version in passages.unsplit(connection, splitter=splitter, limit=100):
        whole = [Span(0, len(version.text))]
        passages.store_split(connection, version, spans or whole, splitter=splitter)


def wanted(connection: Connection) -> list[str]:
    """Ids of the passages that ought to be indexed."""
    return passages.difference(connection, generation="none")[0]


def titles(connection: Connection) -> list[str]:
    """Titles of the articles whose passages ought to be indexed."""
    entries = passages.entries(connection, wanted(connection))
    return sorted(entry.title for entry in entries)


def test_a_passage_is_a_slice_of_its_version_in_characters(connection: Connection) -> None:
    """Cyrillic letters and emoji count as one each, in the database as in Python."""
    store(connection, Article(title="A", text=TEXT))
    cut(connection, Span(0, 12), Span(13, 28))

    found = passages.load(connection, wanted(connection))

    assert {each.text for each in found.values()} == {"Порт закрыт.", "🎣 Pier closed."}
    assert all(each.text == each.span.of(TEXT) for each in found.values())
    assert {each.text[:1]: each.language for each in found.values()} == {"П": "ru", "🎣": "en"}


def test_a_version_is_cut_once_for_each_splitter(connection: Connection) -> None:
    """The same splitter finds nothing to do, another finds everything."""
    store(connection, Article(title="A", text=TEXT))
    before = passages.count_unsplit(connection, splitter="s1")
    cut(connection)

    assert before == 1
    assert passages.count_unsplit(connection, splitter="s1") == 0
    assert passages.unsplit(connection, splitter="s1", limit=9) == []
    assert passages.count_unsplit(connection, splitter="s2") == 1


def test_passages_of_an_older_splitter_stay_but_are_not_indexed(connection: Connection) -> None:
    """Citations still name them."""
    store(connection, Article(title="A", text=TEXT))
    cut(connection, Span(0, 12), Span(13, 28))
    old = wanted(connection)

    cut(connection, Span(0, 28), splitter="s2")

    assert len(wanted(connection)) == 1
    assert not set(old) & set(wanted(connection))
    assert set(passages.load(connection, old)) == set(old)


def test_a_passage_that_returns_has_its_old_id(connection: Connection) -> None:
    """Cutting at the same places gives the same passages."""
    store(connection, Article(title="A", text=TEXT))
    cut(connection)
    first = wanted(connection)

    cut(connection, splitter="s2")

    assert wanted(connection) == first


def test_what_is_to_do_is_the_difference(connection: Connection) -> None:
    """Wanted and not indexed, indexed and not wanted."""
    store(connection, Article(title="A", text="One."), Article(title="B", text="Two."))
    cut(connection)
    generation = generations.begin(connection, embedder="e")
    first, second = wanted(connection)
    passages.mark_indexed(connection, [first], generation=generation)

    assert passages.difference(connection, generation=generation) == ([second], [])

    passages.mark_indexed(connection, [second], generation=generation)
    store(connection, Article(title="C", text="Three."))
    sightings.forget_unseen(connection, run="another", origins=["f"])
    sightings.remove_orphans(connection)

    assert passages.difference(connection, generation=generation) == ([], [first, second])

    passages.unmark_indexed(connection, [first, second], generation=generation)

    assert passages.difference(connection, generation=generation) == ([], [])


def test_of_exact_copies_the_earliest_dated_is_indexed(connection: Connection) -> None:
    """Undated copies come last, however early they were met; the others are named in order."""
    dates = [None, datetime(2024, 3, 2, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)]
    store(
        connection,
        *(
            Article(title=str(place), text="Same  text.", source=str(place), published=day)
            for place, day in enumerate(dates)
        ),
    )
    cut(connection)

    (original,) = wanted(connection)

    assert titles(connection) == ["2"]
    copies = passages.copies(connection, [original])[original]
    assert [card.title for card in copies] == ["1", "0"]


def test_of_undated_copies_the_first_met_is_indexed(connection: Connection) -> None:
    """Order of arrival decides where no date does."""
    store(connection, Article(title="A", text="Same.", source="A"))
    store(connection, Article(title="B", text="Same.", source="B"))
    cut(connection)

    assert titles(connection) == ["A"]


def test_texts_that_differ_in_a_number_are_no_copies(connection: Connection) -> None:
    """143 people on board is not 146."""
    store(
        connection, Article(title="A", text="It had 143."), Article(title="B", text="It had 146.")
    )
    cut(connection)

    assert titles(connection) == ["A", "B"]
    assert passages.copies(connection, wanted(connection)) == {}


def test_a_passage_of_an_article_that_is_gone_is_not_shown(connection: Connection) -> None:
    """Which version is shown is decided by what is indexed; a withdrawn article never is."""
    store(connection, Article(title="A", text="One.", external_id="a"))
    cut(connection)
    old = wanted(connection)
    store(connection, Article(title="A", text="Two.", external_id="a"))
    cut(connection)
    new = wanted(connection)

    assert set(passages.load(connection, [*old, *new])) == {*old, *new}

    withdrawal.withdraw(
        connection, next(iter(passages.load(connection, new).values())).card.article
    )

    assert passages.load(connection, [*old, *new]) == {}


def test_an_unknown_passage_has_no_entry(connection: Connection) -> None:
    """Entries come in the order asked for, without those that do not exist."""
    store(connection, Article(title="A", text="One."), Article(title="B", text="Two."))
    cut(connection)
    first, second = wanted(connection)

    entries = passages.entries(connection, [second, "nobody", first])

    assert [entry.id for entry in entries] == [second, first]


def test_an_article_without_sentences_has_no_passages(connection: Connection) -> None:
    """It is cut all the same, and not looked at again."""
    store(connection, Article(title="A", text="One."))
    (version,) = passages.unsplit(connection, splitter="s1", limit=1)

    passages.store_split(connection, version, [], splitter="s1")

    assert wanted(connection) == []
    assert passages.count_unsplit(connection, splitter="s1") == 0
    passages.mark_indexed(connection, [], generation="none")


# What stands beside a passage

FIVE = [Span(2 * n, 2 * n + 1) for n in range(5)]


def beside(connection: Connection, text: str, *, before: int = 1, after: int = 1) -> str:
    """The texts beside the passage of the present splitter that says ``text``, joined."""
    ids = wanted(connection)
    found = {each.text: each.id for each in passages.load(connection, ids).values()}
    near = around(connection, found[text], before=before, after=after)
    return "".join(each.text for each in near)


def test_what_stands_beside_a_passage_is_in_the_order_of_the_text(connection: Connection) -> None:
    """As many as asked for on each side, of this article alone, never the passage itself."""
    store(connection, Article("One", "a b c d e"), Article("Other", "v w x y z"))
    cut(connection, *FIVE)

    assert beside(connection, "c") == "bd"
    assert beside(connection, "c", before=2, after=1) == "abd"
    assert beside(connection, "c", before=0, after=9) == "de"
    assert beside(connection, "c", before=0, after=0) == ""
    assert beside(connection, "a") == "b"
    assert beside(connection, "e") == "d"


def test_nothing_stands_beside_a_passage_that_nobody_knows(connection: Connection) -> None:
    """An unknown id has no article."""
    assert around(connection, "nobody", before=1, after=1) == []


def test_only_passages_of_the_present_splitter_stand_beside_another(
    connection: Connection,
) -> None:
    """Those of an earlier one are kept for citations, and have no place in the order any more."""
    store(connection, Article("One", "a b c d e"))
    cut(connection, *FIVE)
    (old, *_) = [each.id for each in _loaded(connection) if each.text == "b"]
    cut(connection, Span(0, 3), Span(4, 7), Span(8, 9), splitter="s2")

    assert beside(connection, "c d") == "a be"
    assert around(connection, old, before=1, after=1) == []


def test_nothing_stands_beside_a_passage_of_a_withdrawn_article(connection: Connection) -> None:
    """What may not be shown is not given to a model either."""
    store(connection, Article("One", "a b c d e"))
    cut(connection, *FIVE)
    (middle,) = [each for each in _loaded(connection) if each.text == "c"]

    withdrawal.withdraw(connection, middle.card.article)

    assert around(connection, middle.id, before=1, after=1) == []


def _loaded(connection: Connection) -> list[Passage]:
    return list(passages.load(connection, wanted(connection)).values())
