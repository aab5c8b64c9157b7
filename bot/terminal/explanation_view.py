"""What a terminal shows of one file: what was recognised, and the first article of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.terminal.console import console, print_indented
from index.archive.record.field_names import LIKENESS, OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.sources.explanation import Explanation
    from index.models import Article

_NAMES = 13
"""Columns of the names on the left, and the space behind them."""
_SHOWN = 5
"""Remarks and rejected records that are shown; the rest is counted."""
_ATTRIBUTES = ("title", "source", "author", "section", "language", "url", "external_id")
_CALLED = {"external_id": "id", "published": "date"}


def show_explanation(found: Explanation) -> None:
    """The kind of the file, what each field became, and the first article as it would be stored."""
    out = console()
    for name, value in _rows(found):
        print_indented(out, value, first=f"{name:<{_NAMES}}", rest=" " * _NAMES)


def _rows(found: Explanation) -> Iterator[tuple[str, str]]:
    first = f", the first of {found.files} files" if found.files > 1 else ""
    yield "file", f"{found.file}{first}"
    yield "read as", found.kind or "nothing that is known"
    counts = [(found.rejected, "rejected"), (found.undated, "without a date")]
    said = "".join(f", {count} {what}" for count, what in counts if count)
    yield "records", f"{found.records}{said}"
    for name, became in found.fields.items():
        yield "field", f"{name}: {_became(name, became, found.likely)}"
    for sentence in found.remarks[:_SHOWN]:
        yield "", sentence
    if len(found.remarks) > _SHOWN:
        yield "", f"and {len(found.remarks) - _SHOWN} more"
    if found.article:
        yield "first article", ""
        yield from _article(found.article)


def _became(name: str, became: tuple[str, ...], likely: dict[str, list[str]]) -> str:
    if became:
        return ", ".join(_CALLED.get(each, each) for each in became)
    what = next((what for what, names in likely.items() if name in names), None)
    if what is None:
        return "not used"
    return f"not used; it looks like {LIKENESS[what]}: {OPTIONS[what]} {name}"


def _article(article: Article) -> Iterator[tuple[str, str]]:
    for name in _ATTRIBUTES:
        if value := getattr(article, name):
            yield _CALLED.get(name, name), value
    if article.published:
        whole = article.published.isoformat()
        day = whole.partition("T")[0]
        origin = "" if article.dated_by == "record" else f" ({article.dated_by})"
        yield "date", f"{day if article.precision == 'day' else whole}{origin}"
    yield "text", article.text
