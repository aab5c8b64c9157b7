"""Who speaks."""

from __future__ import annotations

from typing import Any

from bot.telegram.transport.speakers import Speaker, speaker
from bot.telegram.updates.turns import conversation

from .messages import ANN, CHANNEL, GROUP, OURS, content, update

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
OTHER_GROUP = GROUP | {"id": -100600, "title": "Night desk"}


def test_person_speaks_for_themselves() -> None:
    """Also with a tap on a message that somebody else's name stands over."""
    posted = content("1", group=True, sender_chat=CHANNEL, **{"from": OURS})
    tap = {"id": "1", "from": ANN, "chat_instance": "1", "data": "c:a:1", "message": posted}

    assert speaker(update(message=content("Who?"))) == Speaker(1001, "Ann")
    assert speaker(update(callback_query=tap)) == Speaker(1001, "Ann")


def test_anonymous_admins_of_two_groups_are_two() -> None:
    """Though one and the same program of Telegram stands in for both."""
    fields: dict[str, Any] = {"from": ANONYMOUS}
    here = update(message=content("Who?", group=True, sender_chat=GROUP, **fields))
    there = update(message=content("Who?", chat=OTHER_GROUP, sender_chat=OTHER_GROUP, **fields))

    assert speaker(here) == Speaker(-100500, "Desk")
    assert speaker(there) == Speaker(-100600, "Night desk")


def test_channel_speaks_in_its_own_name_and_has_its_own_conversation() -> None:
    """In a group, beside the admins of that group."""
    posted = update(message=content("Who?", group=True, sender_chat=CHANNEL, **{"from": ANONYMOUS}))

    assert speaker(posted) == Speaker(-100777, "Courier", username="courier")
    assert conversation(posted) == "tg:-100500:0:-100777"
