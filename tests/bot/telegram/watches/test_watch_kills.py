"""A bot that is killed anywhere around a notice has told it once in the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.store.schema import metadata
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, Outbox
from bot.telegram.delivery.send_once import Place
from index.library import Library
from index.settings import IndexSettings
from tests.bot.telegram.running import RunningBot
from tests.bot.telegram.test_bot_lifecycle import until
from tests.bot.telegram.test_kills import fault, row_appears, rows
from tests.bot.watches.values import story
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEPS = {
    "the article is indexed": row_appears("SELECT id FROM jobs WHERE state = 'done'"),
    "the notice is owed": row_appears("SELECT id FROM deliveries WHERE id LIKE 'watch:%'"),
    "it arrived and nobody was told": fault("mute"),
}


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own."""
    with FakeTelegram() as fake:
        yield fake


def submit(home: Path, path: Path) -> None:
    """Have the bot read a file."""
    library = Library(IndexSettings(home=home), tables=metadata)
    library.submit("index", [str(path)])
    library.close()


def test_killed_at_any_step_it_tells_once(tg: FakeTelegram, home: Path) -> None:
    """An article for each step; the bot is started anew after each."""
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home, users="everyone") as bot:
        ann.send("/watch lighthouse keeper")
        ann.wait_for_text("👁 Watched from now on")
        for number, (step, moment) in enumerate(STEPS.items(), start=1):
            path = home.parent / f"{number}.md"
            said = f"The lighthouse keeper of isle {number} saw {step}."
            path.write_text(story("Post", f"2024-0{number}-01", f"Report {number}", said))
            reached = moment(tg, home)
            submit(home, path)
            until(reached, 60)
            bot.restart()
            ann.wait_for_text(f"isle {number} ", 60)
        tg.quiet(3.0, 60)

        told = [message.text for message in ann.bot_messages if "👁 New on" in message.text]
        assert [text.count("isle") for text in told] == [1] * len(STEPS)


def owe(home: Path, text: str, chat: int, after: int) -> None:
    """Write down what a bot had to send, and may have, when that message was the newest."""
    library = Library(IndexSettings(home=home), tables=metadata)
    owed = Obligation.at("watch:0123456789abcdef:1", Place(chat)).owing([Part(Rich().add(text))])
    Outbox(library.catalog).put(replace(owed, after=after))
    library.close()


def test_what_was_said_at_once_stays_where_a_notice_is_looked_for(
    tg: FakeTelegram, home: Path
) -> None:
    """A notice was not sent yet when somebody was answered, and the bot was killed."""
    ann = tg.user(id=1001, name="Ann")
    with RunningBot(tg, home, users="everyone") as bot:
        asked = ann.send("/watches")
        said = ann.wait_for_message(60)
        until(lambda: rows(home, "SELECT id FROM updates WHERE state = 'done'"), 60)
        bot.kill()
        owe(home, "A notice.", ann.id, asked.id)
        bot.start()
        ann.wait_for_text("A notice.", 60)

        assert [len(each.versions) for each in ann.bot_messages] == [0, 0]
        assert ann.bot_messages[0] is said
