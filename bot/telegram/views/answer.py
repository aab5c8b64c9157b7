"""From an answer to messages: claims whose markers are links, notes, sources, buttons.

Pure. An answer that is too long for one message first gets shorter source titles, then goes on
in a further message; only between claims, and the buttons are under the last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import MessageEntity

from bot.notes.phrases import told
from bot.telegram.delivery.formatted_text import LONGEST_TEXT, Part, Rich, join, shorten, usable_url
from bot.telegram.views import chat_texts
from bot.telegram.views.buttons import answer_keyboard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.models import Answer, Citation
    from index.models import ArticleCard

_TITLE_LENGTHS = (120, 60, 30)
"""How long a source's title may be, in UTF-16 units, tried one after the other."""
_LONGEST_CLAIM = 3000
_LONGEST_HEAD = 300
_MOST_SOURCES = 40
_BETWEEN = "\n\n"


def render(
    answer: Answer, *, username: str, shares: bool = False, pages: str | None = None
) -> list[Part]:
    """The messages of an answer, in order; ``username`` is the bot's, for deep links.

    ``shares``: people find answers by inline queries. ``pages`` is the public address below which
    answers are pages, where they are.
    """
    keyboard = answer_keyboard(answer, pages, shares=shares)
    if answer.refused:
        return [Part(_refusal(answer), keyboard)]
    body = _body(answer, username)
    for longest in _TITLE_LENGTHS:
        whole = join([*body, *sources(answer.citations, longest)], _BETWEEN)
        if whole.fits:
            return [Part(whole, keyboard)]
    *first, last = _pages([*body, *sources(answer.citations, min(_TITLE_LENGTHS))])
    return [*(Part(each) for each in first), Part(last, keyboard)]


def as_one(answer: Answer, *, username: str) -> Rich:
    """An answer as one message that stands alone: its question, the claims that fit, the sources.

    The notes go before the last claims do.
    """
    head = Rich().add(shorten(answer.question, _LONGEST_HEAD), MessageEntity.BOLD)
    for said, longest in _shorter(answer):
        cut = [Rich().add("…")] if len(said.claims) < len(answer.claims) else []
        lines = sources(said.citations, longest)
        whole = join([head, *_body(said, username), *cut, *lines], _BETWEEN)
        if whole.fits:
            break
    return whole


def _shorter(answer: Answer) -> Iterator[tuple[Answer, int]]:
    """The answer with less and less of it, and how long its titles may be."""
    yield from ((answer, longest) for longest in _TITLE_LENGTHS)
    for count in range(len(answer.claims), 0, -1):
        claims = answer.claims[:count]
        cited = {n for claim in claims for n in claim.citations}
        kept = tuple(each for each in answer.citations if each.n in cited)
        yield replace(answer, claims=claims, citations=kept, notes=()), min(_TITLE_LENGTHS)


def deep_link(username: str, answer: str, n: int) -> str:
    """The link that opens citation ``n`` of an answer from anywhere."""
    return f"https://t.me/{username}?start=c_{answer}_{n}"


def shown_claim(text: str) -> str:
    """A claim as it stands in a message."""
    return shorten(text, _LONGEST_CLAIM)


def _body(answer: Answer, username: str) -> list[Rich]:
    """A paragraph for each claim with the notes about it, and the general notes after them."""
    paragraphs = []
    for number, claim in enumerate(answer.claims):
        paragraph = _claim(answer, number).add(" ")
        for n in claim.citations:
            paragraph.add(f"[{n}]", url=deep_link(username, answer.id, n))
        for note in _notes(answer, number):
            if paragraph.length + note.length < LONGEST_TEXT:
                paragraph.add("\n").extend(note)
            else:
                paragraphs.append(paragraph)
                paragraph = note
        paragraphs.append(paragraph)
    return paragraphs + _notes(answer, None)


def _claim(answer: Answer, number: int) -> Rich:
    """A claim, the short answer in it bold."""
    shown = shown_claim(answer.claims[number].text)
    place = answer.short_in(number, shown)
    if place is None:
        return Rich().add(shown)
    said = Rich().add(shown[: place.start]).add(place.of(shown), MessageEntity.BOLD)
    return said.add(shown[place.end :])


def _notes(answer: Answer, claim: int | None) -> list[Rich]:
    return [
        Rich().add(told(note), MessageEntity.ITALIC)
        for note in answer.notes
        if note.claim == claim and note.text.strip()
    ]


def sources(citations: Sequence[Citation], longest: int) -> list[Rich]:
    """Collapsed quotations with a line for each article, at most 40 lines each."""
    numbers: dict[str, list[Citation]] = {}
    for citation in citations:
        numbers.setdefault(citation.card.article, []).append(citation)
    lines = [_source(each, longest) for each in numbers.values()]
    blocks = []
    for start in range(0, len(lines), _MOST_SOURCES):
        block = Rich()
        with block.within(MessageEntity.EXPANDABLE_BLOCKQUOTE):
            block.extend(join(lines[start : start + _MOST_SOURCES], "\n"))
        blocks.append(block)
    return blocks


def _source(of_article: Sequence[Citation], longest: int) -> Rich:
    """The numbers of an article's citations, then the article."""
    numbers = " ".join(str(each.n) for each in of_article)
    return Rich().add(f"{numbers} ").extend(article_line(of_article[0].card, longest))


def article_line(card: ArticleCard, longest: int = 120) -> Rich:
    """``Title — Source · 5 March 2024``, the title linked; what is not known is left out."""
    line = Rich().add(shorten(card.title, longest), url=usable_url(card.url))
    details = [shorten(card.source or "", longest), chat_texts.day(card.published)]
    known = " · ".join(detail for detail in details if detail)
    return line.add(f" — {known}") if known else line


def _refusal(answer: Answer) -> Rich:
    paragraphs = [Rich().add(chat_texts.say("refused")), *_notes(answer, None)]
    if answer.nearest:
        lines = [Rich().add("• ").extend(article_line(card)) for card in answer.nearest]
        paragraphs.append(join([Rich().add(chat_texts.say("nearest")), *lines], "\n"))
    return join(paragraphs, _BETWEEN)


def _pages(paragraphs: Iterable[Rich]) -> list[Rich]:
    """As few messages as hold all ``paragraphs`` unbroken and in order."""
    pages: list[Rich] = []
    for paragraph in paragraphs:
        longer = join([*pages[-1:], paragraph], _BETWEEN)
        if pages and longer.fits:
            pages[-1] = longer
        else:
            pages.append(paragraph)
    return pages
