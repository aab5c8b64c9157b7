"""The commands that tell of many articles: a timeline, what is new, what somebody said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot import texts
from bot.answer.conversation.requests import readable
from bot.cli.queries import require
from bot.terminal.output import print_json
from index.errors import PressmarkError

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.answer.stories.accounts import Account
    from bot.settings import Settings
    from index.library import Library

_EXAMPLES = {"timeline": "harbour fire", "quotes": "Karin Holt about the budget"}


def timeline(library: Library, _settings: Settings, options: Namespace) -> int:
    """The dated steps of a story, oldest first."""
    from bot.answer.stories.reporter import Reporter  # noqa: PLC0415 - needs the embedder

    words = _said(options)
    require(library)
    return _show(Reporter(library).timeline(words), options)


def latest(library: Library, _settings: Settings, options: Namespace) -> int:
    """The newest articles by story, of a topic or an outlet where one is named."""
    from bot.answer.stories.reporter import Reporter  # noqa: PLC0415 - needs the embedder

    require(library)
    return _show(Reporter(library).latest(_joined(options)), options)


def quotes(library: Library, _settings: Settings, options: Namespace) -> int:
    """What somebody said, verbatim, newest first."""
    from bot.answer.stories.reporter import Reporter  # noqa: PLC0415 - needs the embedder
    from bot.answer.stories.testimony import person_and_topic  # noqa: PLC0415

    words = _said(options)
    require(library)
    return _show(Reporter(library).quotes(*person_and_topic(words)), options)


def _joined(options: Namespace) -> str:
    return readable(" ".join(options.words)).strip()


def _said(options: Namespace) -> str:
    """The words of a command that needs some.

    Raises:
        PressmarkError: there is none.
    """
    if words := _joined(options):
        return words
    command = options.command
    raise PressmarkError(
        f'nothing is named; write it behind the command: pressmark {command} "{_EXAMPLES[command]}"'
    )


def _show(account: Account, options: Namespace) -> int:
    if options.json:
        print_json(account.as_json())
        return 0
    from bot.terminal.account_view import show_account  # noqa: PLC0415

    texts.speak_to(account.answer.question, texts.of_locale(os.environ))
    show_account(account)
    return 0
