"""The lexical index in Tantivy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.catalog.passages.passages import IndexEntry
from index.errors import StoreError
from index.models import Filters
from index.stores.lexical import LexicalIndex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVER = (-(2.0**62), 2.0**62)


def entry(each: str, text: str, **fields: object) -> IndexEntry:
    """A passage to index, undated and without an outlet unless given."""
    values = {"title": "", "source": None, "epoch": None, "language": "en"} | fields
    return IndexEntry(id=each, digest=each, text=text, **values)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    """A new index, open for writing."""
    made = LexicalIndex(tmp_path / "lexical", writable=True)
    yield made
    made.close()


def found(
    index: LexicalIndex,
    *stems: str,
    filters: Filters | None = None,
    epochs: tuple[float, float] = EVER,
) -> list[str]:
    """Ids of the passages found, best first."""
    hits = index.search(stems, k=10, filters=filters or Filters(), epochs=epochs)
    return [passage for passage, _ in hits]


def test_passages_are_found_by_their_stems(index: LexicalIndex) -> None:
    """The more of the query a passage has, the better; one with none of it is not found."""
    index.add(
        [
            entry("a", "Dockers closed the pier"),
            entry("b", "The pier was painted"),
            entry("c", "Eels died"),
        ]
    )
    index.commit()

    assert found(index, "docker", "pier") == ["a", "b"]
    assert found(index, "pierc") == []
    assert found(index) == []


def test_the_headline_is_searched_too_but_counts_less(index: LexicalIndex) -> None:
    """A word in the body beats the same word in the headline."""
    index.add([entry("a", "nothing else", title="Pier"), entry("b", "Pier closed", title="else")])
    index.commit()

    assert found(index, "pier") == ["b", "a"]


def test_terms_that_are_a_slip_away_are_found(index: LexicalIndex) -> None:
    """In body and headline: a letter put in, left out, changed, or two that are swapped."""
    index.add([entry("a", "The bell"), entry("b", "The belt"), entry("c", "x", title="Label")])
    index.commit()

    assert index.near(["bel"], edits=1, k=10) == ["a", "b"]
    assert index.near(["blel"], edits=1, k=10) == ["a"]
    assert sorted(index.near(["bel", "lable"], edits=1, k=10)) == ["a", "b", "c"]
    assert index.near(["bridge"], edits=2, k=10) == []


def test_the_same_id_replaces_its_passage(index: LexicalIndex) -> None:
    """Indexing again leaves one passage with the new text."""
    index.add([entry("a", "old pier")])
    index.commit()

    index.add([entry("a", "new mole")])
    index.commit()

    assert (index.count(), found(index, "pier"), found(index, "mole")) == (1, [], ["a"])


def test_nothing_is_visible_before_the_commit(index: LexicalIndex, tmp_path: Path) -> None:
    """A reader beside the writer sees what was committed when it was opened."""
    index.add([entry("a", "pier")])
    index.commit()
    reader = LexicalIndex(tmp_path / "lexical")
    index.add([entry("b", "pier")])
    index.delete(["a"])

    before = reader.present(["a", "b"])
    index.commit()
    after = LexicalIndex(tmp_path / "lexical").present(["a", "b"])

    assert (before, after) == ({"a"}, {"b"})


def test_dates_bound_what_is_found_both_ends_included(index: LexicalIndex) -> None:
    """Passages without a date are in no range, not even in one that has only an end."""
    index.add([entry(str(epoch), "pier", epoch=epoch) for epoch in (100.0, 200.0, 300.0)])
    index.add([entry("undated", "pier")])
    index.commit()
    after, before = Filters(after="x"), Filters(before="x")

    assert sorted(found(index, "pier", filters=after, epochs=(200, 2.0**62))) == ["200.0", "300.0"]
    assert sorted(found(index, "pier", filters=before, epochs=(-(2.0**62), 200))) == [
        "100.0",
        "200.0",
    ]
    assert sorted(found(index, "pier")) == ["100.0", "200.0", "300.0", "undated"]


def test_an_outlet_is_matched_whole_and_without_case(index: LexicalIndex) -> None:
    """The "Post" is not the "Ostrand Post"."""
    index.add([entry("a", "pier", source="Ostrand Post"), entry("b", "pier", source="Post")])
    index.commit()

    assert found(index, "pier", filters=Filters(source="POST")) == ["b"]


def test_a_filter_does_not_change_the_scores(index: LexicalIndex) -> None:
    """The score stays that of the words."""
    index.add([entry("a", "pier", source="Post", epoch=5.0)])
    index.commit()
    filters = Filters(source="Post", after="x")

    plain = index.search(["pier"], k=1, filters=Filters(), epochs=EVER)

    assert index.search(["pier"], k=1, filters=filters, epochs=EVER) == plain


def test_a_stem_is_counted_where_it_is_more_frequent(index: LexicalIndex) -> None:
    """Two bodies and one headline make two."""
    index.add([entry("a", "pier", title="pier"), entry("b", "pier"), entry("c", "eel")])
    index.commit()

    assert [index.frequency(stem) for stem in ("pier", "eel", "whale")] == [2, 1, 0]


def test_a_reader_cannot_write(index: LexicalIndex, tmp_path: Path) -> None:
    """Only the owner opens the index for writing."""
    index.commit()
    reader = LexicalIndex(tmp_path / "lexical")

    with pytest.raises(StoreError, match="opened for reading"):
        reader.delete(["a"])


@pytest.mark.parametrize("content", [None, "no index"])
def test_what_is_missing_or_damaged_is_a_store_error(tmp_path: Path, content: str | None) -> None:
    """The sentence says how to build it again."""
    if content:
        (tmp_path / "lexical").mkdir()
        (tmp_path / "lexical" / "meta.json").write_text(content)

    with pytest.raises(StoreError, match=r"lexical index cannot be opened .*--full"):
        LexicalIndex(tmp_path / "lexical")


def test_an_index_that_is_gone_cannot_be_searched(index: LexicalIndex, tmp_path: Path) -> None:
    """A damaged store is a store error once a passage is read from it."""
    index.add([entry("a", "pier " * 50)])
    index.commit()
    (store,) = (tmp_path / "lexical").glob("*.store")
    content = store.read_bytes()
    store.write_bytes(b"\xff" * 16 + content[16:])
    reader = LexicalIndex(tmp_path / "lexical")

    with pytest.raises(StoreError, match="lexical index cannot be searched"):
        reader.present(["a"])
    reader.close()


def test_two_writers_exclude_each_other(index: LexicalIndex, tmp_path: Path) -> None:
    """Tantivy's own lock is a store error, not a crash."""
    index.commit()

    with pytest.raises(StoreError, match="cannot be opened"):
        LexicalIndex(tmp_path / "lexical", writable=True)


def test_an_index_that_is_gone_cannot_be_committed(tmp_path: Path) -> None:
    """A folder deleted under the writer is a store error."""
    index = LexicalIndex(tmp_path / "lexical", writable=True)
    index.add([entry("a", "pier")])
    (tmp_path / "lexical").rename(tmp_path / "elsewhere")

    with pytest.raises(StoreError, match="lexical index cannot be written"):
        index.commit()


def test_a_term_is_in_no_more_passages_than_there_are(index: LexicalIndex) -> None:
    """Those that were taken out are counted for a while, and would make it rarer than nothing."""
    index.add([entry(each, "The pier closed") for each in "abcd"])
    index.commit()

    index.delete(["a", "b", "c"])
    index.commit()

    assert (index.count(), index.frequency("pier"), index.frequency("eel")) == (1, 1, 0)
