"""Writing articles: new ones, new versions, removals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from index.catalog import schema
from index.catalog.articles import sightings, withdrawal
from index.catalog.articles.intake import Intake
from index.catalog.articles.sightings import Origin
from index.catalog.engine import Catalog
from index.models import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FILE, OTHER = Origin("f", "f.json", "root"), Origin("g", "g.json", "root")
A1 = Article(title="A", text="One.", source="Courier", external_id="a")
A2 = replace(A1, text="Two.")
B = Article(title="B", text="Three.", source="Courier", external_id="b")


class Archive:
    """Runs over files that are given as articles."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._runs = 0

    def run(
        self, files: dict[Origin, Sequence[Article]], *, explicit: bool = False
    ) -> tuple[list[str], int]:
        """What became of each article, and how many changed back to an older version."""
        self._runs += 1
        intake = Intake(str(self._runs))
        outcomes: list[str] = []
        with self.catalog.write() as connection:
            for origin, found in files.items():
                sightings.remember_origin(connection, origin)
                outcomes += intake.take(connection, origin, found, alone=False, explicit=explicit)
                outcomes += intake.close(connection, origin, explicit=explicit)
            back = intake.finish(connection)
            sightings.forget_unseen(connection, run=str(self._runs), origins=[o.id for o in files])
            sightings.remove_orphans(connection)
        return outcomes, back

    def withdraw(self, name: str) -> int:
        """How many articles were withdrawn."""
        with self.catalog.write() as connection:
            return len(withdrawal.withdraw(connection, name))

    def newest(self) -> dict[str, tuple[str, str]]:
        """State and newest text of every article by its title."""
        table, versions = schema.articles, schema.versions
        query = select(versions.c.title, table.c.state, versions.c.text).join(
            versions, versions.c.id == table.c.version
        )
        with self.catalog.read() as connection:
            return {row.title: (row.state, row.text) for row in connection.execute(query)}


@pytest.fixture
def archive(either: Path | str) -> Iterator[Archive]:
    """An empty catalog."""
    catalog = Catalog.open(either)
    yield Archive(catalog)
    catalog.close()


def test_the_same_run_twice_changes_nothing(archive: Archive) -> None:
    """First added, then unchanged."""
    assert archive.run({FILE: [A1, B]}) == (["added", "added"], 0)
    assert archive.run({FILE: [A1, B]}) == (["unchanged", "unchanged"], 0)


def test_a_changed_text_is_a_new_version(archive: Archive) -> None:
    """The newest is the one met last."""
    archive.run({FILE: [A1]})

    assert archive.run({FILE: [A2]}) == (["updated"], 0)
    assert archive.newest() == {"A": ("live", "Two.")}


def test_an_older_version_can_come_back(archive: Archive) -> None:
    """A file restored from a backup is an update, not something unchanged."""
    archive.run({FILE: [A1]})
    archive.run({FILE: [A2]})

    assert archive.run({FILE: [A1]}) == (["unchanged"], 1)
    assert archive.newest() == {"A": ("live", "One.")}


def test_an_older_file_that_is_added_later_is_no_update(archive: Archive) -> None:
    """Its version is kept, but the one of the later date answers; the same file may say earlier."""
    early, late = (datetime(2024, 4, day, tzinfo=UTC) for day in (3, 4))
    old, new = replace(A1, published=early), replace(A2, published=late)
    archive.run({FILE: [new]})

    archive.run({FILE: [new], OTHER: [old]})
    added_later = archive.newest()
    archive.run({FILE: [replace(A2, text="Three.", published=early)], OTHER: [old]})

    assert added_later == {"A": ("live", "Two.")}
    assert archive.newest() == {"A": ("live", "Three.")}


def test_two_versions_in_one_file_are_stable(archive: Archive) -> None:
    """The later record wins in every run, and only the first run changes anything."""
    first = archive.run({FILE: [A1, A2]})
    later = [archive.run({FILE: [A1, A2]}) for _ in range(3)]

    assert first == (["added", "updated"], 0)
    assert later == [(["unchanged", "unchanged"], 0)] * 3
    assert archive.newest() == {"A": ("live", "Two.")}


def test_three_records_that_return_to_the_first_are_stable(archive: Archive) -> None:
    """One, Two, One: what came last for the first time is the newest, and so it stays."""
    archive.run({FILE: [A1, A2, A1]})

    assert archive.newest() == {"A": ("live", "Two.")}
    assert archive.run({FILE: [A1, A2, A1]})[1] == 0
    assert archive.newest() == {"A": ("live", "Two.")}


def test_an_older_file_does_not_undo_a_correction(archive: Archive) -> None:
    """Whatever the files are called, and in which order they are met."""
    archive.run({FILE: [A1]})
    archive.run({OTHER: [A2], FILE: [A1]})
    corrected = archive.newest()
    archive.run({OTHER: [A2]})
    archive.run({OTHER: [A2], FILE: [A1]})

    assert corrected == {"A": ("live", "Two.")}
    assert archive.newest() == corrected


def test_of_two_versions_that_come_together_the_later_date_wins(archive: Archive) -> None:
    """Also where the file of the older one is met last."""
    old = replace(A1, published=datetime(2024, 3, 5, tzinfo=UTC))
    new = replace(A2, published=datetime(2024, 3, 6, tzinfo=UTC))

    archive.run({FILE: [new], OTHER: [old]})
    archive.run({FILE: [new], OTHER: [old]})

    assert archive.newest() == {"A": ("live", "Two.")}


def test_of_two_versions_of_one_day_the_corrected_one_wins(archive: Archive) -> None:
    """A file that says of itself that it corrects follows what it corrects."""
    right = replace(A2, text="Two.\n\nCorrection: an earlier version of this article said one.")

    archive.run({FILE: [right], OTHER: [A1]})

    assert archive.newest() == {"A": ("live", right.text)}


STORY = (
    "The mayor of Velmont resigned on Monday after a report of the auditors found that four "
    "million crowns had gone to a company of her brother without a tender."
)
PAGE = "https://courier.example/news/mayor-resigns"
JONES = Article(title="Mayor resigns", text=STORY, source="Courier", external_id="7", url=PAGE)


@pytest.mark.parametrize(
    "again",
    [
        replace(JONES, external_id="guid-7", url=f"{PAGE}?utm_source=feed"),
        replace(JONES, external_id=None, text=f"{STORY} She said nothing else."),
        replace(JONES, external_id="8", url=None, title="The mayor goes"),
    ],
    ids=["feed", "page", "copy"],
)
def test_what_was_withdrawn_does_not_come_back_under_another_name(
    archive: Archive, again: Article
) -> None:
    """Another id, another file, a feed: the same page or the same words of the same outlet."""
    archive.run({FILE: [JONES]})
    archive.withdraw(PAGE)

    outcomes = [archive.run({FILE: [JONES], OTHER: [again]})[0] for _ in range(2)]

    assert outcomes == [["unchanged", "unchanged"]] * 2
    assert {state for state, _ in archive.newest().values()} == {"withdrawn"}
    assert archive.run({OTHER: [again]}, explicit=True)[0] == ["added"]


def test_one_page_known_by_two_ids_is_one_article(archive: Archive) -> None:
    """A feed and a file of the same outlet do not drift apart."""
    feed = replace(JONES, external_id="guid-7", author="Ann Lee")
    archive.run({FILE: [JONES], OTHER: [feed]})
    corrected = replace(JONES, text=STORY.replace("four", "fourteen"))

    archive.run({FILE: [corrected], OTHER: [feed]})

    assert archive.newest() == {"Mayor resigns": ("live", corrected.text)}


def test_other_articles_at_one_address_stay_apart(archive: Archive) -> None:
    """Some outlets give the address of their front page with every article."""
    other = replace(JONES, external_id="8", title="Ferry", text="A ferry ran aground off Skarv.")

    assert archive.run({FILE: [JONES, other]})[0] == ["added", "added"]


def test_the_same_record_twice_in_a_run_is_a_duplicate(archive: Archive) -> None:
    """It is one article."""
    assert archive.run({FILE: [A1], OTHER: [A1]}) == (["added", "duplicate"], 0)
    assert len(archive.newest()) == 1


def test_the_same_text_in_another_outlet_is_a_duplicate_and_an_article(archive: Archive) -> None:
    """A wire copy is counted, and kept to be named."""
    copy = replace(A1, title="Copy", source="Post")

    assert archive.run({FILE: [A1, copy]}) == (["added", "duplicate"], 0)
    assert set(archive.newest()) == {"A", "Copy"}


def test_an_article_goes_when_no_file_holds_it(archive: Archive) -> None:
    """Not while another file still does."""
    archive.run({FILE: [A1, B], OTHER: [A1]})

    archive.run({FILE: []})

    assert archive.newest() == {"A": ("live", "One."), "B": ("removed", "Three.")}


@pytest.mark.parametrize("text", ["Three.", "Four."])
def test_a_removed_article_that_returns_is_added(archive: Archive, text: str) -> None:
    """With its old text or a new one."""
    archive.run({FILE: [B]})
    archive.run({FILE: []})

    assert archive.run({FILE: [replace(B, text=text)]}) == (["added"], 0)
    assert archive.newest() == {"B": ("live", text)}


def test_a_removed_article_that_returns_in_an_older_version_is_added(archive: Archive) -> None:
    """It is live again with that version."""
    archive.run({FILE: [A1]})
    archive.run({FILE: [A2]})
    archive.run({FILE: []})

    assert archive.run({FILE: [A1]}) == (["added"], 0)
    assert archive.newest() == {"A": ("live", "One.")}


@pytest.mark.parametrize("article", [A1, A2])
def test_a_withdrawn_article_comes_back_only_by_naming_the_file(
    archive: Archive, article: Article
) -> None:
    """Neither the same record nor a changed one brings it back by itself."""
    archive.run({FILE: [A1]})
    with archive.catalog.read() as connection:
        (name,) = connection.scalars(select(schema.articles.c.id))
    archive.withdraw(name)

    assert archive.run({FILE: [article]}) == (["unchanged"], 0)
    assert archive.newest() == {"A": ("withdrawn", "One.")}
    assert archive.run({FILE: [article]}, explicit=True) == (["added"], 0)
    assert archive.newest() == {"A": ("live", article.text)}


def test_a_withdrawal_during_a_run_is_not_undone_by_its_end(archive: Archive) -> None:
    """The run met an older version, somebody withdrew the article, then the run ended."""
    archive.run({FILE: [A1]})
    archive.run({FILE: [A2]})
    intake = Intake("late")
    with archive.catalog.write() as connection:
        intake.take(connection, FILE, [A1], alone=False, explicit=False)
        (name,) = connection.scalars(select(schema.articles.c.id))
        withdrawal.withdraw(connection, name)

    with archive.catalog.write() as connection:
        intake.finish(connection)

    assert archive.newest()["A"][0] == "withdrawn"


@pytest.mark.parametrize(
    "name",
    [
        "https://News.Example/a/?utm_source=mail",
        "https://news.example/a",
        "https://news.example/a/#top",
    ],
)
def test_an_article_is_withdrawn_by_any_form_of_its_url(archive: Archive, name: str) -> None:
    """A link that somebody shared names the page, whatever tracking hangs on it."""
    stored = "https://News.Example/a/?utm_source=mail"
    archive.run({FILE: [replace(A1, external_id=None, url=stored), B]})

    assert archive.withdraw(name) == 1
    assert archive.newest() == {"A": ("withdrawn", "One."), "B": ("live", "Three.")}


def test_nothing_is_withdrawn_by_an_unknown_name(archive: Archive) -> None:
    """Nor by an empty one."""
    archive.run({FILE: [A1, B]})

    assert (archive.withdraw("nobody"), archive.withdraw("")) == (0, 0)


def test_the_bundled_sample_can_be_forgotten(archive: Archive) -> None:
    """Its articles go, those of other files stay."""
    archive.run({replace(FILE, bundled=True): [A1], OTHER: [B]})

    with archive.catalog.write() as connection:
        sightings.forget_bundled(connection)
        removed = sightings.remove_orphans(connection)

    assert removed == 1
    assert archive.newest() == {"A": ("removed", "One."), "B": ("live", "Three.")}


def test_any_number_of_articles_may_be_rewritten(archive: Archive) -> None:
    """No statement names more than a portion of them, however many wait for the end."""
    ids = [str(number) for number in range(600)]
    before = [replace(A1, text=f"one{each}", external_id=each) for each in ids]
    after = [replace(each, title="B", text=f"two{each.external_id}") for each in before]
    with archive.catalog.write() as connection:
        if not archive.catalog.shared:
            connection.connection.dbapi_connection.setlimit(SQLITE_LIMIT_VARIABLE_NUMBER, 550)  # type: ignore[union-attr]
        sightings.remember_origin(connection, FILE)
        Intake("1").take(connection, FILE, before[:300], alone=False, explicit=False)
        Intake("1").take(connection, FILE, before[300:], alone=False, explicit=False)
        intake = Intake("2")
        outcomes = intake.take(connection, FILE, after[:300], alone=False, explicit=False)
        outcomes += intake.take(connection, FILE, after[300:], alone=False, explicit=False)

        assert outcomes == []
        assert intake.close(connection, FILE, explicit=False) == ["updated"] * 600
