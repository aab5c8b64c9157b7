"""The commands that ask: passages and answers, one question or one a line."""

from __future__ import annotations

import asyncio
import difflib
import os
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot import clock, texts
from bot.cli.arguments import asks
from bot.cli.freshness import freshen
from bot.terminal.output import print_json, say
from index.archive.sources.urls import SAMPLE
from index.catalog.articles import full_articles
from index.catalog.generations import live
from index.catalog.jobs import READING
from index.dates.parser import parse_date
from index.errors import EmptyArchiveError, PressmarkError, QueryError
from index.models import Filters, Query

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Awaitable, Callable, Sequence

    from bot.answer.writing.answer_progress import Progress
    from bot.models import Answer, Note
    from bot.settings import Settings
    from index.catalog.jobs import Job
    from index.library import Library
    from index.models import Hit
    from index.search.results import Found

_MOST_ALIKE = 3
_EMPTY = {"ask": ("nothing is asked", "Who …?"), "search": ("the query is empty", "harbour fire")}


def search(library: Library, _settings: Settings, options: Namespace) -> int:
    """Passages, best first."""
    from bot.answer.gaps import notes_on_lag, notes_on_slips  # noqa: PLC0415 - not for `cite`
    from bot.answer.reading.reordering import search as reordered  # noqa: PLC0415 - as above

    filters = Filters(options.after, options.before, options.source)
    _check_days(filters)

    def find(text: str) -> tuple[Query, Found]:
        """What a query is taken for, and what is found for it."""
        wanted = Query(
            _said(text, command="search"),
            options.k,
            filters,
            asked=clock.now(),
            ignored=(*options.ignore,),
        )
        query = library.retriever.plain(wanted) if options.plain else wanted
        return query, reordered(query, library=library)

    def as_json(text: str) -> dict[str, Any]:
        """The object of the ``search`` command for one query, which is timed."""
        started = time.perf_counter()
        query, found = find(text)
        passed = (time.perf_counter() - started) * 1000
        notes = (*notes_on_lag(library), *notes_on_slips(query, found, library))
        return _search_json(text, filters, found, passed, notes)

    require(library)
    _ = library.reranker  # one that cannot be used is told before the first line is read
    _say_outdated(library)
    unknown = _say_unknown(library, options.source)
    if options.query == "-":
        return _each_line(as_json)
    options.ignore = _readable(library, options.query, options.ignore)
    if options.json:
        print_json(as_json(options.query))
    elif not unknown:
        _show_found(library, *find(options.query))
    return 0


def _show_found(library: Library, query: Query, found: Found) -> None:
    from bot.answer.gaps import notes_on_lag, notes_on_slips  # noqa: PLC0415
    from bot.notes.interpretation import nothing_within, understood  # noqa: PLC0415
    from bot.notes.phrases import told, told_value  # noqa: PLC0415
    from bot.terminal.answer_view import show_hits, show_understood  # noqa: PLC0415

    texts.speak_to(query.text, texts.of_locale(os.environ))
    hits, meant = [_hit_json(hit) for hit in found.hits], understood(query, found.plan)
    notes = [
        told(note) for note in (*notes_on_lag(library), *notes_on_slips(query, found, library))
    ]
    notes += [told_value(nothing_within(meant))] if found.unmet and hits else []
    show_hits(hits, library.remarks(hit["passage"] for hit in hits), notes=notes)
    show_understood(meant)


def ask(library: Library, settings: Settings, options: Namespace) -> int:
    """An answer with citations."""
    from bot.answer.factory import make_answerer  # noqa: PLC0415 - needs the embedder

    require(library)
    answerer = make_answerer(library, settings)
    _say_outdated(library)
    with asyncio.Runner() as runner:

        def answer(question: str, progress: Progress | None = None) -> Awaitable[Answer]:
            """The answer to one question, what was taken back left out."""
            return answerer.answer(
                _said(question), ignored=options.ignore, plain=options.plain, progress=progress
            )

        async def as_object(question: str) -> dict[str, Any]:
            """The object of the ``ask`` command, with the question as it was given."""
            return {**(await answer(question)).as_json(), "question": question}

        def as_json(question: str) -> dict[str, Any]:
            """The same, waited for."""
            return runner.run(as_object(question))

        if options.question == "-":
            return _each_line(as_json)
        options.ignore = _readable(library, options.question, options.ignore)
        if options.json:
            print_json(as_json(options.question))
            return 0
        from bot.terminal.answer_view import show_answer  # noqa: PLC0415
        from bot.terminal.live_answer import watched  # noqa: PLC0415

        texts.speak_to(options.question, texts.of_locale(os.environ))
        show_answer(watched(runner, answerer, lambda progress: answer(options.question, progress)))
    return 0


def _said(text: str, *, command: str = "ask") -> str:
    """The question or query without surrounding space.

    Raises:
        PressmarkError: nothing is left; of a question, no letter and no figure.
    """
    if not (asks(text) if command == "ask" else text.strip()):
        what, example = _EMPTY[command]
        raise PressmarkError(f'{what}; write it in quotes: pressmark {command} "{example}"')
    return text.encode("utf-8", "replace").decode("utf-8").strip()  # an argument may be no text


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


def _say_outdated(library: Library) -> None:
    """Say that the index was made with another embedder than the settings name."""
    made = library.outdated()
    if made is None:
        return
    how = "with that one" if library.bundled.made(made) else "by their words alone"
    anew = "pressmark index --full" if library.settings.shared else "pressmark index"
    say(
        f"the index was made with {made}, not with PRESSMARK_EMBEDDER="
        f"{library.settings.embedder}; questions are answered {how} until `{anew}` has built it "
        "anew."
    )


def _say_unknown(library: Library, outlet: str | None) -> bool:
    """Whether no outlet has this name; it is said then, with those that are like it."""
    if outlet is None:
        return False
    names = sorted(each.name for each in library.catalog.query(full_articles.outlets) if each.name)
    known = {name.casefold(): name for name in names}
    wanted = " ".join(outlet.casefold().split())
    if outlet.casefold() in known:
        return False
    near = [*difflib.get_close_matches(wanted, known), *(each for each in known if wanted in each)]
    named = list(dict.fromkeys(f'"{known[each]}"' for each in near if wanted))[:_MOST_ALIKE]
    alike = f"; {' and '.join(named)} {'is' if len(named) == 1 else 'are'} like it" if named else ""
    say(
        f'no outlet of the archive is called "{outlet}"{alike}. --source needs the whole name, as '
        "`pressmark search` shows it without --source."
    )
    return True


def _readable(library: Library, question: str, ignored: Sequence[str]) -> list[str]:
    """Those of the words that would be understood; it is said which would not."""
    if not ignored:
        return []
    query = library.retriever.plain(Query(question.strip(), asked=clock.now()))
    known = {words.casefold(): words for words in query.ignored}
    for words in ignored:
        if words.casefold() not in known:
            said = "; ".join(query.ignored) or "nothing is"
            say(f'--ignore "{words}": no date or outlet was read from that ({said}).')
    return [known[words.casefold()] for words in ignored if words.casefold() in known]


def _search_json(
    text: str, filters: Filters, found: Found, ms: float, notes: Sequence[Note]
) -> dict[str, Any]:
    """The object of the ``search`` command; ``notes`` is in it where there is something to say."""
    said = [{"kind": note.kind, "text": note.text, "claim": note.claim} for note in notes]
    return {
        "query": text,
        "filters": asdict(filters),
        "hits": [_hit_json(hit) for hit in found.hits],
        **({"notes": said} if said else {}),
        "ms": round(ms, 1),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    from bot.models import card_json  # noqa: PLC0415

    return {
        "rank": hit.rank,
        "passage": hit.passage.id,
        **card_json(hit.passage.card),
        "text": hit.passage.text,
        "score": round(hit.score, 6),
        "also_in": [card_json(card) for card in hit.also_in],
    }


def _each_line(answer: Callable[[str], dict[str, Any]]) -> int:
    """One JSON object for each line of standard input; a failure takes the place of its answer."""
    for line in sys.stdin:
        question = line.rstrip("\r\n")
        try:
            print_json(answer(question))
        except PressmarkError as exc:
            print_json({"question": question, "error": str(exc)})
    return 0


def require(library: Library) -> None:
    """Bring a replica up, and refuse to ask where nothing can be found.

    Raises:
        EmptyArchiveError: nothing was ever indexed, or nothing of it is here.
    """
    if library.exists and library.replica is not None:
        freshen(library, library.replica)
        if library.catalog.query(live) is not None:
            library.replica.answering()
    if not library.answers:
        raise EmptyArchiveError(nothing_yet(library))


def nothing_yet(library: Library) -> str:
    """That nothing is indexed, where, and what to do about it."""
    home = library.home.root.absolute()
    for job in library.unfinished():
        if job.kind in READING:
            return f"nothing is indexed yet in {home}: {_first_run(library, job)}"
    if library.settings.database_url is None and library.home.identity():
        return (
            f"nothing is indexed in {home} itself, which was used with a database that "
            "PRESSMARK_DATABASE named, and that setting is gone: set it again, or run `pressmark "
            "index PATH` to begin anew here; what is in the database stays there."
        )
    advice = f"nothing is indexed yet in {home}; run `pressmark index PATH` with your articles"
    archive = library.archive()
    if not archive:
        return f"{advice}."
    read = "the sample" if archive == [SAMPLE] else "what was read before"
    read = "what PRESSMARK_ARCHIVE names" if library.settings.locations else read
    return f"{advice}, or `pressmark index` for {read}."


def _first_run(library: Library, job: Job) -> str:
    done = f" ({job.phase}: {job.done}{f' of {job.total}' * bool(job.total)})" if job.phase else ""
    if library.ownership.is_held():
        return f"the first run is going on{done}; `pressmark status` shows it."
    command = "`pressmark index`" if job.configured else "`pressmark index` with the same locations"
    return f"the first run is not finished{done}; {command} goes on with it."
