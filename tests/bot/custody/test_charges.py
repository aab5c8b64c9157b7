"""Who has charge of a chat, where several bots share a PostgreSQL database."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from bot.custody import charges
from bot.custody.custodian import Custodian
from bot.store import deliveries
from bot.store.schema import metadata
from bot.telegram.delivery.outbox import Obligation, Outbox, values_of
from bot.telegram.delivery.send_once import Place
from bot.telegram.updates.inbox import Inbox
from index.catalog.databases import postgresql
from index.catalog.engine import Catalog
from index.errors import BusyError, CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.custody.charges import Claim

ANN, BOB = 1001, 1002
PAST, SOON = -1.0, 30.0
"""Leases that are over, and that are not."""


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """An empty catalog on a server."""
    opened = Catalog.open(database, tables=metadata)
    yield opened
    opened.close()


def asked(number: int, chat: int) -> dict[str, Any]:
    """An update with a question."""
    said = {"message_id": number, "date": 5, "chat": {"id": chat, "type": "private"}, "text": "?"}
    return {"update_id": number, "message": said}


def store(catalog: Catalog, *numbered: tuple[int, int], ago: float = -60.0) -> None:
    """Store updates, each a number and its chat; no bot but the first has to take them yet."""
    inbox = Inbox(catalog, Custodian(alone=False), clock=lambda: time.time() - ago)
    for number, chat in numbered:
        inbox.receive(number, asked(number, chat))


def enter(catalog: Catalog, bot: str, seconds: float = SOON) -> None:
    """A bot is there."""
    catalog.change(charges.enter, bot, seconds=seconds)


def claim(catalog: Catalog, bot: str, most: int = 8) -> Claim:
    """What a bot takes now."""
    return catalog.change(charges.claim, bot, most=most, begun="job:")


def numbers(found: Claim) -> list[int]:
    """The updates of a claim."""
    return [row.id for row in found.updates]


def custodian(bot: str, *chats: int) -> Custodian:
    """What a bot knows that has charge of these chats."""
    made = Custodian(alone=False)
    made.name = bot
    made.take(chats)
    return made


def test_a_bot_that_stands_still_in_the_middle_of_a_claim_stops_nobody(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server takes back what it had begun, before others are silent for too long over it."""
    monkeypatch.setattr(postgresql, "_IDLE_SECONDS", 0.3)
    store(catalog, (11, ANN))
    enter(catalog, "one")
    enter(catalog, "two")

    found: list[int] = []

    def claim_and_stand_still() -> None:
        """Until another one has come past."""
        with catalog.write() as connection:
            charges.claim(connection, "one", most=8, begun="job:")
            found.extend(numbers(claim(catalog, "two")))

    with pytest.raises(CatalogError):
        claim_and_stand_still()

    assert found == [11]


def test_what_a_bot_that_lives_never_began_is_not_tried_for_that(catalog: Catalog) -> None:
    """Whoever has it by then; what is dealt with stays so."""
    store(catalog, (11, ANN), (12, ANN), (13, BOB))
    enter(catalog, "one", PAST)
    assert numbers(claim(catalog, "one")) == [11, 12, 13]
    Inbox(catalog, custodian("one")).finish(13)
    catalog.change(charges.bury)
    enter(catalog, "two")
    claim(catalog, "two")

    catalog.change(charges.untry, [12, 13])

    with catalog.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, payload->'starts' FROM updates ORDER BY id")
        assert [tuple(row) for row in rows] == [(11, 2), (12, 1), (13, None)]


def test_all_updates_of_a_chat_go_to_one_bot_in_order(catalog: Catalog) -> None:
    """Whoever takes the first has the ones that come later too."""
    store(catalog, (12, ANN), (11, ANN), (13, BOB))
    enter(catalog, "one")
    enter(catalog, "two")

    first, second = claim(catalog, "one", most=1), claim(catalog, "two")
    store(catalog, (14, ANN), (15, BOB))
    later, latest = claim(catalog, "two"), claim(catalog, "one")

    assert [numbers(each) for each in (first, second, later, latest)] == [
        [11, 12],
        [13],
        [15],
        [14],
    ]
    assert (first.chats, later.chats) == ([ANN], [])


def test_what_nobody_takes_is_taken_by_a_busy_bot_too(catalog: Catalog) -> None:
    """After a while; until then it is left to bots that have less to do."""
    enter(catalog, "busy")
    store(catalog, (11, ANN), ago=0.0)
    soon = claim(catalog, "busy", most=0)
    store(catalog, (12, BOB), ago=1.0)

    assert (numbers(soon), numbers(claim(catalog, "busy", most=0))) == ([], [12])


def test_bots_that_claim_at_once_take_each_update_once(catalog: Catalog) -> None:
    """However many they are."""
    wanted = [(number, 2000 + number % 40) for number in range(1, 121)]
    store(catalog, *wanted)
    bots = [f"bot{number}" for number in range(4)]
    for bot in bots:
        enter(catalog, bot)

    def all_of(bot: str) -> list[int]:
        """What a bot takes until nothing is left."""
        found: list[int] = []
        while catalog.query(charges.is_work_left, "job:"):
            found += numbers(claim(catalog, bot, most=3))
        return found

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(all_of, bots))

    chats = [{number % 40 for number in each} for each in taken]
    assert sorted(number for each in taken for number in each) == [number for number, _ in wanted]
    assert sum(len(each) for each in chats) == 40
    for each in taken:
        for chat in range(40):
            own = [number for number in each if number % 40 == chat]
            assert own == sorted(own)


def test_what_a_bot_had_is_free_when_its_lease_is_over(catalog: Catalog) -> None:
    """One that renewed its own in time keeps what it has."""
    store(catalog, (11, ANN), (12, BOB))
    enter(catalog, "dead")
    enter(catalog, "well")
    claim(catalog, "dead", most=1)
    claim(catalog, "well")
    catalog.change(charges.renew, "dead", seconds=PAST, newest=0)

    gone = catalog.change(charges.bury)

    assert gone == ["dead"]
    assert numbers(claim(catalog, "dead")) == []
    assert numbers(claim(catalog, "well")) == [11]
    assert catalog.change(charges.renew, "dead", seconds=SOON, newest=0) is None


def test_what_was_begun_is_tried_three_times(catalog: Catalog) -> None:
    """Each bot that takes it is one try; a question that ends them all is given up aloud."""
    store(catalog, (11, ANN))
    tries = []
    for number in range(4):
        bot = f"bot{number}"
        enter(catalog, bot)
        inbox = Inbox(catalog, custodian(bot))
        tries.append(len(inbox.worth_it(claim(catalog, bot).updates)))
        catalog.change(charges.leave, [bot])

    assert tries == [1, 1, 1, 0]


def test_tap_is_answered_by_the_first_alone(catalog: Catalog) -> None:
    """Nobody waits for the end of its spinner when another bot comes to it."""
    tap = {"update_id": 11, "callback_query": {"id": "5", "from": {"id": ANN}}}
    Inbox(catalog, Custodian(alone=False)).receive(11, tap)
    found = []
    for bot in ("one", "two"):
        enter(catalog, bot)
        taken = claim(catalog, bot).updates
        found.append(Inbox(catalog, custodian(bot)).worth_it(taken))
        catalog.change(charges.leave, [bot])

    assert found == [[tap], []]


def test_update_is_finished_by_whoever_has_it(catalog: Catalog) -> None:
    """One that was taken over is not ended by the bot before."""
    store(catalog, (11, ANN))
    enter(catalog, "slow")
    claim(catalog, "slow")
    catalog.change(charges.leave, ["slow"])
    enter(catalog, "next")
    claim(catalog, "next")

    Inbox(catalog, custodian("slow", ANN)).finish(11)
    left = catalog.query(_states)
    Inbox(catalog, custodian("next", ANN)).finish(11)

    assert (left, catalog.query(_states)) == (["received"], ["done"])


def _states(connection: Any) -> list[str]:
    found = connection.exec_driver_sql("SELECT state FROM updates")
    return [row[0] for row in found]


def owed(name: str, chat: int) -> Obligation:
    """An answer of no messages that is due."""
    return Obligation.at(name, Place(chat)).owing([])


def test_what_is_owed_is_delivered_by_whoever_has_the_chat(catalog: Catalog) -> None:
    """Also what another bot wrote down, which has not."""
    enter(catalog, "one")
    enter(catalog, "two")
    store(catalog, (11, ANN))
    claim(catalog, "one")
    Outbox(catalog, custodian("two")).put(owed("notice:1", ANN))

    idle, found = claim(catalog, "two"), claim(catalog, "one")

    assert list(idle.due) == []
    assert [row.id for row in found.due] == ["notice:1"]
    assert list(claim(catalog, "one").due) == []


def test_a_bot_that_lost_a_chat_writes_nothing_for_it(catalog: Catalog) -> None:
    """Neither an answer nor how far one is; the one that has it now does."""
    enter(catalog, "slow")
    enter(catalog, "next")
    store(catalog, (11, ANN))
    claim(catalog, "slow")
    slow, then = (Outbox(catalog, custodian(bot, ANN)) for bot in ("slow", "next"))
    slow.put(owed("11", ANN))
    catalog.change(charges.leave, ["slow"])
    taken = claim(catalog, "next")

    with pytest.raises(BusyError, match="another bot has charge of chat 1001 by now"):
        slow.advance(owed("11", ANN))
    with pytest.raises(BusyError):
        slow.put(owed("12", ANN))

    then.advance(owed("11", ANN))
    assert [row.id for row in taken.due] == ["11"]


def test_a_bot_taken_for_gone_keeps_no_delivery_that_nobody_would_free(catalog: Catalog) -> None:
    """What it was storing comes too late, whether or not another one has the chat by now."""
    enter(catalog, "slow")
    store(catalog, (11, ANN))
    claim(catalog, "slow")
    slow = Outbox(catalog, custodian("slow", ANN))
    slow.put(owed("11", ANN))
    catalog.change(charges.leave, ["slow"])

    with pytest.raises(BusyError):
        slow.advance(owed("11", ANN))

    enter(catalog, "next")
    assert [row.id for row in claim(catalog, "next").due] == ["11"]


def test_the_message_of_a_run_is_followed_by_one_bot(catalog: Catalog) -> None:
    """Which one is decided when the bot that showed it is gone."""
    for bot in ("one", "two", "three"):
        enter(catalog, bot)
    store(catalog, (11, ANN))
    claim(catalog, "one")
    Outbox(catalog, custodian("one", ANN)).put(Obligation.at("job:5:1001", Place(ANN)))
    before = claim(catalog, "two")
    catalog.change(charges.leave, ["one"])

    found = [[row.id for row in claim(catalog, bot).begun] for bot in ("two", "three")]

    assert (list(before.begun), found) == ([], [["job:5:1001"], []])
    assert catalog.query(deliveries.is_named, "job:5:")
    assert not catalog.query(deliveries.is_named, "job:6:")


def test_what_a_bot_has_without_knowing_is_free_again(catalog: Catalog) -> None:
    """A claim was kept, and the connection broke before it was told."""
    enter(catalog, "one")
    store(catalog, (11, ANN), (12, BOB))
    claim(catalog, "one", most=1)
    claim(catalog, "one", most=1)

    catalog.change(charges.settle, "one", [ANN], [11])

    enter(catalog, "two")
    assert numbers(claim(catalog, "two")) == [12]


@pytest.mark.parametrize("end", [charges.bury, charges.leave])
def test_what_is_written_down_while_a_bot_is_taken_for_gone_is_free(
    catalog: Catalog, end: Callable[..., object]
) -> None:
    """A slow bot has not said yet that an answer is owed when another one frees what it had."""
    enter(catalog, "slow")
    store(catalog, (11, ANN))
    claim(catalog, "slow")
    catalog.change(charges.renew, "slow", seconds=PAST, newest=0)
    owed = values_of(Obligation.at("due", Place(ANN)).owing([]))
    names = [] if end is charges.bury else [["slow"]]
    with ThreadPoolExecutor(1) as pool:
        with catalog.write() as connection:
            charges.put(connection, "due", owed, bot="slow")
            ended = pool.submit(catalog.change, end, *names)
            time.sleep(0.3)  # it comes to what it has to wait for
        ended.result()
    catalog.change(charges.bury)

    enter(catalog, "well")
    found = claim(catalog, "well")
    assert (numbers(found), [each.id for each in found.due]) == ([11], ["due"])


def test_what_could_not_be_handed_out_is_free_as_it_was(catalog: Catalog) -> None:
    """And not counted as tried; the rest is kept."""
    enter(catalog, "one")
    store(catalog, (11, ANN), (12, BOB))
    Outbox(catalog).put(Obligation.at("due", Place(ANN)).owing([]))
    taken = claim(catalog, "one")

    catalog.change(charges.give_back, "one", taken, {12, "due"})

    assert [each.id for each in taken.due] == ["due"]
    again = claim(catalog, "one")
    assert (numbers(again), [each.id for each in again.due]) == ([12], ["due"])
    assert again.updates[0].payload["starts"] == 0


def test_all_know_how_many_they_are_and_the_newest_message(catalog: Catalog) -> None:
    """What may be sent is shared, and what was lost is looked for up to there."""
    for bot in ("one", "two"):
        enter(catalog, bot)
    catalog.change(charges.renew, "one", seconds=SOON, newest=70)

    assert catalog.change(charges.renew, "two", seconds=SOON, newest=50) == charges.Roll(2, 70)


def test_the_lease_is_by_the_clock_of_the_database(catalog: Catalog) -> None:
    """Machines whose clocks differ agree on it."""
    enter(catalog, "one")
    with catalog.read() as connection:
        lease = connection.exec_driver_sql("SELECT lease FROM bots").scalar_one()

    assert lease == pytest.approx(time.time() + SOON, abs=5.0)
