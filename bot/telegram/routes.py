"""Which update goes where.

Commands count in new messages alone: who edits one does not repeat it. A question that is edited
is answered anew, in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Chat, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram import failures
from bot.telegram.delivery.calls import toast
from bot.telegram.transport.addressing import is_doubt, mentions
from bot.telegram.views import chat_texts

if TYPE_CHECKING:
    from telegram import Message
    from telegram.ext import ContextTypes

    from bot.telegram.admin.removal import Removing
    from bot.telegram.admin.runs import Reindexing
    from bot.telegram.admin.uploads import Adding
    from bot.telegram.admin.usage import Insights
    from bot.telegram.admin.users import Guests
    from bot.telegram.handlers.articles import Articles
    from bot.telegram.handlers.citations import Taps
    from bot.telegram.handlers.greetings import Greetings
    from bot.telegram.handlers.questions import Questions
    from bot.telegram.handlers.refinement import Chips
    from bot.telegram.handlers.search import Searching
    from bot.telegram.handlers.verdicts import Verdicts
    from bot.telegram.people.access import Access
    from bot.telegram.people.gate import Gate
    from bot.telegram.people.languages import Reception
    from bot.telegram.people.quota import Meter

    Context = ContextTypes.DEFAULT_TYPE
    App = Application[Any, Any, Any, Any, Any, Any]

_NEW = filters.UpdateType.MESSAGE
_CHANGED = filters.UpdateType.EDITED_MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE
_GROUPS = _NEW & filters.ChatType.GROUPS
_CAPTION = filters.CAPTION & ~filters.CaptionRegex(r"^/")
_STOPS, _GATE, _HANDLERS = -101, -100, 0
_RECEPTION, _MOVES, _METER, _HANDLERS_desks = -200, -150, -50, 0
"""The gate is in between, at -100."""
_ADDS = filters.CaptionRegex(r"^/add(@\w+)?(\s|$)")


async def _unknown_tap(update: Update, _context: Context) -> None:
    if update.callback_query:
        await toast(update.callback_query, chat_texts.say("answer-gone"))


def register(
    application: App,
    *,
    gate: Gate,
    greetings: Greetings,
    questions: Questions,
    taps: Taps,
    chips: Chips,
    reindexing: Reindexing,
) -> None:
    """Add every handler: the gate first, then commands, taps and plain messages."""
    commands = {
        "start": greetings.start,
        "help": greetings.help,
        "ask": questions.ask,
        "new": questions.new,
        "cite": taps.cite,
        "reindex": reindexing.reindex,
        "cancel": reindexing.cancel,
        "status": reindexing.status,
    }
    application.add_handler(TypeHandler(Update, questions.previews.stopped), _STOPS)
    application.add_handler(TypeHandler(Update, gate.check), _GATE)
    for name, command in commands.items():
        application.add_handler(CommandHandler(name, command, _NEW), _HANDLERS)
    text = filters.TEXT & ~filters.COMMAND
    handlers: list[BaseHandler[Any, Any, Any]] = [
        CallbackQueryHandler(taps.tap, r"^c:"),
        CallbackQueryHandler(chips.tap, r"^x:"),
        CallbackQueryHandler(reindexing.tap, r"^j:"),
        CallbackQueryHandler(questions.previews.tap, r"^h:"),
        CallbackQueryHandler(_unknown_tap),
        MessageHandler(_PRIVATE & (text | _CAPTION), questions.plain),
        MessageHandler(_GROUPS & (text | _CAPTION), questions.addressed),
        MessageHandler(_CHANGED & (filters.TEXT | filters.CAPTION), questions.edited),
        MessageHandler(_PRIVATE & filters.COMMAND, greetings.unknown),
        MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, greetings.wordless),
    ]
    application.add_handlers(handlers, _HANDLERS)
    application.add_error_handler(failures.report)


@dataclass(frozen=True, slots=True)
class Desks:
    """Everybody who handles something."""

    access: Access
    reception: Reception
    meter: Meter
    searching: Searching
    articles: Articles
    verdicts: Verdicts
    taps: Taps
    adding: Adding
    removing: Removing
    guests: Guests
    insights: Insights


def open_desks(application: App, desks: Desks) -> None:
    """Add the handlers; before those of `bot.telegram.routes`, which end with what is unknown."""
    application.add_handler(TypeHandler(Update, desks.reception.meet), _RECEPTION)
    application.add_handler(TypeHandler(Update, desks.access.moves.meet), _MOVES)
    application.add_handler(TypeHandler(Update, desks.meter.check), _METER)
    application.add_handlers(_not_asked(desks), _HANDLERS_desks)
    commands = {
        "language": desks.reception.language,
        "search": desks.searching.search,
        "article": desks.articles.article,
        "sources": desks.articles.sources,
        "add": desks.adding.add,
        "remove": desks.removing.remove,
        "users": desks.guests.users,
        "invite": desks.guests.invite,
        "stats": desks.insights.stats,
        "missed": desks.insights.missed,
        "feedback": desks.insights.feedback,
    }
    for name, command in commands.items():
        application.add_handler(CommandHandler(name, command, _NEW), _HANDLERS_desks)
    taps: list[BaseHandler[Any, Any, Any]] = [
        CallbackQueryHandler(desks.reception.tap, r"^l:"),
        CallbackQueryHandler(desks.searching.tap, r"^s:"),
        CallbackQueryHandler(desks.articles.tap, r"^[ap]:"),
        CallbackQueryHandler(desks.articles.turn, r"^o:"),
        CallbackQueryHandler(desks.verdicts.tap, r"^[fu]:"),
        CallbackQueryHandler(desks.taps.wider, r"^[mnvw]:"),
        CallbackQueryHandler(desks.removing.tap, r"^r:"),
        CallbackQueryHandler(desks.guests.tap, r"^g:"),
        InlineQueryHandler(desks.searching.inline),
    ]
    application.add_handlers(taps, _HANDLERS_desks)


def _not_asked(desks: Desks) -> list[BaseHandler[Any, Any, Any]]:
    """Messages that are no questions of whoever sends them; a forwarded command is none either."""
    private = _NEW & filters.ChatType.PRIVATE
    words = filters.TEXT | filters.CAPTION
    return [
        MessageHandler(private & filters.FORWARDED & words, desks.searching.forwarded),
        MessageHandler(_NEW & filters.Document.ALL & _ADDS, desks.adding.caption),
        MessageHandler(
            _NEW & filters.Document.ALL & ~filters.CAPTION & _Album(desks.access),
            desks.adding.another,
        ),
        MessageHandler(_NEW & filters.REPLY & _Doubt(), desks.searching.doubted),
    ]


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


class _Doubt(filters.MessageFilter):
    """Messages that only ask whether what they reply to is true."""

    def filter(self, message: Message) -> bool:
        """See `is_doubt`; in groups the bot has to be named."""
        named = message.chat.type == Chat.PRIVATE or mentions(message, message.get_bot().username)
        return named and is_doubt(message)
