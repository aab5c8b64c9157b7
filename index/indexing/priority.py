"""Lets work in the background give way to whoever waits for an answer."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICE = 10
"""A thread of it gets about a tenth of what one of everyday work gets (sched(7))."""


def give_way() -> None:
    """Put the present thread, and those it will start, behind the others of this machine.

    Threads have a priority of their own on Linux alone (setpriority(2)); elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
