"""The parts of the bot, put together."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions
from telegram.ext import ApplicationBuilder, Defaults

from bot.answer.factory import make_answerer
from bot.custody.custodian import LEASE_SECONDS, Custodian
from bot.telegram.admin.bulletin import Bulletin
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
from bot.telegram.handlers.handouts import Handouts
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
from bot.telegram.people.retention import Retention
from bot.telegram.people.timezones import Timezones
from bot.telegram.roster import Crew, Roster
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
from bot.telegram.updates.secret_token import SecretToken
from bot.telegram.updates.turns import Processor
from bot.telegram.updates.webhook import Webhook, target_of
from bot.telegram.watches.watch_commands import Watches
from bot.telegram.watches.watch_notices import WatchNotices
from bot.web.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram.ext import ExtBot

    from bot.settings import Settings
    from bot.telegram.http_side import HttpSide
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
    source: Intake | Webhook
    courier: Courier
    threads: Threads
    lag: Lag
    notices: Notices
    watch_notices: WatchNotices
    moves: Moves
    own_name: OwnName
    heartbeat: Heartbeat
    retention: Retention
    http: HttpSide | None
    custodian: Custodian
    roster: Roster


def assemble(library: Library, settings: Settings, *, lease: float = LEASE_SECONDS) -> Bot:
    """All parts, connected to each other and to nothing else yet; ``lease``: see `Custodian`."""
    alone, threads = not library.catalog.shared, Threads()
    custodian, watch = Custodian(alone=alone, lease=lease), PollWatch(alone=alone)
    inbox = Inbox(library.catalog, custodian)
    metrics, moves = Metrics(), Moves(library.catalog, threads)
    limiter = Limiter(moves=moves, told=metrics.called, custodian=custodian)
    queue = UpdateQueue(inbox, threads, limiter.marks)
    processor = Processor(inbox.finish, threads)
    request = PollRequest(watch, told=metrics.called)
    application = _application(settings, queue, processor, request, limiter)
    courier = Courier(application.bot, Outbox(library.catalog, custodian), threads, custodian)
    application.bot_data["courier"] = courier
    access = Access.of(settings, moves)
    desks = _desks(library, settings, access, courier, application.bot, metrics)
    register(application, desks)
    take = _take(queue, application.bot, metrics)
    webhook = _webhook(library, settings, watch, threads, take)
    return Bot(
        application,
        inbox,
        queue,
        processor,
        IndexKeeper(library),
        desks.reindexing,
        watch,
        webhook or Intake(request, watch, take),
        courier,
        threads,
        Lag(metrics.late),
        Notices(library, desks.access, desks.reindexing, courier),
        WatchNotices(library, desks.access, courier),
        moves,
        desks.own_name,
        Heartbeat(
            library,
            threads,
            lambda: watch.heard,
            webhook.standing if webhook else lambda: None,
            custodian,
        ),
        Retention(library, settings),
        _http(library, settings, metrics, watch, webhook),
        custodian,
        Roster(
            library,
            custodian,
            Crew(
                application.bot, inbox, queue, processor, courier, desks.reindexing, limiter, moves
            ),
        ),
    )


def _take(
    queue: UpdateQueue, bot: ExtBot[Any], metrics: Metrics
) -> Callable[[str], Awaitable[int | None]]:
    """Keeps the text of an update, however it came, and tells how long that took."""

    async def take(raw: str) -> int | None:
        """Its id, if it has one."""
        begun = time.perf_counter()
        number = await queue.take(read(raw, bot))
        metrics.passed("store", time.perf_counter() - begun)
        return number

    return take


def _webhook(
    library: Library,
    settings: Settings,
    watch: PollWatch,
    threads: Threads,
    take: Callable[[str], Awaitable[int | None]],
) -> Webhook | None:
    """Where Telegram posts, if the settings say so."""
    target, token = target_of(settings), settings.telegram_token
    if target is None or token is None:
        return None
    secret = SecretToken(library.catalog, token.get_secret_value().partition(":")[0])
    return Webhook(target, secret, watch, threads, take)


def _http(
    library: Library,
    settings: Settings,
    metrics: Metrics,
    watch: PollWatch,
    webhook: Webhook | None,
) -> HttpSide | None:
    """What is seen over HTTP, where the bot is to listen."""
    if settings.listens_at is None:
        return None
    from bot.telegram.http_side import make_http_side  # noqa: PLC0415 - loads a web server

    return make_http_side(library, settings, settings.listens_at, metrics, watch, webhook)


def _desks(
    library: Library,
    settings: Settings,
    access: Access,
    courier: Courier,
    bot: ExtBot[Any],
    metrics: Metrics,
) -> Desks:
    """What commands, taps and messages lead to."""
    answerer = make_answerer(library, settings, metrics.answered)
    reindexing = Reindexing(library, courier)
    leadership, meter = Leadership(access, bot.get_chat_member), Meter(library, access, settings)
    articles, taps = Articles(library), Taps(library)
    reception = Reception(library, access, leadership)
    membership = Membership(bot.get_chat_member)
    return Desks(
        own_name=OwnName(),
        access=access,
        reception=reception,
        timezones=Timezones(library, leadership),
        privacy=Privacy(library, reception, leadership, settings),
        gate=Gate(access, membership, reception.knock),
        meter=meter,
        greetings=Greetings(library, access, courier, taps, articles),
        questions=Questions(
            library, answerer, courier, Previews(bot, courier), meter.give_back, settings.pages
        ),
        searching=Searching(library, courier),
        articles=articles,
        chronicles=Chronicles(library, courier, meter.give_back),
        handouts=Handouts(library, courier, membership),
        watches=Watches(library, answerer, courier, access, leadership, settings.pages),
        verdicts=Verdicts(library),
        taps=taps,
        chips=Chips(library, answerer, courier, meter.give_back, settings.pages),
        reindexing=reindexing,
        bulletin=Bulletin(library, settings),
        adding=Adding(library, reindexing),
        removing=Removing(library),
        guests=Guests(library, access, courier),
        insights=Insights(library, courier),
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
