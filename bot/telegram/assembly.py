"""The parts of the bot, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import LinkPreviewOptions
from telegram.ext import ApplicationBuilder, Defaults

from bot.answer.factory import make_answerer
from bot.telegram.access import Access, Membership
from bot.telegram.adding import Adding
from bot.telegram.arrivals import read
from bot.telegram.articles import Articles
from bot.telegram.chips import Chips
from bot.telegram.courier import Courier
from bot.telegram.desks import Desks, open_desks
from bot.telegram.gate import Gate
from bot.telegram.guests import Guests
from bot.telegram.handlers import Greetings, register
from bot.telegram.heartbeat import Heartbeat
from bot.telegram.inbox import Inbox, UpdateQueue
from bot.telegram.indexing import IndexKeeper
from bot.telegram.insights import Insights
from bot.telegram.intake import Intake
from bot.telegram.lag import Lag
from bot.telegram.limiter import Limiter
from bot.telegram.meter import Meter
from bot.telegram.moves import Moves
from bot.telegram.notices import Notices
from bot.telegram.outbox import Outbox
from bot.telegram.polling import PollRequest, PollWatch
from bot.telegram.questions import Questions
from bot.telegram.reception import Reception
from bot.telegram.reindexing import Reindexing
from bot.telegram.removing import Removing
from bot.telegram.searching import Searching
from bot.telegram.streaming import Previews
from bot.telegram.taps import Taps
from bot.telegram.threads import Threads
from bot.telegram.turns import Processor
from bot.telegram.verdicts import Verdicts

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telegram.handlers import App
    from index.library import Library

_SECONDS = 10.0
"""Timeout of a call; the library's own five are short where a mobile link is in between."""


@dataclass(frozen=True, slots=True)
class Bot:
    """What has to be started and stopped."""

    application: App
    inbox: Inbox
    queue: UpdateQueue
    processor: Processor
    keeper: IndexKeeper
    reindexing: Reindexing
    watch: PollWatch
    intake: Intake
    courier: Courier
    threads: Threads
    lag: Lag
    notices: Notices
    moves: Moves
    heartbeat: Heartbeat


def assemble(library: Library, settings: Settings) -> Bot:
    """All parts, connected to each other and to nothing else yet."""
    inbox, watch, threads = Inbox(library.catalog), PollWatch(), Threads()
    moves = Moves(library.catalog, threads)
    limiter = Limiter(moves=moves)
    queue = UpdateQueue(inbox, threads, limiter.marks)
    processor = Processor(inbox.finish, threads)
    request = PollRequest(watch)
    application = _application(settings, queue, processor, request, limiter)
    courier = Courier(application.bot, Outbox(library.catalog), threads)
    application.bot_data["courier"] = courier
    previews = Previews(application.bot, courier)
    access = Access.of(settings, moves)
    reindexing, answerer = Reindexing(library, access), make_answerer(library, settings)
    desks = _desks(library, settings, access, reindexing, courier)
    open_desks(application, desks)
    register(
        application,
        gate=Gate(access, Membership(application.bot.get_chat_member), desks.reception.knock),
        greetings=Greetings(library, access, desks.taps, desks.articles),
        questions=Questions(library, answerer, courier, previews),
        taps=desks.taps,
        chips=Chips(library, answerer, courier),
        reindexing=reindexing,
    )
    notices = Notices(library, access, reindexing)
    return Bot(
        application,
        inbox,
        queue,
        processor,
        IndexKeeper(library),
        reindexing,
        watch,
        Intake(request, watch, lambda raw: queue.take(read(raw, application.bot))),
        courier,
        threads,
        Lag(),
        notices,
        moves,
        Heartbeat(library, threads, lambda: watch.heard),
    )


def _desks(
    library: Library, settings: Settings, access: Access, reindexing: Reindexing, courier: Courier
) -> Desks:
    """What commands and taps lead to."""
    return Desks(
        access=access,
        reception=Reception(library, access),
        meter=Meter(library, access, settings),
        searching=Searching(library, courier),
        articles=Articles(library),
        verdicts=Verdicts(library),
        taps=Taps(library),
        adding=Adding(library, access, reindexing),
        removing=Removing(library, access, reindexing),
        guests=Guests(library, access, reindexing),
        insights=Insights(library, reindexing),
    )


def _application(
    settings: Settings,
    queue: UpdateQueue,
    processor: Processor,
    request: PollRequest,
    limiter: Limiter,
) -> App:
    token = settings.telegram_token
    builder = (
        ApplicationBuilder()
        .token(token.get_secret_value() if token else "")
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(limiter)
        .get_updates_request(request)
        .connect_timeout(_SECONDS)
        .read_timeout(_SECONDS)
        .write_timeout(_SECONDS)
        .pool_timeout(_SECONDS)
        .job_queue(None)
        .updater(None)
        .update_queue(queue)
        .concurrent_updates(processor)
    )
    application: App = builder.build()
    return application
