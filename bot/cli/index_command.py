"""The command that reads the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.terminal.output import as_given, print_json, say
from index.archive.sources.urls import is_url, without_secrets
from index.errors import PressmarkError
from index.jobs.queue import work_off

if TYPE_CHECKING:
    from argparse import Namespace

    from bot.settings import Settings
    from index.library import Library


def index(library: Library, _settings: Settings, options: Namespace) -> int:
    """Read the archive, or what is named, and bring the index up to date."""
    from bot.terminal.progress_bars import progress_bars  # noqa: PLC0415 - not for other commands
    from bot.terminal.status import show_index  # noqa: PLC0415

    if any(not location.strip() for location in options.location):
        raise PressmarkError("a location is empty; name a file, a folder, a glob or a URL.")
    if not options.location and not library.archive():
        raise PressmarkError(
            "where these articles are from is not kept here; name files, folders or URLs, or set "
            "PRESSMARK_ARCHIVE."
        )
    number = library.submit("full" if options.full else "index", options.location)
    with progress_bars() as progress:
        job = work_off(library, number, progress=progress, say=say)
    if job.state == "cancelled":
        raise PressmarkError("the run was cancelled; what it had done is kept.")
    if job.result is None:
        raise PressmarkError(job.error or "the run failed; see the log.")
    result = dict(job.result)
    warnings, failed, notes = (result.pop(name, []) for name in ("warnings", "failed", "notes"))
    failed = failed or _nothing_indexed(library, options, result["articles"], notes)
    if options.json:
        print_json(result)
    elif not failed or any(result["articles"].values()):
        show_index(result, full=options.full)
    for sentence in [*notes, *warnings]:
        say(sentence)
    for sentence in failed:
        say(as_given(sentence, options.location or library.settings.locations))
    return 1 if failed else 0


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
