"""Which update goes where.

Commands count in new messages alone: who edits one does not repeat it. A question that is edited
is answered anew, in place.
"""

from __future__ import annotations

import asyncio
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

from bot.store import invitations
from bot.telegram import failures, texts
from bot.telegram.delivery import Place, send, toast
from bot.telegram.links import ARTICLE_LINK, INVITATION
from bot.telegram.menus import set_admin_menu
from bot.telegram.rich import Rich

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    from bot.telegram.access import Access
    from bot.telegram.articles import Articles
    from bot.telegram.chips import Chips
    from bot.telegram.gate import Gate
    from bot.telegram.questions import Questions
    from bot.telegram.reindexing import Reindexing
    from bot.telegram.taps import Taps
    from index.library import Library

    Context = ContextTypes.DEFAULT_TYPE
    App = Application[Any, Any, Any, Any, Any, Any]

_NEW = filters.UpdateType.MESSAGE
_CHANGED = filters.UpdateType.EDITED_MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE
_GROUPS = _NEW & filters.ChatType.GROUPS
_CAPTION = filters.CAPTION & ~filters.CaptionRegex(r"^/")
_STOPS, _GATE, _HANDLERS = -101, -100, 0


class Greetings:
    """What is said to whoever comes, asks for help, or writes what cannot be understood."""

    def __init__(self, library: Library, access: Access, taps: Taps, articles: Articles) -> None:
        self._library = library
        self._access = access
        self._taps = taps
        self._articles = articles

    async def start(self, update: Update, context: Context) -> None:
        """``/start``, and with a payload in private what that names."""
        message, person = update.message, update.effective_user
        if message and message.chat.type == Chat.PRIVATE and context.args:
            await self._follow(update, context, " ".join(context.args))
            return
        await _say(update, context, texts.say("welcome"))
        if person and self._access.is_admin(person.id):
            await set_admin_menu(context.bot, person.id)

    async def _follow(self, update: Update, context: Context, payload: str) -> None:
        """A deep link: an invitation, an article, or a citation."""
        if found := INVITATION.fullmatch(payload):
            said = "invited" if await self._invited(update, found[1]) else "invitation-over"
            await _say(update, context, texts.say(said))
        elif ARTICLE_LINK.fullmatch(payload):
            await self._articles.link(update, context, payload)
        else:
            await self._taps.link(update, context, payload)

    async def _invited(self, update: Update, code: str) -> bool:
        """Whether the person may ask now."""
        person = update.effective_user
        if person is None or self._access.knows(person.id):
            return person is not None
        return await asyncio.to_thread(self._accept, code, person.id, person.full_name)

    def _accept(self, code: str, person: int, name: str) -> bool:
        with self._library.catalog.write() as connection:
            return invitations.accept(connection, code, person, name=name)

    async def help(self, update: Update, context: Context) -> None:
        """``/help``: what there is for this person."""
        person = update.effective_user
        bot, said = context.bot, [texts.say("help", username=context.bot.username)]
        seen = bot.bot.can_read_all_group_messages
        name = "help-groups-seen" if seen else "help-groups-private"
        said.append(texts.say(name, username=bot.username) if not seen else texts.say(name))
        if person is not None and self._access.is_admin(person.id):
            said.append(texts.say("admin-help"))
        await _say(update, context, "\n\n".join(said))

    async def unknown(self, update: Update, context: Context) -> None:
        """A command that does not exist."""
        await _say(update, context, texts.say("unknown-command"))

    async def wordless(self, update: Update, context: Context) -> None:
        """A photo, a voice message, a sticker."""
        await _say(update, context, texts.say("only-text"))


async def _say(update: Update, context: Context, sentence: str) -> None:
    if update.message:
        await send(context.bot, Place.beside(update.message), Rich().add(sentence))


async def _unknown_tap(update: Update, _context: Context) -> None:
    if update.callback_query:
        await toast(update.callback_query, texts.say("answer-gone"))


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
