"""What each command does: results to standard output, everything else to standard error."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from bot import log
from bot.settings import Settings
from index.archive.urls import is_url, without_secrets
from index.errors import EmptyArchiveError, NotFoundError, PressmarkError
from index.library import Library, absolute, work_off
from index.progress import silent

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from index.models import Hit


def run(options: Namespace) -> int:
    """Carry out the command; the exit code.

    Raises:
        PressmarkError: with the sentence to print.
    """
    settings = Settings.load()
    chosen = "log_level" in settings.model_fields_set
    bot = options.command == "run" and settings.telegram_token is not None
    log.configure(settings.log_level if chosen or bot else "WARNING", secrets=_secrets(settings))
    library = Library(settings)
    try:
        return _COMMANDS[options.command](library, settings, options)
    finally:
        library.close()


def _secrets(settings: Settings) -> tuple[str, ...]:
    found = (settings.telegram_token, settings.llm_key)
    return tuple(secret.get_secret_value() for secret in found if secret)


def _run(library: Library, settings: Settings, _options: Namespace) -> int:
    if settings.telegram_token is not None:
        from bot.telegram.app import serve  # noqa: PLC0415 - only the bot needs Telegram

        return serve(library, settings)
    from bot.answers.making import make_answerer  # noqa: PLC0415 - needs the embedder
    from bot.terminal import chat  # noqa: PLC0415

    return chat(library, make_answerer(library, settings))


def _index(library: Library, _settings: Settings, options: Namespace) -> int:
    from bot.terminal import progress_bars, show_index  # noqa: PLC0415

    if any(not location.strip() for location in options.location):
        raise PressmarkError("a location is empty; name a file, a folder, a glob or a URL.")
    number = library.submit("full" if options.full else "index", options.location)
    with progress_bars() as progress:
        job = work_off(library, number, progress=progress, say=_say)
    if job.state == "cancelled":
        raise PressmarkError("the run was cancelled; what it had done is kept.")
    if job.result is None:
        raise PressmarkError(job.error or "the run failed; see the log.")
    result = dict(job.result)
    warnings, failed = result.pop("warnings"), result.pop("failed")
    notes = result.pop("notes", [])
    if options.json:
        _print_json(result)
    else:
        show_index(result)
    for sentence in [*notes, *warnings]:
        sys.stderr.write(f"pressmark: {sentence}\n")
    if not result["articles"]["read"] and not failed and not notes:
        failed = [_nothing_read(library, options)]
    for sentence in failed:
        typed = _as_typed(sentence, options.location or library.settings.locations)
        sys.stderr.write(f"pressmark: {typed}\n")
    return 1 if failed else 0


def _as_typed(sentence: str, locations: list[str]) -> str:
    """``sentence``, which begins with a path as the index names it, with the path as given."""
    for location in locations:
        stored = os.path.relpath(absolute(location))
        if sentence.startswith(f"{stored}:"):
            return location + sentence.removeprefix(stored)
    return sentence


def _nothing_read(library: Library, options: Namespace) -> str:
    named = options.location or library.archive()
    where = "; ".join(without_secrets(each) if is_url(each) else each for each in named)
    return f"{where}: no articles there; name files, folders or URLs that hold some."


def _search(library: Library, _settings: Settings, options: Namespace) -> int:
    from index.models import Filters, Query  # noqa: PLC0415

    filters = Filters(options.after, options.before, options.source)

    def find(text: str) -> dict[str, Any]:
        started = time.perf_counter()
        hits = library.retriever.search(Query(_said(text), options.k, filters))
        return _search_json(text, filters, hits, (time.perf_counter() - started) * 1000)

    _require(library)
    if options.query == "-":
        return _each_line(find)
    found = find(options.query)
    if options.json:
        _print_json(found)
        return 0
    from bot.terminal import show_hits  # noqa: PLC0415

    show_hits(found["hits"], library.remarks(hit["passage"] for hit in found["hits"]))
    return 0


def _ask(library: Library, settings: Settings, options: Namespace) -> int:
    from bot.answers.making import make_answerer  # noqa: PLC0415 - needs the embedder

    _require(library)
    answerer = make_answerer(library, settings)
    with asyncio.Runner() as runner:

        def answer(question: str) -> dict[str, Any]:
            found = runner.run(answerer.answer(_said(question)))
            return {**found.as_json(), "question": question}

        if options.question == "-":
            return _each_line(answer)
        if options.json:
            _print_json(answer(options.question))
            return 0
        from bot.terminal import show_answer  # noqa: PLC0415

        show_answer(runner.run(answerer.answer(_said(options.question))))
    return 0


def _cite(library: Library, _settings: Settings, options: Namespace) -> int:
    from index.catalog import answers  # noqa: PLC0415

    if not library.exists:
        raise NotFoundError(f"{options.id}: there is no such citation; nothing is indexed yet.")
    with library.catalog.read() as connection:
        found = answers.cited(connection, options.id)
    if options.json:
        _print_json(found.as_json())
        return 0
    from bot.terminal import show_citation  # noqa: PLC0415

    show_citation(found)
    return 0


def _status(library: Library, _settings: Settings, options: Namespace) -> int:
    status = library.status()
    if options.json:
        _print_json(status)
        return 0
    from bot.terminal import show_status  # noqa: PLC0415

    show_status(status)
    return 0


def _doctor(library: Library, _settings: Settings, options: Namespace) -> int:
    from bot.diagnosis import diagnose  # noqa: PLC0415 - needs the embedder

    found = diagnose(library, say=_say)
    if options.json:
        _print_json(found)
    else:
        from bot.terminal import show_diagnosis  # noqa: PLC0415

        show_diagnosis(found)
    return 0 if found["healthy"] else 1


def _say(sentence: str) -> None:
    sys.stderr.write(f"pressmark: {sentence}\n")
    sys.stderr.flush()


def _eval(library: Library, settings: Settings, options: Namespace) -> int:
    from bot.answers.making import make_answerer  # noqa: PLC0415 - needs the embedder
    from bot.evaluation.command import evaluate  # noqa: PLC0415
    from bot.terminal_progress import progress_bars  # noqa: PLC0415

    _require(library)
    answerer = make_answerer(library, settings)
    with progress_bars() if sys.stderr.isatty() else nullcontext(silent) as progress:
        found = evaluate(library, answerer, [options.file], progress)
    if options.json:
        _print_json(found)
        return 0
    from bot.evaluation.table import show_report  # noqa: PLC0415

    show_report(found)
    return 0


def _remove(library: Library, _settings: Settings, options: Namespace) -> int:
    if not library.exists:
        raise NotFoundError(f"{options.article}: there is no such article; nothing is indexed yet.")
    found = library.withdraw(options.article)
    for article in found:
        sys.stdout.write(f"withdrawn: {article}\n")
    sys.stdout.flush()
    library.settle()
    return 0


def _said(question: str) -> str:
    """The question without surrounding space.

    Raises:
        PressmarkError: nothing is left.
    """
    if not question.strip():
        raise PressmarkError('the question is empty; write it in quotes: pressmark ask "Who …?"')
    return question.strip()


def _require(library: Library) -> None:
    if not library.exists:
        raise EmptyArchiveError(
            "nothing is indexed yet; run `pressmark index PATH` with your articles, "
            "or `pressmark index` for the sample."
        )


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
            _print_json(answer(question))
        except PressmarkError as exc:
            _print_json({"question": question, "error": str(exc)})
    return 0


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


_COMMANDS: dict[str, Callable[[Library, Settings, Any], int]] = {
    "run": _run,
    "index": _index,
    "search": _search,
    "ask": _ask,
    "cite": _cite,
    "status": _status,
    "doctor": _doctor,
    "remove": _remove,
    "eval": _eval,
}
