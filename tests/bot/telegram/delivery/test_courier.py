"""What is owed arrives once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters

from bot.store import moved_groups
from bot.telegram.delivery.calls import send
from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, Outbox
from bot.telegram.delivery.send_once import Place
from bot.telegram.transport.threads import Threads
from index.errors import CatalogError
from tests.bot.telegram.carrying import owed_for, posting, until
from tests.bot.telegram.test_bot_lifecycle import until as wait_until
from tests.fakes.telegram import FakeTelegram, FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.catalog.engine import Catalog
    from tests.fakes.telegram import User

pytestmark = pytest.mark.anyio
PASSING = [kind for kind in get_args(FaultKind) if kind not in {"400", "403"}]
"""Faults after which the same call works."""


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """A person."""
    return tg.user(id=1001, name="Ann", started=True)


def texts(user: User) -> list[str]:
    """What the bot wrote to somebody."""
    return [message.text for message in user.bot_messages]


@pytest.mark.parametrize("kind", PASSING)
async def test_answer_arrives_once_after_a_fault(
    tg: FakeTelegram, ann: User, catalog: Catalog, kind: FaultKind
) -> None:
    """Refused for now, cut off before or after it was carried out, garbled, or held for ever."""
    tg.fail("sendMessage", kind=kind, retry_after=1, seconds=3)
    async with posting(tg, catalog) as post:
        owed = owed_for(ann.send("?"), "Forty-two crowns.")
        await post.courier.deliver(owed)

        assert texts(ann) == ["Forty-two crowns."]
        assert post.outbox.find(owed.id) == replace(
            owed, state="done", parts=(), done=1, sent=(ann.bot_messages[0].id,), after=2
        )


@pytest.mark.parametrize("kind", PASSING)
async def test_other_message_arrives_once_after_a_fault(
    tg: FakeTelegram, ann: User, catalog: Catalog, kind: FaultKind
) -> None:
    """Cards and sentences, too, as long as the bot lives."""
    tg.fail("sendMessage", kind=kind, retry_after=1, seconds=3)
    async with posting(tg, catalog) as post:
        sent = await send(post.bot, Place(ann.id), Rich().add("A card."))

    assert texts(ann) == ["A card."]
    assert sent.message_id == ann.bot_messages[0].id


@pytest.mark.parametrize("kind", ["lost", "malformed", "500", "429"])
@pytest.mark.parametrize("nth", [1, 2])
async def test_files_arrive_once_after_a_fault(
    tg: FakeTelegram, ann: User, catalog: Catalog, kind: FaultKind, nth: int
) -> None:
    """Each whole, behind the words that they go with; one without a caption is found as well."""
    tg.fail("sendDocument", kind=kind, nth=nth, retry_after=1)
    files = [Part.enclosing("one.md", b"One.", caption="1"), Part.enclosing("two.md", b"Two.")]
    async with posting(tg, catalog) as post:
        owed = Obligation.at("1", Place(ann.id)).owing([Part(Rich().add("Here.")), *files])
        await post.courier.deliver(owed)

        done = post.outbox.find("1")
    carried = [(each.text, each.file and each.file.content) for each in ann.bot_messages]
    assert carried == [("Here.", None), ("1", b"One."), ("", b"Two.")]
    assert done is not None
    assert (done.state, done.parts) == ("done", ())


async def test_picture_that_was_owed_when_the_bot_ended_is_sent_by_the_next(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """As it was drawn."""
    picture = Part.enclosing("coverage.png", b"\x89PNG\r\n", shown=True)
    Outbox(catalog).put(Obligation.at("1", Place(ann.id)).owing([picture]))
    async with posting(tg, catalog) as post:
        await post.courier.take_up()
        await until(tg, lambda: ann.bot_messages)

    (sent,) = ann.bot_messages
    assert sent.file is not None
    assert (sent.file.content, sent.file.name) == (b"\x89PNG\r\n", "coverage.png")
    assert sent.extra["photo"]


@pytest.mark.parametrize("kind", ["lost", "malformed"])
async def test_lost_answer_is_found_among_the_messages_of_others(
    tg: FakeTelegram, ann: User, catalog: Catalog, kind: FaultKind
) -> None:
    """Private chats are numbered together."""
    people = [tg.user(id=2001 + n, name=f"P{n}", started=True) for n in range(6)]
    tg.fail("sendMessage", kind=kind, nth=4)
    async with posting(tg, catalog) as post:
        owed = [
            owed_for(person.send("?"), f"For {person.id}.", name=str(person.id))
            for person in [*people, ann]
        ]
        await asyncio.gather(*(post.courier.deliver(each) for each in owed))

    assert [texts(person) for person in [*people, ann]] == [
        [f"For {person.id}."] for person in [*people, ann]
    ]


async def test_answer_in_three_messages_goes_on_where_the_last_process_ended(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """Each stands in the chat once and in order, also the one that was on its way."""
    tg.fail("sendMessage", kind="mute", nth=2)
    async with posting(tg, catalog) as post:
        owed = owed_for(ann.send("?"), "One.", "Two.", "Three.")
        delivering = asyncio.create_task(post.courier.deliver(owed))
        await until(tg, lambda: texts(ann) == ["One.", "Two."])
        await post.courier.close()
        delivering.cancel()
        again = post.restarted()
        await again.take_up()
        await until(tg, lambda: texts(ann) == ["One.", "Two.", "Three."])
        await again.of_question(ann.id, owed.question)
        await again.close()

        done = post.outbox.find(owed.id)
    assert done is not None
    assert (done.state, done.sent) == ("done", tuple(m.id for m in ann.bot_messages))


async def test_message_that_became_the_answer_before_is_only_changed(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """Repeating an edit does no harm; what is too much is taken away."""
    tg.crashed()
    async with posting(tg, catalog) as post:
        owed = owed_for(ann.send("?"), "One.", "Two.")
        await post.courier.deliver(owed)
        sent = tuple(message.id for message in ann.bot_messages)
        for name in ("2", "3"):
            await post.courier.deliver(
                replace(owed_for(ann.messages[0], "New.", name=name), sent=sent)
            )
            sent = sent[:1]

    assert texts(ann) == ["New."]
    assert [version.text for version in ann.bot_messages[0].versions] == ["One."]


async def test_answer_comes_anew_where_its_message_was_deleted(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """People may take away what the bot wrote."""
    tg.allow("message to edit not found")
    async with posting(tg, catalog) as post:
        await post.courier.deliver(owed_for(ann.send("?"), "One."))
        ann.bot_messages[0].deleted = True
        owed = replace(owed_for(ann.messages[0], "New.", name="2"), sent=(2,))
        await post.courier.deliver(owed)

    assert texts(ann) == ["New."]


async def test_formatting_that_is_refused_does_not_lose_the_answer(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """The words arrive without it."""
    why = "Bad Request: can't parse entities: unsupported"
    tg.fail("sendMessage", kind="400", description=why)
    button = InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data="c:A:1")]])
    async with posting(tg, catalog) as post:
        owed = owed_for(ann.send("?"))
        part = Part(Rich().add("Bold.", MessageEntity.BOLD), button)
        await post.courier.deliver(owed.owing([part]))

    assert texts(ann) == ["Bold."]
    assert ann.bot_messages[0].entities == []


async def test_formatting_survives_a_start(tg: FakeTelegram, ann: User, catalog: Catalog) -> None:
    """Text, entities and buttons are written down as they are."""
    button = InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data="c:A:1")]])
    content = Rich().add("So ").add("bold", MessageEntity.BOLD).add("[1]", url="https://a.example")
    async with posting(tg, catalog) as post:
        post.outbox.put(owed_for(ann.send("?")).owing([Part(content, button)]))
        await post.courier.take_up()
        await until(tg, lambda: ann.bot_messages)
        (answer,) = ann.bot_messages

    assert answer.entity_texts("bold") == ["bold"]
    assert answer.links == {"[1]": "https://a.example"}
    assert answer.buttons == ["1"]


async def test_blocked_bot_gives_the_answer_up(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """And tries nothing after a start."""
    async with posting(tg, catalog) as post:
        owed = owed_for(ann.send("?"), "One.")
        tg.block(ann)
        await post.courier.deliver(owed)
        refused = post.outbox.find(owed.id)

        assert refused is not None
        assert (refused.state, refused.parts) == ("refused", ())
        assert post.outbox.due() == []


async def test_answer_follows_a_group_that_moved(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """To the supergroup that it became, where it refers to no message; no call is made twice."""
    room = tg.group(id=-700, title="Desk", members=[ann], kind="group")
    async with posting(tg, catalog) as post:
        question = ann.send("/ask ?", chat=room)
        new = tg.migrate(room)
        for name in ("1", "2"):
            await post.courier.deliver(owed_for(question, "One.", "Two.", name=name))
        sent = await send(post.bot, Place(room.id), Rich().add("Three."))

    assert [message.text for message in new.bot_messages] == ["One.", "Two."] * 2 + ["Three."]
    assert [message.reply_to for message in new.bot_messages] == [None] * 5
    assert sent.message_id == new.bot_messages[-1].id
    with catalog.read() as connection:
        assert moved_groups.known(connection) == {room.id: new.id}


async def test_answer_whose_frame_stands_in_the_group_that_was_comes_anew(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """Messages of the old group can be changed no more; those of the new one are others."""
    room = tg.group(id=-700, title="Desk", members=[ann], kind="group")
    async with posting(tg, catalog) as post:
        question = ann.send("/ask ?", chat=room)
        await post.courier.deliver(owed_for(question, "Frame."))
        new = tg.migrate(room)
        owed = replace(owed_for(question, "One.", name="2"), sent=(room.bot_messages[0].id,))
        await post.courier.deliver(owed)

    assert [message.text for message in new.bot_messages] == ["One."]
    assert [message.text for message in room.bot_messages] == ["Frame."]


async def test_lost_answer_to_a_group_that_moved_comes_once_after_a_start(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """It is looked for in the new group from the number on that was the newest when it was sent."""
    room = tg.group(id=-700, title="Desk", members=[ann], kind="group")
    tg.fail("sendMessage", kind="mute", nth=2)
    async with posting(tg, catalog) as post:
        question = ann.send("/ask ?", chat=room)
        new = tg.migrate(room)
        delivering = asyncio.create_task(post.courier.deliver(owed_for(question, "One.")))
        await until(tg, lambda: new.bot_messages)
        await post.courier.close()
        delivering.cancel()
        again = post.restarted()
        await again.take_up()
        await asyncio.to_thread(wait_until, lambda: not post.outbox.due())
        await again.close()
        done = post.outbox.find("1")

    assert [message.text for message in new.bot_messages] == ["One."]
    assert done is not None
    assert (done.state, done.chat) == ("done", new.id)


async def test_answer_to_a_topic_that_was_deleted_comes_without_it(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """In the group at least."""
    tg.allow("message thread not found")
    room = tg.group(id=-1_000_000_000_700, title="Desk", members=[ann])
    topic = room.topic("Fish")
    async with posting(tg, catalog) as post:
        owed = replace(owed_for(ann.send("/ask ?", chat=room, topic=topic), "One."), thread=topic)
        room.chat.topics.clear()
        await post.courier.deliver(replace(owed, reply=False))

    assert [message.text for message in room.bot_messages] == ["One."]


async def test_answer_whose_topic_was_closed_during_its_preview_comes_below(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """The preview cannot be changed any more, and so cannot become the answer."""
    tg.allow("topic_closed")
    tg.fail("editMessageText", kind="400", description="Bad Request: TOPIC_CLOSED")
    room = tg.group(id=-1_000_000_000_700, title="Desk", members=[ann])
    topic = room.topic("Fish")
    async with posting(tg, catalog) as post:
        question = ann.send("/ask ?", chat=room, topic=topic)
        preview = await send(post.bot, Place(room.id, topic), Rich().add("Searching"))
        room.close(topic)
        owed = replace(owed_for(question, "One."), thread=topic, sent=(preview.message_id,))
        await post.courier.deliver(owed)

    assert [(each.text, each.thread_id) for each in room.bot_messages] == [
        ("Searching", topic),
        ("One.", None),
    ]


async def test_message_and_file_for_a_closed_topic_come_beside_it(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """Without the reply, which would stand in the topic."""
    tg.allow("topic_closed")
    room = tg.group(id=-1_000_000_000_700, title="Desk", members=[ann])
    topic = room.topic("Fish")
    question = ann.send("/ask ?", chat=room, topic=topic)
    room.close(topic)
    place = Place(room.id, topic, ReplyParameters(question.id))
    async with posting(tg, catalog) as post:
        await send(post.bot, place, Rich().add("One."))
        owed = Obligation.at("1", place).owing([Part.enclosing("two.txt", b"Two.")])
        await post.courier.deliver(owed)

    assert [(each.thread_id, each.reply_to) for each in room.bot_messages] == [(None, None)] * 2


async def test_flood_wait_of_one_chat_delays_no_other(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """And loses nothing; who waits is not told twice."""
    tg.fail("sendMessage", kind="429", retry_after=3)
    ben = tg.user(id=1002, name="Ben", started=True)
    async with posting(tg, catalog) as post:
        begun = time.monotonic()
        slow = asyncio.create_task(post.courier.deliver(owed_for(ann.send("?"), "Late.")))
        await until(tg, lambda: tg.calls_of("sendMessage"))
        await post.courier.deliver(owed_for(ben.send("?"), "Soon.", name="2"))
        other = time.monotonic() - begun
        await slow

    assert other < 1.5
    assert texts(ann) == ["Late."]
    assert len(tg.calls_of("sendMessage")) == 3


class FullOnce(Outbox):
    """Cannot write down, once, that an answer arrived."""

    full = True

    def advance(self, owed: Obligation) -> None:
        """As the table of obligations."""
        if self.full and owed.state == "done":
            self.full = False
            raise CatalogError("the disk is full.")
        super().advance(owed)


async def test_answer_stays_where_its_arrival_can_only_be_written_down_later(
    tg: FakeTelegram, ann: User, catalog: Catalog
) -> None:
    """It is neither sent again nor taken away."""
    outbox, threads = FullOnce(catalog), Threads()
    async with posting(tg, catalog) as post:
        await Courier(post.bot, outbox, threads).deliver(owed_for(ann.send("?"), "One."))
        done = outbox.find("1")
    threads.close()

    assert texts(ann) == ["One."]
    assert done is not None
    assert (done.state, done.sent) == ("done", (ann.bot_messages[0].id,))


async def test_answer_that_is_a_day_late_is_given_up(catalog: Catalog) -> None:
    """Who asked has found out otherwise by then."""
    now = time.time()
    Outbox(catalog).put(Obligation("1", 1001, 1).owing([Part(Rich().add("Old."))]))

    assert len(Outbox(catalog, clock=lambda: now + 23 * 3600).due()) == 1
    assert Outbox(catalog, clock=lambda: now + 25 * 3600).due() == []
    assert Outbox(catalog, clock=lambda: now).due() == []
