"""From a citation to its card: who wrote it, the quote, and the passage with the quote marked.

Pure. Block quotations hold verbatim archive text and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.telegram import texts
from bot.telegram.buttons import opens
from bot.telegram.rich import LONGEST_TEXT, Rich, join, shorten, units, usable_url

if TYPE_CHECKING:
    from index.catalog.answers import CitedPassage
    from index.models import ArticleCard

_LONGEST_HEAD = 200
_MARKED = (MessageEntity.BOLD, MessageEntity.UNDERLINE)
_BETWEEN = "\n\n"
_ROOM = 100
"""UTF-16 units kept free for ellipses and blank lines."""


def render_card(cited: CitedPassage) -> Rich:
    """The card of a citation: one message."""
    parts = [_head(cited.card)]
    if cited.withdrawn:
        return join([*parts, Rich().add(texts.WITHDRAWN, MessageEntity.ITALIC)], _BETWEEN)
    if cited.superseded:
        parts.append(Rich().add(texts.SUPERSEDED, MessageEntity.ITALIC))
    before, quote, after = _pieces(cited)
    used = sum(part.length for part in parts) + _ROOM
    for sentence in cited.said:
        if used + units(sentence) + units(quote) <= LONGEST_TEXT:
            parts.append(Rich().add(sentence, MessageEntity.ITALIC))
            used += units(sentence) + len(_BETWEEN)
    if used + 2 * units(quote) <= LONGEST_TEXT:
        parts.append(Rich().add(quote, MessageEntity.BLOCKQUOTE))
        used += units(quote)
    return join([*parts, *_passage(before, quote, after, LONGEST_TEXT - used)], _BETWEEN)


def card_keyboard(
    cited: CitedPassage, *, answer: str | None = None, n: int = 1, count: int = 1
) -> InlineKeyboardMarkup | None:
    """Buttons to the article and, inside an answer, to the citations before and after ``n``."""
    rows = []
    if answer is not None and count > 1:
        rows.append(_steps(answer, n, count))
    if url := usable_url(None if cited.withdrawn else cited.card.url):
        rows.append([InlineKeyboardButton(texts.OPEN_ARTICLE, url=url)])
    return InlineKeyboardMarkup(rows) if rows else None


def is_card(keyboard: InlineKeyboardMarkup | None) -> bool:
    """Whether a message with this keyboard is a card, not an answer."""
    labels = [
        button.text for row in (keyboard.inline_keyboard if keyboard else ()) for button in row
    ]
    return any(label.startswith("◀") for label in labels)


def moment(card: ArticleCard) -> str:
    """Date and, where it is known, time of an article with its offset, as they are stored."""
    published = card.published or ""
    if card.precision == "day" or "T" not in published:
        return published[:10]
    date, _, time = published.partition("T")
    return f"{date} {time[:5]} {_offset(time)}".rstrip()


def _offset(time: str) -> str:
    """``UTC+01:00`` of ``06:30:00+01:00``."""
    if time.endswith(("Z", "+00:00")):
        return "UTC"
    return f"UTC{time[-6:]}" if len(time) > len("+01:00") and time[-6] in "+-" else ""


def _steps(answer: str, n: int, count: int) -> list[InlineKeyboardButton]:
    """``◀ 2/5 ▶``; behind the last comes the first."""
    before, after = (n - 2) % count + 1, n % count + 1
    return [
        InlineKeyboardButton("◀", callback_data=opens(answer, before)),
        InlineKeyboardButton(f"{n}/{count}", callback_data=opens(answer, n)),
        InlineKeyboardButton("▶", callback_data=opens(answer, after)),
    ]


def _head(card: ArticleCard) -> Rich:
    """Headline, and below it outlet, author and date."""
    head = Rich().add(shorten(card.title, _LONGEST_HEAD), MessageEntity.BOLD)
    named = [shorten(each or "", _LONGEST_HEAD) for each in (card.source, card.author)]
    known = " · ".join(each for each in (*named, moment(card)) if each)
    return head.add(f"\n{known}") if known else head


def _pieces(cited: CitedPassage) -> tuple[str, str, str]:
    """The passage before, in and after the quote."""
    begin = cited.quote.start - cited.span.start
    end = cited.quote.end - cited.span.start
    return cited.text[:begin], cited.text[begin:end], cited.text[end:]


def _passage(before: str, quote: str, after: str, room: int) -> list[Rich]:
    """The passage with the quote marked; where it is too long it is cut around the quote."""
    spare = max(room - units(quote), 0)
    kept_after = _first(after, max(spare // 2, spare - units(before)))
    kept_before = _last(before, spare - units(kept_after))
    block = Rich()
    with block.within(MessageEntity.EXPANDABLE_BLOCKQUOTE):
        block.add(kept_before).add(quote, *_MARKED).add(kept_after)
    cut_before, cut_after = len(kept_before) < len(before), len(kept_after) < len(after)
    return [
        *([Rich().add("…")] if cut_before else []),
        block,
        *([Rich().add("…")] if cut_after else []),
    ]


def _first(text: str, most: int) -> str:
    """The beginning of ``text``, at most ``most`` UTF-16 units, whole words."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")
    return kept[: max(kept.rfind(" "), 0)]


def _last(text: str, most: int) -> str:
    """The end of ``text``, at most ``most`` UTF-16 units, whole words."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")
    tail = kept[len(kept) - 2 * max(most, 0) :].decode("utf-16-le", "ignore")
    space = tail.find(" ")
    return tail[space + 1 :] if space >= 0 else ""
