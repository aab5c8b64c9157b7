"""From a citation to its card: who wrote it, the quote, and the passage with the quote marked.

Pure. Block quotations hold verbatim archive text and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import MessageEntity

from bot.notes.phrases import remarked, told
from bot.telegram.delivery.formatted_text import (
    LONGEST_TEXT,
    Rich,
    first_words,
    join,
    shorten,
    units,
    usable_url,
)
from bot.telegram.views import chat_texts
from index.text.characters import unbroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.models import Short
    from bot.store.answers import CitedPassage
    from index.models import ArticleCard

_LONGEST_HEAD = 200
_LONGEST_ADDRESS = 500
"""UTF-16 units; nobody types a longer one, and in part it leads nowhere."""
_MOST_OUTLETS = 3
_BETWEEN = "\n\n"
_ROOM = 100
"""UTF-16 units kept free for ellipses and blank lines."""


def render_card(cited: CitedPassage, short: Short | None = None) -> Rich:
    """The card of a citation: one message, whatever the length of the quote.

    Where the quote says the ``short`` answer, those words of it alone are bold.
    """
    if cited.withdrawn:
        withdrawn = Rich().add(chat_texts.say("withdrawn"), MessageEntity.ITALIC)
        return join([head(cited.card), withdrawn], _BETWEEN)
    parts = _headline(cited, short) if cited.title else [with_address(cited.card)]
    if cited.also_in:
        parts.append(Rich().add(also_in(cited.also_in)))
    if cited.superseded:
        parts.append(Rich().add(chat_texts.say("superseded"), MessageEntity.ITALIC))
    before, quote, after = _pieces(cited)
    used = sum(part.length for part in parts) + _ROOM
    for sentence in (told(remarked(each)) for each in cited.said):
        if used + units(sentence) + units(quote) <= LONGEST_TEXT:
            parts.append(Rich().add(sentence, MessageEntity.ITALIC))
            used += units(sentence) + len(_BETWEEN)
    if quote and used + 2 * units(quote) <= LONGEST_TEXT:
        block = Rich()
        with block.within(MessageEntity.BLOCKQUOTE):
            block.extend(_answered(quote, short) if short else Rich().add(quote))
        parts.append(block)
        used += units(quote)
    quoted = _passage(before, quote, after, LONGEST_TEXT - used, short)
    return join([*parts, *quoted], _BETWEEN)


def _answered(quote: str, short: Short | None) -> Rich:
    """A quote with the short answer in it bold; nothing is, where the quote does not say it."""
    place = short.place(quote) if short else None
    if place is None:
        return Rich().add(quote)
    said = Rich().add(quote[: place.start]).add(place.of(quote), MessageEntity.BOLD)
    return said.add(quote[place.end :])


def _marked(quote: str, short: Short | None) -> Rich:
    """A quote inside its passage: underlined, and bold, or of it the short answer alone."""
    marked = Rich()
    with marked.within(MessageEntity.UNDERLINE):
        if short and short.place(quote):
            marked.extend(_answered(quote, short))
        else:
            marked.add(quote, MessageEntity.BOLD)
    return marked


def moment(card: ArticleCard) -> str:
    """Date and, where it is known, time of an article with its offset, as they are stored."""
    day, published = chat_texts.day(card.published), card.published or ""
    if card.precision == "day" or "T" not in published:
        return day
    time = published.partition("T")[2]
    return f"{day}, {time[:5]} {_offset(time)}".rstrip()


def head(card: ArticleCard) -> Rich:
    """Headline, and below it outlet, author and date."""
    found = Rich().add(shorten(card.title, _LONGEST_HEAD), MessageEntity.BOLD)
    known = _known(card)
    return found.add(f"\n{known}") if known else found


def _known(card: ArticleCard) -> str:
    """Outlet, author and date, as far as they are known."""
    named = [shorten(each or "", _LONGEST_HEAD) for each in (card.source, card.author)]
    return " · ".join(each for each in (*named, moment(card)) if each)


def _headline(cited: CitedPassage, short: Short | None) -> list[Rich]:
    """A headline that is quoted, in the place of the head: verbatim, marked; what is known below.

    One that is longer than half a message loses its end.
    """
    kept = first_words(cited.verbatim, LONGEST_TEXT // 2)
    block = Rich()
    with block.within(MessageEntity.BLOCKQUOTE):
        block.extend(_marked(kept, short))
    below = "\n".join(each for each in (_known(cited.card), address(cited.card)) if each)
    cut = [Rich().add("…")] if kept != cited.verbatim else []
    return [block, *cut, *([Rich().add(below)] if below else [])]


def with_address(card: ArticleCard) -> Rich:
    """The head, and below it the address as words where Telegram takes no link to it."""
    written = address(card)
    return head(card).add(f"\n{written}") if written else head(card)


def address(card: ArticleCard) -> str | None:
    """The address of an article that cannot be a link, as those of an intranet cannot."""
    url = card.url
    return None if not url or usable_url(url) or units(url) > _LONGEST_ADDRESS else url


def also_in(cards: Sequence[ArticleCard]) -> str:
    """``Also in Courier, Herald and 2 more.``: the outlets, or the titles of those without one."""
    names = list(dict.fromkeys(shorten(card.source or card.title, 60) for card in cards))
    shown, more = names[:_MOST_OUTLETS], len(names) - _MOST_OUTLETS
    said_names = ", ".join(shown)
    if more > 0:
        said_names += f" {chat_texts.say('and-more', count=more)}"
    return chat_texts.say("also-in", outlets=said_names)


def _offset(time: str) -> str:
    """``UTC+01:00`` of ``06:30:00+01:00``."""
    if time.endswith(("Z", "+00:00")):
        return "UTC"
    return f"UTC{time[-6:]}" if len(time) > len("+01:00") and time[-6] in "+-" else ""


def _pieces(cited: CitedPassage) -> tuple[str, str, str]:
    """The passage before, in and after the quote; below a headline how the article begins."""
    if cited.title:
        return "", "", cited.opening
    begin = cited.quote.start - cited.span.start
    end = cited.quote.end - cited.span.start
    return cited.text[:begin], cited.text[begin:end], cited.text[end:]


def _passage(before: str, quote: str, after: str, room: int, short: Short | None) -> list[Rich]:
    """The passage with the quote marked; where it is too long it is cut around the quote.

    A quote that has no room itself loses its end.
    """
    kept = first_words(quote, room)
    spare = room - units(kept) if kept == quote else 0
    kept_after = first_words(after, max(spare // 2, spare - units(before))) if spare else ""
    kept_before = _last_words(before, spare - units(kept_after))
    block = Rich()
    with block.within(MessageEntity.EXPANDABLE_BLOCKQUOTE):
        block.add(kept_before).extend(_marked(kept, short)).add(kept_after)
    cut_before = len(kept_before) < len(before)
    cut_after = len(kept_after) < len(after) or kept != quote
    return [
        *([Rich().add("…")] if cut_before else []),
        block,
        *([Rich().add("…")] if cut_after else []),
    ]


def _last_words(text: str, most: int) -> str:
    """The end of ``text``, at most ``most`` UTF-16 units, whole words."""
    if units(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")
    tail = kept[len(kept) - 2 * max(most, 0) :].decode("utf-16-le", "ignore")
    while tail and unbroken(text, place := len(text) - len(tail)) < place:
        tail = tail[1:]
    space = tail.find(" ")
    return tail[space + 1 :] if space >= 0 else ""
