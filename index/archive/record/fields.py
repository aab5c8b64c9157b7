"""From the fields of a record, under any of their common names, to an article."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from index.archive.record.inferred_dates import behind_day
from index.archive.record.known_names import names_of
from index.archive.record.markup import plain
from index.archive.record.roles import folded, roles_of
from index.archive.record.stated_dates import dated
from index.archive.record.text_entities import Pieces, put_together
from index.archive.record.values import host, is_page, is_removed, opened, said, unpublished, whole
from index.dates.notation import is_absent
from index.dates.parser import parse_date, unwrapped
from index.models import CUT, Article, Record, Remark
from index.text.characters import seen
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from index.archive.record.roles import Roles

__all__ = ["clean", "first_sentence", "one_line", "parse_date", "to_record"]

_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
"""Control characters but tab, line feed and carriage return."""
_NO_CONTROL = {0x85: "\n"} | dict.fromkeys([*_CONTROL, *range(0x80, 0x85), *range(0x86, 0xA0)])
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


def to_record(fields: Mapping[str, Any], *, where: str) -> Record:
    """The article in ``fields``; without a text the record is rejected with the reason."""
    given, roles = fields, roles_of(fields)
    if roles.of("wrappers"):
        fields = opened(fields)
        roles = roles_of(fields)
    for name in roles.of("status"):
        if unpublished(name, fields[name]):
            status = f'is not published (field "{name}" is "{fields[name]}")'
            return Record(where, reason=status, left_out=True, fields=given)
    prose = _prose(fields, roles)
    if reason := _refusal(fields, roles, prose.text):
        return Record(where, reason=reason, fields=given)
    url, language = _url(fields, roles), _language(_text(fields, roles.of("language")))
    dating = dated(_stated(fields, roles), url=url, text=prose.text, language=language)
    source = _outlet(fields, roles)
    article = Article(
        title=_title(fields, roles, source) or first_sentence(prose.text),
        text=prose.text,
        source=source,
        published=dating.moment,
        precision=dating.precision,
        dated_by=dating.by,
        url=url,
        author=_author(fields, roles),
        language=language,
        section=_named(fields, roles.of("section")) or None,
        external_id=one_line(_text(fields, roles.of("id"))) or None,
    )
    remarks = prose.remarks(where=where)
    if dating.faults:
        remarks = (*(Remark(where, kind, each) for kind, each in dating.faults), *remarks)
    return Record(where, article=article, remarks=remarks, figured=dating.figured, fields=given)


def _prose(fields: Mapping[str, Any], roles: Roles) -> Pieces:
    """The text; where no field holds it whole, the longest that tells the story in short."""
    parts = []
    for name in roles.of("text"):
        pieces = _pieces(fields[name])
        text, is_whole = whole(pieces.text)
        if is_absent(text):
            continue
        if is_page(text):
            continue  # the page of the article, with all that stands around it
        if is_whole and (text := clean(plain(text))):
            return Pieces(text, pieces.unknown)
        parts.append(text)
    parts += (_pieces(fields[name]).text for name in roles.of("texts in short"))
    short = (clean(plain(part)) for part in parts if not is_absent(part))
    return Pieces(max(short, key=len, default=""))


def _pieces(value: Any) -> Pieces:
    return Pieces(value) if isinstance(value, str) else put_together(value)


def _refusal(fields: Mapping[str, Any], roles: Roles, text: str) -> str | None:
    """Why a record with this text is no article; of one without, with the fields that it has."""
    if text:
        removed = f'was taken back by its publisher (its text is "{text}")'
        return removed if is_removed(text) else None
    looked = ", ".join(names_of("text")[:_SHOWN_NAMES])
    why = f"looked for the fields {looked} and their like"
    if (named := roles.of("text")) and all(_is_empty(fields[name]) for name in named):
        why = f'its field "{one_line(named[0])}" is empty'
    held = [name for name, value in fields.items() if not _is_empty(value)]
    found = ", ".join(one_line(str(name))[:_SHOWN_CHARACTERS] for name in held[:_MOST_SHOWN])
    more = ", …" if len(held) > _MOST_SHOWN else ""
    has = f"; it has {found}{more}" if found else ""
    return f"no article text ({why}{has})"


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {}) or (isinstance(value, str) and value.isspace())


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
    """The first sentence of ``text`` as a title, cut at a word after 200 characters.

    A day, or a place and a day, before it is none.
    """
    opening = behind_day(text.lstrip()[:_OPENING_CHARACTERS]).lstrip()
    sentence = one_line(sentences(opening)[0].of(opening))
    if len(sentence) <= _TITLE_CHARACTERS:
        return sentence
    return sentence[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] + CUT


def _url(fields: Mapping[str, Any], roles: Roles) -> str | None:
    """The address, unless it is none or would run something where somebody opens it."""
    for name in roles.of("url"):
        value, is_named_so = said(fields[name]), folded(name) in _ADDRESSES
        if not is_named_so and "://" not in value:
            continue
        url = one_line(value)
        if url and (is_named_so or host(url)) and not _SCRIPT.match(url):
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


def _title(fields: Mapping[str, Any], roles: Roles, source: str | None) -> str:
    """The title without the outlet behind a dash or a bar at its end, as services add it."""
    title = one_line(plain(_text(fields, roles.of("title"))))
    if not source or not title.endswith(source):
        return title
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


def _stated(fields: Mapping[str, Any], roles: Roles) -> Iterator[tuple[str, Any]]:
    """The values of fields that should be dates, the preferred name first."""
    for name in roles.of("published"):
        value = fields[name]
        if value is not None and not isinstance(value, str):
            value = unwrapped(value)
            value = said(value) if isinstance(value, list | dict | bool) else value
        if value not in (None, "") and value == value:  # noqa: PLR0124 - NaN
            yield name, value


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
