"""The bot as a program: connected, hearing what comes, and stopped in time."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.custody.custodian import LEASE_SECONDS
from bot.telegram.assembly import Bot, assemble
from bot.telegram.handlers.previews import STOPPED
from bot.telegram.people.menus import set_menus
from bot.telegram.shutdown import Ending
from bot.telegram.transport.limiter import seconds_of
from bot.telegram.updates.arrivals import read_again
from bot.telegram.updates.polls import say_webhook
from index.backoff import Backoff
from index.catalog import jobs
from index.errors import SettingsError
from index.indexing.priority import share_memory
from index.proxies import check_proxies

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.settings import Settings
    from index.library import Library

_log = logging.getLogger(__name__)
_THREADS = 16
_LONGEST_PAUSE = 30.0
_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    STOPPED,
]
_POLLS, _RUNS, _QUESTIONS, _ABANDONED = 2.5, 3.0, 6.5, 7.0
_ANSWERS, _CHATS, _INDEX, _CONNECTIONS, _IDLE = 7.3, 7.5, 7.7, 8.0, 8.3
"""When each stage of the end is over, in seconds after the signal."""
_INDEX_SECONDS = 6.5
_CANCEL_SECONDS = 1.0


def serve(library: Library, settings: Settings, *, lease: float = LEASE_SECONDS) -> NoReturn:
    """Run the bot until a signal stops it, or Telegram does not know the token; ends the process.

    Other bots of the same database believe it to be there for a ``lease`` after each word of it.

    Raises:
        SettingsError: a proxy cannot be used.
        PressmarkError: the catalog or the embedder cannot be used.
    """
    check_proxies()
    share_memory()
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # durations as the library's next version has
    end = asyncio.run(_serve(library, settings, lease))
    if end.revoked:
        said = SettingsError(
            f"PRESSMARK_TELEGRAM_TOKEN: {settings.telegram_api_url} does not know this token; "
            "copy it again from @BotFather, where /token shows it."
        )
        sys.stderr.write(f"pressmark: {said}\n")
    if not end.computing:
        library.catalog.close()
    logging.shutdown()
    os._exit(int(end.revoked))  # the interpreter and what it loaded take any time to come to an end


class _End(NamedTuple):
    """Why and how it ended: the token was not known, or a thread still computes."""

    revoked: bool
    computing: bool


async def _serve(library: Library, settings: Settings, lease: float) -> _End:
    """Run until a signal, or until Telegram does not know the token."""
    loop, ending = asyncio.get_running_loop(), Ending()
    pool = ThreadPoolExecutor(_THREADS, "work")
    loop.set_default_executor(pool)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ending.begin)
    await asyncio.to_thread(_prepare, library)
    bot = assemble(library, settings, lease=lease)
    if bot.http:
        bot.http.listener.start()
    bot.heartbeat.start()
    bot.keeper.start()
    bot.lag.start()
    try:
        if await _connect(bot, ending.wanted, settings.telegram_api_url):
            await _receive(bot, ending.wanted, settings)
    except InvalidToken:
        bot.watch.revoked.set()
    finally:
        ending.begin()
        ended = await _close(bot, ending)
        pools = [
            pool,
            bot.threads.pool,
            bot.roster.threads.pool,
            *([bot.http.threads] if bot.http else []),
        ]
        idle = await ending.idle(_IDLE, *pools)
        loop.set_default_executor(ThreadPoolExecutor(1))  # the old one may never be idle
        ending.over()
        _log.info("stopped")
    return _End(revoked=bot.watch.revoked.is_set(), computing=not (ended and idle))


def _prepare(library: Library) -> None:
    """Open what questions need, and have the archive read where it never was."""
    _ = library.retriever
    waiting = any(job.whole_archive for job in library.catalog.query(jobs.unfinished))
    if not waiting and not library.is_current():
        library.submit("index")


async def _connect(bot: Bot, stop: asyncio.Event, url: str) -> bool:
    """Get to know Telegram, trying for as long as it takes; false where we are stopped first.

    Raises:
        InvalidToken: Telegram does not know the token.
    """

    def say(exc: BaseException, _pause: float, failures: int) -> None:
        """Tell the first failure."""
        if failures == 1:
            _log.warning("Telegram at %s cannot be reached, trying again: %s", url, exc)

    backoff = Backoff(
        1.0,
        _LONGEST_PAUSE,
        lambda exc: isinstance(exc, TelegramError) and not isinstance(exc, InvalidToken),
        pause=lambda exc, grown: seconds_of(exc) if isinstance(exc, RetryAfter) else grown,
        say=say,
    )
    return await _unless(stop, backoff.run_async(bot.application.initialize))


async def _receive(bot: Bot, stop: asyncio.Event, settings: Settings) -> None:
    """Process what was left over, then what comes, until a signal or the end of the token."""
    application = bot.application
    await application.start()
    await _take_up(bot)
    if not settings.webhook_url:
        await say_webhook(application.bot)
    beside = [
        asyncio.create_task(set_menus(application.bot, settings.admins)),
        asyncio.create_task(bot.roster.while_leading(bot.notices.run)),
        asyncio.create_task(bot.roster.while_leading(bot.retention.run)),
        asyncio.create_task(bot.roster.while_leading(bot.watch_notices.run)),
        asyncio.create_task(bot.roster.while_leading(bot.roster.tidy)),
        asyncio.create_task(bot.roster.give_up()),
        asyncio.create_task(bot.own_name.run(application.bot)),
    ]
    bot.source.start(application.bot, _UPDATES)
    how = "waits for posts of" if settings.webhook_url else "polls"
    _log.info("@%s %s %s", application.bot.username, how, settings.telegram_api_url)
    await _unless(stop, bot.watch.revoked.wait())
    for task in beside:
        task.cancel()
    await asyncio.wait(beside, timeout=_CANCEL_SECONDS)


async def _take_up(bot: Bot) -> None:
    """Queue the updates that were not finished when the bot last ended."""
    await bot.moves.load()
    if not bot.custodian.alone:
        await bot.roster.start()
        return
    await bot.courier.take_up()
    await bot.reindexing.take_up(bot.application.bot)
    left = await asyncio.to_thread(bot.inbox.unfinished)
    for content in left:
        await bot.queue.take_again(read_again(content, bot.application.bot))
    if left:
        _log.info("%d updates of the last run are processed again", len(left))


async def _close(bot: Bot, ending: Ending) -> bool:
    """Take no updates, finish what runs as far as time allows; whether the index is left."""
    application = bot.application
    if bot.http:
        bot.http.end()
    keeper = asyncio.create_task(asyncio.to_thread(bot.keeper.stop, seconds=_INDEX_SECONDS))
    bot.roster.take_no_more()
    await ending.stage("the heartbeat", _CANCEL_SECONDS, bot.heartbeat.stop())
    await ending.stage("polls", _POLLS, bot.source.stop())
    bot.queue.release()
    await ending.stage("the messages of runs", _RUNS, bot.reindexing.close())
    if application.running and not await ending.stage("questions", _QUESTIONS, application.stop()):
        _log.warning("some questions are not answered; they will be after the next start.")
        await ending.stage("what was abandoned", _ABANDONED, bot.processor.abandon())
    await ending.stage("answers on their way", _ANSWERS, bot.courier.close())
    await ending.stage("its chats", _CHATS, bot.roster.close())
    ended = await ending.stage("the index", _INDEX, _result(keeper)) and keeper.result()
    if not ended:
        _log.warning("what is written to the index is cut short; it goes on after the next start.")
    if bot.http:
        await ending.stage("the web side", _CONNECTIONS, bot.http.stop())
    await ending.stage("connections", _CONNECTIONS, application.shutdown())
    bot.heartbeat.close()
    bot.lag.stop()
    return ended


async def _result(task: asyncio.Task[bool]) -> bool:
    return await asyncio.shield(task)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> bool:
    """Whether the work was done before ``stop``; its errors are raised."""
    doing, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if doing.done():
        doing.result()
        return True
    doing.cancel()
    await asyncio.wait({doing}, timeout=_CANCEL_SECONDS)
    return False
