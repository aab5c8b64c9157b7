"""The command that works on runs beside others, on this machine or on many."""

from __future__ import annotations

import logging
import os
import signal
import threading
from typing import TYPE_CHECKING, Any, NoReturn

from bot.terminal.output import say
from index.jobs.worker import Worker

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.settings import Settings
    from index.library import Library

_LONGEST_END, _LONGEST_LEAVE = 7.0, 1.5
"""Seconds for a step that is going on when the worker is told to end, and then to leave what is in
hand to the others, who find out themselves where the database stands still; a supervisor waits
ten."""
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
        _end_in_the_middle(library)
    if shift.error is not None:
        raise shift.error
    return 1 if options.once and made.failed else 0


def _end_in_the_middle(library: Library) -> NoReturn:
    """End in good order, though in the middle of a step."""
    leave = threading.Thread(target=library.ownership.put_back, daemon=True)
    leave.start()
    leave.join(_LONGEST_LEAVE)
    say("stopped in the middle of a step, which others do again.")
    logging.shutdown()
    os._exit(0)  # the interpreter cannot end beside native code at work, nor give connections back


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
