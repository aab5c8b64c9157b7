"""The command that reads the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.terminal.output import as_given, placed, print_json, say
from index.archive.sources.explanation import refuse_missing
from index.archive.sources.urls import is_url, without_secrets
from index.catalog.articles import locations
from index.errors import PressmarkError
from index.jobs.queue import work_off

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.settings import Settings
    from index.library import Library


_FIELDS = {
    "published": "date_field",
    "title": "title_field",
    "text": "text_field",
    "source": "source_field",
    "author": "author_field",
}


def index(library: Library, _settings: Settings, options: Namespace) -> int:
    """Read the archive, or what is named, and bring the index up to date."""
    names = _named_fields(options)
    if options.explain:
        return _explain(library, options, names)
    if names:
        refuse_missing(options.location, names)
    for location in options.location if names else ():
        library.catalog.change(locations.choose, location, names)
    if not options.location and not library.archive():
        raise PressmarkError(
            "where these articles are from is not kept here; name files, folders or URLs, or set "
            "PRESSMARK_ARCHIVE."
        )
    return _show(library, options, _run(library, options))


def _run(library: Library, options: Namespace) -> dict[str, Any]:
    """The result of a run over what the command names."""
    from bot.terminal.progress_bars import progress_bars  # noqa: PLC0415 - not for other commands

    number = library.submit("full" if options.full else "index", options.location)
    with progress_bars() as progress:
        job = work_off(library, number, progress=progress, say=say)
    if job.state == "cancelled":
        raise PressmarkError("the run was cancelled; what it had done is kept.")
    if job.result is None:
        raise PressmarkError(job.error or "the run failed; see the log.")
    return dict(job.result)


def _show(library: Library, options: Namespace, result: dict[str, Any]) -> int:
    """Show the outcome, and behind it what could not be used, a line a kind; the exit code."""
    from bot.terminal.status import show_index  # noqa: PLC0415 - as above

    lacking = result.pop("lacking", [])
    warnings, failed, notes = (result.pop(name, []) for name in ("warnings", "failed", "notes"))
    failed = failed or _nothing_indexed(library, options, result["articles"], notes)
    if options.json:
        print_json(result)
    elif not failed or any(result["articles"].values()):
        given = options.location or library.archive()
        for record in result["rejected"]:
            record["where"] = placed(record["where"], given)
        show_index(result, articles=library.status()["articles"], full=options.full)
    for sentence in [*notes, *warnings, *lacking]:
        say(sentence)
    for sentence in failed:
        say(as_given(sentence, options.location or library.archive()))
    return 1 if failed else 0


def _named_fields(options: Namespace) -> dict[str, list[str]]:
    """The fields that the command names, by what they hold."""
    given = {what: getattr(options, name) for what, name in _FIELDS.items()}
    names = {what: [name.strip() for name in some] for what, some in given.items() if some}
    if names and not options.location:
        raise PressmarkError("name the files that have these fields, too.")
    return names


def _explain(library: Library, options: Namespace, names: dict[str, list[str]]) -> int:
    """Show what is made of one file."""
    from bot.terminal.explanation_view import show_explanation  # noqa: PLC0415 - as above
    from index.archive.sources.explanation import explain  # noqa: PLC0415

    if len(options.location) != 1:
        raise PressmarkError("--explain takes one file.")
    (location,) = options.location
    kept = library.catalog.query(locations.named, location) if library.exists else {}
    found = explain(location, locations.joined(names, kept))
    if options.json:
        print_json(found.as_json())
    else:
        show_explanation(found)
    return 0


def _nothing_indexed(
    library: Library, options: Namespace, counts: dict[str, int], notes: list[str]
) -> list[str]:
    """A sentence where no location failed and yet no article came of the run."""
    named = options.location or library.archive()
    where = "; ".join(without_secrets(each) if is_url(each) else each for each in named)
    if not counts["read"] and not notes:
        return [f"{where}: no articles there; name files, folders or URLs that hold some."]
    if 0 < counts["read"] == counts["rejected"]:
        return [f"{where}: every record was rejected; correct them, or name other files."]
    return []
