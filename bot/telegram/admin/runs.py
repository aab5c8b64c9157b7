"""``/reindex``, ``/cancel`` and ``/status``, and the message that follows a run."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from typing import TYPE_CHECKING

from telegram import Chat
from telegram.error import TelegramError

from bot.errors import DeliveryError
from bot.telegram.admin.files import send_file
from bot.telegram.delivery.calls import Place, edit, send, toast
from bot.telegram.delivery.formatted_text import Rich
from bot.telegram.transport.limiter import urgency
from bot.telegram.transport.limits import Priority
from bot.telegram.updates.turns import thread_of
from bot.telegram.views import chat_texts
from bot.telegram.views.job_messages import (
    NOT_NOW,
    START_FULL,
    confirm_keyboard,
    job_keyboard,
    problems_file,
    render_job,
)
from index.catalog import jobs
from index.errors import PressmarkError

if TYPE_CHECKING:
    from telegram import Bot, MaybeInaccessibleMessage, Message, Update
    from telegram.ext import ContextTypes

    from bot.telegram.people.access import Access
    from index.catalog.jobs import Job, Kind
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE

_log = logging.getLogger(__name__)
_FRAME_SECONDS, _GROUP_FRAME_SECONDS = 3.0, 5.0
"""Between two edits: a group allows twenty messages and edits a minute (Bot API FAQ)."""
_LOOK_SECONDS = 1.0
_REJECTED = re.compile(r"j:([0-9]{1,12}):rejected")
_CANCEL = re.compile(r"j:([0-9]{1,12}):cancel")


class Reindexing:
    """Handlers for admins; one live message for each run and chat."""

    def __init__(self, library: Library, access: Access) -> None:
        self._library = library
        self._access = access
        self._beginning = asyncio.Lock()
        self._live: dict[tuple[int, int], tuple[int, asyncio.Task[None]]] = {}
        self._shown: set[int] = set()

    async def reindex(self, update: Update, context: Context) -> None:
        """``/reindex`` starts at once, ``/reindex full`` asks first."""
        message = update.message
        if message is None or not await self.is_admin(update, context):
            return
        given = [word.lower() for word in context.args or ()]
        if given == ["full"]:
            said = Rich().add(chat_texts.say("confirm-full"))
            await send(context.bot, Place.beside(message), said, confirm_keyboard())
        elif given:
            await send(
                context.bot, Place.beside(message), Rich().add(chat_texts.say("reindex-usage"))
            )
        else:
            await self._begin(context.bot, Place.beside(message), "index")

    async def cancel(self, update: Update, context: Context) -> None:
        """``/cancel`` stops whatever runs or waits."""
        message = update.message
        if message is None or not await self.is_admin(update, context):
            return
        running = await asyncio.to_thread(self._unfinished)
        for job in running:
            await asyncio.to_thread(self._library.cancel, job.id)
        said = chat_texts.say("cancelling") if running else chat_texts.say("nothing-runs")
        await send(context.bot, Place.beside(message), Rich().add(said))

    async def status(self, update: Update, context: Context) -> None:
        """``/status``: what is indexed, running and wrong."""
        message = update.message
        if message is None or not await self.is_admin(update, context):
            return
        found = await asyncio.to_thread(self._library.status)
        await send(context.bot, Place.beside(message), Rich().add(chat_texts.status(found)))

    async def tap(self, update: Update, context: Context) -> None:
        """The buttons under the messages of runs."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        if not self._access.is_admin(query.from_user.id):
            await toast(query, chat_texts.say("only-admins"))
            return
        data = query.data or ""
        if found := _REJECTED.fullmatch(data):
            await toast(query)
            await self._send_rejected(context.bot, query.message, int(found[1]))
            return
        if found := _CANCEL.fullmatch(data):
            await toast(query, await self._cancel(int(found[1])))
            return
        await toast(query)
        place = Place(query.message.chat.id, thread_of(query.message))
        at = (place.chat, query.message.message_id)
        if data == NOT_NOW:
            await edit(context.bot, at, Rich().add(chat_texts.say("not-started")))
        elif data == START_FULL:
            await edit(context.bot, at, Rich().add(chat_texts.say("confirm-full")))
            await self._begin(context.bot, place, "full")

    def shows(self, number: int) -> bool:
        """Whether a message of a run was sent, which says how it ended."""
        return number in self._shown

    async def close(self) -> None:
        """Follow no run any more."""
        tasks = [task for _, task in self._live.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def is_admin(self, update: Update, context: Context) -> bool:
        """Whether an admin sent this; everybody else is told."""
        person, message = update.effective_user, update.message
        if person and self._access.is_admin(person.id):
            return True
        if message:
            await send(
                context.bot, Place.beside(message), Rich().add(chat_texts.say("only-admins"))
            )
        return False

    async def _begin(self, bot: Bot, place: Place, kind: Kind) -> None:
        """Submit a run, unless one that reads is going on, and show how it goes."""
        async with self._beginning:
            running = await asyncio.to_thread(self._readings)
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
            with contextlib.suppress(TelegramError):
                await bot.delete_message(place.chat, older)
        job = await asyncio.to_thread(self._library.job, number)
        message = await send(bot, place, render_job(job), job_keyboard(job))
        if not job.ended:
            task = asyncio.create_task(self._follow(bot, message, job))
            self._live[key] = (message.message_id, task)

    async def _follow(self, bot: Bot, message: Message, job: Job) -> None:
        """Edit the message while the run goes on, and when it has ended."""
        private = message.chat.type == Chat.PRIVATE
        pause = _FRAME_SECONDS if private else _GROUP_FRAME_SECONDS
        at, shown = (message.chat.id, message.message_id), render_job(job).text
        try:
            while not job.ended:
                job = await self._wait(job.id, pause)
                said = render_job(job)
                if said.text != shown:
                    with urgency(Priority.STATUS):
                        await edit(bot, at, said, job_keyboard(job))
                    shown = said.text
        except (TelegramError, DeliveryError, PressmarkError) as exc:
            _log.warning("the message of job %s is not kept up to date: %s", job.id, exc)
        if self._live.get((at[0], job.id), (0, None))[0] == at[1]:
            del self._live[at[0], job.id]

    async def _wait(self, number: int, seconds: float) -> Job:
        """The run after so many seconds, or as soon as it has ended."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            job = await asyncio.to_thread(self._library.job, number)
            if job.ended or loop.time() >= deadline:
                return job

    async def _send_rejected(self, bot: Bot, message: MaybeInaccessibleMessage, job: int) -> None:
        """All that a run rejected, and why, as a file."""
        result = (await asyncio.to_thread(self._library.job, job)).result or {}
        place = Place(message.chat.id, thread_of(message))
        await send_file(bot, place, problems_file(result), name=f"rejected-{job}.txt")

    def _unfinished(self) -> list[Job]:
        with self._library.catalog.read() as connection:
            return jobs.unfinished(connection)

    def _readings(self) -> list[Job]:
        with self._library.catalog.read() as connection:
            return jobs.readings(connection)

    async def _cancel(self, number: int) -> str:
        """Cancel the run with this number; the sentence about it."""
        running = await asyncio.to_thread(self._unfinished)
        if number not in {job.id for job in running}:
            return chat_texts.say("nothing-runs")
        await asyncio.to_thread(self._library.cancel, number)
        return chat_texts.say("cancelling")
