"""From hits to the results of an inline query, each a message to send. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineQueryResultArticle, InputTextMessageContent, MessageEntity

from bot.telegram import texts
from bot.telegram.cards import address
from bot.telegram.found import snippet
from bot.telegram.rendering import article_line
from bot.telegram.rich import Rich, shorten, usable_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.telegram.found import Stems
    from index.models import ArticleCard, Hit

INLINE_PAGE = 10
_LONGEST_TITLE = 120


def inline_results(hits: Sequence[Hit], words: str, stems: Stems) -> list[InlineQueryResultArticle]:
    """A result for each passage: the sentence that fits best, and where it is from."""
    wanted = set(stems(words))
    return [_result(hit, snippet(hit.passage.text, wanted, stems)) for hit in hits]


def plain_results(results: Sequence[InlineQueryResultArticle]) -> list[InlineQueryResultArticle]:
    """The same without formatting and links, where Telegram refuses those."""
    return [
        InlineQueryResultArticle(
            id=each.id,
            title=each.title,
            input_message_content=InputTextMessageContent(_text(each)),
            description=each.description,
        )
        for each in results
    ]


def _text(result: InlineQueryResultArticle) -> str:
    content = result.input_message_content
    return content.message_text if isinstance(content, InputTextMessageContent) else ""


def _result(hit: Hit, said: str) -> InlineQueryResultArticle:
    card = hit.passage.card
    content = Rich().add(said, MessageEntity.BLOCKQUOTE).add("\n").extend(article_line(card))
    if written := address(card):
        content.add(f"\n{written}")
    return InlineQueryResultArticle(
        id=hit.passage.id,
        title=shorten(card.title, _LONGEST_TITLE) or card.article,
        input_message_content=InputTextMessageContent(content.text, entities=content.entities),
        description=_description(card, said),
        url=usable_url(card.url),
    )


def _description(card: ArticleCard, said: str) -> str:
    known = " · ".join(each for each in (card.source or "", texts.day(card.published)) if each)
    return shorten(f"{known} — {said}" if known else said, 2 * _LONGEST_TITLE)
