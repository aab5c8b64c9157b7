"""The fields of a record as they are named: which were used, which look like a date, which to take.

What was used is found by trial: a field was where the article is another one without it. So this
knows nothing of how names are recognised.
"""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from index.archive.record.fields import to_record
from index.archive.record.known_names import known_names, names_of
from index.dates.parser import is_future, parse_date
from index.errors import ArchiveError
from index.models import Article, Record, Remark

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIONS = {
    "published": "--date-field",
    "title": "--title-field",
    "text": "--text-field",
    "source": "--source-field",
}
"""What an operator can name the field of, and how."""
_EARLIEST_YEAR = 1700
"""The oldest newspapers that are read by machines."""
_ATTRIBUTES = [each.name for each in dataclass_fields(Article)]


def chosen(record: Record, names: Mapping[str, str]) -> Record:
    """``record`` read with the fields that ``names`` has for its title, text, date or outlet."""
    if record.fields is None or not names:
        return record
    values = {what: _value(record.fields, name) for what, name in names.items()}
    found = {names_of(what)[0]: value for what, value in values.items() if value is not None}
    before = to_record(record.fields, where=record.where)
    after = to_record({**record.fields, **found}, where=record.where)
    remarks = [each for each in record.remarks if each not in before.remarks]
    for what, name in names.items():
        if values[what] is None and not (after.article and getattr(after.article, what)):
            sentence = f'has no field "{name}", which {OPTIONS[what]} names.'
            remarks.append(
                Remark(record.where, "a field that was named and is not there", sentence)
            )
    return replace(
        record,
        article=_placed(after.article, record.article),
        reason=after.reason,
        remarks=(*after.remarks, *remarks),
    )


def used(record: Record) -> dict[str, tuple[str, ...]]:
    """For each field of a record what of the article was read from it, if anything was."""
    found = dict.fromkeys(record.fields or (), ())
    return {name: _read_from(record, name) for name in found}


def like_dates(record: Record) -> list[str]:
    """The fields of an undated record that look like its date."""
    fields = record.fields or {}
    likely = [name for name, value in fields.items() if _is_date(str(name), value)]
    return [str(name) for name in likely if not _read_from(record, name)]


def _placed(article: Article | None, before: Article | None) -> Article | None:
    """With what the place of the record gave it, where its fields do not."""
    if article is None or before is None:
        return article
    return replace(
        article,
        external_id=article.external_id or before.external_id,
        url=article.url or before.url,
    )


def _read_from(record: Record, name: str) -> tuple[str, ...]:
    fields = dict(record.fields or {})
    before = to_record(fields, where=record.where).article
    fields[name] = _changed(fields[name])
    after = to_record(fields, where=record.where).article
    if before is None or after is None:
        return () if before is after else ("text",)
    return tuple(each for each in _ATTRIBUTES if getattr(before, each) != getattr(after, each))


def _changed(value: Any) -> Any:
    """Another value of the kind: an empty one would let the next field of this meaning speak."""
    if isinstance(value, str) and value.strip():
        return f"{value}x"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value + 1
    return None


def _is_date(name: str, value: Any) -> bool:
    """Whether it reads as a date; a bare number does under a name that says so."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    text = str(value).strip()
    if text.isdigit() and not any(
        word in name.casefold() for word in known_names("words of dates")
    ):
        return False
    try:
        moment, _ = parse_date(text)
    except ArchiveError:
        return False
    return moment.year >= _EARLIEST_YEAR and not is_future(moment, now=datetime.now(UTC))


def _value(fields: Mapping[str, Any], name: str) -> Any:
    """What stands in a field; ``meta.date`` is ``date`` in the object ``meta``."""
    spelled = {str(each).casefold(): each for each in fields}
    if name.casefold() in spelled:
        return fields[spelled[name.casefold()]]
    outer, _, inner = name.partition(".")
    inside = fields.get(spelled.get(outer.casefold(), outer))
    return _value(inside, inner) if inner and isinstance(inside, dict) else None
