"""``/reindex`` and ``/cancel``, and the message that follows a run."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.errors import DeliveryError
from bot.telegram.delivery.calls import edit, send
from bot.telegram.delivery.formatted_text import Part, Rich
from bot.telegram.delivery.outbox import Obligation, name_of
from bot.telegram.transport.limiter import urgency
from bot.telegram.transport.limits import Priority
from bot.telegram.views import chat_texts
from bot.telegram.views.job_messages import (
    START_FULL,
    confirm_keyboard,
    job_keyboard,
    problems_file,
    render_job,
)
from index.catalog import jobs
from index.errors import PressmarkError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram.delivery.courier import Courier
    from bot.telegram.delivery.occasions import Incoming, Tap
    from bot.telegram.delivery.send_once import Place
    from index.catalog.jobs import Job, Kind
    from index.library import Library

_log = logging.getLogger(__name__)
_FRAME_SECONDS, _GROUP_FRAME_SECONDS = 3.0, 5.0
"""Between two edits: a group allows twenty messages and edits a minute (Bot API FAQ)."""
_LOOK_SECONDS = 1.0
OWED = "job:"
"""How the names of what is owed for runs begin; the number of the run and the chat follow."""
REJECTED, CANCEL = r"j:([0-9]{1,12}):rejected", r"j:([0-9]{1,12}):cancel"
"""The data of the buttons under the message of a run."""


def _result(owed: Obligation, job: Job) -> Obligation:
    """What is owed with how the run ended."""
    return owed.owing([Part(render_job(job), job_keyboard(job))])


class Reindexing:
    """Handlers for admins; one live message for each run and chat.

    How a run ended is owed where its message stands, also by the process after this one.
    """

    def __init__(self, library: Library, courier: Courier) -> None:
        self._library = library
        self._courier = courier
        self._beginning = asyncio.Lock()
        self._live: dict[tuple[int, int], tuple[int, asyncio.Task[None]]] = {}
        self._shown: set[int] = set()

    async def reindex(self, came: Incoming) -> None:
        """``/reindex`` starts at once, ``/reindex full`` asks first."""
        given = [word.lower() for word in came.words]
        if given == ["full"]:
            await came.reply(Rich().add(chat_texts.say("confirm-full")), confirm_keyboard())
        elif given:
            await came.say("reindex-usage")
        else:
            await self._begin(came.bot, came.place, "index")

    async def cancel(self, came: Incoming) -> None:
        """``/cancel`` stops whatever runs or waits."""
        running = await asyncio.to_thread(self._library.unfinished)
        for job in running:
            await asyncio.to_thread(self._library.cancel, job.id)
        await came.say("cancelling" if running else "nothing-runs")

    async def cancel_one(self, tap: Tap) -> None:
        """The button that cancels one run."""
        number = int(tap.found[1])
        running = await asyncio.to_thread(self._library.unfinished)
        if number not in {job.id for job in running}:
            await tap.say("nothing-runs")
            return
        await asyncio.to_thread(self._library.cancel, number)
        await tap.say("cancelling")

    async def send_rejected(self, tap: Tap) -> None:
        """All that a run rejected, and why, as a file."""
        await tap.end()
        number = int(tap.found[1])
        result = (await asyncio.to_thread(self._library.job, number)).result or {}
        owed = Obligation.at(name_of(tap.update, tap.message), tap.place)
        if await self._courier.find(owed.id) is None:
            file = Part.enclosing(f"rejected-{number}.txt", problems_file(result).encode())
            await self._courier.deliver(owed.owing([file]))

    async def confirm(self, tap: Tap) -> None:
        """The buttons that answer whether all is to be read anew."""
        await tap.end()
        full = tap.found[0] == START_FULL
        await tap.edit(Rich().add(chat_texts.say("confirm-full" if full else "not-started")))
        if full:
            await self._begin(tap.bot, tap.place, "full")

    def shows(self, number: int) -> bool:
        """Whether a message of a run was sent, which says how it ended."""
        return number in self._shown

    async def close(self) -> None:
        """Follow no run any more."""
        tasks = [task for _, task in self._live.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _begin(self, bot: Bot, place: Place, kind: Kind) -> None:
        """Submit a run, unless one that reads is going on, and show how it goes."""
        async with self._beginning:
            running = await asyncio.to_thread(self._library.catalog.query, jobs.readings)
            if not running:
                number = await asyncio.to_thread(self._library.submit, kind)
        if running:
            number = running[0].id
            await send(bot, place, Rich().add(chat_texts.say("already-running")))
        await self.show(bot, place, number)

    async def show(self, bot: Bot, place: Place, number: int) -> None:
        """Send the live message of a run in place of an older one."""
        key = (place.chat, number)
        self._shown.add(number)
        if key in self._live:
            older, task = self._live.pop(key)
            task.cancel()
            if older:
                with contextlib.suppress(TelegramError):
                    await bot.delete_message(place.chat, older)
        job = await asyncio.to_thread(self._library.job, number)
        name = f"{OWED}{number}:{place.chat}"
        owed = Obligation.at(name, place, spoken=chat_texts.language())
        if job.ended:
            await self._courier.deliver(_result(owed, job))
            return
        owed = await self._courier.keep(owed)
        message = await send(bot, place, render_job(job), job_keyboard(job))
        owed = await self._courier.advance(
            replace(owed, chat=message.chat.id, sent=(message.message_id,))
        )
        self._begin_to_follow(bot, owed, job)

    async def take_up(self, bot: Bot) -> None:
        """Follow the runs whose end was not told when the bot last ended.

        Raises:
            CatalogError: the catalog cannot be read.
        """
        for owed in await self._courier.begun(OWED):
            await self.take(bot, owed)

    async def take(self, bot: Bot, owed: Obligation) -> None:
        """Follow a run that another process followed, which has ended.

        Raises:
            CatalogError: the catalog cannot be read.
        """
        number = int(owed.id.split(":")[1])
        self._shown.add(number)
        job = await asyncio.to_thread(self._library.job, number)
        self._begin_to_follow(bot, owed, job)

    def _begin_to_follow(self, bot: Bot, owed: Obligation, job: Job) -> None:
        task = asyncio.create_task(self._follow(bot, owed, job))
        self._live[owed.chat, job.id] = (owed.sent[0] if owed.sent else 0, task)

    async def _follow(self, bot: Bot, owed: Obligation, job: Job) -> None:
        """Edit the message while the run goes on; its end is owed."""
        chat_texts.speak(owed.spoken)
        pause = _FRAME_SECONDS if owed.chat > 0 else _GROUP_FRAME_SECONDS
        shown = render_job(job).text
        while not job.ended:
            try:
                job = await self._wait(job.id, pause)
                said = render_job(job)
                if owed.sent and said.text != shown and not job.ended:
                    with urgency(Priority.STATUS):
                        await edit(bot, (owed.chat, owed.sent[0]), said, job_keyboard(job))
                    shown = said.text
            except (TelegramError, DeliveryError, PressmarkError) as exc:
                _log.warning("the message of job %s is not kept up to date: %s", job.id, exc)
        try:
            await self._courier.deliver(_result(owed, job))
        except PressmarkError as exc:
            _log.error("how job %s ended is told after the next start: %s", job.id, exc)
        message = owed.sent[0] if owed.sent else 0
        if self._live.get((owed.chat, job.id), (-1, None))[0] == message:
            del self._live[owed.chat, job.id]

    async def _wait(self, number: int, seconds: float) -> Job:
        """The run after so many seconds, or as soon as it has ended."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            job = await asyncio.to_thread(self._library.job, number)
            if job.ended or loop.time() >= deadline:
                return job
