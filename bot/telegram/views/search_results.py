"""From hits to a page of a search: headline, outlet, date, the sentence that fits. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
)

from bot.notes.interpretation import meaning, nothing_within
from bot.notes.phrases import told, told_value
from bot.telegram.delivery.formatted_text import Rich, first_words, join, shorten, usable_url
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import article_line, as_one
from bot.telegram.views.buttons import reads, watches
from bot.telegram.views.card import address, also_in
from bot.telegram.views.pages import turning
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.models import Answer, Note, Understood
    from index.models import ArticleCard, Hit

    Stems = Callable[[str], list[str]]

A_PAGE = 5
_LONGEST_SNIPPET = 320
_LONGEST_QUERY = 300
_LONGEST_NAME = 90
_BETWEEN = "\n\n"
INLINE_PAGE = 10
_LONGEST_TITLE = 120


def render_page(
    hits: Sequence[Hit],
    *,
    page: int,
    head: str,
    understood: Understood,
    unmet: bool,
    stems: Stems,
    notes: Sequence[Note] = (),
) -> Rich:
    """One page of hits below what was looked for; ``unmet``: nothing is within what was named."""
    wanted = set(stems(understood.question))
    parts = [Rich().add(shorten(head, _LONGEST_QUERY), MessageEntity.BOLD)]
    said = [*map(told, notes), *_said(understood, unmet=unmet)]
    parts += [Rich().add(each, MessageEntity.ITALIC) for each in said]
    if not hits:
        parts.append(Rich().add(chat_texts.say("search-nothing")))
    parts += [_article(some, wanted, stems) for some in _by_article(on_page(hits, page))]
    return join(parts, _BETWEEN)


def page_keyboard(
    hits: Sequence[Hit], *, page: int, data: Callable[[int], str], watch: str | None = None
) -> InlineKeyboardMarkup | None:
    """Buttons that turn pages, one for each article on this one, and one that ``watch``es."""
    cards = {hit.passage.card.article: hit.passage.card for hit in on_page(hits, page)}
    rows = [*turning(page, pages(hits), data), *([reads(card)] for card in cards.values())]
    rows += [[watches(watch)]] if watch else []
    return InlineKeyboardMarkup(rows) if rows else None


def pages(hits: Sequence[Hit]) -> int:
    """How many pages there are; one where there is nothing."""
    return max(-(-len(hits) // A_PAGE), 1)


def on_page(hits: Sequence[Hit], page: int) -> Sequence[Hit]:
    """The hits of a page, counted from 1."""
    return hits[(page - 1) * A_PAGE : page * A_PAGE]


def snippet(text: str, wanted: set[str], stems: Stems) -> str:
    """The sentence of ``text`` with most of the wanted words, the first of equals."""
    said = [span.of(text) for span in sentences(text)] or [text]
    best = max(said, key=lambda each: len(wanted & set(stems(each))))
    return first_words(best.strip(), _LONGEST_SNIPPET)


def _said(understood: Understood, *, unmet: bool) -> list[str]:
    if unmet:
        return [told_value(nothing_within(understood))]
    meanings = [meaning(phrase, chat_texts.language()) for phrase in understood.phrases]
    if not meanings:
        return []
    return [chat_texts.say("search-understood", meaning="; ".join(dict.fromkeys(meanings)))]


def _by_article(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits with those of the same article together, each article where its first stands."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.passage.card.article, []).append(hit)
    return list(found.values())


def _article(hits: Sequence[Hit], wanted: set[str], stems: Stems) -> Rich:
    """An article with a sentence of each passage that was found of it."""
    said = Rich().extend(article_line(hits[0].passage.card, _LONGEST_NAME))
    for hit in hits:
        said.add("\n").add(snippet(hit.passage.text, wanted, stems), MessageEntity.BLOCKQUOTE)
    copies = {card.article: card for hit in hits for card in hit.also_in}
    return said.add(f"\n{also_in([*copies.values()])}") if copies else said


def inline_results(hits: Sequence[Hit], words: str, stems: Stems) -> list[InlineQueryResultArticle]:
    """A result for each passage: the sentence that fits best, and where it is from."""
    wanted = set(stems(words))
    return [_result(hit, snippet(hit.passage.text, wanted, stems)) for hit in hits]


def shared_result(answer: Answer, *, username: str) -> InlineQueryResultArticle:
    """An answer, to be sent to another chat; ``username`` is the bot's, for deep links."""
    content = as_one(answer, username=username)
    return InlineQueryResultArticle(
        id=answer.id,
        title=shorten(answer.question, _LONGEST_TITLE) or answer.id,
        input_message_content=InputTextMessageContent(content.text, entities=content.entities),
        description=shorten(answer.claims[0].text, 2 * _LONGEST_TITLE),
    )


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
    known = " · ".join(each for each in (card.source or "", chat_texts.day(card.published)) if each)
    return shorten(f"{known} — {said}" if known else said, 2 * _LONGEST_TITLE)
