"""That a bot of this home lives, as the operating system knows it.

Whoever starts again behind one that was killed need not wait until its lease is over.
"""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from index.home import is_locked, writing_in

if TYPE_CHECKING:
    from pathlib import Path


class Presence:
    """A file for each bot of the home, called as it is, on which it holds a lock."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "bots"
        self._held: tuple[Path, int] | None = None

    def hold(self, name: str) -> None:
        """Be there by that name, and by no other.

        Raises:
            SettingsError: the home cannot be written.
        """
        self.release()
        path = self._folder / name
        with writing_in(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self._held = path, descriptor

    def gone(self) -> list[str]:
        """The names of those that ended without a word; they are told once."""
        found = [path for path in self._folder.glob("*") if not _lives(path)]
        for path in found:
            path.unlink(missing_ok=True)
        return [path.name for path in found]

    def release(self) -> None:
        """Be there no more."""
        if self._held is not None:
            path, descriptor = self._held
            path.unlink(missing_ok=True)
            os.close(descriptor)
            self._held = None


def _lives(path: Path) -> bool:
    return is_locked(path, to=fcntl.LOCK_SH)
