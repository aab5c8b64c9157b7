"""Which update goes where: the one table of guards, commands, taps and messages.

Commands count in new messages alone: who edits one does not repeat it. A question that is edited
is answered anew, in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram import failures
from bot.telegram.admin import removal, runs, usage, users
from bot.telegram.delivery.calls import toast
from bot.telegram.delivery.occasions import Incoming, Tap
from bot.telegram.handlers import articles, chronicles, search, verdicts
from bot.telegram.people import privacy
from bot.telegram.transport import addressing, callback_data
from bot.telegram.transport.purposes import purpose
from bot.telegram.views import chat_texts, job_messages, status_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from telegram import Message
    from telegram.ext import ContextTypes

    from bot.telegram.admin.bulletin import Bulletin
    from bot.telegram.admin.removal import Removing
    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.admin.uploads import Adding
    from bot.telegram.admin.usage import Insights
    from bot.telegram.admin.users import Guests
    from bot.telegram.handlers.articles import Articles
    from bot.telegram.handlers.chronicles import Chronicles
    from bot.telegram.handlers.citations import Taps
    from bot.telegram.handlers.greetings import Greetings
    from bot.telegram.handlers.handouts import Handouts
    from bot.telegram.handlers.questions import Questions
    from bot.telegram.handlers.refinement import Chips
    from bot.telegram.handlers.search import Searching
    from bot.telegram.handlers.verdicts import Verdicts
    from bot.telegram.people.access import Access
    from bot.telegram.people.gate import Gate
    from bot.telegram.people.languages import Reception
    from bot.telegram.people.privacy import Privacy
    from bot.telegram.people.quota import Meter
    from bot.telegram.people.timezones import Timezones
    from bot.telegram.transport.own_name import OwnName
    from bot.telegram.transport.purposes import Purpose
    from bot.telegram.watches.watch_commands import Watches

    Context = ContextTypes.DEFAULT_TYPE
    App = Application[Any, Any, Any, Any, Any, Any]
    Handler = BaseHandler[Any, Any, Any]
    OnMessage = Callable[[Incoming], Awaitable[None]]
    OnTap = Callable[[Tap], Awaitable[None]]

_NEW = filters.UpdateType.MESSAGE
_CHANGED = filters.UpdateType.EDITED_MESSAGE
_ADDS = filters.CaptionRegex(r"^/add(@\w+)?(\s|$)")
_NAME, _RECEPTION, _MOVES, _LEAVES, _STOPS = -250, -200, -150, -102, -101
_GATE, _METER, _HANDLERS = -100, -50, 0
"""Groups, in the order in which each sees an update: those before the last let it through."""


@dataclass(frozen=True, slots=True)
class Desks:
    """Everybody who handles something."""

    own_name: OwnName
    access: Access
    reception: Reception
    timezones: Timezones
    privacy: Privacy
    gate: Gate
    meter: Meter
    greetings: Greetings
    questions: Questions
    searching: Searching
    articles: Articles
    chronicles: Chronicles
    handouts: Handouts
    watches: Watches
    verdicts: Verdicts
    taps: Taps
    chips: Chips
    reindexing: Reindexing
    bulletin: Bulletin
    adding: Adding
    removing: Removing
    guests: Guests
    insights: Insights


def register(application: App, desks: Desks) -> None:
    """Add every handler: the guards first, then the first that fits what an update is."""
    guards = {
        _NAME: desks.own_name.meet,
        _RECEPTION: desks.reception.meet,
        _MOVES: desks.access.moves.meet,
        _LEAVES: desks.watches.left,
        _STOPS: desks.questions.previews.stopped,
        _GATE: desks.gate.check,
        _METER: desks.meter.check,
    }
    for group, guard in guards.items():
        application.add_handler(TypeHandler(Update, guard), group)
    application.add_handlers([*_documents(desks), *_taps(desks), *_messages(desks)], _HANDLERS)
    application.add_error_handler(failures.report)


def _documents(desks: Desks) -> Iterator[Handler]:
    """Files for the archive, alone and in albums."""
    files = _NEW & filters.Document.ALL & ~filters.FORWARDED
    album = files & ~filters.CAPTION & _Album(desks.access)
    yield _message(files & _ADDS, _for_admins(desks.access, desks.adding.caption))
    yield _message(album, desks.adding.another)


def _messages(desks: Desks) -> Iterator[Handler]:
    """By what they are for; what is for nobody has no handler."""
    commands = _commands(desks)

    async def command(came: Incoming) -> None:
        """Carry a command out."""
        found = addressing.command(came.message, came.bot.username)
        await commands.get(found.name if found else "", desks.greetings.unknown)(came)

    handlers: dict[Purpose, OnMessage] = {
        "question": desks.questions.asked,
        "command": command,
        "forward": desks.searching.forwarded,
        "doubt": desks.searching.doubted,
        "greeting": desks.greetings.greeting,
        "thanks": desks.greetings.thanks,
        "help": desks.greetings.help,
        "link": desks.articles.link,
        "empty": desks.greetings.empty,
        "wordless": desks.greetings.wordless,
    }

    async def handle(came: Incoming) -> None:
        """Hand it on."""
        found = handlers.get(purpose(came.message, came.bot.username))
        if found is not None:
            await found(came)

    yield _message(_NEW, handle)
    yield _message(_CHANGED & (filters.TEXT | filters.CAPTION), desks.questions.edited)


def _commands(desks: Desks) -> Mapping[str, OnMessage]:
    for_all: dict[str, OnMessage] = {
        "start": desks.greetings.start,
        "help": desks.greetings.help,
        "ask": desks.questions.ask,
        "new": desks.questions.new,
        "cite": desks.taps.cite,
        "export": desks.handouts.export,
        "language": desks.reception.language,
        "timezone": desks.timezones.timezone,
        "privacy": desks.privacy.privacy,
        "forget": desks.privacy.forget,
        "search": desks.searching.search,
        "article": desks.articles.article,
        "sources": desks.articles.sources,
        "timeline": desks.chronicles.timeline,
        "latest": desks.chronicles.latest,
        "digest": desks.chronicles.digest,
        "quotes": desks.chronicles.quotes,
        "watch": desks.watches.watch,
        "watches": desks.watches.show,
    }
    for_admins: dict[str, OnMessage] = {
        "reindex": desks.reindexing.reindex,
        "cancel": desks.reindexing.cancel,
        "status": desks.bulletin.status,
        "add": desks.adding.add,
        "remove": desks.removing.remove,
        "users": desks.guests.users,
        "invite": desks.guests.invite,
        "stats": desks.insights.stats,
        "missed": desks.insights.missed,
        "feedback": desks.insights.feedback,
    }
    guarded = {name: _for_admins(desks.access, each) for name, each in for_admins.items()}
    return {**for_all, **guarded}


def _taps(desks: Desks) -> Iterator[Handler]:
    """By the data of the button; inline queries and memberships are none, but no message either."""
    for_all: dict[str, OnTap] = {
        callback_data.CALLBACK.pattern: desks.taps.tap,
        callback_data.WIDER.pattern: desks.taps.wider,
        callback_data.CITED.pattern: desks.taps.wider_by_id,
        callback_data.WITHOUT.pattern: desks.chips.tap,
        callback_data.UNSUPPORTED.pattern: desks.verdicts.flag,
        verdicts.THUMB: desks.verdicts.thumb,
        search.PAGE: desks.searching.tap,
        chronicles.TURNS: desks.chronicles.turn,
        chronicles.DRAWS: desks.chronicles.draw,
        callback_data.TELLS.pattern: desks.chronicles.tell,
        **desks.watches.taps,
        articles.OPENS: desks.articles.tap,
        articles.OUTLETS: desks.articles.turn,
        r"l:(.*)": desks.reception.tap,
        privacy.FORGETS: desks.privacy.tap,
        r"h:(.*)": desks.questions.previews.tap,
    }
    for_admins: dict[str, OnTap] = {
        runs.REJECTED: desks.reindexing.send_rejected,
        runs.CANCEL: desks.reindexing.cancel_one,
        f"{job_messages.START_FULL}|{job_messages.NOT_NOW}": desks.reindexing.confirm,
        status_text.DETAILS: desks.bulletin.details,
        removal.ANSWER: desks.removing.tap,
        users.LET_OR_BAN: desks.guests.tap,
        users.PAGE: desks.guests.turn,
        usage.MISSED: desks.insights.turn,
    }
    guarded = {data: _for_admins(desks.access, each) for data, each in for_admins.items()}
    for data, tap in {**for_all, **guarded}.items():
        yield on_tap(data, tap)
    yield CallbackQueryHandler(_unknown_tap)
    yield InlineQueryHandler(desks.handouts.share, rf"(?:{callback_data.SHARED.pattern})\Z")
    yield InlineQueryHandler(desks.searching.inline)
    yield ChatMemberHandler(desks.greetings.joined, ChatMemberHandler.MY_CHAT_MEMBER)


def _message(kind: filters.BaseFilter, handler: OnMessage) -> Handler:
    async def handle(update: Update, context: Context) -> None:
        """Hand on a message that can be answered."""
        message = update.message or update.edited_message
        if message is not None:
            await handler(Incoming(update, message, context.bot))

    return MessageHandler(kind, handle)


def on_tap(data: str, handler: OnTap) -> Handler:
    """Hands on the taps on buttons all of whose data matches the pattern ``data``."""

    async def handle(update: Update, context: Context) -> None:
        """Hand on a tap on a message that is still there."""
        query, found = update.callback_query, context.match
        if query is not None and query.message is not None and found is not None:
            await handler(Tap(update, query, query.message, context.bot, found))

    return CallbackQueryHandler(handle, rf"(?:{data})\Z")


def _for_admins(
    access: Access, handler: Callable[[Any], Awaitable[None]]
) -> Callable[[Incoming | Tap], Awaitable[None]]:
    """The handler for admins; everybody else is told that it is theirs."""

    async def handle(what: Incoming | Tap) -> None:
        """Ask who it is first."""
        if what.person is not None and access.is_admin(what.person.id):
            await handler(what)
        else:
            await what.say("only-admins")

    return handle


async def _unknown_tap(update: Update, _context: Context) -> None:
    if update.callback_query:
        await toast(update.callback_query, chat_texts.say("answer-gone"))


class _Album(filters.MessageFilter):
    """Parts of an album that an admin sends."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self._access = access

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        person = message.from_user
        admin = person is not None and self._access.is_admin(person.id)
        return admin and message.media_group_id is not None
