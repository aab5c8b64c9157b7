"""Pages: texts cut where paragraphs end, and the buttons that turn them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton

from bot.telegram.delivery.formatted_text import first_words, units

if TYPE_CHECKING:
    from collections.abc import Callable

    Row = list[InlineKeyboardButton]

PAGE_UNITS = 3000
"""UTF-16 units of a page; there is room left for what stands above it."""


def cut(text: str, most: int = PAGE_UNITS) -> list[str]:
    """``text`` in pieces of at most ``most`` UTF-16 units, cut at paragraphs, else at words."""
    pieces: list[str] = []
    rest = text.strip()
    while units(rest) > most:
        piece = first_words(rest, most)
        end = piece.rfind("\n")
        if units(piece[:end]) >= most // 2:
            piece = piece[:end]
        pieces.append(piece.rstrip())
        rest = rest[len(piece) :].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def turning(page: int, count: int, data: Callable[[int], str]) -> list[Row]:
    """``◀ 2/5 ▶`` in a row, or none where there is one page; ``data`` is what opens a page."""
    if count < 2:  # noqa: PLR2004 - nothing to turn
        return []
    before, after = (page - 2) % count + 1, page % count + 1
    return [
        [
            InlineKeyboardButton("◀", callback_data=data(before)),
            InlineKeyboardButton(f"{page}/{count}", callback_data=data(page)),
            InlineKeyboardButton("▶", callback_data=data(after)),
        ]
    ]
