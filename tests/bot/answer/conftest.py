"""The sample archive, opened once for the tests of a module."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import open_library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.library import Library


@pytest.fixture(scope="module")
def library(
    sample_home: Path, bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """The sample archive in a copy that the tests of a module share."""
    home = shutil.copytree(sample_home, tmp_path_factory.mktemp("answers") / "home")
    opened = open_library(home, bundled)
    yield opened
    opened.close()
