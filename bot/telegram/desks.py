"""Which command and which tap goes to which desk, besides questions, citations and runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Chat, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram.gate import mentions
from bot.telegram.searching import is_doubt

if TYPE_CHECKING:
    from telegram import Message

    from bot.telegram.access import Access
    from bot.telegram.adding import Adding
    from bot.telegram.articles import Articles
    from bot.telegram.guests import Guests
    from bot.telegram.handlers import App
    from bot.telegram.insights import Insights
    from bot.telegram.meter import Meter
    from bot.telegram.reception import Reception
    from bot.telegram.removing import Removing
    from bot.telegram.searching import Searching
    from bot.telegram.taps import Taps
    from bot.telegram.verdicts import Verdicts

_RECEPTION, _MOVES, _METER, _HANDLERS = -200, -150, -50, 0
"""The gate is in between, at -100."""
_NEW = filters.UpdateType.MESSAGE
_ADDS = filters.CaptionRegex(r"^/add(@\w+)?(\s|$)")


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
    """Add the handlers; before those of `bot.telegram.handlers`, which end with what is unknown."""
    application.add_handler(TypeHandler(Update, desks.reception.meet), _RECEPTION)
    application.add_handler(TypeHandler(Update, desks.access.moves.meet), _MOVES)
    application.add_handler(TypeHandler(Update, desks.meter.check), _METER)
    application.add_handlers(_not_asked(desks), _HANDLERS)
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
        application.add_handler(CommandHandler(name, command, _NEW), _HANDLERS)
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
    application.add_handlers(taps, _HANDLERS)


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
