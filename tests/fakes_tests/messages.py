"""Parameters of messages, good and bad."""

from __future__ import annotations

from typing import Any

Params = dict[str, Any]


def entity(kind: str, offset: int, length: int, **more: Any) -> Params:
    """Parameters of a message "hi 👋 all" with one entity."""
    one = {"type": kind, "offset": offset, "length": length, **more}
    return {"text": "hi 👋 all", "entities": [one]}


def keyed(*buttons: Params) -> Params:
    """Parameters of a message with one row of buttons."""
    return {"text": "x", "reply_markup": {"inline_keyboard": [list(buttons)]}}


def button(**more: Any) -> Params:
    """A button."""
    return {"text": "b", **more}


def html(text: str) -> Params:
    """Parameters of an HTML message."""
    return {"text": text, "parse_mode": "HTML"}


def markdown(text: str) -> Params:
    """Parameters of a MarkdownV2 message."""
    return {"text": text, "parse_mode": "MarkdownV2"}
