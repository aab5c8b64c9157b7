"""How an answer looks while it is being made. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.answers.progress import Phase
from bot.telegram.rich import LONGEST_TEXT, Rich, join

if TYPE_CHECKING:
    from bot.answers.progress import Stage

_ROOM = 200
"""UTF-16 units kept free for the line about the phase."""
_LINES = {
    "en": ("Searching …", "Reading {} {} …", "Writing …"),
    "ru": ("Ищу …", "Читаю {} {} …", "Пишу …"),
    "uk": ("Шукаю …", "Читаю {} {} …", "Пишу …"),
}
_ARTICLES = {
    "en": ("article", "articles", "articles"),
    "ru": ("статью", "статьи", "статей"),
    "uk": ("статтю", "статті", "статей"),
}
_STOP = {"en": "⏹ Stop", "ru": "⏹ Стоп", "uk": "⏹ Стоп"}
_STOPPING = {
    "en": "I stop and keep what is checked.",
    "ru": "Останавливаюсь; проверенное останется.",
    "uk": "Зупиняюся; перевірене залишиться.",
}
_STOPPED = {
    "en": "This answer is finished already.",
    "ru": "Этот ответ уже готов.",
    "uk": "Ця відповідь уже готова.",
}


def frame(stage: Stage, language: str) -> Rich:
    """The claims that are checked so far, as many as fit, and what is being done."""
    claims: list[Rich] = []
    length = 0
    for claim in stage.claims:
        said = Rich().add(claim.marked)
        length += said.length + 2
        if length > LONGEST_TEXT - _ROOM:
            break
        claims.append(said)
    return join([*claims, Rich().add(_line(stage, language), MessageEntity.ITALIC)], "\n\n")


def stop_keyboard(key: str, language: str) -> InlineKeyboardMarkup:
    """The button that ends the writing."""
    label = _STOP.get(language, _STOP["en"])
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"h:{key}")]])


def stopping(language: str, *, late: bool) -> str:
    """What the tap on it is answered with."""
    said = _STOPPED if late else _STOPPING
    return said.get(language, said["en"])


def _line(stage: Stage, language: str) -> str:
    searching, reading, writing = _LINES.get(language, _LINES["en"])
    if stage.phase is Phase.SEARCHING:
        return searching
    if stage.phase is Phase.WRITING:
        return writing
    forms = _ARTICLES.get(language, _ARTICLES["en"])
    return reading.format(stage.articles, forms[_form(stage.articles, language)])


def _form(count: int, language: str) -> int:
    """Which form of a noun follows a number: one, few, many."""
    if language not in {"ru", "uk"}:
        return 0 if count == 1 else 2
    tens, ones = count % 100 // 10, count % 10
    if tens == 1 or ones == 0 or ones > 4:  # noqa: PLR2004 - 2, 3 and 4 are few in Slavic grammar
        return 2
    return 0 if ones == 1 else 1
