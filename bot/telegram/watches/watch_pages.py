"""What people see of watches: that one was made, the list of them, and what is told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot import clock
from bot.telegram.delivery.formatted_text import Part, Rich, first_words, join, shorten
from bot.telegram.views import chat_texts
from bot.telegram.views.answer import article_line
from bot.telegram.views.card import address, also_in
from bot.telegram.views.pages import turning
from bot.watches.hours import MORNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.watches.bulletins import Bulletin, Story
    from bot.watches.watchlist import Watch

    Row = list[InlineKeyboardButton]

A_PAGE = 5
ALONE, BESIDE = "0", "n"
"""In the place of a page: under the message about a watch, and under what is told of it."""
_BETWEEN = "\n\n"
_LONGEST_TITLE, _LONGEST_LEAD, _LONGEST_LABEL = 120, 320, 40


def made(watch: Watch, *, new: bool) -> Part:
    """That something is watched, and how it is told."""
    head = chat_texts.say("watch-made" if new else "watch-known", words=watch.words)
    said = Rich().add(f"{head}\n{_when(watch)}")
    return Part(said, InlineKeyboardMarkup([[_other_hour(watch, ALONE), _ends(watch, ALONE)]]))


def listed(watches: Sequence[Watch], page: int) -> Part:
    """A page of the watches of a chat, counted from 1, with what ends or changes each."""
    if not watches:
        return Part(Rich().add(chat_texts.say("watch-usage")))
    count = -(-len(watches) // A_PAGE)
    page = min(max(page, 1), count)
    first = (page - 1) * A_PAGE
    parts = [Rich().add(chat_texts.say("watches-head", count=len(watches)), MessageEntity.BOLD)]
    rows: list[Row] = []
    for number, watch in enumerate(watches[first : first + A_PAGE], start=first + 1):
        parts.append(Rich().add(f"{number}. {watch.words}\n{_when(watch)}"))
        end = chat_texts.say("watch-end-one", words=shorten(watch.words, _LONGEST_LABEL))
        rows.append([_ends(watch, str(page), end), _other_hour(watch, str(page))])
    rows += turning(page, count, lambda n: f"k:p:{n}")
    return Part(join(parts, _BETWEEN), InlineKeyboardMarkup(rows))


def notice(bulletin: Bulletin) -> Part:
    """What is told of a watch: a handful of stories, and how many articles there are besides."""
    watch = bulletin.watch
    parts = [
        Rich().add(chat_texts.say("watch-head", words=watch.words), MessageEntity.BOLD),
        *(_story(each) for each in bulletin.stories),
    ]
    if bulletin.more:
        parts.append(Rich().add(chat_texts.say("watch-more", count=bulletin.more)))
    rows = [[_asks(each)] for each in bulletin.stories]
    rows.append([_ends(watch, BESIDE, chat_texts.say("watch-end-this"))])
    return Part(join(parts, _BETWEEN), InlineKeyboardMarkup(rows))


def _story(story: Story) -> Rich:
    """Headline with its link, outlet and date, then the first sentence, verbatim."""
    said = Rich().extend(article_line(story.card, _LONGEST_TITLE))
    if written := address(story.card):
        said.add(f"\n{written}")
    if story.lead:
        lead = first_words(story.lead, _LONGEST_LEAD)
        said.add("\n").add(lead, MessageEntity.BLOCKQUOTE)
        said.add("…" if lead != story.lead else "")
    return said.add(f"\n{also_in(story.also_in)}") if story.also_in else said


def _when(watch: Watch) -> str:
    if watch.hour is None:
        return chat_texts.say("watch-at-once")
    return chat_texts.say("watch-daily", hour=f"{watch.hour}:00", zone=clock.zone())


def _asks(story: Story) -> InlineKeyboardButton:
    title = shorten(story.card.title, _LONGEST_LABEL) or story.card.article
    label = chat_texts.say("watch-ask", title=title)
    return InlineKeyboardButton(label, callback_data=f"k:q:{story.card.article}")


def _ends(watch: Watch, where: str, label: str | None = None) -> InlineKeyboardButton:
    said = label or chat_texts.say("watch-end")
    return InlineKeyboardButton(said, callback_data=f"k:e:{watch.id}:{where}")


def _other_hour(watch: Watch, where: str) -> InlineKeyboardButton:
    """What has it told daily, or at once where it is."""
    if watch.hour is None:
        label, hour = chat_texts.say("watch-to-daily", hour=f"{MORNING}:00"), str(MORNING)
    else:
        label, hour = chat_texts.say("watch-to-once"), "n"
    return InlineKeyboardButton(label, callback_data=f"k:h:{watch.id}:{where}:{hour}")
