"""Counts the lines of an outlet's articles, so that passages can leave out those that repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.articles.boilerplate import left_out_spans, line_digests, repeats_needed
from index.catalog.passages import lines
from index.digests import digest, folded
from index.progress import strides

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from index.catalog.engine import Catalog
    from index.models import Span
    from index.progress import Progress

_BATCH = 400
"""Most articles a transaction; fewer where it is slow."""
_STEP_SECONDS = 0.5
_DIGITS = 16
"""Hexadecimal digits of a digest that make an integer of 63 bits."""


def count_lines(catalog: Catalog, *, progress: Progress) -> None:
    """Count the lines of every newest version that were not counted yet.

    Articles that a line newly counted as boilerplate stands in lose their mark of being cut.
    """
    waiting = catalog.query(lines.uncounted)
    for batch in strides(
        waiting, "counting", most=_BATCH, seconds=_STEP_SECONDS, progress=progress
    ):
        with catalog.read() as connection:
            found = [_counted(row) for row in lines.countable(connection, batch)]
        catalog.change(lines.count, found)


def left_out(printed: Any, repeated: AbstractSet[int]) -> list[Span]:
    """The lines that no passage of an article has; ``repeated`` are digests as counted.

    ``printed`` is a row with its ``text``, ``source`` and ``url``.
    """
    outlet = _outlet(printed)
    return left_out_spans(printed.text, lambda line: _number(outlet, line) in repeated)


def _counted(row: Any) -> lines.Counted:
    outlet, title = _outlet(row), folded(row.title).casefold()
    found = {line.digest for line in line_digests(row.text) if line.digest}
    return lines.Counted(
        article=row.article,
        version=row.id,
        headline=_number(outlet, title or row.body),
        lines={_number(outlet, line): repeats_needed(line) for line in found},
    )


def _outlet(printed: Any) -> str:
    """What an article's lines are counted by: outlet, else host; else all that have neither.

    An archive without outlets is most often one outlet's; a line that stands under twenty
    headlines of it is no news.
    """
    if printed.source:
        return folded(printed.source).casefold()
    try:
        return (urlsplit(printed.url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _number(*parts: str) -> int:
    return int(digest(*parts)[:_DIGITS], 16) >> 1
