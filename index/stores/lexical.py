"""The lexical index of one generation in Tantivy: BM25 over stemmed body and headline.

Beside the inverted index it keeps the stems of each passage as numbers, from which candidates
are measured (`index/ranking`). Any process may read it beside the one that writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.errors import StoreError
from index.stores.damage import rebuilt
from index.text.codes import packed, unpacked
from index.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.passages.passages import IndexEntry
    from index.models import Filters

TITLE_BOOST = 0.5
_WRITER_BYTES = 64_000_000
_UNDATED = -(2**62) - 1
"""Epoch of a passage without a date: before the earliest bound, so that no range finds it."""


class LexicalIndex:
    """Passages findable by their words."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        """Open the index in ``path``; a writer makes it where it is missing.

        Raises:
            StoreError: the directory is missing, damaged or cannot be written.
        """
        import tantivy  # noqa: PLC0415 - one adapter, imported once needed

        self._tantivy: Any = tantivy
        self._schema = _schema(tantivy)
        with rebuilt("lexical", "cannot be opened"):
            if writable:
                path.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(path), reuse=True)
            self._writer = self._index.writer(_WRITER_BYTES, num_threads=1) if writable else None
            self._index.reload()

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Index passages, replacing those with the same id; searchable after ``commit``."""
        writer = self._writable()
        for entry in entries:
            writer.delete_documents_by_term("id", entry.id)
            writer.add_document(self._document(entry))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; takes effect with ``commit``."""
        for passage in ids:
            self._writable().delete_documents_by_term("id", passage)

    def commit(self) -> None:
        """Make everything added and deleted durable and visible.

        Raises:
            StoreError: the disk is full or cannot be written.
        """
        with rebuilt("lexical", "cannot be written"):
            self._writable().commit()
            self._index.reload()

    def close(self) -> None:
        """Give the writer's lock back."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def present(self, ids: Sequence[str]) -> set[str]:
        """Those of ``ids`` that can be found."""
        query = self._tantivy.Query.term_set_query(self._schema, "id", list(ids))
        return {passage for passage, _ in self._top(query, k=max(1, len(ids)))}

    def terms(self, ids: Sequence[str]) -> dict[str, tuple[NDArray[np.uint32], NDArray[np.uint32]]]:
        """The codes of the stems of body and headline of each passage that is there, in order."""
        query = self._tantivy.Query.term_set_query(self._schema, "id", list(ids))
        return {
            str(found["id"][0]): (
                unpacked(found["body_terms"][0]),
                unpacked(found["title_terms"][0]),
            )
            for found, _ in self._documents(query, k=max(1, len(ids)))
        }

    def count(self) -> int:
        """Number of passages."""
        return int(self._index.searcher().num_docs)

    def frequency(self, term: str) -> int:
        """Number of passages whose body or headline holds ``term``, a stem.

        Those that were taken out are counted until Tantivy has cleared away behind them, but never
        more than there are.
        """
        searcher = self._index.searcher()
        held = max(int(searcher.doc_freq(field, term)) for field in ("body", "title"))
        return min(held, int(searcher.num_docs))

    def matching(self, patterns: Sequence[str], *, k: int) -> list[str]:
        """``k`` passages with a term that fits a pattern, those that fit more patterns first.

        Patterns are regular expressions of whole terms: letters, classes, groups, quantifiers.
        """
        query, occur = self._tantivy.Query, self._tantivy.Occur
        clauses = [
            (occur.Should, query.regex_query(self._schema, field, pattern))
            for pattern in patterns
            for field in ("body", "title")
        ]
        return [passage for passage, _ in self._top(query.boolean_query(clauses), k=k)]

    def near(self, terms: Iterable[str], *, edits: int, k: int) -> list[str]:
        """``k`` passages with a term that so many ``edits`` make of one of ``terms``, 2 at most.

        Two letters that are swapped are one of them (Damerau and Levenshtein).
        """
        query, occur = self._tantivy.Query, self._tantivy.Occur
        clauses = [
            (occur.Should, query.fuzzy_term_query(self._schema, field, term, distance=edits))
            for term in terms
            for field in ("body", "title")
        ]
        return [passage for passage, _ in self._top(query.boolean_query(clauses), k=k)]

    def search(
        self,
        stems: Sequence[str],
        *,
        k: int,
        filters: Filters,
        epochs: tuple[float, float],
        also: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The ``k`` best passages by BM25 and their scores, best first.

        They are those that ``filters`` admit, their dates being ``epochs``, and those in ``also``.
        """
        if not stems:
            return []
        return self._top(self._filtered(self._words(stems), filters, epochs, also), k=k)

    def _words(self, stems: Sequence[str]) -> Any:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        clauses = []
        for stem in dict.fromkeys(stems):
            title = query.term_query(self._schema, "title", stem)
            clauses.append((occur.Should, query.term_query(self._schema, "body", stem)))
            clauses.append((occur.Should, query.boost_query(title, TITLE_BOOST)))
        return query.boolean_query(clauses)

    def _filtered(
        self, words: Any, filters: Filters, epochs: tuple[float, float], also: Sequence[str]
    ) -> Any:
        if not filters:
            return words
        query, occur = self._tantivy.Query, self._tantivy.Occur
        clauses = []
        if filters.source:
            source = query.term_query(self._schema, "source", filters.source.casefold())
            clauses.append((occur.Must, source))
        if filters.after or filters.before:
            kind = self._tantivy.FieldType.Integer
            low, high = int(epochs[0]), int(epochs[1])
            dated = query.range_query(self._schema, "epoch", kind, low, high)
            clauses.append((occur.Must, dated))
        admitted = query.boolean_query(clauses)
        if also:
            named = query.term_set_query(self._schema, "id", list(also))
            admitted = query.boolean_query([(occur.Should, admitted), (occur.Should, named)])
        return query.boolean_query(
            [(occur.Must, words), (occur.Must, query.const_score_query(admitted, 0.0))]
        )

    def _top(self, query: Any, *, k: int) -> list[tuple[str, float]]:
        return [(str(found["id"][0]), score) for found, score in self._documents(query, k=k)]

    def _documents(self, query: Any, *, k: int) -> list[tuple[Any, float]]:
        """The ``k`` best documents and their scores, best first."""
        with rebuilt("lexical", "cannot be searched"):
            searcher = self._index.searcher()
            hits = searcher.search(query, k).hits
            return [(searcher.doc(place), float(score)) for score, place in hits]

    def _document(self, entry: IndexEntry) -> Any:
        document = self._tantivy.Document()
        document.add_text("id", entry.id)
        for field, text in (("body", entry.text), ("title", entry.title)):
            stems = terms(text, entry.language)
            document.add_text(field, " ".join(stems))
            document.add_bytes(f"{field}_terms", packed(stems))
        document.add_text("source", (entry.source or "").casefold())
        document.add_integer("epoch", _UNDATED if entry.epoch is None else int(entry.epoch))
        return document

    def _writable(self) -> Any:
        if self._writer is None:
            raise StoreError("the lexical index was opened for reading and cannot be written.")
        return self._writer


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name="whitespace")
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_bytes_field("body_terms", stored=True, indexed=False)
    builder.add_bytes_field("title_terms", stored=True, indexed=False)
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("epoch", indexed=True, fast=True)
    return builder.build()
