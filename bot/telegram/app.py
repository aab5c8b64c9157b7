"""The bot as a program: put together, connected, polling, and stopped in time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, Defaults

from bot.telegram.access import Access, Membership
from bot.telegram.delivery import seconds_of
from bot.telegram.gate import Gate
from bot.telegram.handlers import Greetings, register
from bot.telegram.inbox import Inbox, UpdateQueue
from bot.telegram.indexing import IndexKeeper
from bot.telegram.menus import set_menus
from bot.telegram.polling import PollingBot
from bot.telegram.questions import Questions
from bot.telegram.reindexing import Reindexing
from bot.telegram.taps import Taps
from bot.telegram.turns import Processor
from index.errors import SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telegram.handlers import App
    from index.library import Library

_log = logging.getLogger(__name__)
