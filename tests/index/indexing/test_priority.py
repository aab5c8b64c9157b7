"""Work in the background."""

from __future__ import annotations

import os
import sys
import threading

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
