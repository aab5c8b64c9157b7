"""Follows a shared index again and again, killed a moment later each time, until it gets through.

A process of its own with one thread, so that it can be divided: what is loaded is loaded once.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
import tantivy
from sqlalchemy.dialects import postgresql

from index.embedding.bundled import BundledEmbedder
from index.library import Library
from index.replicas import follower, ledger, published
from index.settings import IndexSettings
from index.stores import chroma_client, columns_file, lexical, vector_file

if TYPE_CHECKING:
    from collections.abc import Callable

_LOADED = (chroma_client, psycopg, tantivy, postgresql)
"""What every follower needs, and would load for itself."""


class _Moments:
    """Kills this process at the moment with this number."""

    def __init__(self, last: int) -> None:
        self._left = last

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with a moment before it and one after it."""

        def watched(*args: Any, **options: Any) -> Any:
            self._pass()
            found = function(*args, **options)
            self._pass()
            return found

        return watched

    def _pass(self) -> None:
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)


def _follow(last: int) -> None:
    """Follow to the end, or be killed at the moment with this number."""
    moments: Any = _Moments(last)
    follower._FILLED = follower._CHANGED = 2
    vector_file.VectorFile.append = moments.around(vector_file.VectorFile.append)  # type: ignore[method-assign]
    lexical.LexicalIndex.commit = moments.around(lexical.LexicalIndex.commit)  # type: ignore[method-assign]
    setattr(published, "write_columns", moments.around(columns_file.write_columns))  # noqa: B010
    for name in ("begin", "fill", "keep_rows", "end_filling", "advance", "publish", "drop"):
        setattr(ledger.Ledger, name, moments.around(getattr(ledger.Ledger, name)))
    library = Library(IndexSettings.load())
    library.embedder = library.bundled = BundledEmbedder()
    replica = library.replica
    assert replica is not None
    with replica.follower(lambda: library.embedder).begun() as following:
        following.follow(until=lambda: False)


def main() -> None:
    """How often it was killed."""
    for kills in count():
        child = os.fork()
        if not child:
            _follow(kills + 1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            assert os.WEXITSTATUS(status) == 0
            sys.stdout.write(str(kills))
            return


if __name__ == "__main__":
    main()
