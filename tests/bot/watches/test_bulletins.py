"""What is told of a watch: new articles about it, each once, copies folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.watches import subjects, watchlist
from bot.watches.bulletins import compose
from index.catalog.articles import full_articles

from .values import ARREST, FERRY, FIRE, TIDE, bulletin, story, told, watched

if TYPE_CHECKING:
    from tests.conftest import World

HARBOUR = "harbour fire"
FIRE_TITLE, ARREST_TITLE = (
    "Fire destroys warehouse at the harbour",
    "Harbour fire: night watchman arrested",
)


@pytest.fixture
def town(world: World) -> World:
    """An archive with one article about nothing that is watched here."""
    world.index_files({"tide.md": TIDE})
    return world


def test_articles_that_were_there_before_are_not_told(world: World) -> None:
    """Nor are their new versions: a watch begins with what comes after it was made."""
    world.index_files({"fire.md": FIRE})
    watch = watched(world.library, HARBOUR)
    assert told(world.library, watch) == []
    world.index_files({"fire.md": FIRE.replace("full of nets", "full of new nets")})

    assert told(world.library, watch) == []


def test_new_article_is_told_once_with_how_it_begins(town: World) -> None:
    """A new version of it is no news."""
    watch = watched(town.library, HARBOUR)
    town.index_files({"fire.md": FIRE, "ferry.md": FERRY})
    made = bulletin(town.library, watch)
    town.index_files({"fire.md": FIRE.replace("not known yet", "known to nobody")})

    assert [(each.card.source, each.card.published) for each in made.stories] == [
        ("Skelhaven Courier", "2024-03-01T00:00:00+00:00")
    ]
    assert made.stories[0].lead.startswith("A fire in the harbour of Skelhaven has burnt down")
    assert told(town.library, watch) == []


def test_what_a_story_comes_to_is_told_and_its_copies_are_not(town: World) -> None:
    """One in the same run is beside it; one that comes later is no news, with a sentence more."""
    watch = watched(town.library, HARBOUR)
    town.index_files(
        {"fire.md": FIRE, "reprint.md": FIRE.replace("Skelhaven Courier", "Ostrand Post")}
    )
    made = bulletin(town.library, watch)
    town.index_files(
        {"late.md": FIRE.replace("Skelhaven Courier", "Herald").strip() + " So the Courier.\n"}
    )
    assert told(town.library, watch) == []
    town.index_files({"arrest.md": ARREST})

    assert [each.card.title for each in made.stories] == [FIRE_TITLE]
    assert [card.source for card in made.stories[0].also_in] == ["Ostrand Post"]
    assert told(town.library, watch) == [ARREST_TITLE]


def test_only_articles_about_the_words_are_told(town: World) -> None:
    """All words in one place; a single word where an article begins; names wherever they stand."""
    far = "The harbour is full of herring this week. " + "The town council met on Monday. " * 9
    watches = {
        words: watched(town.library, words, chat=number)
        for number, words in enumerate([HARBOUR, "fire", "Nils Aker", "volcano"], start=1)
    }
    town.index_files(
        {
            "far.md": story(
                "Post", "2024-03-05", "Herring season opens", f"{far}A fire broke out."
            ),
            "aker.md": story("Post", "2024-03-06", "Council elects", f"{far}Nils Aker was chosen."),
            "fire.md": FIRE,
        }
    )

    assert {words: told(town.library, each) for words, each in watches.items()} == {
        HARBOUR: [FIRE_TITLE],
        "fire": [FIRE_TITLE],
        "Nils Aker": ["Council elects"],
        "volcano": [],
    }


def test_question_waits_for_its_answer(town: World) -> None:
    """Whatever words that has; what has the words and does not answer is not read as one."""
    watch = watched(town.library, "When will the Lady Ingrid return?")
    town.index_files({"fire.md": FIRE})
    assert told(town.library, watch) == []
    town.index_files({"ferry.md": FERRY})

    assert told(town.library, watch) == ["Ferry to sail again in April"]


def test_dates_alone_are_no_topic(town: World) -> None:
    """What is watched is still to come, whatever "last week" was."""
    watch = watched(town.library, "last week")
    town.index_files({"fire.md": FIRE})

    assert told(town.library, watch) == []


def test_names_are_watched_in_either_alphabet(town: World) -> None:
    """As they are looked for; what else is said in the other alphabet nobody here reads."""
    named, said = (
        watched(town.library, "Рагнар Квист", chat=1),
        watched(town.library, "пожар", chat=2),
    )
    text = "Ragnar Kvist has left the council of Skelhaven, he says."
    town.index_files({"kvist.md": story("Post", "2024-03-07", "Council", text), "fire.md": FIRE})

    assert told(town.library, named) == ["Council"]
    assert told(town.library, said) == []


def test_cyrillic_words_are_found_in_either_language(town: World) -> None:
    """A few of them may be Russian or Ukrainian: nothing in "суботня школа" says which."""
    headline = "Суботня школа шукає восьмого вчителя"
    watches = [
        watched(town.library, words, chat=number)
        for number, words in enumerate(("суботня школа", "школа", "вчитель", "пожежа"))
    ]
    said = "Українська суботня школа у Скельгавені шукає вчителя фізики, каже директорка."
    town.index_files({"school.md": story("Post", "2024-03-08", headline, said)})

    assert [told(town.library, each) for each in watches] == [*[[headline]] * 3, []]


def test_name_of_an_outlet_admits_its_articles_alone(town: World) -> None:
    """On a topic, or all of them where nothing else is named; a date is left out."""
    topical = watched(town.library, "harbour fire from the Skelhaven Courier last week", chat=1)
    whole = watched(town.library, "skelhaven courier", chat=2)
    town.index_files({"arrest.md": ARREST, "post.md": FERRY})

    assert told(town.library, topical) == [ARREST_TITLE]
    assert told(town.library, whole) == [ARREST_TITLE]


def test_watches_of_one_chat_tell_an_article_once(town: World) -> None:
    """Another chat is told of it, too."""
    first, second = watched(town.library, HARBOUR), watched(town.library, "warehouse")
    elsewhere = watched(town.library, "warehouse", chat=2)
    town.index_files({"fire.md": FIRE})

    assert told(town.library, first) == [FIRE_TITLE]
    assert told(town.library, second) == []
    assert told(town.library, elsewhere) == [FIRE_TITLE]


def test_withdrawn_article_is_not_told(town: World) -> None:
    """Neither later nor where it is withdrawn after it was looked for."""
    watch = watched(town.library, HARBOUR)
    town.index_files({"fire.md": FIRE})
    made = compose(watch, town.library)
    assert made is not None
    (article,) = town.library.catalog.query(full_articles.come_since, watch.made_at)
    town.library.withdraw(article)

    assert not town.library.catalog.change(watchlist.settle, made.settled, now=0.0)
    assert told(town.library, watch) == []


def test_flood_is_a_handful_and_a_count(town: World) -> None:
    """All of it counts as told."""
    watch = watched(town.library, "harbour")
    town.index_files(
        {
            f"{name}.md": story(
                "Post", f"2024-03-{day:02}", f"{name} at the harbour", f"{name} was seen there."
            )
            for day, name in enumerate(NAMES, start=1)
        }
    )
    made = bulletin(town.library, watch)

    assert len(made.stories) == 5
    assert made.more == len(NAMES) - 5
    assert bulletin(town.library, watch).articles == ()


def test_what_a_flood_hides_is_not_told_another_time(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the search did not get to counts as told with the rest."""
    monkeypatch.setattr(subjects, "_MOST_HITS", 6)
    monkeypatch.setattr(subjects, "_FLOOD", 3)
    watch = watched(town.library, "harbour")
    town.index_files(
        {
            f"{name}.md": story(
                "Post", "2024-03-01", f"{name} at the harbour", f"{name} was seen there."
            )
            for name in NAMES
        }
    )
    made = bulletin(town.library, watch)
    otter = story("Post", "2024-04-01", "Otter in the harbour", "An otter was seen there.")
    town.index_files({"late.md": otter})

    assert len(made.articles) == len(NAMES)
    assert told(town.library, watch) == ["Otter in the harbour"]


NAMES = (
    "Anchor", "Buoy", "Crane", "Dredger", "Eel", "Flag", "Gull", "Heron", "Icebreaker", "Jetty",
    "Kayak", "Lantern",
)  # fmt: skip
