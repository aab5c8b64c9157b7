"""An answer while it is being made, in a terminal: phases, checked claims, Ctrl-C to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from contextvars import copy_context
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from bot import texts
from bot.answer.composing import selection
from bot.answer.writing.answer_progress import Phase, Progress, Stage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.answer.answerer import Answerer
    from bot.models import Answer


def watched(
    runner: asyncio.Runner, answerer: Answerer, make: Callable[[Progress], Awaitable[Answer]]
) -> Answer:
    """The answer that ``make`` gives; how it comes about is shown on standard error meanwhile.

    Nothing is shown where that is no terminal, nor without a language model: the archive's own
    sentences are there at once. The first Ctrl-C stops the writing, the second the program.
    """
    console = Console(stderr=True, highlight=False, emoji=False)
    if answerer.model == selection.MODEL or not console.is_terminal:
        return runner.run(_made(make, Progress()))
    with _live(console) as show:
        spoken = copy_context()  # else it is that of the runner's first task
        return runner.run(_stoppable(make, Progress(show)), context=spoken)


@contextlib.contextmanager
def _live(console: Console) -> Iterator[Callable[[Stage], None]]:
    """A way to show the last stage below the cursor; in the end it is wiped out."""
    with Live(console=console, transient=True, auto_refresh=False) as live:
        yield lambda stage: live.update(picture(stage), refresh=True)


def picture(stage: Stage) -> Group:
    """The claims so far, and what is being done."""
    claims = [Text(claim.marked) for claim in stage.claims]
    return Group(*claims, Text(_doing(stage), style="dim"))


def _doing(stage: Stage) -> str:
    if stage.phase is Phase.SEARCHING:
        return texts.say("frame-searching")
    reading = texts.say("frame-reading", count=stage.articles)
    if stage.phase is Phase.READING:
        return reading
    return texts.say("terminal-writing", reading=reading)


async def _made(make: Callable[[Progress], Awaitable[Answer]], progress: Progress) -> Answer:
    return await make(progress)


async def _stoppable(make: Callable[[Progress], Awaitable[Answer]], progress: Progress) -> Answer:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        """Stop the writing, and leave the next Ctrl-C to whoever had it before."""
        loop.remove_signal_handler(signal.SIGINT)
        progress.stop()

    loop.add_signal_handler(signal.SIGINT, stop)
    try:
        return await make(progress)
    finally:
        loop.remove_signal_handler(signal.SIGINT)
