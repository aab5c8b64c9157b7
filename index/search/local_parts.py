"""What of the index is on this machine, as a search reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from index.catalog import generations
from index.errors import EmptyArchiveError
from index.stores.columns import Standing
from index.stores.columns_file import kept_columns
from index.stores.damage import holds_vectors

if TYPE_CHECKING:
    from index.catalog.engine import Catalog
    from index.home import Home
    from index.stores.columns import Columns


class Least(NamedTuple):
    """How many passages an index ought to have at least."""

    words: int
    neighbours: int


class LocalParts(Protocol):
    """The lexical index, the vectors and the columns in ``home``.

    ``changes_often``: at any time, not with runs, so that nobody is to wait until it is loaded.
    """

    home: Home
    changes_often: bool

    def answering(self) -> Standing:
        """What answers here now.

        Raises:
            EmptyArchiveError: nothing does.
        """
        ...

    def columns(self, here: Standing) -> Columns:
        """What is known of its passages."""
        ...

    def least(self, here: Standing, count: int) -> Least:
        """What its indexes have, where it has columns of so many passages."""
        ...

    @property
    def hold_vectors(self) -> bool:
        """Whether the vectors are those of this home."""
        ...


class OwnParts:
    """The parts that the owner of the home has written (`LocalParts`)."""

    changes_often = False

    def __init__(self, home: Home, catalog: Catalog) -> None:
        self.home = home
        self._catalog = catalog

    def answering(self) -> Standing:
        """See `LocalParts`."""
        live = self._catalog.query(generations.live)
        if live is None:
            raise EmptyArchiveError(
                "nothing is indexed yet; run `pressmark index PATH` with your articles."
            )
        return Standing.of(live)

    def columns(self, here: Standing) -> Columns:
        """See `LocalParts`."""
        return kept_columns(self.home, self._catalog, here)

    def least(self, here: Standing, count: int) -> Least:  # noqa: ARG002 - as others do
        """See `LocalParts`."""
        return Least(count, count)

    @property
    def hold_vectors(self) -> bool:
        """See `LocalParts`."""
        return holds_vectors(self.home, self._catalog)
