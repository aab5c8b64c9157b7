"""Taps on what was understood that cannot end in the message they were made on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import anyio.to_thread
import pytest

from bot.answer.answerer import Answerer
from bot.answer.conversation.requests import content_of
from bot.models import Claim, Understood
from bot.store import answers
from bot.telegram import failures
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation
from bot.telegram.handlers.refinement import Chips
from bot.telegram.routes import on_tap
from bot.telegram.transport.callback_data import WITHOUT
from bot.telegram.views.buttons import answer_keyboard
from index.models import Span
from index.planning.planner import Phrase
from tests.fakes.telegram import FakeTelegram
from tests.fakes_tests.conftest import application, polling

from .carrying import posting
from .values import answer, citation

if TYPE_CHECKING:
    from telegram import Update

    from tests.conftest import World
    from tests.fakes.telegram import Message, User

pytestmark = pytest.mark.anyio
PHRASE = Phrase(Span(11, 18), "in 2024", "date", "2024-01-01", "2024-12-31")
READ = Understood("Who sailed in 2024?", phrases=(PHRASE,))
GIVEN = replace(
    answer((Claim("The pilot sailed.", (1,)),), (citation(1, "q"),)),
    question=READ.question,
    understood=READ,
)


def keep(world: World) -> None:
    """Put the answer into the catalog."""
    with world.library.catalog.write() as connection:
        answers.store_answer(
            connection,
            answer=GIVEN.id,
            conversation=None,
            question=GIVEN.question,
            content=content_of(GIVEN),
        )


async def uncounted(update: Update) -> None:
    """Nobody counts here what a tap costs."""
    del update


async def tapped(world: World, text: str, *, known: bool = False) -> tuple[User, Message]:
    """Ann, and the message with this text and the answer's buttons, after a tap on the chip.

    ``known``: it is the end of an answer that was delivered in two messages.
    """
    with FakeTelegram(flood=False) as tg:
        ann = tg.user(id=1001, name="Ann", started=True)
        app, answerer = application(tg), Answerer(world.library)
        async with posting(tg, world.library.catalog) as post, polling(app):
            chips = Chips(world.library, answerer, post.courier, uncounted)
            app.add_handler(on_tap(WITHOUT.pattern, chips.tap))
            app.add_error_handler(failures.report)
            app.bot_data["courier"] = post.courier
            keyboard = answer_keyboard(GIVEN)
            if known:
                parts = [
                    Part(Rich().add("The pilot sailed. [1]")),
                    Part(Rich().add(text), keyboard),
                ]
                await post.courier.deliver(Obligation("1", ann.id, 1).owing(parts))
                ann.wait_for_message()
            else:
                await app.bot.send_message(ann.id, text, reply_markup=keyboard)
            first = ann.wait_for_message()

            def tap() -> None:
                ann.tap(first, "✕ 2024").message()
                tg.wait_until(lambda: not known or first.deleted)

            await anyio.to_thread.run_sync(tap)
    return ann, first


async def test_end_of_a_long_answer_is_not_overwritten(world: World) -> None:
    """What stands above it would belong to nothing: the new answer comes below, as a reply."""
    world.index_files({"pilot.txt": "Pilot\n\nThe pilot Orla Brandt sailed to Vollum in May."})
    keep(world)

    ann, first = await tapped(world, "Another sentence. [2]")

    new = ann.bot_messages[-1]
    assert first.text == "Another sentence. [2]"
    assert first.versions == []
    assert new.reply_to is first
    assert "↺ Undo" in new.buttons


async def test_all_messages_of_a_long_answer_become_the_new_one(world: World) -> None:
    """Where it is known which they are; what is left over is taken away."""
    world.index_files({"pilot.txt": "Pilot\n\nThe pilot Orla Brandt sailed to Vollum in May."})
    keep(world)

    ann, end = await tapped(world, "Another sentence. [2]", known=True)

    (answer,) = ann.bot_messages
    assert end.deleted
    assert answer.versions[0].text == "The pilot sailed. [1]"
    assert "↺ Undo" in answer.buttons


async def test_answer_that_is_not_kept_is_said_to_be_gone(world: World) -> None:
    """In a message: the tap was answered before."""
    ann, first = await tapped(world, "The pilot sailed. [1]")

    assert ann.bot_messages[-1].text.startswith("This answer is no longer available.")
    assert first.text == "The pilot sailed. [1]"


async def test_failure_is_told_below_and_the_answer_stays(world: World) -> None:
    """With a reference; the log has it too."""
    keep(world)

    ann, first = await tapped(world, "The pilot sailed. [1]")

    assert ann.bot_messages[-1].text.startswith("That did not work.")
    assert first.buttons == ["1", "✕ 2024", "👁 Watch this", "👍", "👎"]
