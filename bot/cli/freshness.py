"""Brings the replica of this home up before a command asks it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.terminal.output import say
from index.errors import BusyError, PressmarkError
from index.progress import silent

if TYPE_CHECKING:
    from index.library import Library
    from index.progress import Progress
    from index.replicas.replica import Replica

_PATIENCE = 3.0
"""Seconds that a question waits for what came in."""


def freshen(library: Library, replica: Replica) -> None:
    """Have a command see what came in, as far as that takes moments; say how far it is behind.

    Where nothing can be asked yet, all is copied, which is shown. Where another process follows,
    that is left to it.
    """
    if replica.answers:
        until = time.monotonic() + _PATIENCE
        _follow(library, replica, silent, until=until)
        lag = replica.overdue(library.settings.replica_lag)
        if lag is not None:
            say(f"the index on this machine is old: {lag}; `pressmark doctor` brings it up.")
    else:
        bring_up(library, replica)


def bring_up(library: Library, replica: Replica) -> None:
    """Follow until nothing is left, with bars; what fails is said."""
    from bot.terminal.progress_bars import progress_bars  # noqa: PLC0415 - not for every question

    with progress_bars() as progress:
        _follow(library, replica, progress, until=float("inf"))


def _follow(library: Library, replica: Replica, progress: Progress, *, until: float) -> None:
    following = replica.follower(lambda: library.embedder, progress=progress).begun()
    try:
        with following as follower:
            follower.follow(until=lambda: time.monotonic() > until)
    except BusyError:
        return  # another process of this home follows
    except PressmarkError as exc:
        say(f"the index on this machine cannot be brought up now: {exc}")
