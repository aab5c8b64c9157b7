"""What is told of watches unasked: once, to whom may ask, at once or at their hour."""

from __future__ import annotations

import contextvars
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from telegram import Bot

from bot.store import deliveries, moved_groups, people
from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.outbox import Outbox, values_of
from bot.telegram.people.access import Access
from bot.telegram.transport.threads import Threads
from bot.telegram.watches.watch_notices import WatchNotices
from bot.watches import watchlist
from bot.watches.watchlist import Wish
from tests.bot.telegram.admin.test_notices import Clock
from tests.bot.watches.values import ANN, ARREST, FIRE, TIDE, watched

if TYPE_CHECKING:
    from tests.conftest import World

GROUP, MOVED = -700, -1_000_000_000_700
TITLE = "Fire destroys warehouse at the harbour"


@pytest.fixture
def town(world: World) -> World:
    """An archive with one article about nothing that is watched here."""
    world.index_files({"tide.md": TIDE})
    return world


def notices(world: World, clock: Clock | None = None, *, users: str = "everyone") -> WatchNotices:
    """Those of a bot that has just started."""
    access = Access(users, frozenset(), frozenset())
    courier = Courier(Bot("1:T"), Outbox(world.library.catalog), Threads())
    return WatchNotices(world.library, access, courier, clock=clock or Clock())


def said(looking: WatchNotices) -> list[str]:
    """What is to be said now."""

    def look() -> list[str]:
        """The language that is spoken ends with it."""
        owed = [looking.tell(watch) for watch in looking.due()]
        return [each.part(0).content.text for each in owed if each is not None]

    return contextvars.copy_context().run(look)


def test_notice_has_headline_outlet_date_lead_and_a_button_to_ask(town: World) -> None:
    """Below what is watched; the last button ends that."""
    watch = watched(town.library, "harbour fire")
    town.index_files({"fire.md": FIRE})
    looking = notices(town)
    (due,) = looking.due()
    owed = looking.tell(due)

    assert owed is not None
    part = owed.part(0)
    assert part.content.text == (
        "👁 New on: harbour fire\n\n"
        f"{TITLE} — Skelhaven Courier · 1 March 2024\n"
        "A fire in the harbour of Skelhaven has burnt down a warehouse full of nets."
    )
    assert part.keyboard is not None
    labels = [[each.text for each in row] for row in part.keyboard.inline_keyboard]
    assert labels == [
        ["💬 Ask about this: Fire destroys warehouse at the harbour"],
        ["✕ End this watch"],
    ]
    assert part.keyboard.inline_keyboard[1][0].callback_data == f"k:e:{watch.id}:n"


def test_notice_is_owed_from_the_moment_at_which_it_counts_as_told(town: World) -> None:
    """A process that is killed before owes nothing and looks again; one after that does not."""
    watched(town.library, "harbour fire")
    town.index_files({"fire.md": FIRE})
    killed = notices(town)
    assert len(killed.due()) == 1
    assert len(said(notices(town))) == 1

    (owed,) = Outbox(town.library.catalog).due()
    assert (owed.chat, owed.state) == (ANN, "due")
    assert said(notices(town)) == []
    assert said(killed) == []


def test_daily_digest_comes_at_the_hour_of_whoever_reads_it(town: World) -> None:
    """With all that came by then, and nothing where nothing came."""
    clock = Clock()
    library = town.library
    library.catalog.change(people.set_timezone, ANN, "Asia/Kathmandu")
    hour = time.gmtime(time.time() + 5.75 * 3600 + 2 * 3600).tm_hour
    made = library.catalog.change(watchlist.make, Wish(ANN, ANN, "harbour fire", "en", hour=hour))
    looking = notices(town, clock)
    town.index_files({"fire.md": FIRE})
    town.index_files({"arrest.md": ARREST})
    assert made is not None
    assert said(looking) == []
    clock.ahead = 2 * 3600
    (digest,) = said(looking)
    assert digest.index("night watchman") < digest.index(TITLE)
    clock.ahead = 20 * 3600
    assert said(looking) == []
    clock.ahead = 27 * 3600

    assert said(looking) == []


def test_who_may_not_ask_any_more_is_told_nothing(town: World) -> None:
    """Nor, let in again, of what came meanwhile."""
    watched(town.library, "harbour fire")
    town.library.catalog.change(people.set_state, ANN, "banned")
    town.index_files({"fire.md": FIRE})
    looking = notices(town)
    assert said(looking) == []
    town.library.catalog.change(people.set_state, ANN, None)
    town.index_files({"arrest.md": ARREST})

    (notice,) = said(looking)
    assert TITLE not in notice


def test_notice_is_in_the_language_of_the_chat(town: World) -> None:
    """The one chosen there, else the one in which the watch was made."""
    for chat, spoken in ((GROUP, "en"), (ANN, "ru")):
        town.library.catalog.change(watchlist.make, Wish(chat, ANN, "harbour fire", spoken))
    town.library.catalog.change(people.set_language, GROUP, "uk", name="Desk")
    town.index_files({"fire.md": FIRE})

    assert [each.partition("\n")[0] for each in said(notices(town))] == [
        "👁 Нове: harbour fire",
        "👁 Новое: harbour fire",
    ]


def test_group_that_moves_takes_its_watches_along(town: World) -> None:
    """And what was told there stays told."""
    watched(town.library, "harbour fire", chat=GROUP)
    town.index_files({"fire.md": FIRE})
    looking = notices(town)
    assert len(said(looking)) == 1
    town.library.catalog.change(moved_groups.move, GROUP, MOVED)
    town.index_files({"fire.md": FIRE.replace("nets", "new nets"), "arrest.md": ARREST})
    (due,) = looking.due()
    owed = looking.tell(due)

    assert owed is not None
    assert owed.chat == MOVED
    assert TITLE not in owed.part(0).content.text


def test_chat_that_refuses_a_notice_watches_nothing_any_more(town: World) -> None:
    """What came too late for anybody does not say so."""
    watched(town.library, "harbour fire")
    late = watched(town.library, "harbour fire", chat=GROUP)
    town.index_files({"fire.md": FIRE})
    looking = notices(town)
    owed = [looking.tell(watch) for watch in looking.due()]
    for each, hours in zip(owed, (1, 25), strict=True):
        assert each is not None
        values = values_of(replace(each, state="refused"))
        row = values | {"created_at": time.time() - hours * 3600}
        town.library.catalog.change(deliveries.change, each.id, row)
    town.index_files({"arrest.md": ARREST})

    assert [each.id for each in looking.due()] == [late.id]
    assert town.library.catalog.query(watchlist.of_chat, ANN) == []


def test_forgotten_person_watches_nothing(town: World) -> None:
    """In no chat; what others watch stays."""
    watched(town.library, "harbour fire")
    watched(town.library, "harbour fire", chat=GROUP)
    town.library.catalog.change(watchlist.make, Wish(GROUP, ANN + 1, "ferry", "en"))
    town.library.catalog.change(people.forget, ANN, counts=True)

    left = town.library.catalog.query(watchlist.in_chats)
    assert [each.words for each in left] == ["ferry"]
