"""What the bot does before it connects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.app import _prepare
from index.catalog import jobs

if TYPE_CHECKING:
    from index.catalog.jobs import Kind
    from tests.conftest import World


def kinds(world: World) -> list[Kind]:
    """What waits in the queue."""
    with world.library.catalog.read() as connection:
        return [job.kind for job in jobs.unfinished(connection)]


def test_an_archive_that_was_never_read_is_read_once(world: World) -> None:
    """Whatever else waits: neither a named file nor a tidying up reads the archive."""
    world.library.submit("sync")
    world.library.submit("index", ["news"])

    _prepare(world.library)
    _prepare(world.library)

    assert kinds(world) == ["sync", "index", "index"]
