"""Work in the background."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading

import pytest

from index.indexing.priority import give_way


def test_a_thread_that_gives_way_leaves_the_others_alone() -> None:
    """Its priority is its own, and that of the threads it starts."""
    here = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    found: list[int] = []

    def look() -> None:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work() -> None:
        give_way()
        look()
        inner = threading.Thread(target=look)
        inner.start()
        inner.join()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    least = 10 if sys.platform == "linux" else here
    assert found == [least, least]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == here


ARENAS = """
import ctypes, sys, threading
from index.indexing.priority import share_memory
share_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
gate = threading.Barrier(16)
def work():
    gate.wait()
    libc.malloc(1000)
    gate.wait()
threads = [threading.Thread(target=work) for _ in range(16)]
for each in threads: each.start()
for each in threads: each.join()
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc alone")
def test_threads_share_a_few_arenas() -> None:
    """However many allocate at once: glibc itself would make one for each."""
    done = subprocess.run(
        [sys.executable, "-c", ARENAS], capture_output=True, text=True, timeout=60, check=True
    )

    assert 1 <= done.stdout.count("<heap ") <= 4
