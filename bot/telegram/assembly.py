"""The parts of the bot, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions
from telegram.ext import ApplicationBuilder, Defaults

from bot.answer.factory import make_answerer
from bot.telegram.admin.index_owner import IndexKeeper
from bot.telegram.admin.notices import Notices
from bot.telegram.admin.removal import Removing
from bot.telegram.admin.runs import Reindexing
from bot.telegram.admin.uploads import Adding
from bot.telegram.admin.usage import Insights
from bot.telegram.admin.users import Guests
from bot.telegram.delivery.courier import Courier
from bot.telegram.delivery.outbox import Outbox
from bot.telegram.handlers.articles import Articles
from bot.telegram.handlers.chronicles import Chronicles
from bot.telegram.handlers.citations import Taps
from bot.telegram.handlers.greetings import Greetings
from bot.telegram.handlers.previews import Previews
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.refinement import Chips
from bot.telegram.handlers.search import Searching
from bot.telegram.handlers.verdicts import Verdicts
from bot.telegram.people.access import Access, Leadership, Membership
from bot.telegram.people.gate import Gate
from bot.telegram.people.languages import Reception
from bot.telegram.people.privacy import Privacy
from bot.telegram.people.quota import Meter
from bot.telegram.people.timezones import Timezones
from bot.telegram.routes import Desks, register
from bot.telegram.transport.group_moves import Moves
from bot.telegram.transport.lag import Lag
from bot.telegram.transport.limiter import Limiter
from bot.telegram.transport.own_name import OwnName
from bot.telegram.transport.threads import Threads
from bot.telegram.updates.arrivals import read
from bot.telegram.updates.heartbeat import Heartbeat
from bot.telegram.updates.inbox import Inbox, UpdateQueue
from bot.telegram.updates.intake import Intake
from bot.telegram.updates.polls import PollRequest, PollWatch
from bot.telegram.updates.turns import Processor
from bot.telegram.watches.watch_commands import Watches
from bot.telegram.watches.watch_notices import WatchNotices

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.settings import Settings
    from bot.telegram.routes import App
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
    watch_notices: WatchNotices
    moves: Moves
    own_name: OwnName
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
    desks = _desks(library, settings, Access.of(settings, moves), courier, application.bot)
    register(application, desks)
    return Bot(
        application,
        inbox,
        queue,
        processor,
        IndexKeeper(library),
        desks.reindexing,
        watch,
        Intake(request, watch, lambda raw: queue.take(read(raw, application.bot))),
        courier,
        threads,
        Lag(),
        Notices(library, desks.access, desks.reindexing, courier),
        WatchNotices(library, desks.access, courier),
        moves,
        desks.own_name,
        Heartbeat(library, threads, lambda: watch.heard),
    )


def _desks(
    library: Library, settings: Settings, access: Access, courier: Courier, bot: ExtBot[Any]
) -> Desks:
    """What commands, taps and messages lead to."""
    answerer, reindexing = make_answerer(library, settings), Reindexing(library, courier)
    leadership, meter = Leadership(access, bot.get_chat_member), Meter(library, access, settings)
    articles, taps = Articles(library), Taps(library)
    reception = Reception(library, access, leadership)
    return Desks(
        own_name=OwnName(),
        access=access,
        reception=reception,
        timezones=Timezones(library, leadership),
        privacy=Privacy(library, reception, settings),
        gate=Gate(access, Membership(bot.get_chat_member), reception.knock),
        meter=meter,
        greetings=Greetings(library, access, courier, taps, articles),
        questions=Questions(library, answerer, courier, Previews(bot, courier), meter.give_back),
        searching=Searching(library, courier),
        articles=articles,
        chronicles=Chronicles(library, courier),
        watches=Watches(library, answerer, courier, access, leadership),
        verdicts=Verdicts(library),
        taps=taps,
        chips=Chips(library, answerer, courier),
        reindexing=reindexing,
        adding=Adding(library, reindexing),
        removing=Removing(library),
        guests=Guests(library, access, courier),
        insights=Insights(library),
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
