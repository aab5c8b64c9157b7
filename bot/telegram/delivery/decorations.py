"""What is decoration in a message: it goes, where Telegram refuses it, before the words do.

Telegram refuses a whole message for one address, entity or button that it does not take. First goes
what leads out of Telegram, and the addresses of buttons stay as words; then all formatting and all
buttons.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from telegram import InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, TelegramError

from bot.telegram.delivery.formatted_text import LONGEST_TEXT, Rich
from bot.telegram.transport.callback_data import page_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import InlineKeyboardButton

    from bot.telegram.delivery.formatted_text import Part

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_OURS = "https://t.me/"
_REFUSED = ("entit", "button", "url", "too long", "parse", "reply_markup", "keyboard")
"""In Telegram's descriptions of what is wrong with the content of a message."""


def is_about_content(error: TelegramError) -> bool:
    """Whether something in the message is refused, rather than any message."""
    said = error.message.lower()
    return isinstance(error, BadRequest) and any(word in said for word in _REFUSED)


def simpler(part: Part, error: TelegramError) -> Part | None:
    """What to send in place of a message that was refused; ``None`` where that would not help."""
    if not is_about_content(error) or not (part.content.entities or part.keyboard):
        return None
    plain = replace(part, content=Rich().add(part.content.text), keyboard=None)
    return _without_links(part) or plain


async def simplified(part: Part, deliver: Callable[[Part], Awaitable[_Result]]) -> _Result:
    """The result of delivering ``part``, the more simply the more of it is refused.

    Raises:
        TelegramError: Telegram refuses the words, too, or something else went wrong.
    """
    while True:
        try:
            return await deliver(part)
        except BadRequest as exc:
            instead = simpler(part, exc)
            if instead is None:
                raise
            _log.error("a message is sent more simply: %s", exc)
            part = instead


def _without_links(part: Part) -> Part | None:
    """The same without what leads out of Telegram; ``None`` where nothing does."""
    given = part.keyboard.inline_keyboard if part.keyboard else ()
    rows = [[each for each in row if not _leads_out(each)] for row in given]
    addresses = [page_of(each.url or "") for row in given for each in row if _leads_out(each)]
    kept = [each for each in part.content.entities if not _leads_out(each)]
    if not addresses and len(kept) == len(part.content.entities):
        return None
    content = Rich().add(part.content.text)
    content.entities = kept
    written = Rich().add("\n\n" + "\n".join(addresses))
    if addresses and content.length + written.length <= LONGEST_TEXT:
        content.extend(written)
    rows = [row for row in rows if row]
    return replace(part, content=content, keyboard=InlineKeyboardMarkup(rows) if rows else None)


def _leads_out(each: InlineKeyboardButton | MessageEntity) -> bool:
    """Whether a button or an entity opens an address that is not ours."""
    return bool(each.url) and not str(each.url).startswith(_OURS)
