"""Tells when files of the archive change. The one module that imports ``watchfiles``.

Folders are watched through their parents' entries, so that a file that is replaced, deleted or
comes back is noticed, and a folder that is missing is looked for until it is there.
"""

from __future__ import annotations

import fnmatch
import glob
import logging
import os
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.sources.folders import expanded, is_backup
from index.archive.sources.urls import is_url

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0
_RETRY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to watch, whether with all below it, and which paths in it count."""

    folder: str
    deep: bool
    pattern: str | None = None

    def concerns(self, path: str) -> bool:
        """Whether a change of ``path`` is one of the archive.

        Hidden files and backups are not read, unless it is backups that are asked for.
        """
        if not path.startswith(self.folder.rstrip(os.sep) + os.sep):
            return path == self.folder
        inside = os.path.relpath(path, self.folder)
        named = self.pattern is not None and is_backup(os.path.basename(self.pattern))  # noqa: PTH119
        if is_backup(os.path.basename(path)) and not named:  # noqa: PTH119 - of strings, many
            return False
        if self.pattern is not None:
            return fnmatch.fnmatch(path, self.pattern)
        return not any(part.startswith(".") for part in Path(inside).parts)


def place(location: str) -> Place | None:
    """Where changes of an entry of the archive setting show; None for what is no file."""
    if is_url(location):
        return None
    path = expanded(location)
    if path.is_dir():
        return Place(os.path.realpath(path), deep=True)
    absolute = path.absolute()
    if path.exists() or not glob.has_magic(str(path)):
        parent = os.path.realpath(absolute.parent)
        name = glob.escape(f"{parent.rstrip(os.sep)}{os.sep}{path.name}")
        return Place(parent, deep=False, pattern=name)
    fixed = Path(*takewhile(lambda part: not glob.has_magic(part), absolute.parts))
    real = os.path.realpath(fixed)
    rest = str(absolute.relative_to(fixed))
    pattern = f"{glob.escape(real)}{os.sep}{rest}".replace("**/", "*")
    return Place(real, deep=os.sep in rest or "**" in rest, pattern=pattern)


def follow(
    locations: Sequence[str],
    *,
    deep: bool,
    without: Path,
    changed: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Call ``changed`` whenever a file of ``locations`` does, until ``stop``.

    ``deep`` says which places: those watched with all below them, or the others. Nothing in the
    folder ``without`` counts.
    """
    before: dict[Place, tuple[int, int]] | None = None
    while not stop.is_set():
        there = _present(locations, deep=deep)
        if before is not None and there != before:
            changed()
        before = there
        if not there:
            stop.wait(_LOOK_SECONDS)
            continue
        try:
            _watch(there, locations, deep=deep, without=without, changed=changed, stop=stop)
        except (OSError, RuntimeError) as exc:  # the number of watches is limited, for one
            _log.warning(
                "the archive cannot be watched (%s); trying again in %d s. "
                "PRESSMARK_REFRESH reads it without watching.",
                exc,
                _RETRY_SECONDS,
            )
            stop.wait(_RETRY_SECONDS)


def _watch(
    there: dict[Place, tuple[int, int]],
    locations: Sequence[str],
    *,
    deep: bool,
    without: Path,
    changed: Callable[[], None],
    stop: threading.Event,
) -> None:
    """Report changes until the places themselves are others."""
    from watchfiles import watch  # noqa: PLC0415 - only where the archive is watched

    ours = os.path.realpath(without)
    for changes in watch(
        *{each.folder for each in there},
        watch_filter=None,
        debounce=500,
        step=100,
        stop_event=stop,
        rust_timeout=int(_LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=deep,
        ignore_permission_denied=True,
    ):
        outside = [path for _, path in changes if not f"{path}{os.sep}".startswith(ours + os.sep)]
        if any(each.concerns(path) for path in outside for each in there):
            changed()
        if _present(locations, deep=deep) != there:
            return


def _present(locations: Sequence[str], *, deep: bool) -> dict[Place, tuple[int, int]]:
    """The places of one kind that are there, and what tells each folder from a new one."""
    found: dict[Place, tuple[int, int]] = {}
    for each in map(place, locations):
        if each is not None and each.deep == deep:
            try:
                stat = os.stat(each.folder)  # noqa: PTH116 - a string, once a second
            except OSError:
                continue
            found[each] = (stat.st_dev, stat.st_ino)
    return found
