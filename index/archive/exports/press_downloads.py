"""Downloads of press databases as text: LexisNexis, Nexis Uni, Factiva, many articles in one file.

LexisNexis' older layout has outlet, date and title above the text, the newer one title, outlet and
date. Factiva's has title, byline, a count of words, date, outlet, and rights before the text.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.archive.content.charsets import decoded
from index.archive.record.fields import clean, one_line, to_record
from index.text.calendar import months

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.content.streams import Blob
    from index.models import Record

_MOST_DOWNLOAD = 64 * 1024 * 1024
_DATE = re.compile(r"(?P<month>[^\W\d_]{3,}) (?P<day>\d{1,2}), (?P<year>\d{4})\b")
_COUNT = re.compile(r"^[ \t]*\d[\d,. ]* (?:words|mots|Wörter|palabras)[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(
    r"^[ \t]*(?:Document|Dokument|Documento) [A-Za-z0-9]{20,40}[ \t]*$", re.MULTILINE
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por)\s+(?=\S)")
_MOST_ABOVE = 12
"""Lines between the count of words and the text."""
_RIGHTS = re.compile(r"(?i)\s*(?:copyright\b|©|\(c\)\s|all rights reserved)")


def is_press_download(text: str) -> bool:
    """Whether ``text`` begins as a download of LexisNexis does, or has its parts."""
    begins = re.match(rf"\s*{_line('begins').pattern}", text, re.MULTILINE)
    labelled = _line("text").search(text) and _line("ends").search(text)
    return bool(begins or labelled or (_COUNT.search(text) and _NUMBER.search(text)))


def read_press_download(blob: Blob) -> Iterator[Record]:
    """One record for each document of the file."""
    text = clean(decoded(blob.whole(most=_MOST_DOWNLOAD), declared=blob.charset))
    yield from press_documents(text, name=blob.name)


def press_documents(text: str, *, name: str) -> Iterator[Record]:
    """One record for each document of a download."""
    if _NUMBER.search(text) and _COUNT.search(text):
        for number, document in enumerate(filter(str.strip, _NUMBER.split(text)), start=1):
            yield to_record(_counted(document), where=f"{name}[{number}]")
        return
    border = _line("begins") if _line("begins").search(text) else _line("ends")
    documents = [document for document in border.split(text) if document.strip()]
    for number, document in enumerate(documents, start=1):
        yield to_record(_fields(document), where=f"{name}[{number}]")


def _fields(document: str) -> dict[str, Any]:
    """The fields of a document: what stands above its text, and its text up to what is below."""
    whole = _line("ends").split(document, maxsplit=1)[0]
    above, *below = _line("text").split(whole, maxsplit=1)
    if below:
        head, body = _paragraphs(above.replace("\n", "\n\n")), _paragraphs(below[0])
    else:
        head, body = _parted(_paragraphs(above))
    names = [one_line(part) for part in head if not _label().match(part)]
    date = next((name for name in names if _DATE.search(name)), "")
    first, second = [*(name for name in names if name != date), "", ""][:2]
    text = takewhile(lambda part: not _label("below").match(part), body)
    return {
        "title": first if below else second,
        "body": "\n\n".join(map(one_line, text)),
        "published": _day(date),
        "source": second if below else first,
        "author": _value("author", head),
        "section": _value("section", head).partition(";")[0],
    }


def _counted(document: str) -> dict[str, Any]:
    """The fields of a document of Factiva; one without a count of words is text alone."""
    above, *behind = _COUNT.split(document, maxsplit=1)
    if not behind:
        return {"body": document.strip()}
    title, *rest = [*map(one_line, filter(str.strip, above.split("\n\n"))), ""]
    below = behind[0].strip().split("\n")
    rights = (at for at, line in enumerate(below[:_MOST_ABOVE]) if _RIGHTS.match(line))
    end = next(rights, below.index("") if "" in below else 0)
    said = [one_line(line) for line in below[:end] if line.strip()]
    author = next((line for line in rest if _BYLINE.match(line)), "")
    return {
        "title": title,
        "body": "\n\n".join(map(one_line, _paragraphs("\n".join(below[end + 1 :])))),
        "published": next(iter(said), ""),
        "source": next((line for line in said[1:] if not line[0].isdigit()), ""),
        "author": _BYLINE.sub("", author, count=1),
    }


def _parted(parts: list[str]) -> tuple[list[str], list[str]]:
    """The parts above the text, and the text.

    It begins behind the labels above it or, where there are none, behind outlet, date and title.
    """
    is_label = [_label().match(part) is not None for part in parts]
    if True not in is_label or _label("below").match(parts[is_label.index(True)]):
        return parts[:3], parts[3:]
    first = is_label.index(True)
    end = next((at for at in range(first, len(parts)) if not is_label[at]), len(parts))
    return parts[:end], parts[end:]


def _paragraphs(text: str) -> list[str]:
    """What blank lines part, notices of rights aside; labels stand alone."""
    marked = re.sub(rf"(?m)^[ \t]*(?={_label().pattern})", "\n", text)
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", marked))
    return [part for part in parts if part and not _RIGHTS.match(part)]


def _value(name: str, head: list[str]) -> str:
    label = next((part for part in head if _label(name).match(part)), "")
    return one_line(label.partition(":")[2])


def _day(date: str) -> Any:
    """The day that a line names: an hour stands behind it in the zone of nobody knows where."""
    match = _DATE.search(date)
    month = months().get(match["month"].casefold()) if match else None
    if match is None or not month:
        return date
    try:
        return datetime(int(match["year"]), month, int(match["day"]), tzinfo=UTC).date()
    except ValueError:
        return date


@cache
def _label(*names: str) -> re.Pattern[str]:
    """One of these labels, or any."""
    labels = "|".join(_words()[name] for name in names or ("author", "section", "above", "below"))
    return re.compile(rf"(?:{labels})[ \t]*:")


@cache
def _line(name: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:{_words()[name]})[ \t]*$", re.MULTILINE)


@cache
def _words() -> dict[str, str]:
    file = Path(__file__).with_name("press_labels.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: value.replace("\n", "") for name, value in table.items()}
