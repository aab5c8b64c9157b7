"""Lines that repeat in an outlet's articles, through a real library: in no passage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from index.articles.boilerplate import REPEATS

if TYPE_CHECKING:
    from tests.conftest import World

LETTER = "Have the Post with your breakfast, every morning but Monday"


def articles(
    numbers: range,
    *,
    letter: str = LETTER,
    source: str | None = "Post",
    title: str = "News {number}",
    url: str | None = None,
) -> str:
    """Lines of JSON: articles of two paragraphs with ``letter`` between and below them."""
    return "".join(
        json.dumps(
            {
                "id": str(number),
                "title": title.format(number=number),
                "body": (
                    f"The ferry carried {number} cows to the island.\n\n{letter}\n\n"
                    f"Nobody counted the {number} sheep that went with them.\n{letter}\n"
                ),
                "source": source,
                "url": url and url.format(number=number),
            }
        )
        + "\n"
        for number in numbers
    )


def passages(world: World) -> list[str]:
    """Texts of the current passages, each cut out of its version."""
    statement = (
        'SELECT substr(v.text, p."start" + 1, p."end" - p."start") FROM passages p '
        "JOIN versions v ON v.id = p.version JOIN articles a ON a.version = v.id WHERE p.current"
    )
    with world.library.catalog.read() as connection:
        return list(connection.exec_driver_sql(statement).scalars())


def having(world: World, line: str = LETTER) -> int:
    """How many current passages have the line."""
    return sum(line in passage for passage in passages(world))


def test_a_line_that_repeats_is_in_no_passage_and_offsets_hold(world: World) -> None:
    """A passage ends before it; the text keeps it."""
    world.index_files({"a.jsonl": articles(range(REPEATS))})

    assert having(world) == 0
    assert len(passages(world)) == 2 * REPEATS
    (hit, *_) = world.search("How many sheep went with the 7 cows?")
    with world.library.catalog.read() as connection:
        text = connection.exec_driver_sql(
            "SELECT text FROM versions WHERE id = ?", (hit.passage.version,)
        ).scalar_one()
    assert LETTER in text
    assert hit.passage.span.of(text) == hit.passage.text


def test_a_line_that_repeats_too_seldom_stays(world: World) -> None:
    """One less than it takes."""
    world.index_files({"a.jsonl": articles(range(REPEATS - 1))})

    assert having(world) == REPEATS - 1


def test_articles_are_cut_again_when_a_line_has_repeated_often_enough(world: World) -> None:
    """Those that came before it, too; their old passages stay for citations."""
    world.index_files({"a.jsonl": articles(range(REPEATS - 1))})
    before = world.library.status()["passages"]

    world.index_files({"b.jsonl": articles(range(REPEATS - 1, REPEATS))})

    assert before == REPEATS - 1
    assert having(world) == 0
    assert world.library.status()["passages"] == 2 * REPEATS
    with world.library.catalog.read() as connection:
        old = connection.exec_driver_sql("SELECT count(*) FROM passages WHERE NOT current")
        assert old.scalar_one() == REPEATS - 1


def test_a_new_version_is_counted_as_the_same_article(world: World) -> None:
    """Nineteen articles of which one was edited often are still nineteen."""
    for edition in range(3):
        edited = articles(range(1)).replace("to the island", f"to {edition} islands")
        world.index_files({"a.jsonl": edited + articles(range(1, REPEATS - 1))})

    assert having(world) == REPEATS - 1


def test_editions_of_one_story_do_not_make_its_lines_boilerplate(world: World) -> None:
    """A line counts once a headline."""
    world.index_files({"a.jsonl": articles(range(REPEATS + 5), title="Cows on the ferry")})

    assert having(world) == REPEATS + 5


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        ({"source": "Post"}, {"source": "Weekly"}, REPEATS),
        ({"source": "Post"}, {"source": "POST"}, 0),
        (
            {"source": None, "url": "https://www.post.test/{number}"},
            {"source": None, "url": "https://post.test/{number}"},
            0,
        ),
        ({"source": None}, {"source": None}, 0),
    ],
    ids=["two outlets", "one outlet", "one host", "neither"],
)
def test_lines_are_counted_by_outlet(
    world: World, one: dict[str, str | None], other: dict[str, str | None], left: int
) -> None:
    """By its name, else by the host, else all together."""
    half = REPEATS // 2
    first = articles(range(half), **one)  # type: ignore[arg-type]
    second = articles(range(half, REPEATS), **other)  # type: ignore[arg-type]

    world.index_files({"a.jsonl": first, "b.jsonl": second})

    assert having(world) == left


@pytest.mark.parametrize(
    "line", ["No one was injured.", "The match ended in a goalless draw.", "Никто не пострадал."]
)
def test_a_sentence_of_news_stays_however_often_it_is_printed(world: World, line: str) -> None:
    """Only what speaks to the reader, and headings, go."""
    world.index_files({"a.jsonl": articles(range(REPEATS + 5), letter=line)})

    assert having(world, line) == REPEATS + 5


def test_credits_are_in_no_passage_even_once(world: World) -> None:
    """A byline needs no repeating; an article that is nothing else stays."""
    world.index_files(
        {
            "a.txt": "By ferry\n\nCows came.\n\nReporting by Ann Lee; editing by Bo\n",
            "b.txt": "By Ann Lee and Bo",
        }
    )

    assert having(world, "Ann Lee") == 1
    assert "By Ann Lee and Bo" in passages(world)
