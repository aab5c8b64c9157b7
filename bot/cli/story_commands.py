"""The commands that tell of many articles: a timeline, what is new, what somebody said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot import texts
from bot.answer.conversation.requests import readable
from bot.cli.queries import require
from bot.terminal.output import print_json

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.answer.stories.accounts import Account, Kind
    from bot.settings import Settings
    from index.library import Library


def timeline(library: Library, _settings: Settings, options: Namespace) -> int:
    """The dated steps of a story, oldest first."""
    return _tell(library, options, "timeline")


def latest(library: Library, _settings: Settings, options: Namespace) -> int:
    """The newest articles by story, of a topic or an outlet where one is named."""
    return _tell(library, options, "latest")


def quotes(library: Library, _settings: Settings, options: Namespace) -> int:
    """What somebody said, verbatim, newest first."""
    return _tell(library, options, "quotes")


def _tell(library: Library, options: Namespace, kind: Kind) -> int:
    from bot.answer.stories.reporter import Reporter  # noqa: PLC0415 - needs the embedder

    require(library)
    words = readable(" ".join(options.words)).strip()
    return _show(Reporter(library).told(kind, words), options)


def _show(account: Account, options: Namespace) -> int:
    if options.json:
        print_json(account.as_json())
        return 0
    from bot.terminal.account_view import show_account  # noqa: PLC0415

    texts.speak_to(account.answer.question, texts.of_locale(os.environ))
    show_account(account)
    return 0
