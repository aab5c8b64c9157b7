"""The chat in a terminal, which owns the index while it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

from bot import clock, texts
from bot.answer.conversation.courtesies import courtesy
from bot.answer.conversation.requests import plainly, readable
from bot.answer.stories.accounts import LINES
from bot.answer.stories.reporter import Reporter
from bot.terminal.account_view import show_account
from bot.terminal.answer_view import show_answer, show_citation
from bot.terminal.console import console
from bot.terminal.exports import write_down
from bot.terminal.live_answer import watched
from bot.terminal.output import as_given, placed, say
from bot.terminal.progress_bars import progress_bars
from bot.transcripts.transcript import Transcript, Turn
from index.archive.sources.urls import SAMPLE
from index.catalog.jobs import READING
from index.errors import BusyError, OtherEmbedderError, PressmarkError
from index.indexing.priority import give_way
from index.jobs.queue import work_off
from index.jobs.runner import Runner
from index.jobs.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from bot.answer.answerer import Answerer
    from bot.answer.stories.accounts import Kind
    from bot.answer.writing.answer_progress import Progress
    from bot.models import Answer
    from index.catalog.jobs import Job
    from index.library import Library

_log = logging.getLogger(__name__)
_PROMPT = "› "
_ENDS = frozenset({"/quit", "/exit", "quit", "exit"})
_CONVERSATION = "terminal"
_AUTO = "auto"
_QUEUE_SECONDS = 2.0
"""How often a chat that owns the index looks for jobs of other processes."""


def chat(
    library: Library, answerer: Answerer, *, news: Callable[[], str | None] = lambda: None
) -> int:
    """Ask and answer until the input ends; where it is no terminal, one question a line.

    ``news`` gives a sentence about what the log got since it was last asked, said between turns.
    """
    texts.speak(texts.of_locale(os.environ))
    _read_archive(library)
    interactive = sys.stdin.isatty()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_background_owner(library))
        talk = _Talk(library, answerer, stack.enter_context(asyncio.Runner()))
        if interactive:
            console().print(_greeting(library), markup=False)
            console().print(texts.say("chat-help"), markup=False)
        for line in _questions(interactive=interactive):
            try:
                talk.turn(line)
            except PressmarkError as exc:
                say(str(exc))
            if sentence := news():
                say(sentence)
    return 0


def _greeting(library: Library) -> str:
    count = library.status()["articles"]
    sample = library.archive() == [SAMPLE]
    return texts.say("chat-sample" if sample else "chat-articles", count=count)


class _Talk:
    """One chat: what was asked last, and the answer that numbers refer to."""

    def __init__(self, library: Library, answerer: Answerer, runner: asyncio.Runner) -> None:
        self._library = library
        self._answerer = answerer
        self._runner = runner
        self._last: Answer | None = None
        self._numbered: Answer | None = None
        self._turns: list[Turn] = []
        self._chosen: str | None = None
        self._zone = clock.zone()
        self._orders: Mapping[str, Callable[[str], None]] = {
            "/help": lambda _: _tell("chat-help"),
            "/new": lambda _: self._forget(),
            "/plain": lambda _: self._ask_plainly(),
            "/language": self._choose,
            "/timezone": self._live_in,
            "/export": self._export,
            **{f"/{kind}": partial(self._tell_story, kind) for kind in LINES},
        }

    def turn(self, line: str) -> None:
        """Carry out one line.

        Raises:
            PressmarkError: it cannot be.
        """
        command, _, given = line.partition(" ")
        command, given = command.casefold(), given.strip()
        number = given if command == "/cite" else line
        if order := self._orders.get(command):
            order(given)
        elif number.isdecimal() and self._numbered is not None:
            self._show_number(int(number), self._numbered)
        elif line.startswith("/"):
            _tell("chat-unknown", command=line)
        elif polite := courtesy(line):
            self._speak_to(line)
            _tell("thanked" if polite == "thanks" else "chat-help")
        else:
            self._ask_new(line)

    def _forget(self) -> None:
        self._answerer.forget(_CONVERSATION)
        self._turns.clear()
        _tell("forgotten")

    def _tell_story(self, kind: Kind, words: str) -> None:
        """``/timeline``, ``/latest`` and ``/quotes``: numbers refer to what they tell."""
        if not words and kind != "latest":
            _tell(f"{kind}-usage")
            return
        self._speak_to(words)
        told = Reporter(self._library).told(kind, readable(words))
        show_account(told)
        if not told.answer.refused:
            self._numbered = told.answer

    def _speak_to(self, words: str) -> None:
        """Speak the language of ``words``; what tells none goes on in the last."""
        if self._chosen is None:
            texts.speak_to(words, texts.language())

    def _ask_new(self, question: str) -> None:
        """Answer in the language of the question."""
        self._speak_to(question)
        conversation = _CONVERSATION if sys.stdin.isatty() else None
        self._ask(
            lambda progress: self._answerer.answer(
                question, conversation=conversation, progress=progress
            )
        )

    def _choose(self, given: str) -> None:
        """``/language uk``, or ``auto``: that of each question."""
        chosen = texts.known(given)
        if chosen is None and given.casefold() != _AUTO:
            _tell("language-choose")
            _tell("chat-languages")
            return
        self._chosen = chosen
        if chosen:
            texts.speak(chosen)
        _tell("language-set" if chosen else "chat-language-auto")

    def _live_in(self, given: str) -> None:
        """``/timezone Kyiv``, or ``auto``: that of the settings."""
        chosen = self._zone if given.casefold() == _AUTO else clock.known(given)
        if given and chosen is None:
            _tell("timezone-unknown", name=given)
            return
        clock.live_in(chosen or clock.zone())
        now = clock.now()
        at = f"{texts.day(now.isoformat())}, {clock.hours(now)}"
        _tell("timezone-set" if given else "timezone-now", zone=clock.zone(), time=at)

    def _ask_plainly(self) -> None:
        if self._last is None:
            _tell("chat-no-question")
        elif not self._last.understood.phrases:
            _tell("chat-nothing-read")
        else:
            request = plainly(self._library.catalog, self._last.id)
            self._ask(lambda progress: self._answerer.again(request, progress=progress))

    def _ask(self, make: Callable[[Progress], Awaitable[Answer]]) -> None:
        answer = watched(self._runner, self._answerer, make)
        show_answer(answer, plain="/plain")
        self._last = answer
        self._turns.append(Turn(answer, answer.understood.asked or clock.now()))
        if self._numbered is None or not answer.refused:
            self._numbered = answer

    def _export(self, given: str) -> None:
        """``/export FILE``, or without one both kinds: what was asked since the chat began."""
        if not self._turns:
            _tell("export-nothing")
            return
        written = write_down(Transcript(self._turns, clock.now()), given)
        _tell("chat-exported", files=", ".join(map(str, written)))

    def _show_number(self, number: int, answer: Answer) -> None:
        from bot.store import answers  # noqa: PLC0415

        for citation in answer.citations:
            if citation.n == number:
                show_citation(self._library.catalog.query(answers.cited, citation.id))
                return
        _tell("chat-no-citation", number=str(number))


def _tell(name: str, /, **values: str) -> None:
    console().print(texts.say(name, **values), markup=False)


def _questions(*, interactive: bool) -> Iterator[str]:
    if interactive:
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - editing and history for input()
    line = ""
    with contextlib.suppress(EOFError, StopIteration):
        while line.casefold() not in _ENDS:
            if line:
                yield line
            line = (input(_PROMPT) if interactive else next(sys.stdin)).strip()


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
    given = library.settings.locations
    for record in job.result["rejected"]:
        say(f"rejected {placed(record['where'], given)}: {record['reason']}")
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
            Runner.owning(library) as runner,
            Schedule(library).running(),
        ):
            told: set[str] = set()
            while not stop.wait(_QUEUE_SECONDS):
                try:
                    job = runner.run_next()
                except OtherEmbedderError as exc:
                    _log.warning("%s", exc)
                    return
                if job is not None:
                    told = _report(job, told)

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
