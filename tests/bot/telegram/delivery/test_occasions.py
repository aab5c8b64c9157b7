"""When what people write was said."""

from __future__ import annotations

import contextvars
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageOriginHiddenUser, Update
from telegram.ext import ApplicationBuilder

from bot import clock
from bot.telegram.delivery.occasions import Incoming

SENT = datetime(2024, 3, 5, 22, 30, tzinfo=UTC)
BEFORE = datetime(2024, 2, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("origin", "zone", "day"),
    [
        (None, "UTC", "2024-03-05"),
        (None, "Europe/Kyiv", "2024-03-06"),
        (MessageOriginHiddenUser(BEFORE, "Somebody"), "Europe/Kyiv", "2024-02-01"),
    ],
)
def test_words_are_of_the_day_on_which_they_were_sent_first(
    origin: MessageOriginHiddenUser | None, zone: str, day: str
) -> None:
    """Not of the one on which they are read or changed, and on the clock of their sender."""
    chat = Chat(1001, Chat.PRIVATE)
    later = datetime(2024, 4, 1, tzinfo=UTC)
    message = Message(7, SENT, chat, text="yesterday", forward_origin=origin, edit_date=later)
    bot = ApplicationBuilder().token("1:T").updater(None).job_queue(None).build().bot
    came = Incoming(Update(1, edited_message=message), message, bot)

    def asked() -> datetime:
        """When it was asked, as somebody in that zone counts."""
        clock.live_in(zone)
        return came.asked

    assert contextvars.copy_context().run(asked).date().isoformat() == day
