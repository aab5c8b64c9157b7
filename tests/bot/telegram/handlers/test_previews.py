"""What is seen of an answer while it is made, and how it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from telegram import Update

from bot import texts
from bot.models import Claim
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.occasions import Tap
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.handlers.previews import STOPPED, Previews
from tests.bot.telegram.carrying import posting, until
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.telegram.handlers.previews import Preview
    from index.catalog.engine import Catalog
    from tests.bot.telegram.carrying import Post
    from tests.fakes.telegram import Group, Room, User

pytestmark = pytest.mark.anyio
SAID = Claim("The ferry sank.", (1,))
FINAL = "The ferry sank. [1]\n\nSources"


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def ann(tg: FakeTelegram) -> User:
    """A person."""
    return tg.user(id=1001, name="Ann", started=True)


@pytest.fixture
def desk(tg: FakeTelegram, ann: User) -> Group:
    """A group."""
    return tg.group(id=-1_000_000_000_700, title="Desk", members=[ann])


class Desk:
    """A bot whose answers are made by the test."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.previews = Previews(post.bot, post.courier)

    @contextlib.asynccontextmanager
    async def answering(self, ann: User, room: Room) -> AsyncIterator[Preview]:
        """A question of Ann's, shown while the block makes its answer, then answered."""
        question = ann.send("/ask What sank?", chat=room)
        owed = Obligation(str(question.id), room.id, question.id, reply=room is not ann)
        async with self.previews.show(owed, ann.id, frames=True) as preview:
            yield preview
        await self.post.courier.deliver(preview.owed.owing([Part(Rich().add(FINAL))]))


@pytest.fixture
async def answers(tg: FakeTelegram, catalog: Catalog) -> AsyncIterator[Desk]:
    """The desk."""
    async with posting(tg, catalog) as post:
        yield Desk(post)


def drafts(tg: FakeTelegram) -> list[str]:
    """The draft frames so far."""
    return [call.params["text"] for call in tg.calls_of("sendMessageDraft") if call.ok]


def more_than(person: User, count: int) -> bool:
    """Whether somebody was written to more often."""
    return len(person.bot_messages) > count


async def until_drafts(tg: FakeTelegram, count: int) -> None:
    """Wait for frames."""
    await until(tg, lambda: len(drafts(tg)) >= count)


async def test_draft_shows_phases_and_claims_and_the_answer_replaces_it(
    tg: FakeTelegram, ann: User, answers: Desk
) -> None:
    """In private: nothing but the answer is left."""
    async with answers.answering(ann, ann) as preview:
        preview.progress.searching()
        await until_drafts(tg, 1)
        preview.progress.reading(6)
        await until_drafts(tg, 2)
        preview.progress.writing((SAID,), ())
        await until_drafts(tg, 3)
        preview.progress.writing((SAID, SAID), ())

    assert drafts(tg)[:3] == [
        "Searching …",
        "Reading 6 articles …",
        "The ferry sank. [1]\n\nWriting …",
    ]
    assert [message.text for message in ann.bot_messages] == [FINAL]
    assert ann.chat.draft is None


async def test_frames_are_in_the_language_of_who_is_answered(
    tg: FakeTelegram, ann: User, answers: Desk
) -> None:
    """That of the task that answers, with its own form of the noun."""
    texts.speak("uk")
    async with answers.answering(ann, ann) as preview:
        texts.speak("en")
        preview.progress.reading(21)
        await until_drafts(tg, 1)

    assert drafts(tg)[0] == "Читаю 21 статтю …"


async def test_answer_that_comes_soon_shows_no_frames(
    tg: FakeTelegram, ann: User, answers: Desk
) -> None:
    """They would only flash up."""
    async with answers.answering(ann, ann) as preview:
        preview.progress.searching()
        await asyncio.sleep(0.2)

    assert drafts(tg) == []
    assert [message.text for message in ann.bot_messages] == [FINAL]


async def test_message_in_a_group_becomes_the_answer(
    tg: FakeTelegram, ann: User, desk: Group, answers: Desk
) -> None:
    """One message, with a button that stops, and without it at the end."""
    async with answers.answering(ann, desk) as preview:
        preview.progress.reading(1)
        await until(tg, lambda: desk.bot_messages)
        (message,) = desk.bot_messages
        begun, buttons = message.text, message.buttons

    assert begun == "Reading 1 article …"
    assert buttons == ["⏹ Stop"]
    assert [each.text for each in desk.bot_messages] == [FINAL]
    assert message.buttons == []
    assert message.reply_to is not None
    assert tg.calls_of("sendMessageDraft") == []


async def test_api_without_drafts_shows_messages_from_then_on(
    tg: FakeTelegram, ann: User, answers: Desk
) -> None:
    """It is asked once."""
    tg.fail("sendMessageDraft", kind="400", description="Bad Request: method not available")
    for _ in range(2):
        async with answers.answering(ann, ann):
            seen = len(ann.bot_messages)
            await until(tg, partial(more_than, ann, seen))

    assert [message.text for message in ann.bot_messages] == [FINAL, FINAL]
    assert len(tg.calls_of("sendMessageDraft")) == 1


async def test_flood_wait_ends_the_frames_and_not_the_answer(
    tg: FakeTelegram, ann: User, answers: Desk
) -> None:
    """Frames are never tried again."""
    tg.fail("sendMessageDraft", kind="429", retry_after=30)
    async with answers.answering(ann, ann) as preview:
        for n in range(20):
            preview.progress.reading(n)
            await asyncio.sleep(0.1)

    assert len(tg.calls_of("sendMessageDraft")) == 1
    assert [message.text for message in ann.bot_messages] == [FINAL]


@pytest.mark.parametrize("kind", ["lost", "drop"])
async def test_message_whose_arrival_is_unknown_is_not_sent_twice(
    tg: FakeTelegram, ann: User, desk: Group, answers: Desk, kind: str
) -> None:
    """It is looked for, and becomes the answer."""
    tg.fail("sendMessage", kind=kind)  # type: ignore[arg-type]
    async with answers.answering(ann, desk):
        await until(tg, lambda: tg.calls_of("sendMessage"))
        await asyncio.sleep(0.1)

    assert [each.text for each in desk.bot_messages] == [FINAL]


async def test_next_process_changes_the_message_of_the_last(
    tg: FakeTelegram, ann: User, desk: Group, answers: Desk
) -> None:
    """A kill while a model writes leaves no frame behind."""
    tg.crashed()
    post = answers.post
    with contextlib.suppress(asyncio.CancelledError):
        async with answers.answering(ann, desk) as preview:
            await until(tg, lambda: desk.bot_messages)
            await asyncio.sleep(0.2)
            raise asyncio.CancelledError
    again = post.restarted()
    owed = await again.find(preview.owed.id)
    assert owed is not None
    await again.deliver(owed.owing([Part(Rich().add(FINAL))]))
    await again.close()

    assert [each.text for each in desk.bot_messages] == [FINAL]


async def test_only_who_asked_can_stop(
    tg: FakeTelegram, ann: User, desk: Group, answers: Desk
) -> None:
    """Others hear that there is nothing to stop; so does who asked, afterwards."""
    async with answers.answering(ann, desk) as preview:
        await until(tg, lambda: desk.bot_messages)
        (message,) = desk.bot_messages
        data = message.button("⏹ Stop")["callback_data"]
        await tapped(tg, answers, tg.user(id=1002, name="Ben"), data)
        others = preview.progress.stopped
        await tapped(tg, answers, ann, data)
        mine = preview.progress.stopped
    await tapped(tg, answers, ann, data)

    said = [call.params["text"] for call in tg.calls_of("answerCallbackQuery")]
    assert (others, mine) == (False, True)
    assert said == [
        "This answer is finished already.",
        "I stop and keep what is checked.",
        "This answer is finished already.",
    ]


async def tapped(tg: FakeTelegram, answers: Desk, person: User, data: str) -> None:
    """Somebody taps a button with this data."""
    before = len(tg.world.updates.pending)
    message = next(iter(person.chat.messages.values()), None) or person.send("hi")
    person.callback(data=data, message=message, wait=False)
    update = Update.de_json(tg.world.updates.pending[-1], answers.post.bot)
    assert len(tg.world.updates.pending) > before
    query, found = update.callback_query, re.fullmatch(r"h:(.*)", data)
    assert query is not None
    assert query.message is not None
    assert found is not None
    await answers.previews.tap(Tap(update, query, query.message, answers.post.bot, found))


async def test_stop_button_of_telegram_stops(tg: FakeTelegram, ann: User, answers: Desk) -> None:
    """The update that python-telegram-bot does not know yet; the number may be a string."""
    async with answers.answering(ann, ann) as preview:
        await until_drafts(tg, 1)
        draft = ann.chat.draft
        assert draft is not None
        assert draft.can_stop
        given = {"chat": {"id": ann.id, "type": "private"}, "draft_id": str(draft.id)}
        update = Update.de_json({"update_id": 1, STOPPED: given}, answers.post.bot)
        await answers.previews.stopped(update, None)

        assert preview.progress.stopped
