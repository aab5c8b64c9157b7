"""An empty catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.catalog.engine import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def connection(either: Path | str) -> Iterator[Connection]:
    """A transaction on an empty catalog."""
    opened = Catalog.open(either)
    with opened.write() as connection:
        yield connection
    opened.close()
