"""From hits to a page of a search: headline, outlet, date, the sentence that fits. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.notes.interpretation import meaning, nothing_within
from bot.notes.phrases import told_value
from bot.telegram import texts
from bot.telegram.buttons import reads
from bot.telegram.cards import also_in, first_words
from bot.telegram.pages import turning
from bot.telegram.rendering import article_line
from bot.telegram.rich import Rich, join, shorten
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.models import Understood
    from index.models import Hit

    Stems = Callable[[str], list[str]]

A_PAGE = 5
_LONGEST_SNIPPET = 320
_LONGEST_QUERY = 300
_LONGEST_NAME = 90
_BETWEEN = "\n\n"


def render_page(
    hits: Sequence[Hit], *, page: int, head: str, understood: Understood, unmet: bool, stems: Stems
) -> Rich:
    """One page of hits below what was looked for; ``unmet``: nothing is within what was named."""
    wanted = set(stems(understood.question))
    parts = [Rich().add(shorten(head, _LONGEST_QUERY), MessageEntity.BOLD)]
    parts += [Rich().add(each, MessageEntity.ITALIC) for each in _said(understood, unmet=unmet)]
    if not hits:
        parts.append(Rich().add(texts.say("search-nothing")))
    parts += [_article(some, wanted, stems) for some in _by_article(on_page(hits, page))]
    return join(parts, _BETWEEN)


def page_keyboard(
    hits: Sequence[Hit], *, page: int, data: Callable[[int], str]
) -> InlineKeyboardMarkup | None:
    """Buttons that turn pages, and one for each article on this one."""
    cards = {hit.passage.card.article: hit.passage.card for hit in on_page(hits, page)}
    rows = [*turning(page, pages(hits), data), *([reads(card)] for card in cards.values())]
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
    meanings = [meaning(phrase, texts.language()) for phrase in understood.phrases]
    if not meanings:
        return []
    return [texts.say("search-understood", meaning="; ".join(dict.fromkeys(meanings)))]


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
