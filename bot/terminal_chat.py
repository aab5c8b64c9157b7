"""The chat in a terminal, which owns the index while it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
from typing import TYPE_CHECKING

from bot.answers.requests import plainly
from bot.output import say
from bot.reading import as_given
from bot.terminal import show_answer, show_citation
from bot.terminal_answering import watched
from bot.terminal_output import console
from bot.terminal_progress import progress_bars
from index.catalog.jobs import READING
from index.catalog.sightings import holds_own
from index.errors import BusyError, PressmarkError
from index.priority import give_way
from index.queue import work_off
from index.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.answers.answering import Answerer
    from bot.answers.progress import Progress
    from bot.models import Answer
    from index.catalog.jobs import Job
    from index.library import Library

_log = logging.getLogger(__name__)
_PROMPT = "› "
SUGGESTED = (
    "Did striking dockers hold up an ambulance?",
    "What did a kilo of cod cost at the Skelhaven auction?",
)
"""Questions that the sample answers well: a claim with its denial, and a fact that is dated."""
_HELP = (
    "Ask a question in your own words. A number shows the passage behind that citation.\n"
    "/plain asks the last question again with no words read as a date or an outlet.\n"
    "/new forgets the conversation, /help shows this, /quit ends."
)
_ENDS = frozenset({"/quit", "/exit", "quit", "exit"})
_CONVERSATION = "terminal"
_QUEUE_SECONDS = 2.0
"""How often a chat that owns the index looks for jobs of other processes."""


def chat(library: Library, answerer: Answerer) -> int:
    """Ask and answer until the input ends; where it is no terminal, one question a line."""
    _read_archive(library)
    interactive = sys.stdin.isatty()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_background_owner(library))
        talk = _Talk(library, answerer, stack.enter_context(asyncio.Runner()))
        if interactive:
            console().print(_greeting(library), markup=False)
            console().print(_HELP, markup=False)
        for line in _questions(interactive=interactive):
            try:
                talk.turn(line)
            except PressmarkError as exc:
                say(str(exc))
    return 0


def _greeting(library: Library) -> str:
    count = library.status()["articles"]
    with library.catalog.read() as connection:
        own = holds_own(connection)
    if own or library.settings.locations:
        return f"{count} article{'' if count == 1 else 's'} indexed."
    return (
        f"{count} invented articles about a harbour town are indexed, the sample. "
        f"PRESSMARK_ARCHIVE names your own.\nTry: {' '.join(SUGGESTED)}"
    )


class _Talk:
    """One chat: what was asked last, and the answer that numbers refer to."""

    def __init__(self, library: Library, answerer: Answerer, runner: asyncio.Runner) -> None:
        self._library = library
        self._answerer = answerer
        self._runner = runner
        self._last: Answer | None = None
        self._numbered: Answer | None = None

    def turn(self, line: str) -> None:
        """Carry out one line.

        Raises:
            PressmarkError: it cannot be.
        """
        command, _, argument = line.casefold().partition(" ")
        number = argument.strip() if command == "/cite" else line
        if command == "/help":
            console().print(_HELP, markup=False)
        elif command == "/new":
            self._answerer.forget(_CONVERSATION)
            console().print("Forgotten.")
        elif command == "/plain":
            self._ask_plainly()
        elif number.isdecimal() and self._numbered is not None:
            self._show_number(int(number), self._numbered)
        elif line.startswith("/"):
            console().print(f"{line}: there is no such command; /help shows them.", markup=False)
        else:
            conversation = _CONVERSATION if sys.stdin.isatty() else None
            self._ask(
                lambda progress: self._answerer.answer(
                    line, conversation=conversation, progress=progress
                )
            )

    def _ask_plainly(self) -> None:
        if self._last is None:
            console().print("There is no question yet.")
        elif not self._last.understood.phrases:
            console().print("Nothing in the last question was read as a date or an outlet.")
        else:
            request = plainly(self._library.catalog, self._last.id)
            self._ask(lambda progress: self._answerer.again(request, progress=progress))

    def _ask(self, make: Callable[[Progress], Awaitable[Answer]]) -> None:
        answer = watched(self._runner, self._answerer, make)
        show_answer(answer, plain="/plain")
        self._last = answer
        if self._numbered is None or not answer.refused:
            self._numbered = answer

    def _show_number(self, number: int, answer: Answer) -> None:
        from index.catalog import answers  # noqa: PLC0415

        for citation in answer.citations:
            if citation.n == number:
                with self._library.catalog.read() as connection:
                    show_citation(answers.cited(connection, citation.id))
                return
        console().print(f"The last answer has no citation {number}.")


def _questions(*, interactive: bool) -> Iterator[str]:
    if interactive:
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - editing and history for input()
    line = ""
    while line.casefold() not in _ENDS:
        if line:
            yield line
        try:
            line = (input(_PROMPT) if interactive else _next_line()).strip()
        except EOFError:
            return


def _next_line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _read_archive(library: Library) -> None:
    """Index the configured archive, if that was not done before.

    Raises:
        PressmarkError: it could not be done.
    """
    if library.is_current():
        return
    number = library.submit("index")
    with progress_bars() as progress:
        job = work_off(library, number, progress=progress, say=say)
    if job.result is None:
        raise PressmarkError(job.error or "the archive could not be indexed; see the log.")
    for sentence in job.result["warnings"]:
        say(sentence)
    for record in job.result["rejected"]:
        say(f"rejected {record['where']}: {record['reason']}")
    given = library.settings.locations
    failed = [as_given(sentence, given).rstrip(".") for sentence in job.result["failed"]]
    for sentence in failed:
        say(f"{sentence} (PRESSMARK_ARCHIVE).")
    if not library.status()["articles"]:
        raise PressmarkError("nothing is indexed, so there is nothing to ask.")
    if failed:
        say("the chat answers from what was read before, and from the rest.")


def _report(job: Job, told: set[str]) -> set[str]:
    """Log what went wrong, a line a location, where the last run did not say it already."""
    wrong = [job.error] if job.error else list((job.result or {}).get("failed", ()))
    for sentence in wrong:
        if sentence not in told:
            _log.warning("job %s (%s): %s", job.id, job.kind, sentence)
    return set(wrong) if job.kind in READING else told | set(wrong)


@contextlib.contextmanager
def _background_owner(library: Library) -> Iterator[None]:
    """Work off other processes' jobs while the chat goes on, where nobody else does."""
    stop = threading.Event()

    def work() -> None:
        """Own the index until the chat ends, giving way to questions; not where others do."""
        give_way()
        with (
            contextlib.suppress(BusyError),
            library.owned() as runner,
            Schedule(library).running(),
        ):
            told: set[str] = set()
            while not stop.wait(_QUEUE_SECONDS):
                job = runner.run_next()
                if job is not None:
                    told = _report(job, told)

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
