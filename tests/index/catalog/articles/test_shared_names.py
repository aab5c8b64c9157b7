"""Articles of one file that go by one name: none replaces another, and versions stay versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, permutations, product
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from index.catalog import schema
from index.catalog.articles import sightings
from index.catalog.articles.intake import Intake
from index.catalog.articles.sightings import Origin
from index.catalog.engine import Catalog
from index.models import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FILE, OTHER = Origin("f", "f.json", "root"), Origin("g", "g.json", "root")
DAY = datetime(2024, 3, 5, tzinfo=UTC)
FERRY = (
    "The ferry to Skarv stays in harbour until Friday because a shaft of its engine broke in the "
    "storm, and the shipping company has chartered a smaller boat for commuters and the mail."
)
FERRY_LATER = FERRY.replace("Friday", "Sunday") + " Tickets are refunded at the pier."
SCHOOL = (
    "Pupils of the Brenna school planted two hundred apple trees on the slope behind the gym, "
    "paid by a foundation that wants to give every child of the valley an orchard of its own."
)
BAKERY = (
    "Petra Winkelried has bought the bakery at the station from her uncle and will sell bread of "
    "rye and spelt there from six in the morning, except on Mondays when she grinds her flour."
)
TEXTS = (FERRY, SCHOOL, BAKERY)


class Shelf:
    """A catalog, and runs over files that are given as articles, a batch of some at a time."""

    def __init__(self, catalog: Catalog, *, batch: int = 100) -> None:
        self.catalog = catalog
        self.batch = batch
        self.remarks: list[str] = []
        self._runs = 0

    def run(
        self, articles: Sequence[Article], origin: Origin = FILE, *, partial: bool = False
    ) -> dict[str, int]:
        """How often each came out of a run over a file."""
        self._runs += 1
        intake = Intake(str(self._runs))
        self.feed(intake, articles, origin)
        with self.catalog.write() as connection:
            self.outcomes += intake.close(connection, origin, explicit=False, partial=partial)
            intake.finish(connection)
            if not partial:
                sightings.forget_unseen(connection, run=str(self._runs), origins=[origin.id])
            sightings.remove_orphans(connection)
        self.remarks = [each.kind for each in intake.remarks]
        return {each: self.outcomes.count(each) for each in sorted(set(self.outcomes))}

    def feed(self, intake: Intake, articles: Sequence[Article], origin: Origin = FILE) -> None:
        """Give a run articles without ending it."""
        self.outcomes: list[str] = []
        for start in range(0, len(articles), self.batch):
            some = articles[start : start + self.batch]
            with self.catalog.write() as connection:
                sightings.remember_origin(connection, origin)
                self.outcomes += intake.take(connection, origin, some, alone=False, explicit=False)

    def live(self) -> list[str]:
        """The newest texts of all live articles."""
        table, versions = schema.articles, schema.versions
        query = select(versions.c.text).join(table, versions.c.id == table.c.version)
        with self.catalog.read() as connection:
            return sorted(connection.scalars(query.where(table.c.state == "live")))

    def rows(self) -> list[tuple[str, str, str]]:
        """Everything that tells one catalog from another: ids, keys and newest versions."""
        table = schema.articles
        with self.catalog.read() as connection:
            found = connection.execute(select(table.c.id, table.c.key, table.c.version))
            return sorted(tuple(row) for row in found)


@pytest.fixture
def shelf(either: Path | str) -> Iterator[Shelf]:
    """An empty catalog."""
    catalog = Catalog.open(either)
    yield Shelf(catalog)
    catalog.close()


def named(**fields: object) -> list[Article]:
    """Three articles that are known by the same."""
    titles = ("Ferry stays", "Apple trees", "Bread at the station")
    return [
        replace(Article(title, text), **fields)  # type: ignore[arg-type]
        for title, text in zip(titles, TEXTS, strict=True)
    ]


SHARED = {
    "an id": named(external_id="0", source="Harbour Times"),
    "an id without an outlet": named(external_id="0"),
    "an address": named(url="https://h.example/news"),
    "a front page": named(url="https://h.example/", published=DAY),
    "no address": named(url="n/a", published=DAY),
    "a headline and a day": named(title="In brief", published=DAY, source="Harbour Times"),
    "an id and a headline": [
        replace(each, external_id="1", published=DAY.replace(day=5 + 2 * number))
        for number, each in enumerate(named(title="In brief"))
    ],
}


@pytest.mark.parametrize("batch", [1, 100])
@pytest.mark.parametrize("shared", SHARED)
def test_articles_that_share_a_name_in_one_file_all_stay(
    shelf: Shelf, shared: str, batch: int
) -> None:
    """In the first reading, in the next one, and in any other order."""
    shelf.batch = batch
    articles = SHARED[shared]

    first = shelf.run(articles)
    later = [shelf.run(some) for some in permutations(articles)]

    assert first == {"added": 3}
    assert later == [{"unchanged": 3}] * 6
    assert shelf.live() == sorted(TEXTS)


@pytest.mark.parametrize("shared", SHARED)
def test_one_that_is_corrected_is_a_version_of_the_one_that_it_resembles(
    shelf: Shelf, shared: str
) -> None:
    """Wherever it stands in the file, and whichever else has left it."""
    first, *others = SHARED[shared]
    shelf.run([first, *others])
    later = replace(first, text=FERRY_LATER)

    assert shelf.run([*others, later]) == {"unchanged": 2, "updated": 1}
    assert shelf.live() == sorted([FERRY_LATER, SCHOOL, BAKERY])
    assert shelf.run([later]) == {"unchanged": 1}
    assert shelf.live() == [FERRY_LATER]


def test_a_correction_in_the_same_file_is_a_version(shelf: Shelf) -> None:
    """The later one answers, also with another article of that id between them."""
    ferry, school, _ = named(external_id="0")

    outcome = shelf.run([ferry, school, replace(ferry, title="Boats", text=FERRY_LATER)])

    assert outcome == {"added": 2, "updated": 1}
    assert shelf.live() == sorted([FERRY_LATER, SCHOOL])


def test_new_items_above_the_old_one_do_not_replace_it(shelf: Shelf) -> None:
    """A feed that gives all its items one id begins with the newest."""
    ferry, school, bakery = named(external_id="0")
    shelf.run([ferry], partial=True)

    assert shelf.run([school, ferry], partial=True) == {"added": 1, "unchanged": 1}
    assert shelf.run([bakery], partial=True) == {"added": 1}
    assert shelf.live() == sorted(TEXTS)


def test_the_only_article_of_an_id_may_be_rewritten_as_a_whole(shelf: Shelf) -> None:
    """Where the file has no other one that is the article."""
    ferry, school, _ = named(external_id="0")
    shelf.run([ferry])

    assert shelf.run([school]) == {"updated": 1}
    assert shelf.live() == [SCHOOL]


def test_a_column_of_one_id_says_so_once_a_record_but_the_first(shelf: Shelf) -> None:
    """In every reading; a headline that comes again is no fault."""
    expected = ["an id of several articles"] * 2

    shelf.run(SHARED["an id"])
    first = shelf.remarks
    shelf.run(SHARED["an id"])

    assert (first, shelf.remarks) == (expected, expected)
    shelf.run(SHARED["a headline and a day"], OTHER)
    assert shelf.remarks == []


def test_an_id_of_hundreds_of_articles_loses_none(shelf: Shelf) -> None:
    """Only the youngest are read again for a record; the others are found by what they are."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    articles = [
        Article(f"Story {number}", " ".join(f"{first}{second}{each}" for each in letters))
        for number, (first, second) in enumerate(islice(product(letters, letters), 120))
    ]
    shelf.batch = 50
    shared = [replace(each, external_id="0") for each in articles]

    assert shelf.run(shared) == {"added": 120}
    assert shelf.run(shared[::-1]) == {"unchanged": 120}
    assert len(shelf.live()) == 120


@pytest.mark.parametrize("killed_after", range(5))
def test_a_killed_run_that_is_run_again_gives_the_same_catalog(
    shelf: Shelf, tmp_path: Path, killed_after: int
) -> None:
    """Ids, keys and newest versions, wherever it was killed."""
    ferry, school, bakery = named(external_id="0")
    before, after = [ferry], [school, replace(ferry, text=FERRY_LATER), bakery, ferry, school]
    shelf.batch = 1
    shelf.run(before)
    shelf.feed(Intake("killed"), after[:killed_after])
    shelf.run(after)
    other = Catalog.open(tmp_path / "other.sqlite")
    whole = Shelf(other, batch=1)
    whole.run(before)

    whole.run(after)

    assert shelf.rows() == whole.rows()
    assert whole.live() == sorted([FERRY_LATER, SCHOOL, BAKERY])
    other.close()
