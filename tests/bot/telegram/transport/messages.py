"""Messages as Telegram sends them, made by hand."""

from __future__ import annotations

import re
from typing import Any

from telegram import Bot, Message, Update

BOT = "pressbot"
_BOT = Bot("1:x")
ANN = {"id": 1001, "is_bot": False, "first_name": "Ann"}
OURS = {"id": 1, "is_bot": True, "first_name": "Press", "username": BOT}
OTHERS = {"id": 2, "is_bot": True, "first_name": "Weather", "username": "weatherbot"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100500, "type": "supergroup", "title": "Desk"}
CHANNEL = {"id": -100777, "type": "channel", "title": "Courier", "username": "courier"}
ORIGIN = {"type": "channel", "date": 1700000000, "chat": CHANNEL, "message_id": 12}
_MARKS = {"mention": r"@\w+", "url": r"https?://\S+|\b[a-z]+\.example/\S*"}


def content(text: str = "", *, group: bool = False, **fields: Any) -> dict[str, Any]:
    """A message as an object of the Bot API, its mentions and links marked."""
    made = {
        "message_id": 7,
        "date": 1700000000,
        "chat": GROUP if group else PRIVATE,
        "from": ANN,
        "text": text,
        "entities": [
            {"type": kind, "offset": found.start(), "length": len(found[0])}
            for kind, pattern in _MARKS.items()
            for found in re.finditer(pattern, text)
        ],
    }
    return {name: value for name, value in (made | fields).items() if value not in ("", None)}


def message(text: str = "", *, group: bool = False, **fields: Any) -> Message:
    """The same as the library reads it."""
    return Message.de_json(content(text, group=group, **fields), _BOT)


def update(**kinds: Any) -> Update:
    """An update with these objects."""
    return Update.de_json({"update_id": 1} | kinds, _BOT)
