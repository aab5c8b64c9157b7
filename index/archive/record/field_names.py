"""The fields of a record as they are named: which were used, what others look like, which to take.

What their names mean is said in `roles` alone. Which of them was used is found by trial: a field
was where the article is another one with another value in it.
"""

from __future__ import annotations

import re
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from index.archive.record.fields import to_record
from index.archive.record.known_names import names_of
from index.archive.record.roles import ALIKE, folded, roles_of
from index.archive.record.values import opened, said
from index.dates.parser import is_future, read_date
from index.errors import ArchiveError
from index.models import Article, Record, Remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPTIONS = {
    "published": "--date-field",
    "title": "--title-field",
    "text": "--text-field",
    "source": "--source-field",
    "author": "--author-field",
}
"""What an operator can name the field of, and how."""
LIKENESS = {"published": "a date", "source": "an outlet", "author": "an author"}
"""What a field may look like that nobody uses."""
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_EARLIEST_YEAR = 1700
"""The oldest newspapers that are read by machines."""
_LOOKS = {
    "source": re.compile(r"[^\n]{2,100}"),
    "author": re.compile(r"[^\W\d_][^\n]{1,100}"),
}
"""What the value of a field is like whose name looks like that of an outlet, or an author."""
_ANOTHER_DAY = "1911-11-11"
_TITLING = ("title", "text", "texts in short")
"""What a title is read from; from others only what does not belong to it is known."""
_ATTRIBUTES = [
    each.name for each in dataclass_fields(Article) if each.name not in {"precision", "dated_by"}
]


def each_of(names: Sequence[str]) -> tuple[str, ...]:
    """The names that were given for one meaning, the first to be asked first; or the only one."""
    return (names,) if isinstance(names, str) else tuple(names)


def is_there(record: Record, name: str) -> bool:
    """Whether a record has something in a field of this name."""
    return record.fields is not None and _value(record.fields, name) not in _EMPTY


def chosen(record: Record, names: Mapping[str, Sequence[str]], *, free: bool = True) -> Record:
    """``record`` read with the fields that ``names`` has for its title, text, date or outlet.

    Of several names for one meaning each record takes the first that it has. That it has none is
    told where its fields are ``free``: a page of text has no columns.
    """
    if record.fields is None or not names:
        return record
    taken = {
        what: next((name for name in each_of(some) if is_there(record, name)), None)
        for what, some in names.items()
    }
    found = {names_of(what)[0]: _value(record.fields, name) for what, name in taken.items() if name}
    spelled = set(map(folded, found))
    others = {name: value for name, value in record.fields.items() if folded(name) not in spelled}
    before = to_record(record.fields, where=record.where)
    after = _said_of(taken.get("published"), to_record({**others, **found}, where=record.where))
    remarks = [each for each in record.remarks if each not in before.remarks]
    for what, name in taken.items():
        if free and not (name or (after.article and getattr(after.article, what))):
            listed = " or ".join(f'"{each}"' for each in each_of(names[what]))
            sentence = f"has no field {listed}, which {OPTIONS[what]} names."
            remarks.append(
                Remark(record.where, "a field that was named and is not there", sentence)
            )
    return replace(
        record,
        article=_placed(after.article, record.article),
        reason=after.reason,
        left_out=after.left_out,
        remarks=(*after.remarks, *remarks),
        figured=after.figured,
    )


def _said_of(name: str | None, record: Record) -> Record:
    """``record`` with the date that was taken from the field ``name`` told of under that name."""
    known = names_of("published")[0]
    if name is None:
        return record
    figured = record.figured
    if figured is not None and figured.field == known:
        figured = replace(figured, field=name)
    remarks = (
        replace(each, sentence=each.sentence.replace(f'field "{known}"', f'field "{name}"'))
        for each in record.remarks
    )
    return replace(record, figured=figured, remarks=tuple(remarks))


def used(record: Record) -> dict[str, tuple[str, ...]]:
    """For each field of a record that has a value, what of the article was read from it.

    Fields of an object that wraps them are those of the record.
    """
    fields = opened(record.fields or {})
    roles = roles_of(fields)
    titling = {name for meaning in _TITLING for name in roles.of(meaning)}
    found: dict[str, tuple[str, ...]] = {
        str(name): () for name, value in fields.items() if value not in _EMPTY
    }
    for name in {name for names in roles.names.values() for name in names} & found.keys():
        became = _read_from(fields, name, where=record.where)
        found[name] = tuple(each for each in became if each != "title" or name in titling)
    return found


def unused(record: Record, what: str) -> tuple[str, ...]:
    """The fields that may be a date, an outlet or an author and mean nothing here by their names.

    A date may have any name.
    """
    fields = opened(record.fields or {})
    roles = roles_of(fields)
    if what in _LOOKS:
        return tuple(roles.alike.get(what, ()))
    meant = {name for names in roles.names.values() for name in names}
    return tuple(str(name) for name in fields if name not in meant)


def likely(record: Record, of: Sequence[str] = ALIKE) -> dict[str, list[str]]:
    """Of what an article lacks of date, outlet and author the fields that look like it."""
    fields = opened(record.fields or {})
    alike = roles_of(fields).alike
    missing = [each for each in of if record.article and not getattr(record.article, each)]
    found = {what: _looking(fields, what, alike.get(what, ())) for what in missing}
    if found.get("published"):
        became = used(record)
        found["published"] = [name for name in found["published"] if not became[name]]
    return {what: names for what, names in found.items() if names}


def _looking(fields: Mapping[str, Any], what: str, named: Sequence[str]) -> list[str]:
    """The fields whose values look like it: of those so ``named``, or of all that may be dates."""
    if what in _LOOKS:
        return [name for name in named if _LOOKS[what].fullmatch(said(fields[name]))]
    return [str(name) for name in fields if _is_date(fields[name], named=name in named)]


def _placed(article: Article | None, before: Article | None) -> Article | None:
    """With what the place of the record gave it, where its fields do not."""
    if article is None or before is None:
        return article
    return replace(
        article,
        external_id=article.external_id or before.external_id,
        url=article.url or before.url,
    )


def _read_from(fields: Mapping[str, Any], name: str, *, where: str) -> tuple[str, ...]:
    before = to_record(fields, where=where).article
    after = to_record({**fields, name: _changed(fields[name])}, where=where).article
    if before is None or after is None:
        return () if before is after else ("text",)
    return tuple(each for each in _ATTRIBUTES if getattr(before, each) != getattr(after, each))


def _changed(value: Any) -> Any:
    """Another value of the kind: an empty one would let the next field of this meaning speak."""
    if isinstance(value, list):
        return [_changed(part) for part in value]
    if isinstance(value, dict):
        return {name: _changed(part) for name, part in value.items()}
    if isinstance(value, str) and value.strip():
        return _ANOTHER_DAY if _is_date(value, named=True) else f"{value}x"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value + 1
    return None


def _is_date(value: Any, *, named: bool) -> bool:
    """Whether it reads as a date; a bare number, or one in doubt, under a name that says so."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    text = str(value).strip()
    try:
        found = read_date(text)
    except ArchiveError:
        return False
    if not named and (text.isdigit() or found.is_open or found.doubt):
        return False
    now = datetime.now(UTC)
    return found.moment.year >= _EARLIEST_YEAR and not is_future(found.moment, now=now)


def _value(fields: Mapping[str, Any], name: str) -> Any:
    """What stands in a field; ``meta.date`` is ``date`` in the object ``meta``."""
    spelled = {str(each).casefold(): each for each in fields}
    if name.casefold() in spelled:
        return fields[spelled[name.casefold()]]
    outer, _, inner = name.partition(".")
    inside = fields.get(spelled.get(outer.casefold(), outer))
    return _value(inside, inner) if inner and isinstance(inside, dict) else None
