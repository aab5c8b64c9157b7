"""The commands that save a home and bring it back, and the one that completes commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli.queries import nothing_yet
from bot.terminal.output import say
from index.backups.backup import back_up
from index.backups.restoration import restore as bring_back
from index.errors import BackupError, EmptyArchiveError

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace
    from collections.abc import Iterator

    from bot.settings import Settings
    from index.backups.manifest import Manifest
    from index.library import Library

_PATHS = {"file", "location"}
"""Arguments that are files."""


def backup(library: Library, _settings: Settings, options: Namespace) -> int:
    """Save the home in one file; whoever owns it goes on meanwhile."""
    if not library.exists:
        raise EmptyArchiveError(nothing_yet(library))
    if library.catalog.shared:
        raise BackupError(
            f"the catalog is in the {library.catalog.name}, which a backup does not hold; save it "
            "with pg_dump, then copy vectors, added, eval and identity in PRESSMARK_HOME: the "
            "index is built anew from them."
        )
    library.catalog.close()  # a home of another version is refused before anything is written
    made = back_up(library.home, Path(options.file), version=__version__)
    sys.stdout.write(f"saved: {_holdings(made)}, in {options.file}\n")
    if not made.index:
        say(
            "the index was written to all the time, so it is not in the file; `pressmark restore` "
            "builds it anew from what is, without embedding a text again."
        )
    return 0


def restore(library: Library, _settings: Settings, options: Namespace) -> int:
    """Bring a saved home back, with an index that answers."""
    if library.settings.database_url is not None:
        raise BackupError(
            "a backup holds a catalog of its own, and PRESSMARK_DATABASE names another; restore it "
            "with PRESSMARK_DATABASE=sqlite, then set that again, name an empty database, and run "
            "`pressmark copy` with this home. What pg_dump saved is brought back by pg_restore."
        )
    made = bring_back(Path(options.file), library.home)
    where = library.home.root.absolute()
    sys.stdout.write(f"restored: {_holdings(made)}, as of {made.made_at}, in {where}\n")
    sys.stdout.flush()
    if not made.index:
        from bot.cli.diagnosis import diagnose  # noqa: PLC0415 - needs the embedder

        if not diagnose(library, say=say)["healthy"]:
            raise BackupError("the index could not be built anew; see `pressmark doctor`.")
    return 0


def _holdings(made: Manifest) -> str:
    return f"{made.articles} articles, {made.passages} passages"


def completion(options: Namespace) -> int:
    """Print the script with which a shell completes our commands and options."""
    import shtab  # noqa: PLC0415 - only where it is asked for

    for action in _actions(options.parser):
        if action.dest in _PATHS:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks for it
    sys.stdout.write(shtab.complete(options.parser, shell=options.shell) + "\n")
    return 0


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    """Every option and argument of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them, shtab neither
        yield action
        if isinstance(action.choices, dict):
            for each in action.choices.values():
                yield from _actions(each)
