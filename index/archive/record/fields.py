"""From the fields of a record, under any of their common names, to an article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.archive.record.known_names import names_of
from index.archive.record.markup import plain
from index.archive.record.stated_dates import dated
from index.archive.record.text_entities import put_together
from index.dates.parser import parse_date, unwrapped
from index.models import CUT, Article, Record, Remark
from index.text.characters import seen
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def to_record(fields: Mapping[str, Any], *, where: str) -> Record:
    """The article in ``fields``; without a text the record is rejected with the reason."""
    return replace(_record(fields, where=where), fields=fields)


def _record(fields: Mapping[str, Any], *, where: str) -> Record:
    text = clean(plain(_text(fields, "text")))
    if not text:
        names = ", ".join(names_of("text"))
        return Record(where, reason=f"no article text (looked for the fields {names})")
    url = _address(one_line(_text(fields, "url")))
    language = _language(_text(fields, "language"))
    dating = dated(_stated(fields), url=url, text=text, language=language)
    article = Article(
        title=one_line(plain(_text(fields, "title"))) or first_sentence(text),
        text=text,
        source=one_line(plain(_text(fields, "source"))) or None,
        published=dating.moment,
        precision=dating.precision,
        dated_by=dating.by,
        url=url,
        author=one_line(plain(_text(fields, "author"))) or None,
        language=language,
        section=one_line(plain(_text(fields, "section"))) or None,
        external_id=one_line(_text(fields, "id")) or None,
    )
    remarks = tuple(Remark(where, kind, sentence) for kind, sentence in dating.faults)
    remarks += _lost(fields, where=where)
    return Record(where, article=article, remarks=remarks, figured=dating.figured)


def _lost(fields: Mapping[str, Any], *, where: str) -> tuple[Remark, ...]:
    """What is to be said where pieces of the text are of an unknown form."""
    value = next(filter(None, map(fields.get, names_of("text"))), None)
    return put_together(value).remarks(where=where) if isinstance(value, list) else ()


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


def _address(url: str) -> str | None:
    """``url``, unless it is none or would run something where somebody opens it."""
    return None if not url or _SCRIPT.match(url) else url


def _stated(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of fields that should be dates, the preferred name first."""
    for name in names_of("published"):
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            value = unwrapped(value)
            value = _flat(value) if isinstance(value, list | dict | bool) else value
        if value not in (None, ""):
            yield name, value


def _text(fields: Mapping[str, Any], field: str) -> str:
    for name in names_of(field):
        value = fields.get(name)
        if field == "text" and isinstance(value, list):
            value = put_together(value).text
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
