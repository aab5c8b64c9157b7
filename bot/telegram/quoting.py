"""What a reply quotes of an earlier answer of the bot. Synchronous; for threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.models import Quoted
from bot.store import answers
from bot.telegram.links import CALLBACK, parse
from index.errors import NotFoundError

if TYPE_CHECKING:
    from telegram import Message

    from index.library import Library


def quoted_by(library: Library, message: Message) -> Quoted | None:
    """The words that somebody marked in the message they reply to, and the passage behind them."""
    said, target = message.quote, message.reply_to_message
    if said is None or not said.text.strip():
        return None
    keyboard = target.reply_markup.inline_keyboard if target and target.reply_markup else ()
    named = [parse(CALLBACK, str(each.callback_data)) for row in keyboard for each in row]
    answer = next((each[0] for each in named if each), None)
    passage = _passage(library, answer, said.text) if answer else None
    return Quoted(said.text.strip(), passage)


def _passage(library: Library, answer: str, words: str) -> str | None:
    """The passage of the first citation of the claim that has these words."""
    try:
        with library.catalog.read() as connection:
            found = answers.find_answer(connection, answer)
    except NotFoundError:
        return None
    wanted = " ".join(words.split())
    passages = {each["n"]: str(each["passage"]) for each in found["citations"]}
    for claim in found["claims"]:
        shown = " ".join(claim["text"].split())
        if wanted in shown or shown in wanted:
            return passages.get(claim["citations"][0]) if claim["citations"] else None
    return None
