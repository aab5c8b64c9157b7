"""A generation written by a process of its own, while this one answers from another.

Chroma holds the interpreter's lock as long as it writes, so questions asked in the process that
writes wait for it. Calls and results go as pickles through the pipes of the other process.
It ends with the pipe: when closed, or when this process is gone. Until then it holds the lock
of the home too, so that no new owner writes beside it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from index.errors import PressmarkError, StoreError
from index.home import Home
from index.indexing.priority import give_way
from index.stores.generation import Generation

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.catalog.passages.passages import IndexEntry

_PATIENCE = 10.0
"""Seconds in which the other process ends after its pipe was closed."""


class GenerationAside:
    """The indexes of a generation, written in another process (`index.stores.generation`)."""

    def __init__(self, home: Home, generation: str) -> None:
        """Start the process and open the indexes in it, made where they are missing.

        Raises:
            StoreError: they are damaged or cannot be written.
        """
        self.id = generation
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [
                sys.executable,
                "-m",
                "index.indexing.build_process",
                str(home.root.absolute()),
                generation,
            ],
            cwd=Path(__file__).parents[2],  # so that it runs the same code
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=home.lock_descriptors,
        )
        self._calls = cast("IO[bytes]", self._process.stdin)
        self._results = cast("IO[bytes]", self._process.stdout)
        try:
            self._call("count")
        except PressmarkError:
            self.close()
            raise

    def count(self) -> int:
        """See `Writing`."""
        return int(self._call("count"))

    def write(self, batch: Sequence[IndexEntry], vectors: NDArray[np.float32]) -> set[str]:
        """See `Writing`."""
        return set(self._call("write", batch, vectors))

    def drop(self, ids: Sequence[str]) -> None:
        """See `Writing`."""
        self._call("drop", ids)

    def close(self) -> None:
        """See `Writing`; waits until the process has ended."""
        try:
            self._process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def _call(self, method: str, *arguments: Any) -> Any:
        try:
            pickle.dump((method, arguments), self._calls, pickle.HIGHEST_PROTOCOL)
            self._calls.flush()
            result = pickle.load(self._results)  # noqa: S301 - from our own process
        except (EOFError, OSError, pickle.UnpicklingError) as exc:
            self.close()
            raise StoreError(
                "the process that builds the new index has ended "
                f"(code {self._process.returncode}); what was answering goes on to answer. "
                "Look at the log and the free memory, then run it again."
            ) from exc
        if isinstance(result, PressmarkError):
            raise result
        return result


def main() -> None:
    """Do what comes through the pipe until it is closed."""
    for each in (signal.SIGINT, signal.SIGTERM):  # meant for the process that has us
        signal.signal(each, signal.SIG_IGN)
    give_way()
    calls, results = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may come between
    home, generation = Home(Path(sys.argv[1])), sys.argv[2]
    opened: Generation | None = None
    while call := _next(calls):
        method, arguments = call
        try:
            opened = opened or Generation(home, generation)
            result = getattr(opened, method)(*arguments)
        except PressmarkError as exc:
            result = exc
        pickle.dump(result, results, pickle.HIGHEST_PROTOCOL)
        results.flush()
    if opened:
        opened.close()


def _next(calls: IO[bytes]) -> tuple[str, tuple[Any, ...]] | None:
    """The next method and its arguments; ``None`` where the pipe was closed."""
    try:
        return cast("tuple[str, tuple[Any, ...]]", pickle.load(calls))  # noqa: S301 - as above
    except EOFError:
        return None


if __name__ == "__main__":
    main()
