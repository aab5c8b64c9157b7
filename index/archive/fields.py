"""From the fields of a record, under any of their common names, to an article."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from index.errors import ArchiveError
from index.models import Article, Record
from index.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.models import Precision

NAMES = {
    "title": ("title", "headline"),
    "text": ("body", "text", "content", "maintext", "article"),
    "published": (
        "published_at",
        "date_publish",
        "date",
        "pubDate",
        "published",
        "versioncreated",
        "firstcreated",
    ),
    "source": ("source", "publisher", "provider", "source_domain"),
    "url": ("url", "link", "canonical"),
    "author": ("author", "authors", "byline"),
    "id": ("id", "guid", "uri"),
    "language": ("language", "lang"),
    "section": ("section", "category"),
}
"""Field names of common news dumps, in the order in which they are preferred."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HALVES = re.compile("[\ud800-\udfff]")
"""Lone surrogates: halves of characters that broken JSON can hold and UTF-8 cannot."""
_TITLE_CHARACTERS = 200
_DAY = re.compile(r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)")


def to_record(fields: Mapping[str, Any], *, where: str) -> Record:
    """The article in ``fields``; without a text the record is rejected with the reason."""
    text = clean(_text(fields, "text"))
    if not text:
        names = ", ".join(NAMES["text"])
        return Record(where, reason=f"no article text (looked for the fields {names})")
    published, precision, warning = _published(fields)
    article = Article(
        title=one_line(_text(fields, "title")) or first_sentence(text),
        text=text,
        source=one_line(_text(fields, "source")) or None,
        published=published,
        precision=precision,
        url=one_line(_text(fields, "url")) or None,
        author=one_line(_text(fields, "author")) or None,
        language=_language(_text(fields, "language")),
        section=one_line(_text(fields, "section")) or None,
        external_id=one_line(_text(fields, "id")) or None,
    )
    warnings = (f"{where}: {warning}; the article was indexed without a date.",) if warning else ()
    return Record(where, article=article, warnings=warnings)


def clean(text: str) -> str:
    """``text`` as it is stored: Unicode NFC, line feeds only, no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _HALVES.sub("\ufffd", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", whole).strip()


def one_line(text: str) -> str:
    """``text`` cleaned and with every run of white space made one space."""
    return " ".join(clean(text).split())


def first_sentence(text: str) -> str:
    """The first sentence of ``text`` as a title, cut at a word after 200 characters."""
    sentence = one_line(sentences(text)[0].of(text))
    if len(sentence) <= _TITLE_CHARACTERS:
        return sentence
    return sentence[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def parse_date(value: object) -> tuple[datetime, Precision]:
    """The moment ``value`` names, aware, and whether it names a day or a second.

    Takes ISO 8601, RFC 5322 (feeds) and dates as YAML gives them. Without an offset: UTC.

    Raises:
        ArchiveError: it is none of these.
    """
    if isinstance(value, datetime):
        return _aware(value), "second"
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC), "day"
    text = str(value).strip()
    day = _DAY.fullmatch(text) is not None
    if text.isdecimal() and not day:  # fromisoformat takes 1712121212121 for the year 1712
        raise ArchiveError(f'"{text}" is not an ISO 8601 date')
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = _aware(parse(text))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment, "day" if day else "second"
    raise ArchiveError(f'"{text}" is not an ISO 8601 date')


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _published(
    fields: Mapping[str, Any],
) -> tuple[datetime | None, Precision | None, str | None]:
    """Date, precision, and what is wrong with the field where it cannot be read."""
    for name in NAMES["published"]:
        value = fields.get(name)
        if value in (None, "", []):
            continue
        try:
            return (*parse_date(value), None)
        except ArchiveError:
            return None, None, f'field "{name}" is "{value}", expected an ISO 8601 date'
    return None, None, None


def _text(fields: Mapping[str, Any], field: str) -> str:
    for name in NAMES[field]:
        text = _flat(fields.get(name))
        if text.strip():
            return text
    return ""


def _flat(value: Any, depth: int = 3) -> str:
    """A value as text: lists joined, objects by their name; what is nested deeper is left out."""
    if value is None or isinstance(value, bool) or not depth:
        return ""
    if isinstance(value, list):
        return ", ".join(part for part in (_flat(each, depth - 1) for each in value) if part)
    if isinstance(value, dict):
        return _flat(value.get("name") or value.get("title") or value.get("uri"), depth - 1)
    return str(value)


def _language(text: str) -> str | None:
    code = text.strip().lower().replace("_", "-").split("-")[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None
