"""What went wrong in other bots, each a story with its number: answers, drafts, taps, groups.

Those about processes and connections, 4 to 7, 14 and 15, are in `test_stories_of_processes`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from telegram import InlineKeyboardMarkup, Update
from telegram.ext import MessageHandler, filters

from bot.models import Understood
from bot.store.people import Person
from bot.telegram import failures
from bot.telegram.admin.removal import _keyboard as removing_keyboard
from bot.telegram.admin.users import _buttons as guests_buttons
from bot.telegram.people.privacy import _keyboard as forgetting_keyboard
from bot.telegram.views.buttons import answer_keyboard
from bot.telegram.views.card_buttons import Position, card_keyboard
from bot.telegram.views.job_messages import confirm_keyboard, job_keyboard
from bot.telegram.views.pages import turning
from bot.telegram.views.preview_frames import stop_keyboard
from bot.telegram.views.search_results import page_keyboard
from index.catalog.jobs import Job
from index.errors import CatalogError
from index.models import ArticleCard, Hit, Passage, Span
from index.planning.planner import Phrase
from tests.bot.telegram.handlers.test_previews import FINAL, Desk, until_drafts
from tests.fakes.telegram import FakeTelegram
from tests.fakes_tests.conftest import application, polling

from .carrying import owed_for, posting, until
from .conftest import ANN, DESK, QUIET
from .running import RunningBot
from .test_bot_process import OTHER_QUESTION, QUESTION
from .values import answer, citation, cited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from index.catalog.engine import Catalog
    from tests.fakes.telegram import Call, User


@pytest.fixture
def alone() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def ann(alone: FakeTelegram) -> User:
    """A person there."""
    return alone.user(id=1001, name="Ann", started=True)


PLAIN = {
    "getMe",
    "getWebhookInfo",
    "deleteWebhook",
    "getUpdates",
    "setMyCommands",
    "getChatMember",
    "sendChatAction",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
}


@pytest.mark.anyio
async def test_story_01_flood_wait_stops_the_frames_and_not_the_answer(
    ann: User, alone: FakeTelegram, catalog: Catalog
) -> None:
    """No frame is tried again; the answer waits as long as Telegram says, and arrives once."""
    alone.fail("editMessageText", kind="429", retry_after=1)
    async with posting(alone, catalog) as post:
        answers = Desk(post)
        answers.previews.drafts = False
        async with answers.answering(ann, ann) as preview:
            for n in range(25):
                preview.progress.reading(n)
                await asyncio.sleep(0.1)

    assert [call.ok for call in alone.calls_of("editMessageText")] == [False, True]
    assert [message.text for message in ann.bot_messages] == [FINAL]


@pytest.mark.anyio
async def test_story_02_final_answer_is_whole_after_a_flood_wait_and_a_kill(
    ann: User, alone: FakeTelegram, catalog: Catalog
) -> None:
    """What was sent before is not what is sent last; the next process goes on in the middle."""
    alone.fail("sendMessage", kind="429", retry_after=1, nth=2)
    parts = ["One.", "Two.", "Three."]
    async with posting(alone, catalog) as post:
        delivering = asyncio.create_task(post.courier.deliver(owed_for(ann.send("?"), *parts)))
        await until(alone, lambda: len(alone.calls_of("sendMessage")) > 1)
        await post.courier.close()
        delivering.cancel()
        alone.crashed()
        again = post.restarted()
        await again.take_up()
        await until(alone, lambda: len(ann.bot_messages) == len(parts))
        await again.close()

    assert [message.text for message in ann.bot_messages] == parts


@pytest.mark.anyio
async def test_story_02_failure_is_told_once_too(catalog: Catalog) -> None:
    """Also where Telegram does not say whether the sentence arrived."""
    with FakeTelegram() as tg:
        tg.fail("sendMessage", kind="lost")
        ann = tg.user(id=1001, name="Ann")
        async with posting(tg, catalog) as post:
            app = application(tg)
            app.bot_data["courier"] = post.courier
            app.add_handler(MessageHandler(filters.ALL, _break))
            app.add_error_handler(failures.report)
            async with polling(app):
                ann.send("?")
                await until(tg, lambda: len(tg.calls_of("editMessageText")))
                await post.courier.of_question(ann.id, 1)

    assert [message.text.partition(".")[0] for message in ann.bot_messages] == ["That did not work"]


async def _break(update: object, context: Any) -> None:
    del update, context
    raise CatalogError("a disk is full")


@pytest.mark.anyio
async def test_story_02_question_that_is_given_up_is_told_once(
    ann: User, alone: FakeTelegram, catalog: Catalog
) -> None:
    """Whatever ends the program again and again, who asked does not wait for ever."""
    async with posting(alone, catalog) as post:
        ann.send("?")
        update = Update.de_json(alone.world.updates.pending[-1], post.bot)
        for _ in range(2):
            await failures.give_up(update, post.courier)

    assert [message.text.partition(".")[0] for message in ann.bot_messages] == ["That did not work"]


def asked_and_tapped(tg: FakeTelegram, ann: User) -> list[Call]:
    """The calls about a question, a card and a tap on a phrase."""
    ann.send(QUESTION)
    answer = ann.wait_for_message()
    ann.tap(answer, "1").message()
    ann.tap(answer, "✕ December 2023").message()
    tg.quiet()
    return [call for call in tg.calls if call.params.get("chat_id") == ann.id]


def test_story_03_text_is_never_parsed(tg: FakeTelegram) -> None:
    """Entities cannot be parsed wrongly."""
    calls = asked_and_tapped(tg, tg.user(id=ANN + 150, name="Ann"))

    assert [call.method for call in calls if "parse_mode" in call.params] == []
    assert [call.method for call in calls if call.params.get("entities")]


def test_story_08_token_is_in_no_line_of_the_most_talkative_log(home: Path) -> None:
    """Errors of the network and of the server carry the address that was asked."""
    with FakeTelegram(flood=False) as tg:
        for kind in ("502", "drop", "500", "lost"):
            tg.fail("sendMessage", kind=kind)
        tg.fail("getUpdates", kind="502", nth=2)
        ann = tg.user(id=1001, name="Ann")
        with RunningBot(tg, home, users="everyone", log_level="DEBUG") as bot:
            ann.send(OTHER_QUESTION)
            ann.wait_for_text("42 crowns", 150)
            log = bot.log

        assert len(ann.bot_messages) == 1
    assert "trying again" in log
    assert tg.token not in log
    assert tg.token.partition(":")[2] not in log


def test_story_09_tap_that_comes_too_late_is_no_error(home: Path) -> None:
    """Telegram takes no answer to it any more; the card comes all the same."""
    with FakeTelegram(flood=False) as tg:
        tg.allow("query is too old", "unanswered")
        ann = tg.user(id=1001, name="Ann")
        with RunningBot(tg, home, users="everyone"):
            ann.send(OTHER_QUESTION)
            answer = ann.wait_for_message()
        ann.tap(answer, "1", wait=False)
        tg.advance(60)
        with RunningBot(tg, home, users="everyone") as bot:
            card = ann.wait_for_message(30)
            log = bot.log

    assert card.reply_to is answer
    assert "ERROR" not in log


def test_story_09_tap_is_answered_before_the_work(tg: FakeTelegram) -> None:
    """Telegram takes the answer to a tap for some seconds only."""
    ann = tg.user(id=ANN + 152, name="Ann")
    ann.send(QUESTION)
    answer = ann.wait_for_message()
    for label in ("1", "✕ December 2023"):
        before = len(tg.calls)
        ann.tap(answer, label).message()
        called = [call.method for call in tg.calls[before:] if call.method not in QUIET]
        assert called[0] == "answerCallbackQuery"


LONGEST = "Я" * 20 + "a" * 12
"""An id of 32 characters, not all of which are one byte; ours are ASCII."""


def keyboards() -> Iterator[InlineKeyboardMarkup | None]:
    """Every keyboard of the bot, with the longest ids and numbers that there are."""
    ours = "_" * 32
    card = ArticleCard(article=ours, title=LONGEST * 3, url=f"https://новости.example/{LONGEST}")
    phrase = Phrase(Span(0, 9), LONGEST, "outlet", sources=(LONGEST,))
    read = Understood("Кто?", phrases=(phrase,) * 100, ignored=(LONGEST,))
    cards = tuple(replace(citation(n, LONGEST, card), id=ours) for n in range(1, 101))
    given = replace(answer((), cards, nearest=(card,)), id=ours, understood=read)
    shown = replace(cited(LONGEST, LONGEST, card=card), id=ours)
    job = Job(10**12 - 1, "full", "running", ())
    failed = replace(job, state="done", result={"failed": [LONGEST] * 100})
    yield answer_keyboard(given, shares=True)
    for wide in (False, True):
        yield card_keyboard(shown, Position(ours, 999, 999, wide=wide))
        yield card_keyboard(shown, Position(wide=wide))
    hits = [Hit(1, 0.5, Passage(ours, ours, Span(0, 1), "x", "en", card))] * 30
    yield page_keyboard(hits, page=6, data=lambda n: f"s:f_{'_' * 12}:{n}")
    yield InlineKeyboardMarkup(turning(99, 999, lambda n: f"p:{ours}:{n}"))
    yield InlineKeyboardMarkup(turning(99, 999, lambda n: f"o:{n}"))
    yield removing_keyboard(ours)
    yield stop_keyboard(str(2**31 - 1))
    yield confirm_keyboard()
    yield job_keyboard(job)
    yield job_keyboard(failed)
    yield InlineKeyboardMarkup(guests_buttons([Person(10**15 - 1, LONGEST)] * 9))
    yield InlineKeyboardMarkup(turning(999, 9999, lambda n: f"g:page:{n}"))
    yield InlineKeyboardMarkup(turning(999, 9999, lambda n: f"i:{n}"))
    yield forgetting_keyboard(-(10**15) + 1)


def test_story_10_callback_data_fit_into_64_bytes_whatever_the_ids() -> None:
    """Telegram counts bytes; labels may be Cyrillic, data are ASCII and short."""
    made = [each for each in keyboards() if each is not None]
    buttons = [button for each in made for row in each.inline_keyboard for button in row]
    data = [str(button.callback_data) for button in buttons if button.callback_data]

    assert {each.partition(":")[0] for each in data} >= set("acefghijmnoprsuvwx")
    assert [each for each in data if not each.isascii() or len(each.encode()) > 64] == []
    assert max(len(each.inline_keyboard) for each in made) < 100


def test_story_11_general_topic_has_no_number(tg: FakeTelegram) -> None:
    """Telegram refuses the one that it has."""
    ann = tg.user(id=ANN + 151, name="Ann")
    desk = tg.group(id=DESK, title="Desk", members=[ann])
    desk.topic("Fish")
    ann.send(f"/ask {OTHER_QUESTION}", chat=desk)
    answer = ann.wait_for_message(chat=desk)

    assert "42 crowns" in answer.text
    calls = [call for call in tg.calls if call.params.get("chat_id") == DESK]
    assert not [call for call in calls if "message_thread_id" in call.params]


def test_story_11_everything_of_a_group_follows_it_when_it_moves(home: Path) -> None:
    """Who may ask, the budget, the conversation, also after a start; told in whatever way."""
    with FakeTelegram(flood=False) as tg:
        ann, bea = (tg.user(id=1001 + n, name=name) for n, name in enumerate(("Ann", "Bea")))
        desk = tg.group(id=-700, title="Desk", members=[ann, bea], kind="group")
        settings = {"users": str(desk.id), "daily_group_questions": "3"}
        with RunningBot(tg, home, **settings) as bot:
            ann.send(f"/ask {OTHER_QUESTION}", chat=desk)
            ann.wait_for_text("42 crowns", 30, chat=desk)
            new = tg.migrate(desk)
            ann.send("/ask And a year ago?", chat=new)
            followed = ann.wait_for_message(30, chat=new)
            bot.restart()
            bea.send(f"/ask {OTHER_QUESTION}", chat=new)
            allowed = bea.wait_for_text("42 crowns", 30, chat=new)
            bea.tap(allowed, "1")
            bea.open_link(allowed, "[1]")
            card = bea.wait_for_message(30)
            bea.send(f"/ask {OTHER_QUESTION}", chat=new)
            spent = bea.wait_for_text("This group has asked its 3 questions", 30, chat=new)

    assert "Cod at 42 crowns" in followed.text
    assert card.entity_texts("underline") == card.entity_texts("blockquote")
    assert spent.chat.id == new.id


@pytest.mark.anyio
async def test_story_12_no_draft_comes_behind_the_answer(
    ann: User, alone: FakeTelegram, catalog: Catalog
) -> None:
    """It would flash up and stay; and no message of ours ends a draft before its time."""
    async with posting(alone, catalog) as post:
        async with Desk(post).answering(ann, ann) as preview:
            preview.progress.searching()
            await until_drafts(alone, 1)
            preview.progress.reading(6)
            await until_drafts(alone, 2)
            preview.progress.writing((), ())
        await asyncio.sleep(1.5)

    methods = [call.method for call in alone.calls if call.method.startswith("send")]
    assert methods.index("sendMessage") == len(methods) - 1
    assert ann.chat.draft is None


def test_story_13_nothing_is_rich(tg: FakeTelegram) -> None:
    """Not every client shows rich messages, and none says that it does not."""
    calls = asked_and_tapped(tg, tg.user(id=ANN + 153, name="Ann"))

    assert {call.method for call in calls} <= PLAIN
    assert [call.method for call in calls if "rich_message" in call.params] == []
