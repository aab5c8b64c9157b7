"""What people see in a terminal: answers, tables, and the chat."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.terminal_progress import progress_bars as progress_bars  # noqa: PLC0414 - and for others
from index.errors import BusyError, PressmarkError
from index.library import work_off
from index.priority import give_way
from index.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.answers.answering import Answerer
    from bot.models import Answer, Note
    from index.catalog.answers import CitedPassage
    from index.library import Library
    from index.models import ArticleCard

_log = logging.getLogger(__name__)
_PROMPT = "› "
_HELP = (
    "Ask a question in your own words. A number shows the passage behind that citation.\n"
    "/new forgets the conversation, /help shows this, /quit ends."
)
_ENDS = frozenset({"/quit", "/exit", "quit", "exit"})
_CONVERSATION = "terminal"
_QUEUE_SECONDS = 2.0
"""How often a chat that owns the index looks for jobs of other processes."""


class _Output(Console):
    """A console that leaves a closed pipe to the command line."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError, where rich would end the program."""
        raise BrokenPipeError


def _out() -> Console:
    return _Output(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def show_index(result: dict[str, Any]) -> None:
    """The outcome of a run, and every record that was rejected."""
    counts = result["articles"]
    words = ", ".join(f"{value} {name}" for name, value in counts.items() if value)
    out = _out()
    out.print(f"Articles: {words or 'none'}.", markup=False)
    out.print(f"Passages in the index: {result['passages']}. {result['seconds']:.1f} s.")
    for record in result["rejected"]:
        out.print(f"rejected {record['where']}: {record['reason']}", markup=False)


def show_hits(
    hits: list[dict[str, Any]], remarks: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Passages, best first; ``remarks`` about their articles by passage."""
    out = _out()
    if not hits:
        out.print("Nothing found.")
    for hit in hits:
        out.print(Text.assemble((f"{hit['rank']}. {hit['title']}", "bold")))
        facts = [hit["source"], (hit["published"] or "")[:10], hit["url"], f"id {hit['article']}"]
        out.print(" · ".join(fact for fact in facts if fact), style="dim", markup=False)
        for remark in (remarks or {}).get(hit.get("passage", ""), ()):
            out.print(remark, style="italic", markup=False)
        out.print(hit["text"], markup=False)
        if hit["also_in"]:
            names = "; ".join(card["source"] or card["title"] for card in hit["also_in"])
            out.print(f"also in: {names}", style="dim", markup=False)
        out.print()


def show_answer(answer: Answer) -> None:
    """The claims with their markers, then a line for each source; of a refusal the nearest."""
    out = _out()
    out.print(answer.text, markup=False)
    for note in answer.notes:
        marks = "".join(f"[{n}]" for n in _numbers(answer, note))
        out.print(f"{marks} {note.text}".strip(), style="italic", markup=False)
    if answer.citations:
        out.print()
    for citation in answer.citations:
        out.print(f"[{citation.n}] {headline(citation.card)}", markup=False)
        out.print(f"    “{' '.join(citation.quote.split())}”", style="dim", markup=False)
        out.print(f"    cite {citation.id}", style="dim", markup=False)
    if answer.refused and answer.nearest:
        out.print("Nearest articles:")
        for card in answer.nearest:
            out.print(f"- {headline(card)}", markup=False)


def _numbers(answer: Answer, note: Note) -> tuple[int, ...]:
    """The citations of the claim that a note is about."""
    return () if note.claim is None else answer.claims[note.claim].citations


def show_citation(found: CitedPassage) -> None:
    """The passage with the quote marked, and the article it stands in."""
    out = _out()
    out.print(Text(found.card.title, style="bold"))
    facts = [
        found.card.source,
        found.card.author,
        (found.card.published or "")[:10],
        found.card.url,
    ]
    out.print(" · ".join(fact for fact in facts if fact), style="dim", markup=False)
    if found.withdrawn:
        out.print("This article was withdrawn; its text is no longer shown.")
        return
    if found.superseded:
        out.print("The article has a newer version; this is the one that was cited.")
    for sentence in found.said:
        out.print(sentence, style="italic", markup=False)
    low, high = found.quote.start - found.span.start, found.quote.end - found.span.start
    text = found.text
    mark = ("", "") if out.is_terminal else ("»", "«")
    out.print()
    out.print(
        f"{escape(text[:low])}{mark[0]}[bold reverse]{escape(text[low:high])}[/]{mark[1]}"
        f"{escape(text[high:])}"
    )


def show_status(status: dict[str, Any]) -> None:
    """What is indexed, running and wrong."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for name in ("articles", "passages", "embedder", "generation", "indexed_at"):
        value = status[name]
        table.add_row(name.replace("_", " "), "–" if value is None else str(value))
    for job in status["jobs"]:
        amount = f" {job['done']} of {job['total']}" if job["total"] else ""
        table.add_row(f"job {job['id']}", f"{job['kind']}, {job['state']}{amount}")
    failed = any(job["state"] == "failed" for job in status["jobs"])
    wrong = "no: the last run failed" if failed else "no: `pressmark doctor` says what is wrong"
    table.add_row("healthy", "yes" if status["healthy"] else wrong)
    _out().print(table)


def show_diagnosis(found: dict[str, Any]) -> None:
    """Every check, and what was repaired."""
    out = _out()
    marks = {True: "ok", False: "wrong", None: "left out"}
    for check in found["checks"]:
        out.print(f"{check['name']}: {marks[check['ok']]}: {check['detail']}", markup=False)
    for sentence in found["repaired"]:
        out.print(f"repaired: {sentence}", markup=False)
    out.print("All is well." if found["healthy"] else "Something is wrong.")


def headline(card: ArticleCard) -> str:
    """``Title — Outlet · 2024-12-31``, without what is not known."""
    facts = " · ".join(fact for fact in (card.source, (card.published or "")[:10]) if fact)
    return f"{card.title} — {facts}" if facts else card.title


def chat(library: Library, answerer: Answerer) -> int:
    """Ask and answer until the input ends; where it is no terminal, one question a line."""
    _read_archive(library)
    interactive = sys.stdin.isatty()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_background_owner(library))
        runner = stack.enter_context(asyncio.Runner())
        if interactive:
            _out().print(_greeting(library), markup=False)
            _out().print(_HELP, markup=False)
        last: Answer | None = None
        for line in _questions(interactive=interactive):
            last = _turn(line, library, answerer, runner, last)
    return 0


def _greeting(library: Library) -> str:
    count = library.status()["articles"]
    if library.settings.locations:
        return f"{count} articles are indexed."
    return (
        f"{count} invented articles about a harbour town are indexed, the sample. "
        "PRESSMARK_ARCHIVE names your own.\nTry: Who stole the bell of the St Brenna?"
    )


def _turn(
    line: str, library: Library, answerer: Answerer, runner: asyncio.Runner, last: Answer | None
) -> Answer | None:
    """Carry out one line; the answer that numbers refer to from now on."""
    command, _, argument = line.casefold().partition(" ")
    number = argument.strip() if command == "/cite" else line
    try:
        if command == "/help":
            _out().print(_HELP, markup=False)
        elif command == "/new":
            answerer.forget(_CONVERSATION)
            _out().print("Forgotten.")
        elif number.isdecimal() and last is not None:
            _show_number(int(number), library, last)
        elif line.startswith("/"):
            _out().print(f"{line}: there is no such command; /help shows them.", markup=False)
        else:
            conversation = _CONVERSATION if sys.stdin.isatty() else None
            answer = runner.run(answerer.answer(line, conversation=conversation))
            show_answer(answer)
            return last if answer.refused and last else answer
    except PressmarkError as exc:
        sys.stderr.write(f"pressmark: {exc}\n")
    return last


def _show_number(number: int, library: Library, answer: Answer) -> None:
    from index.catalog import answers  # noqa: PLC0415

    for citation in answer.citations:
        if citation.n == number:
            with library.catalog.read() as connection:
                show_citation(answers.cited(connection, citation.id))
            return
    _out().print(f"The last answer has no citation {number}.")


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
        job = work_off(library, number, progress=progress)
    if job.result is None:
        raise PressmarkError(job.error or "the archive could not be indexed; see the log.")
    for sentence in job.result["failed"] + job.result["warnings"]:
        sys.stderr.write(f"pressmark: {sentence}\n")
    for record in job.result["rejected"]:
        sys.stderr.write(f"pressmark: rejected {record['where']}: {record['reason']}\n")


@contextlib.contextmanager
def _background_owner(library: Library) -> Iterator[None]:
    """Work off other processes' jobs while the chat goes on, where nobody else does."""
    stop = threading.Event()

    def work() -> None:
        give_way()
        with (
            contextlib.suppress(BusyError),
            library.owned() as runner,
            Schedule(library).running(),
        ):
            while not stop.wait(_QUEUE_SECONDS):
                job = runner.run_next()
                if job is not None and job.error:
                    _log.warning("job %s (%s) failed: %s", job.id, job.kind, job.error)

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
