"""Finding the passages for a query."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import EmptyArchiveError, QueryError, StoreError
from index.models import Filters, Query
from index.search.filters import bounds

if TYPE_CHECKING:
    from index.library import Library
    from tests.conftest import World


def record(title: str, body: str, published: str | None = None, source: str = "Courier") -> str:
    """A line of a JSON Lines file."""
    fields = {"id": title, "title": title, "body": body, "published": published, "source": source}
    return json.dumps(fields) + "\n"


def pier(day: str | None, source: str = "Courier") -> str:
    """An article about the pier, named by its date."""
    return record(str(day), f"The pier closed on {day} in {source}.", day, source)


DATED = "".join(
    [
        pier("2024-02-29T23:59:59Z"),
        pier("2024-03-01"),
        pier("2024-03-02T12:00:00Z", source="Ostrand Post"),
        pier("2024-03-02T23:59:59.700Z"),
        pier("2024-03-03T00:00:00Z"),
        pier(None),
    ]
)


def test_words_and_meaning_both_find(sample: Library) -> None:
    """A question in the archive's words, and one in others."""
    by_words = sample.retriever.search(Query("Viktor Stamm bell theft sentence", 5))
    by_meaning = sample.retriever.search(Query("How many inhabitants does the town have?", 5))

    assert "St Brenna bell" in by_words[0].passage.card.title
    assert any("41,286" in hit.passage.text for hit in by_meaning)


def test_hits_are_ranked_from_one_best_first(sample: Library) -> None:
    """At most as many as asked for, with falling scores, each passage once."""
    hits = sample.retriever.search(Query("ferry Lady Ingrid", 7))

    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5, 6, 7]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == 7
    assert all(-1 <= hit.similarity <= 1.001 for hit in hits)


def test_every_passage_is_a_slice_of_its_article(sample: Library) -> None:
    """``text[start:end]`` of the stored version is what the hit shows."""
    hits = sample.retriever.search(Query("harbour", 50))

    with sample.catalog.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, text FROM versions").all()
    texts = {row[0]: row[1] for row in rows}
    assert len(hits) == 50
    assert all(hit.passage.span.of(texts[hit.passage.version]) == hit.passage.text for hit in hits)


@pytest.mark.parametrize("question", ["Когда погас маяк?", "Чого навчають у школі?"])
def test_other_scripts_find_by_their_own_words(sample: Library, question: str) -> None:
    """Russian and Ukrainian questions meet the articles in their language first."""
    (hit,) = sample.retriever.search(Query(question, 1))

    assert hit.passage.language in {"ru", "uk"}


def test_the_owner_finds_what_everybody_finds(sample: Library) -> None:
    """Chroma's approximate search and the exact one agree on the sample."""
    query = Query("What became of the dead eels?", 10)
    exact = sample.retriever.search(query)

    del sample.retriever
    with sample.owned():
        approximate = sample.retriever.search(query)

    assert [hit.passage.id for hit in approximate] == [hit.passage.id for hit in exact]


def test_an_exact_copy_is_folded_and_named(world: World) -> None:
    """The earliest is shown, and the other outlet stands beside it."""
    body = "Grounded ferry Lady Ingrid refloated after 27 days."
    world.index_files(
        {
            "b.jsonl": record("Refloated", body, "2024-03-11", "Post"),
            "a.jsonl": record("Refloated", body, "2024-03-12", "Weekly"),
            "c.jsonl": record("Refloated", body, "2024-03-10", "Courier"),
        }
    )

    (hit,) = world.search("ferry refloated")

    assert hit.passage.card.source == "Courier"
    assert [card.source for card in hit.also_in] == ["Post", "Weekly"]


def test_equal_news_of_other_months_are_news_each(world: World) -> None:
    """A bank that says the same every month is found for every month, each with its reprints."""
    body = "The central bank left its key rate unchanged at 4 per cent."
    days = ["2024-01-10", "2024-02-14", "2024-03-13", "2024-04-10"]
    world.index_files(
        {
            "a.jsonl": "".join(record(f"Rate on {day}", body, day, "Post") for day in days),
            "b.jsonl": record("Rate", body, "2024-02-16", "Weekly"),
        }
    )

    hits = world.search("central bank key rate")

    assert sorted(
        [str(card.published)[:10] for card in (hit.passage.card, *hit.also_in)] for hit in hits
    ) == [["2024-01-10"], ["2024-02-14", "2024-02-16"], ["2024-03-13"], ["2024-04-10"]]


def test_reprints_a_week_apart_are_one_run_and_undated_ones_join_the_last(world: World) -> None:
    """Each follows the one before it within seven days; after eight the text is news again."""
    body = "Grounded ferry Lady Ingrid refloated after 27 days."
    days = {"A": "2024-03-01", "B": "2024-03-08", "C": "2024-03-15", "D": "2024-03-23", "E": None}
    world.index_files({f"{name}.jsonl": record("R", body, day, name) for name, day in days.items()})

    hits = world.search("ferry refloated")

    assert sorted([hit.passage.card.source, *(c.source for c in hit.also_in)] for hit in hits) == [
        ["A", "B", "C"],
        ["D", "E"],
    ]


def test_an_earlier_copy_that_arrives_later_becomes_the_original(world: World) -> None:
    """The fold follows the dates, not the order of indexing."""
    body = "Grounded ferry Lady Ingrid refloated after 27 days."
    world.index_files({"a.jsonl": record("Refloated", body, "2024-03-12", "Weekly")})

    world.index_files({"b.jsonl": record("Refloated", body, "2024-03-11", "Post")})

    (hit,) = world.search("ferry refloated")
    assert (hit.passage.card.source, [card.source for card in hit.also_in]) == ("Post", ["Weekly"])
    assert world.vectors() == 1


def test_a_copy_takes_over_when_the_original_is_withdrawn(world: World) -> None:
    """After the next run; until then neither is shown."""
    body = "Grounded ferry Lady Ingrid refloated after 27 days."
    world.index_files(
        {"a.jsonl": record("R", body, "2024-03-10") + record("R", body, "2024-03-11", "Post")}
    )
    (hit,) = world.search("ferry")

    world.library.withdraw(hit.passage.card.article)
    at_once = world.search("ferry")
    world.index()

    assert at_once == []
    (after,) = world.search("ferry")
    assert (after.passage.card.source, after.also_in) == ("Post", ())


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        ({"after": "2024-03-02"}, {"02T12", "02T23", "03T00"}),
        ({"before": "2024-03-01"}, {"29T23", "01"}),
        ({"after": "2024-03-01", "before": "2024-03-02"}, {"01", "02T12", "02T23"}),
        ({"before": "2024-03-02T11:59:59Z"}, {"29T23", "01"}),
        ({"after": "2024-03-02T12:00:00Z", "before": "2024-03-02T12:00:00Z"}, {"02T12"}),
        ({"source": "ostrand POST"}, {"02T12"}),
        ({"source": "Post"}, set()),
        ({"source": "Courier", "after": "2024-03-02"}, {"02T23", "03T00"}),
        ({"after": "2025-01-01"}, set()),
    ],
)
def test_filters_are_exact_and_inclusive(
    world: World, filters: dict[str, str], days: set[str]
) -> None:
    """Days include both ends, moments are to the second, outlets match whole; undated never."""
    world.index_files({"a.jsonl": DATED})

    hits = world.search("When did the pier close?", filters=Filters(**filters))

    found = {(hit.passage.card.title[8:13]).rstrip(":") for hit in hits}
    assert found == days
    with world.library.owned():
        assert {hit.passage.id for hit in world.search("pier", filters=Filters(**filters))} == {
            hit.passage.id for hit in hits
        }


@pytest.mark.parametrize("value", ["yesterday", "2024-02-30", "", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_date_that_is_none_is_named(name: str, value: str) -> None:
    """The sentence shows how to write one."""
    with pytest.raises(QueryError, match=f"is not a date; write {name} as 2024-12-31"):
        bounds(Filters(**{name: value}))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_has_its_length_and_nothing_more(day: date) -> None:
    """From midnight to just before the next, whatever the zone of the machine."""
    low, high = bounds(Filters(after=str(day), before=str(day)))

    assert high - low == pytest.approx(86_400, abs=0.001)
    assert high - low < 86_400


def test_a_day_in_words_has_its_whole_length() -> None:
    """However long it is written."""
    low, high = bounds(Filters(after="5 March 2024", before="March 5, 2024"))

    assert high - low == pytest.approx(86_400, abs=0.001)


@pytest.mark.parametrize("value", ["05/03/2024", "Mar 5, 2024 10:00 IST"])
def test_a_date_that_is_doubtful_is_asked_for_again(value: str) -> None:
    """Whoever types it can write it otherwise."""
    with pytest.raises(QueryError, match="is not a date; write after as 2024-12-31"):
        bounds(Filters(after=value))


def test_no_filter_bounds_nothing() -> None:
    """Everything ever published lies inside."""
    assert bounds(Filters()) == (-(2.0**62), 2.0**62)
    assert not Filters()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_can_be_searched_for(sample: Library, text: str) -> None:
    """Operators of query languages, emoji, nothing at all: a list of hits, never an error."""
    assert len(sample.retriever.search(Query(text, 3))) == 3


def test_rare_words_weigh_more_than_frequent_ones(sample: Library) -> None:
    """The inverse document frequency falls with the number of passages; unknown is highest."""
    retriever = sample.retriever
    rare, frequent, unknown = retriever.rarities(
        [*retriever.stems("bell harbour"), "zyzzyva"]
    ).values()

    assert unknown > rare > frequent > 0


def test_an_empty_home_says_how_to_fill_it(world: World) -> None:
    """No hits and no index are different things."""
    with pytest.raises(EmptyArchiveError, match=r"nothing is indexed yet; run `pressmark index"):
        world.search("pier")


def test_an_archive_without_articles_has_no_hits(world: World) -> None:
    """It was indexed, and there is nothing in it."""
    world.index()

    assert world.search("pier") == []
    with world.library.owned():
        assert world.search("pier") == []
    assert world.search("pier", filters=Filters(after="2024-01-01")) == []


def test_a_search_follows_the_index(world: World) -> None:
    """What another process indexed is found by the next question, without opening anew."""
    world.index_files({"a.txt": "The pier closed."})
    reader = world.another()
    before = reader.retriever.search(Query("eels pier"))

    world.index_files({"b.txt": "The eels died."})

    after = reader.retriever.search(Query("eels pier"))
    assert [hit.passage.text for hit in before] == ["The pier closed."]
    assert {hit.passage.text for hit in after} == {"The pier closed.", "The eels died."}
    reader.close()


def test_the_owner_answers_exactly_where_chroma_cannot_be_opened(
    sample: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """A damaged vector index costs speed, no answer, and is said in the log."""
    folder = sample.home.chroma(sample.status()["generation"])
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"this is no database" * 100)

    with sample.owned():
        hits = sample.retriever.search(Query("Viktor Stamm", 3))

    assert "Viktor Stamm" in hits[0].passage.text
    assert caplog.text.count("Questions are answered from what is left.") == 1


Damage = Callable[[Path], None]


def gone(path: Path) -> None:
    """Nothing is there any more."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def each_file(path: Path) -> list[Path]:
    """The file, or every file of the folder."""
    return [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]


def short(path: Path) -> None:
    """Half of every file is there."""
    for each in each_file(path):
        os.truncate(each, each.stat().st_size // 2)


def garbage(path: Path) -> None:
    """Every file is as long as before, and means nothing."""
    for each in each_file(path):
        with each.open("r+b") as file:
            file.write(os.urandom(each.stat().st_size))


def blank(path: Path) -> None:
    """Every file is as long as before, and empty."""
    for each in each_file(path):
        with each.open("r+b") as file:
            file.write(bytes(each.stat().st_size))


def words(library: Library) -> Path:
    """Where the lexical index is."""
    return library.home.lexical(library.status()["generation"])


def vectors(library: Library) -> Path:
    """The file of vectors."""
    return library.home.vectors(library.bundled.fingerprint)


@pytest.mark.parametrize("running", [False, True], ids=["at the start", "in between"])
@pytest.mark.parametrize("harm", [gone, short, garbage, blank])
@pytest.mark.parametrize("part", [words, vectors])
def test_a_damaged_part_leaves_the_other(
    sample: Library,
    part: Callable[[Library], Path],
    harm: Damage,
    running: bool,  # noqa: FBT001 - a parameter of the test
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Any process answers from what is left, and warns once."""
    query = Query("Viktor Stamm bell theft", 3)
    if running:
        sample.retriever.search(query)
    harm(part(sample))

    hits = [sample.retriever.search(query) for _ in range(3)][-1]

    assert "Viktor Stamm" in hits[0].passage.text
    assert not sample.retriever.missing(["bell"])
    assert sample.retriever.rarities(["bell"])["bell"] > 0
    warned = caplog.text.count("Questions are answered from what is left.")
    assert warned == (0 if running and harm is gone else 1)  # what is mapped outlives its name
    assert sample.damage() is not None


def test_filters_hold_while_vectors_are_gone(sample: Library) -> None:
    """They are asked of the words alone."""
    vectors(sample).unlink()

    hits = sample.retriever.search(Query("ferry", 5, Filters(source="Ostrand Post")))

    assert hits
    assert {hit.passage.card.source for hit in hits} == {"Ostrand Post"}


def test_without_words_and_vectors_nothing_can_be_answered(sample: Library) -> None:
    """That is an error with a way out, and not an answer without hits."""
    gone(vectors(sample))
    gone(words(sample))

    with pytest.raises(StoreError, match=r"neither the lexical index nor .* `pressmark doctor`"):
        sample.retriever.search(Query("Viktor Stamm", 3))


@pytest.mark.parametrize("harm", [gone, garbage])
def test_the_owner_scans_where_chroma_is_damaged(sample: Library, harm: Damage) -> None:
    """As any other process does."""
    before = sample.retriever.search(Query("Viktor Stamm", 3))
    del sample.retriever
    harm(sample.home.chroma(sample.status()["generation"]))

    with sample.owned():
        after = sample.retriever.search(Query("Viktor Stamm", 3))

    assert [hit.passage.id for hit in after] == [hit.passage.id for hit in before]
    assert sample.damage() is not None


def test_a_named_outlet_is_preferred_and_others_stay(sample: Library) -> None:
    """The plan says what was understood; nothing is left out for it."""
    found = sample.retriever.find(Query("What did the Ostrand Post report about the ferry?", 10))

    assert found.plan.sources == ("Ostrand Post",)
    assert found.hits[0].passage.card.source == "Ostrand Post"
    assert len(found.hits) == 10
    assert not found.unmet


def test_nothing_in_the_range_is_said_and_the_nearest_are_shown(sample: Library) -> None:
    """A date never empties a result."""
    found = sample.retriever.find(Query("What happened to the ferry in May 1999?", 5))

    assert found.unmet
    assert len(found.hits) == 5


def test_what_was_understood_can_be_taken_back(sample: Library) -> None:
    """Words that are ignored are only words."""
    question = "What happened to the ferry in May 1999?"
    found = sample.retriever.find(Query(question, 5, ignored=("in May 1999",)))

    assert (found.plan.after, found.unmet) == (None, False)


def test_a_plain_query_has_nothing_that_is_understood(sample: Library) -> None:
    """Nor what is understood only once something else is not."""
    query = Query("What happened to the ferry on Monday, according to the Ostrand Post?", 5)

    plain = sample.retriever.plain(query)

    assert sample.retriever.find(plain).plan.phrases == ()
    assert sorted(plain.ignored) == ["Ostrand Post", "on Monday"]
    assert sample.retriever.plain(plain) == plain


def test_a_part_each_brings_its_passages(sample: Library) -> None:
    """Both storms are among the first ten."""
    hits = sample.retriever.search(Query("Did Storm Runa and Storm Sindre hit the Old Quay?"))

    titles = " ".join(hit.passage.card.title for hit in hits)
    assert "Runa" in titles
    assert "Sindre" in titles


def test_three_passages_of_an_article_stand_in_the_first_ten(sample: Library) -> None:
    """Unless the question names it."""
    hits = sample.retriever.search(Query("ferry Lady Ingrid reef"))

    articles = [hit.passage.card.article for hit in hits]
    assert max(articles.count(each) for each in articles) <= 3


def test_search_among_named_passages_finds_no_others(world: World) -> None:
    """Each of those is weighed, whatever it says; the ids of others mean nothing."""
    world.index_files({"a.txt": "The ferry sails at noon.", "b.txt": "Cod is dear."})
    (cod,) = world.search("cod", k=1)
    named = {cod.passage.id, "nosuch"}
    found = world.library.retriever.find(Query("ferry at noon"), among=named)

    assert [hit.passage.id for hit in found.hits] == [cod.passage.id]
    assert world.library.retriever.find(Query("ferry"), among=set()).hits == ()
