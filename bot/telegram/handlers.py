"""Which update goes where.

Commands count in new messages alone: who edits one does not repeat it. A question that is edited
is answered anew, in place.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from telegram import Chat, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram import failures, texts
from bot.telegram.delivery import Place, send
from bot.telegram.menus import set_admin_menu
from bot.telegram.rich import Rich

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    from bot.telegram.access import Access
    from bot.telegram.chips import Chips
    from bot.telegram.gate import Gate
    from bot.telegram.questions import Questions
    from bot.telegram.reindexing import Reindexing
    from bot.telegram.taps import Taps

    Context = ContextTypes.DEFAULT_TYPE
    App = Application[Any, Any, Any, Any, Any, Any]

_log = logging.getLogger(__name__)
_NEW = filters.UpdateType.MESSAGE
_CHANGED = filters.UpdateType.EDITED_MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE
_GROUPS = _NEW & filters.ChatType.GROUPS
_STOPS, _GATE, _HANDLERS = -101, -100, 0


class Greetings:
    """What is said to whoever comes, asks for help, or writes what cannot be understood."""

    def __init__(self, access: Access, taps: Taps) -> None:
        self._access = access
        self._taps = taps

    async def start(self, update: Update, context: Context) -> None:
        """``/start``, and with a payload in private the citation that it names."""
        message = update.message
        if message and message.chat.type == Chat.PRIVATE and context.args:
            await self._taps.link(update, context, " ".join(context.args))
            return
        await _say(update, context, texts.WELCOME)
        person = update.effective_user
        if person and self._access.is_admin(person.id):
            await set_admin_menu(context.bot, person.id)

    async def help(self, update: Update, context: Context) -> None:
        """``/help``: what there is for this person."""
        person = update.effective_user
        admin = person is not None and self._access.is_admin(person.id)
        await _say(update, context, texts.HELP + (texts.ADMIN_HELP if admin else ""))

    async def unknown(self, update: Update, context: Context) -> None:
        """A command that does not exist."""
        await _say(update, context, texts.UNKNOWN_COMMAND)

    async def wordless(self, update: Update, context: Context) -> None:
        """A photo, a voice message, a sticker."""
        await _say(update, context, texts.ONLY_TEXT)


async def _say(update: Update, context: Context, sentence: str) -> None:
    if update.message:
        await send(context.bot, Place.beside(update.message), Rich().add(sentence))


async def _moved(update: Update, _context: Context) -> None:
    """A group that became a supergroup has another id, which the settings do not know."""
    message = update.message
    if message and message.migrate_to_chat_id:
        _log.warning(
            "group %s became %s; where PRESSMARK_USERS lists it, put the new id there and start "
            "again.",
            message.chat.id,
            message.migrate_to_chat_id,
        )


async def _unknown_tap(update: Update, _context: Context) -> None:
    if update.callback_query:
        await update.callback_query.answer(texts.ANSWER_GONE)


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
        CallbackQueryHandler(questions.previews.tap, r"^s:"),
        CallbackQueryHandler(_unknown_tap),
        MessageHandler(_PRIVATE & text, questions.plain),
        MessageHandler(_GROUPS & text, questions.addressed),
        MessageHandler(_CHANGED & filters.TEXT, questions.edited),
        MessageHandler(filters.StatusUpdate.MIGRATE, _moved),
        MessageHandler(_PRIVATE & filters.COMMAND, greetings.unknown),
        MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, greetings.wordless),
    ]
    application.add_handlers(handlers, _HANDLERS)
    application.add_error_handler(failures.report)
