"""What each command does: results to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot import clock, texts
from bot.cli import log
from bot.engines import engines
from bot.settings import Settings
from bot.store import costs, pulse
from bot.store.schema import metadata
from bot.terminal.output import as_given, placed, print_json, say
from index.catalog.crew import workers
from index.errors import NotFoundError
from index.library import Library
from index.progress import silent

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


def run(options: Namespace) -> int:
    """Carry out the command; the exit code.

    Raises:
        PressmarkError: with the sentence to print.
    """
    if early := _WITHOUT_SETTINGS.get(options.command):
        module, name = early
        done: int = getattr(import_module(f"bot.cli.{module}"), name)(options)
        return done
    settings = Settings.load()
    clock.live_in(settings.timezone)
    chosen = "log_level" in settings.model_fields_set
    bot = options.command == "run" and settings.telegram_token is not None
    log.configure(settings.log_level if chosen or bot else "WARNING", secrets=_secrets(settings))
    library = Library(settings, tables=metadata)
    try:
        return _command(options.command)(library, settings, options)
    finally:
        library.close()


def _secrets(settings: Settings) -> tuple[str, ...]:
    """Whatever a setting holds that is a secret: no line of the log repeats it."""
    fields = type(settings).model_fields.keys() - {"database"}  # of which its password is one
    found = (*(getattr(settings, name) for name in fields), settings.database_password)
    return tuple(each.get_secret_value() for each in found if isinstance(each, SecretStr))


def _run(library: Library, settings: Settings, _options: Namespace) -> int:
    if settings.telegram_token is not None:
        from bot.telegram.app import serve  # noqa: PLC0415 - only the bot needs Telegram

        serve(library, settings)
    from bot.answer.factory import make_answerer  # noqa: PLC0415 - needs the embedder
    from bot.terminal.chat import chat  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return chat(library, make_answerer(library, settings))
    library.home.prepare()
    with log.aside(library.home.root / "pressmark.log", secrets=_secrets(settings)) as notes:
        return chat(library, make_answerer(library, settings), news=notes.news)


def _cite(library: Library, _settings: Settings, options: Namespace) -> int:
    from bot.cli.queries import nothing_yet  # noqa: PLC0415 - not needed by `status`
    from bot.store import answers  # noqa: PLC0415

    if not library.exists:
        raise NotFoundError(f"{options.id}: there is no such citation; {nothing_yet(library)}")
    found = library.catalog.query(answers.cited, options.id)
    if options.json:
        print_json(found.as_json())
        return 0
    from bot.terminal.answer_view import show_citation  # noqa: PLC0415

    texts.speak(texts.of_locale(os.environ))
    show_citation(found)
    return 0


def _status(library: Library, settings: Settings, options: Namespace) -> int:
    spent = costs.of_today(library) | {"budget": settings.llm_budget}
    status = library.status() | {"spent": spent}
    telegram = pulse.look(library)
    status |= {"telegram": telegram, "healthy": status["healthy"] and _hears(settings, telegram)}
    status["engines"] = [each.as_json() for each in engines(settings)]
    if library.exists and (server := library.vector_indexes.server()):
        status |= {"chroma": server}
        if settings.shared:
            status |= {"workers": library.catalog.query(workers.alive)}
    if last := status["last_reading"]:
        given = library.settings.locations
        last["failed"] = [as_given(sentence, given) for sentence in last["failed"]]
    if options.json:
        print_json(status)
        return 0
    from bot.cli.queries import nothing_yet  # noqa: PLC0415 - not for JSON
    from bot.terminal.status import show_status  # noqa: PLC0415

    archive = library.archive()
    show_status(
        status,
        places=_places(library),
        rejected=[each | {"where": placed(each["where"], archive)} for each in library.rejected()],
        runs={job.id: job.words for job in library.unfinished()},
        nothing="" if status["generation"] else nothing_yet(library),
    )
    return 0


def _places(library: Library) -> dict[str, str]:
    """Where the home is, and the catalog where it is not in there."""
    home = {"home": str(library.home.root.absolute())}
    shared = library.exists and library.catalog.shared
    return home | ({"catalog": library.catalog.name} if shared else {})


def _hears(settings: Settings, telegram: dict[str, Any] | None) -> bool:
    """Whether the bot is well, where one is meant to run: without a token it is not missed."""
    return settings.telegram_token is None or pulse.is_well(telegram)


def _doctor(library: Library, settings: Settings, options: Namespace) -> int:
    from bot.cli.diagnosis import diagnose  # noqa: PLC0415 - needs the embedder

    found = diagnose(library, say=say)
    if settings.telegram_token and found["checks"][0]["ok"]:
        _examine_bot(found, pulse.look(library))
    _examine_engines(found, settings)
    if options.json:
        print_json(found)
    else:
        from bot.terminal.status import show_diagnosis  # noqa: PLC0415

        show_diagnosis(found)
    return 0 if found["healthy"] else 1


def _examine_bot(found: dict[str, Any], telegram: dict[str, Any] | None) -> None:
    """Add to what the doctor found how the bot is, where there is one."""
    if telegram is not None:
        well, said = pulse.is_well(telegram), pulse.describe(telegram)
        found["checks"].append({"name": "telegram", "ok": well, "detail": said})
        found["healthy"] = found["healthy"] and well


def _examine_engines(found: dict[str, Any], settings: Settings) -> None:
    """Add the models of the settings; one that does not answer is wrong.

    Of the embedder the doctor may have said already what is wrong.
    """
    told = {check["name"] for check in found["checks"]}
    for each in engines(settings):
        if each.role in told:
            continue
        well = each.answers is not False
        detail = f"{each.name}: {each.detail}"
        found["checks"].append({"name": each.role, "ok": well, "detail": detail})
        found["healthy"] = found["healthy"] and well


def _eval(library: Library, settings: Settings, options: Namespace) -> int:
    from bot.answer.factory import make_answerer  # noqa: PLC0415 - needs the embedder
    from bot.cli.queries import require  # noqa: PLC0415
    from bot.evaluation.question_file import read_questions  # noqa: PLC0415
    from bot.evaluation.report import evaluate  # noqa: PLC0415
    from bot.terminal.progress_bars import progress_bars  # noqa: PLC0415

    read_questions([Path(options.file)])  # a wrong line is told before anything is loaded
    require(library)
    answerer = make_answerer(library, settings)
    with progress_bars() if sys.stderr.isatty() else nullcontext(silent) as progress:
        found = evaluate(library, answerer, [options.file], progress)
    if options.json:
        print_json(found)
        return 0
    from bot.terminal.score_tables import show_report  # noqa: PLC0415

    show_report(found)
    return 0


def _cancel(library: Library, _settings: Settings, options: Namespace) -> int:
    from index.jobs.queue import cancel_unfinished  # noqa: PLC0415 - not needed by `status`

    if options.job is None and not library.unfinished():
        sys.stdout.write("nothing to cancel: no run is queued or going on.\n")
        return 0
    for job in cancel_unfinished(library, options.job):
        became = "is cancelled" if job.ended else "stops at its next step"
        sys.stdout.write(f"job {job.id} ({job.kind}) {became}; what it has done is kept.\n")
    return 0


def _remove(library: Library, _settings: Settings, options: Namespace) -> int:
    from bot.cli.queries import nothing_yet  # noqa: PLC0415
    from index.catalog.articles import withdrawal  # noqa: PLC0415
    from index.jobs.queue import settle  # noqa: PLC0415

    if not library.exists:
        raise NotFoundError(f"{options.article}: there is no such article; {nothing_yet(library)}")
    before = library.catalog.query(withdrawal.withdrawn)
    found = library.withdraw(options.article)
    titles = library.catalog.query(withdrawal.titles, found)
    for article in found:
        word = "already withdrawn" if article in before else "withdrawn"
        sys.stdout.write(f"{word}: {article} {titles.get(article, '')}".rstrip() + "\n")
    sys.stdout.flush()
    settle(library)
    return 0


def _copy(library: Library, _settings: Settings, options: Namespace) -> int:
    from bot.terminal.progress_bars import progress_bars  # noqa: PLC0415 - not for other commands
    from index.jobs.relocation import relocate  # noqa: PLC0415

    with progress_bars() as progress:
        counts = relocate(library, Path(options.home), progress=progress)
    said = ", ".join(f"{name} {counts[name]}" for name in ("articles", "passages", "answers"))
    sys.stdout.write(f"copied: {said}. {options.home} is left as it was.\n")
    return 0


_COMMANDS: dict[str, Callable[[Library, Settings, Any], int]] = {
    "run": _run,
    "cite": _cite,
    "status": _status,
    "cancel": _cancel,
    "doctor": _doctor,
    "remove": _remove,
    "copy": _copy,
    "eval": _eval,
}
_ELSEWHERE = {
    "index": "index_command",
    "worker": "worker_command",
    "search": "queries",
    "ask": "queries",
    "timeline": "story_commands",
    "latest": "story_commands",
    "quotes": "story_commands",
    "watch": "watch_command",
    "backup": "home_commands",
    "restore": "home_commands",
}
"""The modules of commands whose imports take longer than `status` does."""


def _command(name: str) -> Callable[[Library, Settings, Any], int]:
    """What carries out the command of this name."""
    if name in _COMMANDS:
        return _COMMANDS[name]
    found: Callable[[Library, Settings, Any], int] = getattr(
        import_module(f"bot.cli.{_ELSEWHERE[name]}"), name
    )
    return found


_WITHOUT_SETTINGS = {
    "init": ("init_command", "init"),
    "completion": ("home_commands", "completion"),
}
"""Commands that are run where settings are wrong or missing."""
