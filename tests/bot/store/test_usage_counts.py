"""Figures over answers, verdicts, whole articles and outlets in the catalog."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from bot.store import answers, chats, feedback, usage_counts
from bot.store.usage_counts import Asked
from index.catalog.articles import full_articles
from index.errors import NotFoundError

if TYPE_CHECKING:
    from tests.conftest import World

MONDAY = datetime(2024, 3, 4, 12, tzinfo=UTC).timestamp()
A_DAY = 86_400.0


def asked(day: int, seconds: float, *cited: str, refused: bool = False) -> Asked:
    """An answer on a day of a week."""
    articles = tuple((name, name.upper()) for name in cited)
    return Asked(MONDAY + day * A_DAY, f"in {seconds}?", refused, seconds, articles)


def test_figures_are_those_worked_out_by_hand() -> None:
    """Median and 95 % are values that occurred; an article counts once an answer."""
    found = usage_counts.figures(
        [
            asked(0, 0.1, "a", "a"),
            asked(0, 0.2, refused=True),
            asked(2, 0.3, "a", "b"),
            asked(2, 4.0, "b"),
        ]
    )

    assert (found.questions, found.refused, found.median, found.late) == (4, 1, 0.2, 4.0)
    assert found.slowest is not None
    assert found.slowest.seconds == 4.0
    assert found.by_day == {date(2024, 3, 4): (1, 1), date(2024, 3, 6): (2, 0)}
    assert found.cited == (("A", 2), ("B", 2))


def test_figures_of_nothing_are_zero() -> None:
    """Nobody asked."""
    found = usage_counts.figures([])

    assert (found.questions, found.median, found.slowest) == (0, 0.0, None)


def test_verdicts_are_kept_once_a_person(world: World) -> None:
    """The last one counts; citations are judged beside the whole."""
    content = {"question": "?", "refused": False, "citations": []}
    with world.library.catalog.write() as connection:
        answers.store_answer(
            connection, answer="A", conversation=None, question="?", content=content
        )
        assert not feedback.give(connection, "A", 1, "up")
        assert feedback.give(connection, "A", 1, "down")
        assert not feedback.give(connection, "A", 2, "up")
        assert not feedback.give(connection, "A", 2, "unsupported", n=3)
        (found,) = feedback.judged(connection)
        counts = feedback.counts(connection, since=0.0)

    assert (found.up, found.down, dict(found.flagged)) == (1, 1, {3: 1})
    assert counts == {"up": 1, "down": 1, "unsupported": 1}


def test_article_is_found_whole_by_id_and_by_url_in_its_newest_version(world: World) -> None:
    """A withdrawn one has no text any more."""
    page = '{"id": "a", "title": "Pier", "body": "%s", "url": "https://a.example/pier?x=1"}'
    world.index_files({"a.jsonl": page % "The pier closed in May."})
    world.index_files({"a.jsonl": page % "The pier closed in June."})
    catalog = world.library.catalog
    with catalog.read() as connection:
        found = full_articles.whole(connection, "https://a.example/pier?x=1")
        assert full_articles.whole(connection, found.card.article) == found
        with pytest.raises(NotFoundError):
            full_articles.whole(connection, "https://a.example/other")
    world.library.withdraw(found.card.article)
    with catalog.read() as connection:
        gone = full_articles.whole(connection, found.card.article)

    assert (found.text, found.withdrawn) == ("The pier closed in June.", False)
    assert (gone.text, gone.withdrawn, gone.card.title) == ("", True, "Pier")


def test_outlets_are_counted_with_their_first_and_last_day(world: World) -> None:
    """The largest first; those without a name together."""
    line = '{"id": "%s", "title": "T%s", "body": "Text %s.", "source": %s, "published": "%s"}'
    lines = [
        line % (1, 1, 1, '"Post"', "2024-03-01"),
        line % (2, 2, 2, '"Post"', "2023-01-05"),
        line % (3, 3, 3, "null", "2022-02-02"),
    ]
    world.index_files({"a.jsonl": "\n".join(lines)})
    with world.library.catalog.read() as connection:
        post, nameless = full_articles.outlets(connection)

    assert (post.name, post.articles) == ("Post", 2)
    assert ((post.first or "")[:10], (post.last or "")[:10]) == ("2023-01-05", "2024-03-01")
    assert (nameless.name, nameless.articles) == (None, 1)


def test_search_is_kept_with_its_moment(world: World) -> None:
    """So that "yesterday" stays that day."""
    before = datetime.now(UTC)
    with world.library.catalog.write() as connection:
        name = chats.keep_search(connection, "cod yesterday", prefix="f_")
        kept = chats.find_search(connection, name)
        assert chats.find_search(connection, "nosuch") is None

    assert name.startswith("f_")
    assert kept is not None
    assert kept[0] == "cod yesterday"
    assert before <= kept[1] <= datetime.now(UTC)
