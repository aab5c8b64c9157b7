"""How a run ended is told, also by the process after the one that began it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from bot.telegram.admin.runs import Reindexing
from bot.telegram.delivery.send_once import Place
from bot.telegram.views import chat_texts
from index.catalog import jobs
from index.library import Library
from index.settings import IndexSettings
from tests.bot.telegram.carrying import posting
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bot.telegram.carrying import Post

pytestmark = pytest.mark.anyio
RESULT = {
    "articles": dict.fromkeys(("read", *chat_texts.COUNTS), 0) | {"read": 3, "added": 3},
    "passages": 5,
    "seconds": 1.0,
    "failed": [],
    "rejected": [],
    "warnings": [],
}
BOSS = 1


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A home in which nothing runs."""
    opened = Library(IndexSettings(home=tmp_path / "home"), tables=metadata)
    yield opened
    opened.close()


async def told(tg: FakeTelegram, post: Post, reindexing: Reindexing) -> list[str]:
    """What stands in the chat once the runs are over and told."""
    for _, task in list(reindexing._live.values()):
        await task
    await reindexing.close()
    assert not [each for each in post.outbox.due() if each.state == "due"]
    return [message.text for message in tg.world.chats[BOSS].messages.values()]


@pytest.mark.parametrize("killed", ["never", "while it runs", "before its message"])
async def test_end_of_an_addition_is_told_once(library: Library, killed: str) -> None:
    """In the message that showed how it went, in the language of whoever added."""
    with FakeTelegram(flood=False) as tg:
        tg.user(id=BOSS, name="Boss", started=True)
        tg.allow("message to edit not found")
        chat_texts.speak("uk")
        async with posting(tg, library.catalog) as post:
            reindexing = Reindexing(library, post.courier)
            number = library.submit("add", ["a.html"])
            if killed == "before its message":
                tg.fail("sendMessage", kind="lost", times=9)
            with contextlib.suppress(TimeoutError):
                show = reindexing.show(post.bot, Place(BOSS), number)
                await asyncio.wait_for(show, 0.4 if killed == "before its message" else 20)
            tg.world.faults.planned.clear()
            if killed != "never":
                await reindexing.close()
                tg.crashed()
                chat_texts.speak(None)
                reindexing = Reindexing(library, post.restarted())
                await reindexing.take_up(post.bot)
                assert reindexing.shows(number)
            library.catalog.change(jobs.finish, number, "done", result=RESULT)
            said = await told(tg, post, reindexing)

        assert said == ["Додано до архіву: прочитано 3 статті (нових 3), 5 уривків, 1 с."]
        assert post.outbox.begun("job:") == []
