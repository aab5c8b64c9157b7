"""The command that works on runs beside others, on this machine or on many."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

from bot.terminal.output import say
from index.jobs.worker import Worker

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.settings import Settings
    from index.library import Library

_LONGEST_END = 8.0
"""Seconds for a step that is going on when the worker is told to end; a supervisor waits ten."""
_LOOK_SECONDS = 0.5


def worker(library: Library, _settings: Settings, options: Namespace) -> int:
    """Work on runs until the signal to end, or until nothing is left to do.

    Raises:
        PressmarkError: it cannot begin, or what it led failed where it works once.
    """
    made = Worker(library, say=say)
    shift = _Shift(made, once=options.once)
    shift.start()
    told = threading.Event()

    def end(_number: int, _frame: Any) -> None:
        """Have the work end at its next step."""
        made.stop()
        told.set()

    kept = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while shift.is_alive() and not told.is_set():
            shift.join(_LOOK_SECONDS)
        shift.join(_LONGEST_END)
    finally:
        for number, before in kept.items():
            signal.signal(number, before)
    if shift.is_alive():
        library.ownership.put_back()  # we end in good order, though in the middle of a step
        say("stopped in the middle of a step, which others do again.")
        return 0
    if shift.error is not None:
        raise shift.error
    return 1 if options.once and made.failed else 0


class _Shift(threading.Thread):
    """The work, in a thread that does not keep the process."""

    def __init__(self, made: Worker, *, once: bool) -> None:
        super().__init__(name="worker", daemon=True)
        self._made = made
        self._once = once
        self.error: Exception | None = None

    def run(self) -> None:
        """Work, and keep what ended it."""
        try:
            self._made.work(once=self._once)
        except Exception as exc:  # noqa: BLE001 - raised again where the command ends
            self.error = exc
