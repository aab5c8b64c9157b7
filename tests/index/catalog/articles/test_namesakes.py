"""Records of several files that go by the same id."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from index.articles.identity import resembles
from index.models import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import World

PLACES = ("pier", "school", "orchard", "tunnel", "market", "bakery", "museum", "stadium")
ACTS = ("closed", "burned", "reopened", "flooded", "expanded", "moved")
STORY = (
    "The harbour board voted on Tuesday to dredge the northern channel before winter. Engineers "
    "expect eleven weeks of work and a bill of four million crowns, most of it paid by the state."
)
LATER = STORY.replace("eleven", "fourteen") + " Fishing crews asked for compensation meanwhile."


def record(number: int, title: str, body: str) -> str:
    """A line of a file of the Courier."""
    return json.dumps({"id": number, "source": "Courier", "title": title, "body": body}) + "\n"


def running(town: str, least: int = 1) -> str:
    """Fifty articles about a town, numbered from 1."""
    lines = []
    for number in range(least, 51):
        place, act = PLACES[number % len(PLACES)], ACTS[number % len(ACTS)]
        body = f"{town}{number} {place}{town} {act} {town}street{number} because {town}reason"
        lines.append(record(number, f"{town} {place} {number}", body))
    return "".join(lines)


def texts(world: World) -> list[str]:
    """The newest text of every article that answers may use."""
    statement = (
        "SELECT v.text FROM articles a JOIN versions v ON v.id = a.version "
        "WHERE a.state = 'live' ORDER BY v.text"
    )
    with world.library.catalog.read() as connection:
        return list(connection.exec_driver_sql(statement).scalars())


def counted(world: World, names: Sequence[str] = ()) -> dict[str, int]:
    """The counts of a run over these files, or over the folder, that are not zero."""
    result = world.index(*(world.archive / name for name in names))
    return {name: count for name, count in result["articles"].items() if count}


def test_running_ids_of_three_files_are_a_hundred_and_fifty_articles(world: World) -> None:
    """In any order of the files, and nothing changes in a second run."""
    towns = {"a.jsonl": "skel", "b.jsonl": "brenna", "c.jsonl": "orm"}
    world.write({name: running(town) for name, town in towns.items()})

    assert counted(world) == {"read": 150, "added": 150}
    first = texts(world)
    later = [counted(world, names) for names in permutations(towns)]

    assert len(set(first)) == 150
    assert later == [{"read": 150, "unchanged": 150}] * 6
    assert texts(world) == first


def test_an_edited_article_in_a_new_file_is_a_version(world: World) -> None:
    """Yesterday's dump and today's, with another headline too."""
    world.write({"monday.jsonl": record(1, "Channel to be dredged", STORY)})
    counted(world)
    world.write({"tuesday.jsonl": record(1, "Fourteen weeks of dredging", LATER)})

    assert counted(world, ["tuesday.jsonl"]) == {"read": 1, "updated": 1}
    assert texts(world) == [LATER]
    assert counted(world, ["tuesday.jsonl"]) == {"read": 1, "unchanged": 1}


def test_an_update_finds_its_article_among_namesakes(world: World) -> None:
    """The third file has a later text of the second one's article."""
    world.write({"a.jsonl": running("skel")})
    counted(world)
    world.write({"b.jsonl": record(1, "Channel to be dredged", STORY)})
    counted(world, ["b.jsonl"])
    world.write({"c.jsonl": record(1, "Fourteen weeks of dredging", LATER)})

    assert counted(world, ["c.jsonl"]) == {"read": 1, "updated": 1}
    assert len(texts(world)) == 51
    assert LATER in texts(world)


def test_a_file_that_knows_an_id_goes_on_to_write_its_article(world: World) -> None:
    """However much is changed in it: its record is still that article."""
    world.write({"a.jsonl": record(1, "Skel pier", "The old pier has closed for repairs.")})
    world.write({"b.jsonl": record(1, "Channel to be dredged", STORY)})
    counted(world)
    world.write({"b.jsonl": record(1, "Bakery", "Petra Winkelried sells bread at the station.")})

    assert counted(world) == {"read": 2, "unchanged": 1, "updated": 1}
    assert len(texts(world)) == 2


def test_a_namesake_outlives_the_file_that_had_the_id_first(world: World) -> None:
    """It keeps its name when the other leaves, and when that comes back."""
    first = {"a.jsonl": running("skel")}
    world.write(first | {"b.jsonl": running("brenna")})
    counted(world)
    (world.archive / "a.jsonl").unlink()

    gone = counted(world)
    world.write(first)
    back = counted(world)

    assert gone == {"read": 50, "unchanged": 50, "removed": 50}
    assert back == {"read": 100, "added": 50, "unchanged": 50}


def test_a_withdrawn_article_does_not_hide_its_namesake(world: World) -> None:
    """Another file's article with that id is another article."""
    world.write({"a.jsonl": record(1, "Channel to be dredged", STORY)})
    counted(world)
    world.library.withdraw(world.search("channel")[0].passage.card.article)
    world.write({"b.jsonl": record(1, "Bakery", "Petra Winkelried sells bread at the station.")})

    world.index()

    assert world.states() == {"Channel to be dredged": "withdrawn", "Bakery": "live"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Article("A", "Pier closed."), Article(" a ", "Eels died."), True),
        (Article("A", STORY), Article("B", LATER), True),
        (Article("A", "Harbour board voted to dredge."), Article("B", STORY), True),
        (Article("A", STORY), Article("B", "The eels of the mill pond died in March."), False),
        (
            Article("A", "Pier closed.", url="https://Courier.example/1?utm_source=x"),
            Article("B", "Eels died.", url="https://courier.example/1/"),
            True,
        ),
        (
            Article("A", "Pier closed.", url="https://courier.example/1"),
            Article("B", "Eels died.", url="https://courier.example/2"),
            False,
        ),
        (Article("A", "…"), Article("B", "…"), False),
    ],
)
def test_records_resemble_each_other_by_title_words_or_address(
    one: Article,
    other: Article,
    same: bool,  # noqa: FBT001
) -> None:
    """Either way round."""
    assert (resembles(one, other), resembles(other, one)) == (same, same)
