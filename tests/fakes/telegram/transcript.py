"""What happened in the chats, in the order in which it happened, for people to read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from .render import plain

if TYPE_CHECKING:
    from .models import Json
    from .world import Event, World

INDENT = " " * 12
SPOKEN = ("message", "edit", "draft")


def transcript(world: World) -> str:
    """One paragraph an event: seconds, who, what, formatting resolved, buttons below."""
    with world.changed:
        events, violations = list(world.events), list(world.violations)
    begin = events[0].at if events else 0.0
    lines = [_paragraph(world, event, event.at - begin) for event in events]
    lines += [f"! {violation}" for violation in violations]
    return "\n".join(lines)


def label(button: Json) -> str:
    """A button's text and, where it opens or copies something, what."""
    if "url" in button:
        return f"{button['text']} → {button['url']}"
    return f"{button['text']} (copies)" if "copy_text" in button else str(button["text"])


def attachments(event: Event) -> list[str]:
    """What a message carries besides text: ``document notes.txt``, ``new_chat_members``."""
    if event.message is None or event.kind not in ("message", "edit"):
        return []
    file, extra = event.message.file, event.message.extra
    return [f"{name} {file.name}" if name == "document" and file else name for name in extra]


def rows(event: Event) -> list[list[Json]]:
    """The inline keyboard at the time of the event."""
    return list((event.markup or {}).get("inline_keyboard", []))


def _paragraph(world: World, event: Event, seconds: float) -> str:
    chat = world.chats[event.chat_id]
    place = "" if chat.type == "private" else f" in {chat.title}"
    head = f"{seconds:7.2f}  {event.who.first_name}{place}: {_what(event)}"
    return "\n".join([head, *(textwrap.indent(line, INDENT) for line in _said(event))])


def _what(event: Event) -> str:
    message = event.message
    number = f" #{message.id}" if message else ""
    if event.kind == "message" and message and message.reply_to:
        quote = f" “{message.quote['text']}”" if message.quote else ""
        return f"message{number}, a reply to #{message.reply_to.id}{quote}"
    if event.kind == "draft" and not event.text:
        return "draft, empty: Thinking…"
    if event.kind in (*SPOKEN, "results"):
        return f"{event.kind}{number}"
    return f"{event.kind}{number} {event.text}".rstrip()


def _said(event: Event) -> list[str]:
    if event.kind == "results":
        return [event.text]
    if event.kind not in SPOKEN:
        return []
    lines = [plain(event.text, list(event.entities))] if event.text else []
    lines += [f"<{name}>" for name in attachments(event)]
    return lines + [" ".join(f"[{label(button)}]" for button in row) for row in rows(event)]
