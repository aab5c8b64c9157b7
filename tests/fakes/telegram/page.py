"""The chats as one self-contained HTML page: bubbles, formatting, buttons, quotes that unfold.

Every chat shows its messages as they are at the end; drafts and taps are not shown. The page
loads nothing; it looks best where Liberation Sans and Noto Color Emoji are installed.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from typing import TYPE_CHECKING

from .render import marked_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models import Chat, Json, Message, Upload
    from .world import World

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
UNFOLDING = ("<label class='x'><input type='checkbox'><span>", "</span></label>")
EDITED = "<div class='t'>edited</div>"
FOLDED, UNFOLDED = "<input type='checkbox'>", "<input type='checkbox' checked>"
STYLE = """
body{margin:0;background:#cfdbe4;color:#111}
body{font:16px/1.38 'Liberation Sans','DejaVu Sans','Noto Color Emoji',system-ui,sans-serif}
main{display:flex;flex-wrap:wrap;gap:24px;padding:24px;justify-content:center;align-items:start}
section{width:470px;background:#dfe7ec;border-radius:14px;overflow:hidden}
h2{margin:0;padding:13px 18px;background:#fff;font-size:18px}
article{display:flex;flex-direction:column;gap:10px;padding:14px}
.m{max-width:94%;align-self:flex-start}.me{align-self:flex-end}
.b{background:#fff;border-radius:14px;padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere}
.me .b{background:#e1fec6}.w{font-size:13px;font-weight:600;color:#3a7bb0}
.t{font-size:11px;color:#8a939a;text-align:right}
.r{border-left:3px solid #3a7bb0;padding-left:8px;margin:2px 0;font-size:14px;color:#456}
blockquote,.x{display:block;margin:4px 0;padding:4px 10px;border-left:3px solid #3a7bb0}
blockquote,.x{background:#eef5fa;
border-radius:4px}.x{cursor:pointer}.x input{display:none}
.x span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.x input:checked+span{-webkit-line-clamp:none}
a{color:#1a6fb5;text-decoration:none}.sp{background:#99a4ac;color:#99a4ac;border-radius:3px}
.k{display:flex;gap:4px;margin-top:4px}
.k span{flex:1;text-align:center;background:#7d93a4;color:#fff;border-radius:8px;padding:6px 4px;
font-size:14px}img{max-width:100%;display:block}.k .primary{background:#2f80c3}
.k .danger{background:#c9463d}
.k .success{background:#3f9a4b}.s{align-self:center;font-size:13px;color:#567}
"""


def render(world: World, *, title: str, headings: Mapping[int, str] | None = None) -> str:
    """The page of all chats that have messages; with ``headings`` of these alone, unfolded."""
    with world.changed:
        chats = [chat for chat in world.chats.values() if chat.messages]
        named = headings or {chat.id: chat.title for chat in chats}
        sections = "".join(_section(world.chats[chat], name) for chat, name in named.items())
    if headings:
        sections = sections.replace(FOLDED, UNFOLDED).replace(EDITED, "")
    head = f"<meta charset='utf-8'><title>{html.escape(title)}</title><style>{STYLE}</style>"
    body = f"<body><main>{sections}</main></body>"
    return f"<!doctype html><html lang='en'><head>{head}</head>{body}</html>"


def formatted(text: str, entities: list[Json]) -> str:
    """Text and entities as HTML."""
    source = marked_up(text, entities, _tags, html.escape)
    return re.sub(r"(</blockquote>|</label>)\n", r"\1", source)  # a block ends its line itself


def _section(chat: Chat, heading: str) -> str:
    messages = "".join(_message(m) for m in chat.messages.values() if not m.deleted)
    return f"<section><h2>{html.escape(heading)}</h2><article>{messages}</article></section>"


def _message(message: Message) -> str:
    service = [name for name in message.extra if name.startswith(("new_", "left_", "migrate_"))]
    if service:
        return f"<div class='s'>{html.escape(message.sender.first_name)}: {service[0]}</div>"
    side = "m" if message.by_bot else "m me"
    parts = [_sender(message), _reply(message)]
    parts += [_file(message.file)] if message.file else []
    parts += [formatted(message.text, message.entities), _foot(message)]
    keyboard = "".join(_row(row) for row in message.rows)
    return f"<div class='{side}'><div class='b'>{''.join(parts)}</div>{keyboard}</div>"


def _sender(message: Message) -> str:
    """Who wrote it, which needs no saying where there are two, and by which bot."""
    said = "" if message.chat.type == "private" else message.sender.first_name
    if via := message.extra.get("via_bot"):
        said = f"{said} via @{via['username']}".strip()
    return f"<div class='w'>{html.escape(said)}</div>" if said else ""


def _file(file: Upload) -> str:
    if file.content.startswith(b"\x89PNG"):
        return f"<img src='data:image/png;base64,{b64encode(file.content).decode()}'>"
    return f"<div>📎 {html.escape(file.name)}</div>"


def _reply(message: Message) -> str:
    if message.reply_to is None:
        return ""
    quoted = message.quote["text"] if message.quote else message.reply_to.text
    short = quoted if len(quoted) <= 160 else f"{quoted[:160]}…"
    return f"<div class='r'>{html.escape(short)}</div>"


def _foot(message: Message) -> str:
    reactions = " ".join(message.reactions)
    edited = "edited" if message.edited_at else ""
    note = f"{reactions} {edited}".strip()
    return f"<div class='t'>{html.escape(note)}</div>" if note else ""


def _row(row: list[Json]) -> str:
    cells = []
    for button in row:
        mark = " ↗" if "url" in button else " ❐" if "copy_text" in button else ""
        style = html.escape(button.get("style") or "")
        cells.append(f"<span class='{style}'>{html.escape(button['text'])}{mark}</span>")
    return f"<div class='k'>{''.join(cells)}</div>"


def _tags(entity: Json, _: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    if kind == "expandable_blockquote":
        return UNFOLDING
    if kind == "text_link":
        return f"<a href='{html.escape(entity['url'])}'>", "</a>"
    if kind == "spoiler":
        return "<span class='sp'>", "</span>"
    return ("<a>", "</a>") if kind in ("url", "bot_command", "mention", "hashtag") else ("", "")
