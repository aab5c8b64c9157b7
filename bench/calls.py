"""Calls between our files while one question is answered: how far a reader of the code must walk.

    python -m bench.calls [--home HOME] [--pairs 10] [QUESTION …]

A call counts where the code that calls and the code that is called stand in different files of
ours, in whatever thread; a library between the two is passed over. Without questions three of the
sample archive are asked, without a home it is indexed first. Every question is asked once before it
is counted, so that what is loaded or kept once is not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.factory import make_answerer
from bot.settings import Settings
from bot.store.schema import metadata
from index.jobs.queue import work_off
from index.jobs.runner import Runner
from index.library import Library
from index.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_ROOT = Path(__file__).resolve().parents[1]
_OURS = tuple(f"{_ROOT}/{package}/" for package in ("bot", "index", "prompts"))
_QUESTIONS = (
    "How many residents did Skelhaven have?",
    "What did Erlend Voss say the mayor did on the Friday before he resigned?",
    "Был ли ранен капитан парома «Леди Ингрид»?",
)
"""A figure, what somebody denies, and the same in another alphabet: those walk farthest."""


def main() -> None:
    """Print the number of calls for each question, and the pairs of files with most of them."""
    options = _options()
    with ExitStack() as stack:
        home = options.home or stack.enter_context(tempfile.TemporaryDirectory())
        settings = Settings(home=Path(home))
        library = Library(settings, tables=metadata)
        stack.callback(library.close)
        if not options.home:
            work_off(library, library.submit("index"), progress=silent)
        stack.enter_context(Runner.owning(library))
        answerer = make_answerer(library, settings)
        for question in options.question or _QUESTIONS:
            asyncio.run(answerer.answer(question))
            with _counted() as calls:
                asyncio.run(answerer.answer(question))
            print(f"{calls.total():7,} calls between files: {question}")
            for (caller, called), count in calls.most_common(options.pairs):
                print(f"        {count:6,} {_short(caller)} → {_short(called)}")


@contextmanager
def _counted() -> Iterator[Counter[tuple[str, str]]]:
    """How often one of our files calls another, here and in threads that are begun meanwhile."""
    calls: Counter[tuple[str, str]] = Counter()

    def count(frame: FrameType, event: str, _argument: Any) -> None:
        """Count a call from another of our files."""
        called = frame.f_code.co_filename
        if event != "call" or not called.startswith(_OURS):
            return
        before = frame.f_back
        while before is not None and not before.f_code.co_filename.startswith(_OURS):
            before = before.f_back
        if before is not None and before.f_code.co_filename != called:
            calls[before.f_code.co_filename, called] += 1

    threading.setprofile(count)
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def _short(path: str) -> str:
    return str(Path(path).relative_to(_ROOT))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("question", nargs="*")
    parser.add_argument("--home", help="one that is indexed; the sample archive by default")
    parser.add_argument("--pairs", type=int, default=0, help="files that call each other most")
    return parser.parse_args()


if __name__ == "__main__":
    main()
