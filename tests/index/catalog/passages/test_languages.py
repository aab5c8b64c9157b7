"""Which language most of an archive is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.catalog.passages.context import main_language

if TYPE_CHECKING:
    from tests.conftest import World

ENGLISH = "The lighthouse keeper was born on the island in 1951."
RUSSIAN = "Смотритель маяка родился на острове в 1951 году, объявили власти."


def spoken(world: World) -> str | None:
    """The language of most of the archive."""
    with world.library.catalog.read() as connection:
        return main_language(connection)


def test_language_of_more_than_half_of_the_passages_is_that_of_the_archive(world: World) -> None:
    """Where no language has so many, and where nothing is, there is none."""
    assert spoken(world) is None
    world.index_files({"a.txt": f"Keeper\n\n{ENGLISH}"})
    assert spoken(world) == "en"
    world.index_files({"a.txt": f"Keeper\n\n{ENGLISH}", "b.txt": f"Маяк\n\n{RUSSIAN}"})
    assert spoken(world) is None
    files = {"a.txt": f"Keeper\n\n{ENGLISH}"}
    more = {f"{n}.txt": f"Маяк {n}\n\n{RUSSIAN} Их было {n}." for n in range(2)}
    world.index_files(files | more)

    assert spoken(world) == "ru"
