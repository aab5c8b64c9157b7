"""What is owed arrives once, whichever of the bots that share a database has the chat."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.custody import charges
from bot.custody.custodian import Custodian
from bot.store.schema import metadata
from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.outbox import Outbox
from bot.telegram.transport.threads import Threads
from index.catalog.engine import Catalog
from tests.bot.telegram.carrying import owed_for, posting, until
from tests.bot.telegram.test_bot_lifecycle import until as wait_until
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.telegram.delivery.outbox import Obligation
    from tests.bot.telegram.carrying import Post

pytestmark = pytest.mark.anyio


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """An empty catalog on a server."""
    opened = Catalog.open(database, tables=metadata)
    yield opened
    opened.close()


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


class Carrier:
    """A bot that delivers what it takes."""

    def __init__(self, post: Post, catalog: Catalog) -> None:
        self.custodian = Custodian(alone=False)
        self.courier = Courier(post.bot, Outbox(catalog, self.custodian), Threads(), self.custodian)
        self._catalog = catalog
        catalog.change(charges.enter, self.custodian.name, seconds=30.0)

    def take(self) -> list[str]:
        """Take what waits; the names of that."""
        claim = self._catalog.change(charges.claim, self.custodian.name, most=8, begun="job:")
        self.custodian.take(claim.chats)
        self.courier.take(claim.due)
        return [row.id for row in claim.due]


async def test_what_is_owed_in_a_chat_of_nobody_is_delivered_by_whoever_takes_it(
    tg: FakeTelegram, catalog: Catalog
) -> None:
    """Once, by one of them."""
    ann = tg.user(id=1001, name="Ann", started=True)
    async with posting(tg, catalog) as post:
        one, two = Carrier(post, catalog), Carrier(post, catalog)
        await one.courier.deliver(owed_for(ann.send("?"), "Forty-two crowns."))
        unsent, wanted = list(ann.bot_messages), one.custodian.wanted.is_set()
        taken = [two.take(), one.take(), two.take()]
        await until(tg, lambda: ann.bot_messages)
        await asyncio.to_thread(tg.quiet)

    assert (unsent, wanted, taken) == ([], True, [["1"], [], []])
    assert [message.text for message in ann.bot_messages] == ["Forty-two crowns."]


async def test_the_rest_of_an_answer_is_sent_by_whoever_takes_over(
    tg: FakeTelegram, catalog: Catalog
) -> None:
    """The first bot was not told that its message arrived; it is found, and not sent again."""
    ann = tg.user(id=1001, name="Ann", started=True)
    tg.fail("sendMessage", kind="mute")
    async with posting(tg, catalog) as post:
        one, two = Carrier(post, catalog), Carrier(post, catalog)
        await one.courier.deliver(owed_for(ann.send("?"), "Forty-two", "crowns."))
        one.take()
        await until(tg, lambda: ann.bot_messages)
        await one.courier.close()
        tg.crashed()
        catalog.change(charges.leave, [one.custodian.name])
        taken = two.take()
        await until(tg, lambda: len(ann.bot_messages) > 1)
        await asyncio.to_thread(tg.quiet)

    assert taken == ["1"]
    assert [message.text for message in ann.bot_messages] == ["Forty-two", "crowns."]


async def test_what_was_sent_and_not_written_down_is_not_sent_again_by_who_sent_it(
    tg: FakeTelegram, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was taken for gone just then, took the chat again by another name, and knows the id."""
    ann = tg.user(id=1001, name="Ann", started=True)
    async with posting(tg, catalog) as post:
        one, two = Carrier(post, catalog), Carrier(post, catalog)
        outbox = one.courier._outbox
        advance = outbox.advance

        def gone(owed: Obligation) -> None:
            """As the others have it when it is written down that something was sent."""
            if owed.done:
                catalog.change(charges.leave, [one.custodian.name])
                monkeypatch.setattr(outbox, "advance", advance)
            advance(owed)

        await one.courier.deliver(owed_for(ann.send("?"), "Forty-two", "crowns."))
        monkeypatch.setattr(outbox, "advance", gone)
        one.take()
        await until(tg, lambda: ann.bot_messages)
        await asyncio.to_thread(wait_until, lambda: outbox.advance == advance)
        tg.crashed()
        one.custodian.lose()
        catalog.change(charges.enter, one.custodian.name, seconds=30.0)
        taken = one.take()
        done = Outbox(catalog).find
        await asyncio.to_thread(wait_until, lambda: (owed := done("1")) and owed.state == "done")
        await asyncio.to_thread(tg.quiet)

    assert (taken, two.take()) == (["1"], [])
    assert [message.text for message in ann.bot_messages] == ["Forty-two", "crowns."]


async def test_what_moved_with_its_group_is_left_to_whoever_has_that(
    tg: FakeTelegram, catalog: Catalog
) -> None:
    """The bot had charge of the group that was."""
    ann = tg.user(id=1001, name="Ann", started=True)
    room = tg.group(id=-77, title="Room", members=[ann], kind="group")
    async with posting(tg, catalog) as post:
        one, two = Carrier(post, catalog), Carrier(post, catalog)
        question = ann.send("/ask ?", chat=room)
        new = tg.migrate(room)
        await one.courier.deliver(owed_for(question, "Forty-two crowns."))
        one.take()
        find = Outbox(catalog).find
        await asyncio.to_thread(wait_until, lambda: (owed := find("1")) and owed.chat == new.id)
        await one.courier.close()
        taken: list[str] = []
        for _ in range(1000):  # as a bot does, some times a second
            taken = taken or two.take()
            if taken:
                break
            await asyncio.sleep(0.02)
        await until(tg, lambda: new.bot_messages)
        await asyncio.to_thread(tg.quiet)

    assert taken == ["1"]
    assert [message.text for message in new.bot_messages] == ["Forty-two crowns."]
