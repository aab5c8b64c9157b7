"""What a bot knows of the chats that it has charge of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.custody.custodian import Custodian
from bot.custody.presence import Presence

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio
ANN, DESK = 1001, -100500


@pytest.fixture
def anyio_backend() -> str:
    """As the bot."""
    return "asyncio"


class Clock:
    """A clock that tests set."""

    now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_alone_it_has_charge_of_every_chat() -> None:
    """And of none as soon as others share the database, until it takes some."""
    shared = Custodian(alone=False)
    before = shared.holds(ANN)
    shared.take([ANN])

    assert Custodian().holds(ANN)
    assert (before, shared.holds(ANN), shared.holds(DESK)) == (False, True, False)


def test_a_chat_is_kept_until_its_limits_are_full_again() -> None:
    """A group for a minute; and for as long as something of it is in hand."""
    clock = Clock()
    custodian = Custodian(alone=False, clock=clock)
    custodian.take([ANN, DESK])
    custodian.begin(ANN, 11)
    clock.now += 10
    kept = custodian.idle()
    custodian.end(11)
    soon = custodian.idle()
    clock.now += 4
    private = custodian.idle()
    clock.now += 60

    assert [kept, soon, private, custodian.idle()] == [[], [], [ANN], [DESK]]


def test_a_busy_bot_leaves_work_to_the_others() -> None:
    """One that is the only one takes all."""
    custodian = Custodian(alone=False)
    only = custodian.room
    custodian.bots = 2
    custodian.take([ANN, DESK])
    custodian.begin(ANN, 11)

    assert (only, custodian.room) == (64, 3)


async def test_no_call_is_made_while_the_lease_may_be_over() -> None:
    """It waits until the lease is renewed."""
    clock = Clock()
    custodian = Custodian(alone=False, lease=30.0, clock=clock)
    custodian.confirm(clock.now)
    clock.now += 17
    await custodian.sure()
    clock.now += 2
    waiting = asyncio.create_task(custodian.sure())
    await asyncio.sleep(0.15)
    unsure = waiting.done()
    custodian.confirm(clock.now)
    await waiting

    assert not unsure


def test_what_was_lost_is_not_its_own_under_a_new_name() -> None:
    """Nothing is in hand any more."""
    custodian = Custodian(alone=False)
    name = custodian.name
    custodian.take([ANN])
    custodian.begin(ANN, "answer")
    custodian.lose()

    assert (custodian.holds(ANN), list(custodian.items)) == (False, [])
    assert custodian.name != name


def test_who_died_in_the_same_home_is_known_at_once(tmp_path: Path) -> None:
    """And told once; who lives is not."""
    well, then = Presence(tmp_path), Presence(tmp_path)
    well.hold("well")
    (tmp_path / "bots" / "dead").touch()  # the lock went with its process
    then.hold("then")

    assert [then.gone(), then.gone()] == [["dead"], []]
    well.release()
    then.release()
    assert list((tmp_path / "bots").iterdir()) == []
