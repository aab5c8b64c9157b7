"""Copies that were edited, through a real library: indexed once, with every outlet named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from index.catalog.passages import copies
from index.catalog.passages.passages import difference
from index.indexing import deduplication
from index.jobs.queue import settle
from index.progress import CancelledError
from tests.conftest import World, indexed

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.progress import Progress

LEAD = (
    "The harbour board of Skelhaven voted on Tuesday to close the north pier to lorries from 1 "
    "May, after divers found that 14 of its 60 oak piles are hollow."
)
REST = (
    (
        "Harbour master Agnes Thorvald told the meeting that the pier had stood longer than anyone "
        "had a right to expect, and that nobody would be asked to trust it any further."
    ),
    (
        "The divers spent nine days under the planks in March. They knocked on every pile with a "
        "brass hammer, and where the sound was dull they drilled a core the width of a finger."
    ),
    (
        "Fish merchants who load there said that they had been told of it by the newspaper. "
        "Their drivers will have to go round by the mill road, which adds two miles to the trip."
    ),
    (
        "The board has put aside 250,000 crowns for repairs, a third of what engineers ask for. "
        "The rest is to come from the county, which has not answered the letters sent in autumn."
    ),
    (
        "Councillor Pavel Dunn voted against the closure. He said the pier feeds eleven families "
        "on Quay Street, and that a weight limit with a man at the gate would have done as well."
    ),
    (
        "Walkers and anglers may go on using the pier, the board said, as may the mail boat, which "
        "ties up at the landward end where the piles were replaced after the storm of 1987."
    ),
)
STORY = "\n\n".join([LEAD, *REST])
EDITED = (
    STORY.replace("two miles", "2 miles").replace("harbour", "harbor").replace("250,000", "250 000")
)
LOCAL = (
    "In Ostrand the ferry office said that its own jetty was inspected last summer and is sound. "
    "Petra Winkelried, who sells tickets there, remembers lorries waiting as far as the church."
)


def story(source: str, day: int, text: str = EDITED, **fields: Any) -> str:
    """A line of JSON: the story as an outlet has it."""
    made = {
        "id": "1",
        "title": "North pier closed to lorries",
        "body": text,
        "source": source,
        "published_at": f"2024-04-{day:02}",
    }
    return json.dumps(made | fields) + "\n"


def outlets(world: World, question: str = "Who voted to close the north pier?") -> list[list[str]]:
    """For each hit the outlet that is shown, and the others that are named."""
    return [
        [str(hit.passage.card.source), *(str(card.source) for card in hit.also_in)]
        for hit in world.search(question)
    ]


def sources(world: World) -> set[str]:
    """Outlets whose passages are indexed."""
    statement = (
        "SELECT v.source FROM indexed i JOIN passages p ON p.id = i.passage "
        "JOIN versions v ON v.id = p.version"
    )
    with world.library.catalog.read() as connection:
        return set(connection.exec_driver_sql(statement).scalars())


def test_an_edited_copy_is_indexed_once_and_both_outlets_are_named(world: World) -> None:
    """The earliest is the original, whichever file is read first."""
    result = world.index_files({"a.jsonl": story("Weekly", 4), "b.jsonl": story("Post", 3, STORY)})

    found = outlets(world)
    assert found
    assert all(names == ["Post", "Weekly"] for names in found)
    assert result["passages"] == len(found)
    assert result["articles"]["duplicate"] == 0


def test_an_earlier_copy_that_arrives_later_is_the_original(world: World) -> None:
    """The passages of the one that was first take the place of its copy's."""
    world.index_files({"a.jsonl": story("Weekly", 4)})

    world.index_files({"b.jsonl": story("Post", 3, STORY)})

    assert sources(world) == {"Post"}
    assert all(names == ["Post", "Weekly"] for names in outlets(world))


def test_the_copy_answers_when_the_original_has_left_the_archive(world: World) -> None:
    """And when the original is back, it is the original again."""
    files = {"a.jsonl": story("Weekly", 4), "b.jsonl": story("Post", 3, STORY)}
    world.index_files(files)

    (world.archive / "b.jsonl").unlink()
    world.index()
    without = outlets(world)
    world.index_files(files)

    assert without
    assert all(names == ["Weekly"] for names in without)
    assert all(names == ["Post", "Weekly"] for names in outlets(world))


def test_a_withdrawn_article_is_never_named(world: World) -> None:
    """The copy at once, before any run; the original's copy answers after the next run."""
    world.index_files(
        {
            "a.jsonl": story("Weekly", 4),
            "b.jsonl": story("Post", 3, STORY),
            "c.jsonl": story("Herald", 5),
        }
    )
    (weekly,) = [
        card.article for card in world.search("north pier")[0].also_in if card.source == "Weekly"
    ]

    world.library.withdraw(weekly)
    at_once = outlets(world)
    world.library.withdraw(world.search("north pier")[0].passage.card.article)
    settle(world.library)

    assert all(names == ["Post", "Herald"] for names in at_once)
    assert outlets(world)
    assert all(names == ["Herald"] for names in outlets(world))


def test_an_original_that_is_rewritten_lets_its_copy_go(world: World) -> None:
    """Its new version is other news."""
    world.index_files({"a.jsonl": story("Weekly", 4), "b.jsonl": story("Post", 3, STORY)})

    world.index_files({"b.jsonl": story("Post", 3, "The north pier is open again. " + LOCAL)})

    assert sources(world) == {"Post", "Weekly"}
    assert ["Weekly"] in outlets(world)


@pytest.mark.parametrize(
    ("old", "new"),
    [("14 of its", "15 of its"), ("Tuesday", "Thursday"), ("Thorvald", "Torvik")],
)
def test_a_copy_with_another_fact_stays_apart(world: World, old: str, new: str) -> None:
    """A number, a day, a name: both are indexed, and neither is named beside the other."""
    other = EDITED.replace(old, new)
    assert other != EDITED

    world.index_files({"a.jsonl": story("Weekly", 4, other), "b.jsonl": story("Post", 3, STORY)})

    assert sources(world) == {"Post", "Weekly"}
    first = outlets(world, LEAD)[0]
    assert len(first) == 1


def test_the_same_text_a_month_later_with_edits_stays_apart(world: World) -> None:
    """Copies lie within a week."""
    world.index_files({"a.jsonl": story("Weekly", 30), "b.jsonl": story("Post", 3, STORY)})

    assert sources(world) == {"Post", "Weekly"}


def test_of_a_copy_only_what_is_new_is_indexed_in_addition(world: World) -> None:
    """One passage, which has the local paragraph."""
    before = world.index_files({"b.jsonl": story("Post", 3, STORY)})["passages"]

    after = world.index_files({"a.jsonl": story("Weekly", 4, f"{EDITED}\n\n{LOCAL}")})["passages"]

    assert after == before + 1
    (hit, *_) = world.search("Who sells tickets in Ostrand?")
    assert (hit.passage.card.source, hit.also_in) == ("Weekly", ())
    assert LOCAL in hit.passage.text


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("put aside", "might put aside", "What has the board put aside for repairs?"),
        ("voted against", "argued against", "Did Councillor Pavel Dunn vote against the closure?"),
        ("may the mail boat", "must the mail boat", "May the mail boat go on using the pier?"),
        ("Fish merchants", "Few fish merchants", "What did fish merchants say of the newspaper?"),
    ],
)
def test_no_outlet_is_named_with_what_it_did_not_say(
    world: World, old: str, new: str, question: str
) -> None:
    """The passage with the changed sentence is indexed by itself, those without are folded."""
    changed = EDITED.replace(old, new)
    assert changed != EDITED
    world.index_files({"b.jsonl": story("Post", 3, STORY), "a.jsonl": story("Weekly", 4, changed)})

    hits = world.search(question)

    assert {str(hit.passage.card.source) for hit in hits if new in hit.passage.text} == {"Weekly"}
    assert {str(hit.passage.card.source) for hit in hits if old in hit.passage.text} >= {"Post"}
    assert all(hit.also_in == () for hit in hits if old in hit.passage.text)


def test_undated_copies_are_folded_too(world: World) -> None:
    """The one met first is the original."""
    world.index_files({"a.jsonl": story("Weekly", 4, published_at=None)})
    world.index_files({"b.jsonl": story("Post", 3, STORY, published_at=None)})

    assert all(names == ["Weekly", "Post"] for names in outlets(world))
    assert sources(world) == {"Weekly"}


def test_nothing_is_compared_twice(world: World) -> None:
    """A second run over the same archive finds nothing to count, cut or compare."""
    world.index_files({"a.jsonl": story("Weekly", 4), "b.jsonl": story("Post", 3, STORY)})
    phases: set[str] = set()

    indexed(world.library, world.archive, progress=lambda *step: phases.add(step[0]))

    assert phases == {"reading"}


def test_a_crowd_of_look_alikes_is_bounded_and_said(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Compared with those most alike; still every copy is folded, through another copy."""
    monkeypatch.setattr(deduplication, "MOST_CANDIDATES", 2)

    world.index_files(
        {f"{day}.jsonl": story(f"Paper {'ABCDEF'[day]}", day + 1) for day in range(6)}
    )

    assert sources(world) == {"Paper A"}
    assert "have more than 2 look-alikes" in caplog.text


def test_another_comparer_compares_all_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same is found; nothing is left of what was known before."""
    world.index_files({"a.jsonl": story("Weekly", 4), "b.jsonl": story("Post", 3, STORY)})
    before = known(world)
    monkeypatch.setattr(deduplication, "COMPARER", "another")

    world.index()

    assert known(world) == before
    with world.library.catalog.read() as connection:
        assert copies.outdated(connection, comparer="another") == []


def known(world: World) -> dict[str, Any]:
    """What was counted and compared, by the names of the versions."""
    statements = {
        "passages": "SELECT id, current FROM passages",
        "indexed": "SELECT passage FROM indexed",
        "lines": "SELECT * FROM lines",
        "boilerplate": "SELECT * FROM boilerplate",
        "compared": "SELECT version, number, signature FROM compared",
        "bands": "SELECT * FROM bands",
        "carried": "SELECT * FROM carried",
    }
    with world.library.catalog.read() as connection:
        read = connection.exec_driver_sql
        return {name: sorted(map(tuple, read(each).all())) for name, each in statements.items()}


def stopping(at: int) -> Progress:
    """A listener that cancels the run at its report number ``at``."""
    reports = iter(range(1, at + 1))

    def listen(phase: str, done: int, total: int) -> None:
        if next(reports) == at:
            raise CancelledError(phase, done, total)

    return listen


def archive(world: World) -> None:
    """Copies, an article that has left, and lines that come to repeat in the second run."""
    letter = "Read the Post every morning with your coffee"
    lines = [*REST, *(line.partition(". ")[0] for line in REST)]
    first = [
        story("Post", 1 + at % 9, f"{line}\n\n{letter}", id=f"p{at}", title=f"Part {at}")
        for at, line in enumerate(lines)
    ]
    files = {"weekly.jsonl": story("Weekly", 4), "gone.jsonl": story("Post", 3, STORY)}
    world.index_files(files | {"first.jsonl": "".join(first)})
    second = [
        story("Post", 9, f"{name} the seal was seen off the pier.\n\n{letter}", id=name, title=name)
        for name in ("Ada", "Bo", "Cal", "Dot", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo")
    ]
    world.write(
        {
            "second.jsonl": "".join(second),
            "herald.jsonl": story("Herald", 2),
            "courier.jsonl": story("Courier", 5, f"{EDITED}\n\n{LOCAL}"),
        }
    )
    (world.archive / "gone.jsonl").unlink()


def test_a_run_interrupted_at_any_report_ends_as_if_nothing_had_happened(
    tmp_path: Path, bundled: BundledEmbedder
) -> None:
    """The same passages, lines, bands and copies, wherever it was stopped."""
    reports: list[str] = []
    undisturbed = World(tmp_path / "undisturbed", bundled)
    archive(undisturbed)
    indexed(
        undisturbed.library, undisturbed.archive, progress=lambda *step: reports.append(step[0])
    )
    expected = known(undisturbed)
    undisturbed.library.close()
    places = [number for number, phase in enumerate(reports, 1) if phase != "reading"]

    for at in places:
        world = World(tmp_path / str(at), bundled)
        archive(world)
        stopped = indexed(world.library, world.archive, progress=stopping(at))
        assert stopped.state == "cancelled"
        world.index()
        assert known(world) == expected, reports[at - 1]
        world.library.close()

    assert {"counting", "splitting", "comparing", "indexing", "removing"} <= set(reports)
    assert expected["boilerplate"]


def test_a_full_run_wants_what_the_one_before_it_wanted(world: World) -> None:
    """Nothing is missing from the index and nothing is left in it."""
    world.index_files({"a.jsonl": story("Weekly", 4), "b.jsonl": story("Post", 3, STORY)})
    world.index(kind="full")

    with world.library.catalog.read() as connection:
        generation = str(world.library.status()["generation"])
        assert difference(connection, generation=generation) == ([], [])
