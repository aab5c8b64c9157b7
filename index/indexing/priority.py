"""Lets work in the background give way to whoever waits for an answer, and keep no memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

_NICE = 10
"""A thread of it gets about a tenth of what one of everyday work gets (sched(7))."""
_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h (mallopt(3))."""
_ARENAS = 4


def give_way() -> None:
    """Put the present thread, and those it will start, behind the others of this machine.

    Threads have a priority of their own on Linux alone (setpriority(2)); elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def share_memory() -> None:
    """Have all threads that are started from now on allocate in the same few arenas.

    By default glibc makes up to eight a processor, and each keeps what the largest work in it ever
    needed: a run that reads two articles left 5 MB behind, again and again, of which nothing was in
    use. Elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another library than glibc
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
