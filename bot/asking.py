"""The commands that ask: passages and answers, one question or one a line."""

from __future__ import annotations

import asyncio
import difflib
import sys
import time
from typing import TYPE_CHECKING, Any

from bot.output import print_json, say
from index.archive.dates import parse_date
from index.catalog import versions
from index.catalog.jobs import READING
from index.errors import EmptyArchiveError, PressmarkError, QueryError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from bot.settings import Settings
    from index.catalog.jobs import Job
    from index.library import Library
    from index.models import Filters, Hit

_EMPTY = {"ask": ("question", "Who …?"), "search": ("query", "harbour fire")}


def search(library: Library, _settings: Settings, options: Namespace) -> int:
    """Passages, best first."""
    from index.models import Filters, Query  # noqa: PLC0415

    filters = Filters(options.after, options.before, options.source)
    _check_days(filters)

    def find(text: str) -> dict[str, Any]:
        """The object of the ``search`` command for one query, which is timed."""
        started = time.perf_counter()
        hits = library.retriever.search(Query(_said(text, command="search"), options.k, filters))
        return _search_json(text, filters, hits, (time.perf_counter() - started) * 1000)

    require(library)
    _say_unknown(library, options.source)
    if options.query == "-":
        return _each_line(find)
    found = find(options.query)
    if options.json:
        print_json(found)
        return 0
    from bot.terminal import show_hits  # noqa: PLC0415

    show_hits(found["hits"], library.remarks(hit["passage"] for hit in found["hits"]))
    return 0


def ask(library: Library, settings: Settings, options: Namespace) -> int:
    """An answer with citations."""
    from bot.answers.making import make_answerer  # noqa: PLC0415 - needs the embedder

    require(library)
    answerer = make_answerer(library, settings)
    with asyncio.Runner() as runner:

        def answer(question: str) -> dict[str, Any]:
            """The object of the ``ask`` command, with the question as it was given."""
            found = runner.run(answerer.answer(_said(question)))
            return {**found.as_json(), "question": question}

        if options.question == "-":
            return _each_line(answer)
        if options.json:
            print_json(answer(options.question))
            return 0
        from bot.terminal import show_answer  # noqa: PLC0415

        show_answer(runner.run(answerer.answer(_said(options.question))))
    return 0


def _said(text: str, *, command: str = "ask") -> str:
    """The question or query without surrounding space.

    Raises:
        PressmarkError: nothing is left.
    """
    if not text.strip():
        what, example = _EMPTY[command]
        raise PressmarkError(
            f'the {what} is empty; write it in quotes: pressmark {command} "{example}"'
        )
    return text.strip()


def _check_days(filters: Filters) -> None:
    """Refuse a span that no day is in.

    Raises:
        QueryError: it ends before it begins.
    """
    if filters.after and filters.before:
        after, before = parse_date(filters.after)[0], parse_date(filters.before)[0]
        if after.date() > before.date():
            raise QueryError(
                f"--after {filters.after} lies behind --before {filters.before}; "
                "nothing can be both."
            )


def _say_unknown(library: Library, outlet: str | None) -> None:
    """Say that no outlet has this name, and which is the nearest."""
    if outlet is None:
        return
    with library.catalog.read() as connection:
        known = {name.casefold(): name for name in versions.outlets(connection)}
    if outlet.casefold() in known:
        return
    near = difflib.get_close_matches(outlet.casefold(), known, n=1, cutoff=0.0)
    nearest = f'; the nearest is "{known[near[0]]}" (--source needs the whole name)' if near else ""
    say(f'no outlet is called "{outlet}"{nearest}.')


def _search_json(text: str, filters: Any, hits: list[Hit], ms: float) -> dict[str, Any]:
    from bot.models import card_json  # noqa: PLC0415

    return {
        "query": text,
        "filters": {"after": filters.after, "before": filters.before, "source": filters.source},
        "hits": [
            {
                "rank": hit.rank,
                "passage": hit.passage.id,
                **card_json(hit.passage.card),
                "text": hit.passage.text,
                "score": round(hit.score, 6),
                "also_in": [card_json(card) for card in hit.also_in],
            }
            for hit in hits
        ],
        "ms": round(ms, 1),
    }


def _each_line(answer: Callable[[str], dict[str, Any]]) -> int:
    """One JSON object for each line of standard input; a failure takes the place of its answer."""
    for question in _lines():
        try:
            print_json(answer(question))
        except PressmarkError as exc:
            print_json({"question": question, "error": str(exc)})
    return 0


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def require(library: Library) -> None:
    """Refuse to ask where nothing can be found.

    Raises:
        EmptyArchiveError: nothing was ever indexed.
    """
    if not library.answers:
        raise EmptyArchiveError(nothing_yet(library))


def nothing_yet(library: Library) -> str:
    """That nothing is indexed, where, and what to do about it."""
    home = library.home.root.absolute()
    for job in library.unfinished():
        if job.kind in READING:
            return f"nothing is indexed yet in {home}: {_first_run(library, job)}"
    read = "what PRESSMARK_ARCHIVE names" if library.settings.locations else "the sample"
    return (
        f"nothing is indexed yet in {home}; run `pressmark index PATH` with your articles, "
        f"or `pressmark index` for {read}."
    )


def _first_run(library: Library, job: Job) -> str:
    done = f" ({job.phase}: {job.done}{f' of {job.total}' * bool(job.total)})" if job.phase else ""
    if library.home.is_owned():
        return f"the first run is going on{done}; `pressmark status` shows it."
    command = "`pressmark index`" if job.configured else "`pressmark index` with the same locations"
    return f"the first run is not finished{done}; {command} goes on with it."
