"""Pages of a timeline, of the news and of quotations: lines, citations, buttons. Pure.

A page is an answer: its numbers are links and buttons, and the sources follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.notes.phrases import told
from bot.telegram.delivery.formatted_text import Part, Rich, join, shorten
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import deep_link, render, sources
from bot.telegram.views.buttons import numbers_of, thumbs
from bot.telegram.views.card import also_in
from bot.telegram.views.charts import can_draw
from bot.telegram.views.pages import turning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answer.stories.accounts import Account, Line
    from bot.models import Citation

A_PAGE = 5
_LENGTHS = ((700, 90), (400, 60), (200, 30))
"""How long a claim and a title may be, in UTF-16 units, tried one after the other: five lines of
the last fit."""
_LONGEST_HEAD = 300
_BETWEEN = "\n\n"
_FEWEST_DRAWN = 2
"""Articles with day and outlet that a picture is worth."""


def page_of(account: Account, page: int, *, head: str, username: str) -> Part:
    """A page of an account, counted from 1, below its ``head``; of a refusal the answer."""
    if account.answer.refused:
        return render(account.answer, username=username)[0]
    page = min(max(page, 1), pages(account))
    lines = account.lines[(page - 1) * A_PAGE : page * A_PAGE]
    cited = _cited(account, lines)
    keyboard = _keyboard(account, cited, page)
    for claim, title in _LENGTHS:
        parts = [Rich().add(shorten(head, _LONGEST_HEAD), MessageEntity.BOLD)]
        parts += [
            Rich().add(told(note), MessageEntity.ITALIC)
            for note in account.answer.notes
            if note.claim is None
        ]
        parts += [_line(account, line, username, claim) for line in lines]
        whole = join([*parts, *sources(cited, title)], _BETWEEN)
        if whole.fits:
            break
    return Part(whole, keyboard)


def pages(account: Account) -> int:
    """How many pages there are."""
    return max(-(-len(account.lines) // A_PAGE), 1)


def _line(account: Account, line: Line, username: str, longest: int) -> Rich:
    """Day and outlet, the claims with their markers, and what is said around them."""
    known = [chat_texts.day(line.card.published) or chat_texts.say("undated")]
    known += [line.card.source] if line.card.source else []
    said = Rich().add(" · ".join(known), MessageEntity.BOLD)
    for claim in (account.answer.claims[number] for number in line.claims):
        said.add("\n").extend(_claim(shorten(claim.text, longest), line)).add(" ")
        for n in claim.citations:
            said.add(f"[{n}]", url=deep_link(username, account.answer.id, n))
    for note in account.answer.notes:
        if note.claim in line.claims and note.kind != "side":
            said.add("\n").add(told(note), MessageEntity.ITALIC)
    return said.add("\n").add(also_in(line.also_in)) if line.also_in else said


def _claim(shown: str, line: Line) -> Rich:
    """A claim, what somebody says in it bold."""
    said, at = Rich(), 0
    for span in line.spoken(shown):
        if span.start >= at:
            said.add(shown[at : span.start]).add(span.of(shown), MessageEntity.BOLD)
            at = span.end
    return said.add(shown[at:])


def _cited(account: Account, lines: Sequence[Line]) -> list[Citation]:
    """The citations of these lines, in order."""
    claims = account.answer.claims
    wanted = {n for line in lines for each in line.claims for n in claims[each].citations}
    return [each for each in account.answer.citations if each.n in wanted]


def _keyboard(account: Account, cited: Sequence[Citation], page: int) -> InlineKeyboardMarkup:
    """The numbers of the page first, then what turns it, the picture, and thumbs."""
    name = account.answer.id
    rows = [
        *numbers_of(name, [each.n for each in cited]),
        *turning(page, pages(account), lambda n: f"t:{name}:{n}"),
        *([button] for button in _picture(account)),
    ]
    return InlineKeyboardMarkup([*rows, thumbs(name)])


def _picture(account: Account) -> Iterator[InlineKeyboardButton]:
    """What asks for the picture, where there is one to draw and something to draw with."""
    drawn = account.kind == "timeline" and len(account.coverage()) >= _FEWEST_DRAWN
    if drawn and can_draw():
        label = chat_texts.say("coverage-button")
        yield InlineKeyboardButton(label, callback_data=f"g:{account.answer.id}")
