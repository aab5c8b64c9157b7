"""The fake Telegram with a real python-telegram-bot application on the other side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import anyio.to_thread
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from .conftest import BotApplication, application, polling

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.telegram import FakeTelegram, User

Context = ContextTypes.DEFAULT_TYPE

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """python-telegram-bot runs on asyncio."""
    return "asyncio"


async def echo(update: Update, _: Context) -> None:
    """Repeats the text, with a button."""
    assert update.effective_message is not None
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data="c:a:1")]])
    await update.effective_message.reply_text(
        f"you said: {update.effective_message.text}", reply_markup=markup
    )


async def start(update: Update, context: Context) -> None:
    """Repeats the arguments of /start."""
    assert update.message is not None
    await update.message.reply_text(f"start {context.args}")


async def card(update: Update, _: Context) -> None:
    """Answers a tap with a toast, then a message."""
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    await query.answer("opening")
    await query.get_bot().send_message(query.message.chat.id, f"card for {query.from_user.id}")


async def nothing_found(update: Update, _: Context) -> None:
    """Answers an inline query with nothing."""
    assert update.inline_query is not None
    await update.inline_query.answer([])


def echo_bot(tg: FakeTelegram) -> BotApplication:
    """An application with the handlers above."""
    app = application(tg)
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(card))
    app.add_handler(InlineQueryHandler(nothing_found))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    return app


async def side(action: Callable[[], Any]) -> Any:
    """Runs the human side in a thread, so that the bot's loop goes on."""
    return await anyio.to_thread.run_sync(action)


async def test_echo_bot_answers_taps_links_and_groups(tg: FakeTelegram, ann: User) -> None:
    """A whole conversation works through real long polling."""
    bob = tg.user(id=1002, name="Bob")
    desk = tg.group(id=-100200, title="Desk", members=[ann, bob])

    def story() -> None:
        ann.send("What happened?")
        answer = ann.wait_for_message()
        assert (answer.text, answer.buttons) == ("you said: What happened?", ["1"])
        tap = ann.tap(answer, "1")
        assert (tap.text, tap.alert, tap.message().text) == ("opening", False, "card for 1001")
        ann.open_deeplink("c_abc_1")
        assert ann.wait_for_message().text == "start ['c_abc_1']"
        bob.send("/ask it", chat=desk)
        shared = bob.wait_for_message(chat=desk)
        assert ann.tap(shared, "1").message().text == "card for 1001"
        assert ann.inline("bridge") == []
        bob.expect_silence(0.1)

    async with polling(echo_bot(tg)):
        await side(story)


async def test_restarted_bot_meets_no_conflict(tg: FakeTelegram, ann: User) -> None:
    """A poll that its client gave up does not stand in the way of the next one."""
    for word in ("one", "two", "three"):
        async with polling(echo_bot(tg)):
            await side(partial(ann.send, word))
            answer = await side(ann.wait_for_message)
            assert answer.text == f"you said: {word}"

    assert tg.violations == []


async def test_edited_message_arrives_as_edit(tg: FakeTelegram, ann: User) -> None:
    """What people change reaches the bot as edited_message."""
    async with polling(echo_bot(tg)):
        message = await side(lambda: ann.send("first"))
        await side(ann.wait_for_message)
        await side(lambda: ann.edit(message, "second"))
        answer = await side(ann.wait_for_message)

    assert answer.text == "you said: second"


async def test_document_can_be_downloaded(tg: FakeTelegram, ann: User) -> None:
    """A file that somebody sends has a path that serves its bytes."""
    sent = ann.send_document("notes.txt", b"hello", caption="/add", mime="text/plain")
    async with application(tg).bot as bot:
        file = await bot.get_file(sent.extra["document"]["file_id"])
        content = bytes(await file.download_as_bytearray())

    assert content == b"hello"


async def test_photo_voice_reply_and_forward_parse(tg: FakeTelegram, ann: User) -> None:
    """python-telegram-bot understands every kind of message that people send."""
    photo = ann.send_photo(b"jpeg", caption="look")
    ann.send_voice(b"ogg")
    ann.send("why?", reply_to=photo, quote="look")
    ann.forward(photo)
    async with application(tg).bot as bot:
        updates = await bot.get_updates()

    picture, voice, reply, forward = [u.message for u in updates if u.message]
    assert picture.photo[0].file_size == 4
    assert voice.voice is not None
    assert reply.quote is not None
    assert reply.quote.text == "look"
    assert forward.forward_origin is not None


async def test_bot_uploads_reacts_and_reads_chats(tg: FakeTelegram, ann: User) -> None:
    """Multipart uploads, reactions, chats and members work through the real client."""
    desk = tg.group(id=-100200, title="Desk", members=[], admins=[ann])
    async with application(tg).bot as bot:
        document = await bot.send_document(
            1001, b"a,b", filename="a.csv", caption="<b>t</b>", parse_mode="HTML"
        )
        await bot.send_photo(1001, b"jpeg")
        await bot.set_message_reaction(1001, document.message_id, "👍")
        chat = await bot.get_chat(desk.id)
        mine = await bot.get_chat_member(desk.id, bot.id)
        hers = (await bot.get_chat_administrators(desk.id))[0]

    assert (chat.title, mine.status, hers.user.id) == ("Desk", "member", 1001)
    assert [m.reactions for m in ann.bot_messages] == [["👍"], []]
    assert ann.bot_messages[0].file is not None
    assert ann.bot_messages[0].file.content == b"a,b"
    assert ann.bot_messages[0].entity_texts("bold") == ["t"]


async def test_profile_methods_work(tg: FakeTelegram) -> None:
    """Commands, descriptions, name, log-out."""
    async with application(tg).bot as bot:
        await bot.set_my_commands([("ask", "Ask the archive")], language_code="en")
        commands = await bot.get_my_commands(language_code="en")
        await bot.delete_my_commands(language_code="en")
        await bot.set_my_description("d")
        await bot.set_my_short_description("s")
        await bot.set_my_name("n")
        await bot.close()
        await bot.log_out()

    assert commands[0].command == "ask"
    assert tg.commands == {}
    assert tg.world.profile.texts == {"description:": "d", "short_description:": "s", "name:": "n"}


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # RetryAfter.retry_after
async def test_errors_become_the_clients_exceptions(tg: FakeTelegram, ann: User) -> None:
    """Flood, block, migration and bad requests arrive as python-telegram-bot names them."""
    tg.allow("message is too long")
    tg.fail("sendMessage", kind="429", retry_after=7)
    small = tg.group(id=-5, title="Small", members=[ann], kind="group")
    new = tg.migrate(small)
    async with application(tg).bot as bot:
        with pytest.raises(RetryAfter, match="7"):
            await bot.send_message(1001, "x")
        with pytest.raises(BadRequest, match="too long"):
            await bot.send_message(1001, "x" * 4097)
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(small.id, "x")
        tg.block(ann)
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(1001, "x")

    assert moved.value.new_chat_id == new.id


async def test_stop_button_reaches_the_bot(tg: FakeTelegram, ann: User) -> None:
    """The native Stop of a draft is an update that names the draft."""
    async with application(tg).bot as bot:
        await bot.send_message_draft(1001, 5, "so f", api_kwargs={"can_stop": True})
        ann.stop_generation()
        (update,) = await bot.get_updates()
        await bot.send_message(1001, "so far")

    assert update.api_kwargs["stopped_message_generation"]["draft_id"] == 5
