"""What is known of pages: the truth in the two forms that collections of them have.

``evaldata.json`` of trafilatura: for each address the ``file``, phrases that its text has
(``with``) and has not (``without``), and where known ``title``, ``author``, ``date``, ``sitename``.
Test resources of fundus: beside ``Outlet_2024_03_05.html.gz`` an ``Outlet.json``, for each version
of a parser what it made of a page: ``title``, ``authors``, ``publishing_date``, ``body``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAGE = re.compile(r".+\.(?:x?html?)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE)
_FILE_DAY = re.compile(r"(.+?)_(\d{4})_(\d{2})_(\d{2})\.html")
_UNKNOWN = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what is known of it; what is not known is empty.

    ``text`` is the whole text, ``phrases`` are what must and ``unwanted`` what must not be in it.
    """

    path: Path
    name: str
    text: str = ""
    phrases: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    outlet: str = ""


def known_pages(folder: Path) -> Iterator[Page]:
    """Every page below ``folder`` with a known truth, in the order of the files that state it."""
    pages = {path.name: path for path in sorted(folder.rglob("*")) if _PAGE.match(path.name)}
    for path in sorted(folder.rglob("*.json")):
        try:
            value = json.loads(path.read_text(encoding="utf-8-sig"))
        except ValueError:
            continue
        if _has_phrases(value):
            yield from _by_phrases(value, pages)
        elif isinstance(value, dict):
            yield from _by_fields(path, value)


def _has_phrases(value: Any) -> bool:
    entries = list(value.values()) if isinstance(value, dict) else value
    return isinstance(entries, list) and any(
        isinstance(entry, dict) and "file" in entry and "with" in entry for entry in entries
    )


def _by_phrases(value: Any, pages: dict[str, Path]) -> Iterator[Page]:
    """Pages as trafilatura's evaluation lists them, those whose files are there."""
    for entry in value.values() if isinstance(value, dict) else value:
        found = [pages.get(entry.get("file", "") + ending) for ending in ("", ".gz")]
        path = next(filter(None, found), None)
        if path is not None:
            yield Page(
                path,
                entry["file"],
                phrases=tuple(filter(None, entry.get("with") or ())),
                unwanted=tuple(filter(None, entry.get("without") or ())),
                title=entry.get("title") or "",
                date=entry.get("date") or "",
                authors=_names(entry.get("author")),
                outlet=entry.get("sitename") or entry.get("hostname") or "",
            )


def _by_fields(path: Path, versions: dict[str, Any]) -> Iterator[Page]:
    """Pages of one outlet, each with the version whose article is nearest before its day."""
    stated = [each for each in versions.values() if isinstance(each, dict) and "title" in each]
    days = {page: day for page in path.parent.iterdir() if (day := _day_of(page, path.stem))}
    for version in stated:
        published = _moment(version.get("publishing_date"))
        near = sorted(days, key=lambda page: (abs(days[page] - published), page.name))
        if not near:
            return
        page = near[0]
        del days[page]
        yield Page(
            page,
            page.name,
            text=_body(version),
            title=version.get("title") or "",
            date=version.get("publishing_date") or "",
            authors=_names(version.get("authors")),
        )


def _day_of(page: Path, outlet: str) -> datetime | None:
    """The day in the name of a page, if it is one of ``outlet``."""
    match = _FILE_DAY.match(page.name)
    if match is None or match[1] != outlet:
        return None
    return datetime(int(match[2]), int(match[3]), int(match[4]), tzinfo=UTC)


def _moment(value: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return _UNKNOWN
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _body(version: dict[str, Any]) -> str:
    """Summary, headlines and paragraphs, as one text."""
    body = version.get("body") or version.get("plaintext") or ""
    if isinstance(body, str):
        return body
    lines = list(body.get("summary") or ())
    for section in body.get("sections") or ():
        lines += [*(section.get("headline") or ()), *(section.get("paragraphs") or ())]
    return "\n\n".join(lines)


def _names(value: Any) -> tuple[str, ...]:
    """Names of authors, of a list or of a line."""
    names = re.split(r"[,;/]|\s(?:und|and|et)\s", value) if isinstance(value, str) else value or ()
    return tuple(name.strip() for name in names if name.strip())
