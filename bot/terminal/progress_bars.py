"""How far a run is, on standard error: bars in a terminal, lines elsewhere."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from index.progress import Meter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.progress import Progress as Listener


@contextlib.contextmanager
def progress_bars() -> Iterator[Listener]:
    """A bar on standard error for each phase; a line each where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain_progress(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _bars(bars)


def _bars(bars: Progress) -> Listener:
    meter, tasks = Meter(), dict[str, Any]()

    def report(phase: str, done: int, total: int) -> None:
        """Move the bar of the phase, which is made when the phase is first met."""
        step = meter(phase, done, total)
        if phase not in tasks:
            tasks[phase] = bars.add_task(phase, total=total or None, pace="")
        bars.update(tasks[phase], completed=done, total=total or None, pace=step.words)

    return report


def _plain_progress(console: Console) -> Listener:
    """Reports each phase once when it begins and every tenth of it."""
    said: dict[str, int] = {}
    meter = Meter()

    def report(phase: str, done: int, total: int) -> None:
        """Print a line where a further tenth of the phase is done."""
        step = meter(phase, done, total)
        tenth = 10 * done // total if total else 0
        if said.get(phase, -1) < tenth:
            said[phase] = tenth
            amount = f"{done} of {total}" if total else str(done or "")
            pace = f" ({step.words})" if step.words and done != total else ""
            said_now = f"{phase}: {amount}{pace}" if amount else phase
            console.print(said_now, highlight=False)

    return report
