"""The catalog on a real PostgreSQL server."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from bot.store import budgets, chats, people
from bot.store.schema import metadata
from bot.telegram.updates.inbox import Inbox
from index.catalog import jobs, leases, lookup, schema
from index.catalog.articles import withdrawal
from index.catalog.articles.intake import Intake
from index.catalog.articles.sightings import Origin, remember_origin
from index.catalog.engine import Catalog, is_begun
from index.errors import BusyError, CatalogError, SettingsError
from index.models import Article
from index.progress import Step
from tests.conftest import ROOT
from tests.faults.running import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from tests.postgresql import Server


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """An empty catalog."""
    opened = Catalog.open(database, tables=metadata)
    yield opened
    opened.close()


def at_once(work: Callable[[int], object], count: int) -> list[object]:
    """What so many threads give that begin together."""
    ready = threading.Barrier(count)

    def one(number: int) -> object:
        ready.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_a_database_is_begun_when_it_has_tables(bare_database: str) -> None:
    """Nothing is made by asking."""
    before = is_begun(bare_database), is_begun(bare_database)
    Catalog.open(bare_database).close()

    assert (*before, is_begun(bare_database)) == (False, False, True)


def test_a_database_of_another_program_is_left_as_it_is(server: Server, bare_database: str) -> None:
    """The sentence says whose it seems to be."""
    name = bare_database.partition("@/")[2].partition("?")[0]
    server.sql(name, "CREATE TABLE cookies (name text)")

    with pytest.raises(CatalogError) as caught:
        Catalog.open(bare_database)

    assert str(caught.value) == (
        f"database {name} on {server.folder}: belongs to another program (its tables: cookies); "
        "nothing was changed in it. Name an empty database in PRESSMARK_DATABASE."
    )


def test_an_empty_database_is_no_catalog_of_an_index(bare_database: str) -> None:
    """An index in the home was made from another one."""
    with pytest.raises(CatalogError, match="is empty, and the index in PRESSMARK_HOME means noth"):
        Catalog.open(bare_database, new=False)


def test_a_server_that_is_away_is_named_without_the_password() -> None:
    """And without who comes in."""
    with pytest.raises(CatalogError) as caught:
        Catalog.open("postgresql+psycopg://ann:s3cret@127.0.0.1:1/press")

    said = str(caught.value)
    assert said.startswith("database press on 127.0.0.1: the catalog cannot be used (")
    assert said.endswith("check that the server runs, and the address in PRESSMARK_DATABASE.")
    assert "s3cret" not in said


def test_a_missing_driver_names_the_extra() -> None:
    """It comes with no other."""
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from index.catalog.engine import Catalog\n"
        "Catalog.open('postgresql+psycopg://h/db')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stderr.splitlines()[-1] == (
        "index.errors.SettingsError: PRESSMARK_DATABASE names a PostgreSQL server, for which the "
        "driver is missing; run `pip install 'pressmark[postgres]'`, or set "
        "PRESSMARK_DATABASE=sqlite."
    )


@pytest.mark.parametrize("url", ["postgresql+psycopg://ann:p@h:port/db", "postgresql://h:9:9/d"])
def test_an_address_that_is_none_shows_nothing_of_it(url: str) -> None:
    """It may have a password in it."""
    with pytest.raises(SettingsError) as caught:
        Catalog.open(url)

    assert str(caught.value) == (
        "PRESSMARK_DATABASE is no address of a database; write "
        "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
    )


def test_a_server_that_was_restarted_is_found_again(server: Server, catalog: Catalog) -> None:
    """Connections of before are gone; the next transaction makes its own."""
    catalog.change(lookup.set_meta, "archive", "one")
    server.restart()

    catalog.change(lookup.set_meta, "archive", "two")

    assert catalog.query(lookup.get_meta, "archive") == "two"


def test_a_reader_sees_one_moment(catalog: Catalog) -> None:
    """What is committed while it reads is not seen, and it changes nothing."""
    with catalog.read() as reading:
        before = lookup.get_meta(reading, "archive")
        catalog.change(lookup.set_meta, "archive", "one")
        during = lookup.get_meta(reading, "archive")

    assert (before, during) == (None, None)
    with pytest.raises(CatalogError, match="read-only transaction"):
        catalog.query(lookup.set_meta, "archive", "two")


def test_text_that_the_server_refuses_is_stored_character_for_character(catalog: Catalog) -> None:
    """U+0000 becomes U+FFFD, half of a pair too: offsets stay what they are."""
    catalog.change(lookup.set_meta, "archive", "a\0b\ud83dc")

    assert catalog.query(lookup.get_meta, "archive") == "a\ufffdb\ufffdc"


def test_any_json_is_stored_as_it_is(catalog: Catalog) -> None:
    """Updates hold what people type: what no text may have, JSON may."""
    content = {"message": {"message_id": 1, "chat": {"id": 1}, "text": "a\0b\ud83dc"}}
    Inbox(catalog).receive(7, content)

    assert Inbox(catalog).unfinished() == [content]


def test_an_address_of_any_length_is_stored(catalog: Catalog) -> None:
    """Trees of PostgreSQL have room for 2,704 bytes."""
    url = f"https://a.example/{''.join(secrets.token_urlsafe(64) for _ in range(80))}"
    article = Article(
        "A", "One.", url=url, author="x" * 5000, section="y" * 5000, language="z" * 99
    )
    with catalog.write() as connection:
        remember_origin(connection, Origin("f", "f.json", "root"))
        taken = Intake("0").take(
            connection, Origin("f", "f.json", "root"), [article], alone=False, explicit=False
        )
        named = withdrawal.named(connection, url)

    assert (taken, len(named)) == (["added"], 1)


def test_text_is_sorted_by_code_points(catalog: Catalog) -> None:
    """As SQLite does, whatever language the server speaks."""
    names = ["b", "B", "a", "_", "é", "ж"]
    for name in names:
        catalog.change(lookup.set_meta, f"x{name}", "")

    with catalog.read() as connection:
        key = schema.meta.c.key
        found = connection.scalars(select(key).where(key.startswith("x")).order_by(key)).all()
    assert found == sorted(found)


def test_numbers_of_telegram_have_room(catalog: Catalog) -> None:
    """People have ids beyond 2^31, groups below -2^40, updates any."""
    with catalog.write() as connection:
        people.set_language(connection, 2**52, "uk", name="Ann")
        budgets.take(connection, {-(2**52): None, 2**40: 3})
    Inbox(catalog).receive(2**40, {"message": {"message_id": 2**31, "chat": {"id": 1}}})

    assert catalog.query(people.find, 2**52).language == "uk"
    assert catalog.query(budgets.asked, -(2**52)) == 1
    assert [each["message"]["message_id"] for each in Inbox(catalog).unfinished()] == [2**31]


def test_transactions_that_wait_for_each_other_are_done_one_after_the_other(
    catalog: Catalog,
) -> None:
    """The server takes one back, which is done again."""
    both = threading.Barrier(2)
    tries = []

    def cross(connection: Connection, first: str, second: str) -> None:
        tries.append(first)
        lookup.set_meta(connection, first, first)
        if len(tries) <= 2:
            both.wait()
        lookup.set_meta(connection, second, first)

    at_once(lambda each: catalog.change(cross, "ab"[each], "ba"[each]), 2)

    assert 3 <= len(tries) <= 5  # what is done again may meet the other once more


def test_a_budget_is_kept_by_processes_that_ask_at_once(catalog: Catalog) -> None:
    """Eight questions of one person, who has five."""
    refused = at_once(lambda _: catalog.change(budgets.take, {1: 5, -2: None}), 8)

    assert sorted(map(str, refused)) == ["1", "1", "1", "None", "None", "None", "None", "None"]
    assert catalog.query(budgets.asked, 1) == 5


def test_an_update_that_comes_twice_at_once_is_taken_once(catalog: Catalog) -> None:
    """Whichever process it comes to."""
    content = {"message": {"message_id": 7, "chat": {"id": 1}, "date": 1}}
    new = at_once(lambda _: Inbox(catalog).receive(10, content), 4)

    assert sorted(map(str, new)) == ["False", "False", "False", "True"]


def test_choices_of_a_person_that_are_made_at_once_are_all_kept(catalog: Catalog) -> None:
    """One is let in while choosing a language."""
    for person in range(20):
        steps: list[Callable[[Connection], None]] = [
            lambda connection, who=person: people.set_state(connection, who, "admitted"),  # type: ignore[misc]
            lambda connection, who=person: people.set_language(connection, who, "uk", name="A"),  # type: ignore[misc]
        ]
        at_once(lambda each, steps=steps: catalog.change(steps[each]), 2)  # type: ignore[misc]

    found = [catalog.query(people.find, person) for person in range(20)]
    assert {(each.state, each.language) for each in found} == {("admitted", "uk")}


def test_parts_of_an_album_that_come_at_once_all_wait(catalog: Catalog) -> None:
    """None takes the place of another."""
    at_once(lambda each: catalog.change(chats.is_part_wanted, "a", {"part": each}), 6)

    waiting = catalog.change(chats.want_album, "a")
    assert sorted(each["part"] for each in waiting) == list(range(6))


def test_what_is_withdrawn_while_it_is_read_stays_withdrawn(catalog: Catalog) -> None:
    """A reading that had begun to write a new version waits for nobody and undoes nothing."""
    file = Origin("f", "f.json", "root")
    article = Article("A", "One.", external_id="1", source="Post")

    def take(connection: Connection, run: str, text: str) -> None:
        remember_origin(connection, file)
        new = Article("A", text, external_id="1", source="Post")
        intake = Intake(run)
        intake.take(connection, file, [new], alone=False, explicit=False)
        intake.close(connection, file, explicit=False)

    catalog.change(take, "0", article.text)
    with catalog.read() as connection:
        (name,) = connection.scalars(select(schema.articles.c.id))
    steps: list[Callable[[Connection], object]] = [
        lambda connection: withdrawal.withdraw(connection, name),
        *(
            lambda connection, run=run: take(connection, f"r{run}", f"Word {run}.")
            for run in range(3)
        ),
    ]
    at_once(lambda each: catalog.change(steps[each]), 4)

    assert catalog.query(withdrawal.withdrawn) == {name}


def test_every_run_is_claimed_by_one(catalog: Catalog) -> None:
    """Four workers that look at once find four runs."""
    numbers = [catalog.change(jobs.enqueue, "sync") for _ in range(4)]

    claimed = at_once(lambda each: catalog.change(leases.claim, owner=str(each)), 6)

    found = [job.id for job in claimed if isinstance(job, jobs.Job)]
    assert sorted(found) == numbers


def test_a_run_whose_lease_is_over_is_anybodys(catalog: Catalog) -> None:
    """Who had it is told so at the next step, and changes nothing."""
    number = catalog.change(jobs.enqueue, "index", ["a"])
    catalog.change(leases.claim, owner="first")
    fresh = catalog.change(leases.requeue_expired)
    with catalog.write() as connection:
        connection.execute(text("UPDATE jobs SET lease = lease - 61"))

    over = catalog.change(leases.requeue_expired)
    catalog.change(leases.claim, owner="second")

    assert (fresh, over) == (0, 1)
    with pytest.raises(BusyError, match=f"job {number} is in the hands of another process"):
        catalog.change(leases.report, number, Step("reading", 1, 2), owner="first")
    assert not catalog.change(leases.report, number, Step("reading", 1, 2), owner="second")


def test_a_lease_that_is_renewed_goes_on(catalog: Catalog) -> None:
    """However long a step takes."""
    number = catalog.change(jobs.enqueue, "sync")
    catalog.change(leases.claim, owner="me")
    with catalog.write() as connection:
        connection.execute(text("UPDATE jobs SET lease = lease - 61"))

    catalog.change(leases.renew, number, owner="me")

    assert catalog.change(leases.requeue_expired) == 0


def test_one_process_owns_what_the_database_has(catalog: Catalog, database: str) -> None:
    """On whatever machine; it is free again when that ends."""
    other = Catalog.open(database)
    with catalog.owned("index"):
        with pytest.raises(BusyError, match="is owned by another process"), other.owned("index"):
            pass
        during = other.is_locked("index")

    assert during
    until(lambda: not other.is_locked("index"))
    other.close()


def test_a_lock_is_given_back_when_its_holder_is_killed(catalog: Catalog, database: str) -> None:
    """The server notices."""
    script = (
        "import sys; from index.catalog.engine import Catalog\n"
        "with Catalog.open(sys.argv[1]).owned('index'):\n    print('ready', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, database],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"ready\n"
    held = catalog.is_locked("index")
    holder.kill()
    holder.communicate()

    lock = catalog.lock("index")
    until = threading.Event()
    for _ in range(100):
        if lock.take():
            break
        until.wait(0.05)

    assert (held, lock.held) == (True, True)
    lock.release()


def test_a_lock_that_the_server_forgot_is_taken_again(server: Server, catalog: Catalog) -> None:
    """Several may hold a shared one."""
    one, other = catalog.lock("bot"), catalog.lock("bot")
    both = one.take(shared=True), other.take(shared=True)
    server.restart()

    lost = not one.held
    again = one.take(shared=True)

    assert (both, lost, again, catalog.is_locked("bot")) == ((True, True), True, True, True)
    one.release()
    other.release()
