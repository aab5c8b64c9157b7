"""From the fields of a record, under any of their common names, to an article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.record.inferred_dates import inferred_day
from index.archive.record.known_names import names_of
from index.archive.record.markup import plain
from index.dates.parser import parse_date
from index.errors import ArchiveError
from index.models import CUT, Article, Record, Remark
from index.text.characters import seen
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.models import DatedBy, Precision

__all__ = ["clean", "first_sentence", "one_line", "parse_date", "to_record"]

_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
"""Control characters but tab, line feed and carriage return."""
_NO_CONTROL = dict.fromkeys(_CONTROL)
_HALVES = re.compile("[\ud800-\udfff]")
"""Lone surrogates: halves of characters that broken JSON can hold and UTF-8 cannot."""
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data|blob|tg)\s*:", re.IGNORECASE)
_TITLE_CHARACTERS = 200
_OPENING_CHARACTERS = 4000
"""Where the first sentence and the dateline are looked for."""
_DEEPEST = 4
_SHOWN_CHARACTERS = 60


def to_record(fields: Mapping[str, Any], *, where: str) -> Record:
    """The article in ``fields``; without a text the record is rejected with the reason."""
    return replace(_record(fields, where=where), fields=fields)


def _record(fields: Mapping[str, Any], *, where: str) -> Record:
    text = clean(plain(_text(fields, "text")))
    if not text:
        names = ", ".join(names_of("text"))
        return Record(where, reason=f"no article text (looked for the fields {names})")
    url = _address(one_line(_text(fields, "url")))
    dated, warning = _dated(fields, url=url, text=text)
    article = Article(
        title=one_line(plain(_text(fields, "title"))) or first_sentence(text),
        text=text,
        source=one_line(plain(_text(fields, "source"))) or None,
        published=dated.moment,
        precision=dated.precision,
        dated_by=dated.by,
        url=url,
        author=one_line(plain(_text(fields, "author"))) or None,
        language=_language(_text(fields, "language")),
        section=one_line(plain(_text(fields, "section"))) or None,
        external_id=one_line(_text(fields, "id")) or None,
    )
    remarks = (Remark(where, "a date that cannot be read", warning),) if warning else ()
    return Record(where, article=article, remarks=remarks)


def clean(text: str) -> str:
    """``text`` as it is stored: Unicode NFC, line feeds only, no control characters.

    Nor others that a reader cannot see, but those that emoji and scripts are made with.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.encode("ascii").translate(None, _CONTROL).decode("ascii").strip()
    whole = _HALVES.sub("\ufffd", text).translate(_NO_CONTROL)
    return unicodedata.normalize("NFC", seen(whole)).strip()


def one_line(text: str) -> str:
    """``text`` cleaned and with every run of white space made one space."""
    return " ".join(clean(text).split())


def first_sentence(text: str) -> str:
    """The first sentence of ``text`` as a title, cut at a word after 200 characters."""
    opening = text.lstrip()[:_OPENING_CHARACTERS]
    sentence = one_line(sentences(opening)[0].of(opening))
    if len(sentence) <= _TITLE_CHARACTERS:
        return sentence
    return sentence[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + CUT


class _Dated(NamedTuple):
    """A date, and where it is from."""

    moment: datetime | None = None
    precision: Precision | None = None
    by: DatedBy = "record"


def _address(url: str) -> str | None:
    """``url``, unless it is none or would run something where somebody opens it."""
    return None if not url or _SCRIPT.match(url) else url


def _dated(fields: Mapping[str, Any], *, url: str | None, text: str) -> tuple[_Dated, str | None]:
    """The date, and what is wrong with the field where it cannot be read."""
    for name in names_of("published"):
        value = fields.get(name)
        if isinstance(value, list | dict | bool):
            value = _flat(value)
        if value in (None, ""):
            continue
        try:
            return _Dated(*parse_date(value)), None
        except ArchiveError:
            shown = str(value)[:_SHOWN_CHARACTERS]
            fault = f'field "{name}" is "{shown}", expected an ISO 8601 date'
            return _inferred(url, text, fault)
    return _inferred(url, text, None)


def _inferred(url: str | None, text: str, fault: str | None) -> tuple[_Dated, str | None]:
    """The day that the address or the dateline names, where the fields name none."""
    found = inferred_day(url=url, text=text, now=datetime.now(UTC))
    if found is None:
        return _Dated(), fault and f"{fault}; the article was indexed without a date."
    day, place = found
    return _Dated(day, "day", place), fault and f"{fault}; the day in its {place} was taken."


def _text(fields: Mapping[str, Any], field: str) -> str:
    for name in names_of(field):
        value = fields.get(name)
        if field == "text" and isinstance(value, list):
            value = "\n\n".join(filter(None, map(_flat, value)))  # paragraphs
        text = _flat(value)
        if text and not text.isspace():
            return text
    return ""


def _flat(value: Any, *, depth: int = 0) -> str:
    """A value as text: lists joined, objects by their name; what is nested deeper is left out."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool) or depth > _DEEPEST or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, list | tuple):
        parts = (_flat(part, depth=depth + 1) for part in value)
        return ", ".join(part for part in parts if part)
    if isinstance(value, dict):
        name = value.get("name") or value.get("title") or value.get("uri")
        return _flat(name, depth=depth + 1)
    return str(value)


def _language(text: str) -> str | None:
    code = text.strip().lower().replace("_", "-").split("-")[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None
