"""From the fields of a record, under any of their common names, to an article."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from index.archive.record.inferred_dates import inferred_day
from index.archive.record.known_names import names_of
from index.archive.record.markup import plain
from index.archive.record.roles import folded, roles_of
from index.archive.record.values import (
    host,
    is_page,
    is_removed,
    opened,
    prose,
    said,
    unpublished,
    whole,
)
from index.dates.parser import parse_date
from index.errors import ArchiveError
from index.models import CUT, Article, Record, Remark
from index.text.characters import seen
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.archive.record.roles import Roles
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
_SHOWN_CHARACTERS = 60
_SHOWN_NAMES = 5
_MOST_SHOWN = 20
_ADDRESSES = frozenset(("url", "link", "canonical"))
"""What is called so is believed to be an address; the others have to look like one."""
_DASHES = ("-", "–", "—", "|")
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d\s,.]+")
_LOOKS = {
    "published": ("a date", re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2}|\d{1,2}:\d{2}")),
    "source": ("an outlet", re.compile(r"^[^\n]{2,100}$")),
    "author": ("an author", re.compile(r"^[^\W\d_][^\n]{1,100}$")),
}
"""What a field that nobody uses looks like, and what its value must look like for that."""


def to_record(fields: Mapping[str, Any], *, where: str) -> Record:
    """The article in ``fields``; without a text the record is rejected with the reason."""
    roles = roles_of(fields)
    if roles.of("wrappers"):
        fields = opened(fields)
        roles = roles_of(fields)
    for name in roles.of("status"):
        if unpublished(name, fields[name]):
            return Record(where, reason=f'is not published (field "{name}" is "{fields[name]}")')
    text = _prose(fields, roles)
    if not text:
        return Record(where, reason=_refusal(fields))
    if is_removed(text):
        return Record(where, reason=f'was taken back by its publisher (its text is "{text}")')
    url = _url(fields, roles)
    dates = {name: fields[name] for name in roles.of("published")}
    dated, warning = _dated(dates, url=url, text=text)
    title, source = one_line(plain(_text(fields, roles.of("title")))), _outlet(fields, roles)
    if source and title.endswith(source):
        title = _without(title, source)
    article = Article(
        title=title or first_sentence(text),
        text=text,
        source=source,
        published=dated.moment,
        precision=dated.precision,
        dated_by=dated.by,
        url=url,
        author=_author(fields, roles),
        language=_language(_text(fields, roles.of("language"))),
        section=_named(fields, roles.of("section")) or None,
        external_id=one_line(_text(fields, roles.of("id"))) or None,
    )
    remarks = [Remark(where, "a date that cannot be read", warning)] if warning else []
    if roles.alike:
        remarks += _unused(fields, roles, article, where=where)
    return Record(where, article=article, remarks=tuple(remarks))


def _prose(fields: Mapping[str, Any], roles: Roles) -> str:
    """The text; where no field holds it whole, the longest that tells the story in short."""
    parts = []
    for name in roles.of("text"):
        text, is_whole = whole(prose(fields[name]))
        if is_page(text):
            continue  # the page of the article, with all that stands around it
        if is_whole and (text := clean(plain(text))):
            return text
        parts.append(text)
    parts += (prose(fields[name]) for name in roles.of("texts in short"))
    return max((clean(plain(part)) for part in parts), key=len, default="")


def _refusal(fields: Mapping[str, Any]) -> str:
    """Why a record without a text is none, with the fields that it has."""
    looked = ", ".join(names_of("text")[:_SHOWN_NAMES])
    held = [name for name, value in fields.items() if value not in (None, "", [], {})]
    found = ", ".join(one_line(str(name))[:_SHOWN_CHARACTERS] for name in held[:_MOST_SHOWN])
    more = ", …" if len(held) > _MOST_SHOWN else ""
    has = f"; it has {found}{more}" if found else ""
    return f"no article text (looked for the fields {looked} and their like{has})"


def _unused(
    fields: Mapping[str, Any], roles: Roles, article: Article, *, where: str
) -> tuple[Remark, ...]:
    """What is told of fields that look like something that the article lacks."""
    said_of = []
    for meaning, names in roles.alike.items():
        likeness, looks = _LOOKS[meaning]
        if getattr(article, meaning) is None:
            said_of += [(name, likeness) for name in names if looks.search(said(fields[name]))]
    kinds = (f'column "{name}" looks like {likeness} and is not used' for name, likeness in said_of)
    return tuple(Remark(where, kind, f"{kind}.") for kind in kinds)


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
    known_clean = text.isascii() and text.isprintable()
    return " ".join((text if known_clean else clean(text)).split())


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


def _url(fields: Mapping[str, Any], roles: Roles) -> str | None:
    """The address, unless it is none or would run something where somebody opens it."""
    for name in roles.of("url"):
        url = one_line(said(fields[name]))
        if (
            url
            and (name in _ADDRESSES or host(url) or folded(name) in _ADDRESSES)
            and not _SCRIPT.match(url)
        ):
            return url
    return None


def _outlet(fields: Mapping[str, Any], roles: Roles) -> str | None:
    """The name of the outlet; where only addresses are given, whose they are."""
    address = None
    for name in roles.of("source"):
        outlet = one_line(plain(said(fields[name])))
        if outlet and not (place := host(outlet)):
            return outlet
        address = address or place if outlet else address
    return address


def _without(title: str, source: str) -> str:
    """A title without the outlet behind a dash or a bar at its end, as services of news add it."""
    kept = title[: -len(source)].rstrip()
    return kept[:-1].rstrip() if kept[-1:] in _DASHES and kept[-2:-1].isspace() else title


def _author(fields: Mapping[str, Any], roles: Roles) -> str | None:
    """Who wrote it, without the "By" of a byline."""
    name = _named(fields, roles.of("author"))
    begins = _BY.match(name)
    return name[begins.end() :] if begins else name or None


def _named(fields: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of these fields that names something: databases number authors and sections."""
    for name in names:
        text = one_line(plain(said(fields[name])))
        if text and not (text[0].isdigit() and _NUMBERS.fullmatch(text)):
            return text
    return ""


def _dated(fields: Mapping[str, Any], *, url: str | None, text: str) -> tuple[_Dated, str | None]:
    """The date, and what is wrong with the field where it cannot be read."""
    for name, stated in fields.items():
        value = said(stated) if isinstance(stated, list | dict | bool) else stated
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


def _text(fields: Mapping[str, Any], names: Iterable[str]) -> str:
    for name in names:
        text = said(fields[name])
        if text and not text.isspace():
            return text
    return ""


def _language(text: str) -> str | None:
    code = text.strip().lower().replace("_", "-").split("-")[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        return None
    return _codes().get(code, code)


@cache
def _codes() -> Mapping[str, str]:
    """The codes of two letters by those of three."""
    return dict(pair.split("=") for pair in names_of("codes of languages"))
