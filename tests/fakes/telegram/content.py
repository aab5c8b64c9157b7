"""Turns the parameters of a call into checked content: text, caption, reply, quote, keyboard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from . import html, markdown
from .entities import Checked, check, check_url, link_complaints
from .errors import bad
from .text import cut, units

if TYPE_CHECKING:
    from .models import Json, Message

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_QUOTE = 4096, 1024, 1024
PARSERS = {"html": html.parse, "markdownv2": markdown.parse}
# What a quote must repeat of the formatting of the text it quotes (Bot API, ReplyParameters.quote).
QUOTED = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"}
)
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
STYLES = ("danger", "success", "primary")
WIDEST_ROW, MOST_BUTTONS = 8, 100


@dataclass(frozen=True, slots=True)
class Fields:
    """The names under which a method takes formatted text."""

    text: str = "text"
    entities: str = "entities"
    parse_mode: str = "parse_mode"


CAPTION = Fields("caption", "caption_entities")
QUOTE = Fields("quote", "quote_entities", "quote_parse_mode")


def formatted(params: Json, fields: Fields = Fields()) -> Checked:
    """The text of a call, parsed, checked and trimmed; it may be empty.

    Raises:
        ApiError: the parse mode or an entity is wrong.
    """
    text, mode = params.get(fields.text) or "", params.get(fields.parse_mode)
    if not mode:
        return check(text, params.get(fields.entities) or [])
    if mode.lower() not in PARSERS:
        raise bad("unsupported parse_mode")
    checked = check(*PARSERS[mode.lower()](text))
    if params.get(fields.entities):
        checked.complaints.append(f"{fields.entities} are ignored because of {fields.parse_mode}")
    return checked


def message_text(params: Json) -> Checked:
    """The text of a message: 1 to 4096 UTF-16 code units after trimming."""
    checked = formatted(params)
    if not checked.text:
        raise bad("message text is empty")
    if units(checked.text) > LONGEST_TEXT:
        raise bad("message is too long")
    return checked


def caption(params: Json) -> Checked:
    """The caption of a file: at most 1024 UTF-16 code units."""
    checked = formatted(params, CAPTION)
    if units(checked.text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return checked


def quote(parameters: Json, target: Message) -> Json | None:
    """The TextQuote of a reply, checked to be an exact part of the quoted message.

    Raises:
        ApiError: it is not, is too long, or differs in formatting.
    """
    checked = formatted(parameters, QUOTE)
    if not checked.text:
        return None
    size = units(checked.text)
    begins = [
        units(target.text[: m.start()]) for m in re.finditer(re.escape(checked.text), target.text)
    ]
    wanted = _formatting(checked.entities, 0, size)
    fitting = [at for at in begins if _formatting(target.entities, at, size) == wanted]
    if not fitting or size > LONGEST_QUOTE:
        raise bad("QUOTE_TEXT_INVALID")
    position = parameters.get("quote_position")
    at = min(fitting, key=lambda begin: abs(begin - (position or 0)))
    return {"text": cut(target.text, at, size), "position": at, "is_manual": True}


def _formatting(entities: list[Json], begin: int, length: int) -> set[tuple[str, int, int]]:
    """Formatting that a quote must repeat, clipped to the range and relative to it."""
    found = set()
    for entity in entities:
        low = max(entity["offset"] - begin, 0)
        high = min(entity["offset"] + entity["length"] - begin, length)
        if entity["type"] in QUOTED and low < high:
            found.add((entity["type"], low, high))
    return found


def keyboard(markup: Json | None) -> tuple[Json | None, list[str]]:
    """The markup to store and complaints; an empty inline keyboard is none.

    Raises:
        ApiError: a button or the keyboard breaks a rule.
    """
    if not markup or "inline_keyboard" not in markup:
        return markup, []
    rows = [row for row in markup["inline_keyboard"] if row]
    if any(len(row) > WIDEST_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    complaints = [complaint for row in rows for button in row for complaint in _button(button)]
    return ({"inline_keyboard": rows} if rows else None), complaints


def _button(button: Json) -> list[str]:
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not button["text"].strip():
        raise bad('can\'t parse inline keyboard button: field "text" must be non-empty')
    if not actions:
        raise bad("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(
            f"inline keyboard button must have exactly one action, not {' and '.join(actions)}"
        )
    if button.get("style") not in (None, *STYLES):
        raise bad("BUTTON_STYLE_INVALID")
    if "callback_data" in actions and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in actions and not 1 <= units(button["copy_text"]["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" not in actions:
        return []
    check_url(button["url"], "inline keyboard button URL")
    return link_complaints(button["url"])


def own_deep_link(url: str, username: str) -> bool:
    """Whether the URL is a deep link to this bot, the only one a callback answer may open."""
    parts = urlsplit(url if "//" in url else f"https://{url}")
    same = parts.netloc.lower() == "t.me" and parts.path.strip("/").lower() == username.lower()
    return same and "start" in parse_qs(parts.query) and not link_complaints(parts.geturl())
