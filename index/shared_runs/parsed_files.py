"""What was read from files, as bytes that another process takes up: JSON, so that it is no code."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.archive.readers import Reading
from index.archive.sources.files import read
from index.archive.sources.folders import Source
from index.models import Article, Record, Remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOMENT, _DAY = "\0moment", "\0day"
"""They stand for what JSON does not know; a file that has such keys itself is not told."""
_SAID = (_MOMENT, _DAY)
_PLAIN = (str, int, float, bool, type(None))
_QUICK = 1
"""How hard zlib tries."""


def listed(source: Source, names: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """A file as another process finds it, with the state it is in; None where it cannot be seen."""
    try:
        stat = source.path.stat()
    except OSError:
        return None
    named = {what: list(some) for what, some in names.items()}
    where = {"path": str(source.path), "name": source.name, "place": source.place}
    state = {"size": stat.st_size, "changed": stat.st_mtime_ns}
    return where | state | {"explicit": source.explicit, "names": named}


def parsed(files: Sequence[Mapping[str, Any]]) -> bytes | None:
    """What these files hold; None where one is not here as it was there, or does not fit."""
    found = []
    for file in files:
        source = Source(Path(file["path"]), file["name"], file["place"], explicit=file["explicit"])
        if listed(source, file["names"]) != file:
            return None
        reading = read(source, names=file["names"])
        try:
            records = [_packed(record) for record in reading.records]
        except TypeError:
            return None
        about = {"alone": reading.alone, "partial": reading.partial, "kind": reading.kind}
        found.append(about | {"records": records})
    return zlib.compress(json.dumps(found).encode("ascii"), _QUICK)


def readings(made: bytes) -> list[Reading]:
    """The same again, a reading a file."""
    return [
        Reading(
            iter([_unpacked(record) for record in file["records"]]),
            alone=file["alone"],
            partial=file["partial"],
            kind=file["kind"],
        )
        for file in json.loads(zlib.decompress(made))
    ]


def _packed(record: Record) -> dict[str, Any]:
    """A record without its ``figured`` date, which its file has done with.

    Raises:
        TypeError: it has a value that is not told in JSON.
    """
    article = None if record.article is None else asdict(record.article)
    return {
        "where": record.where,
        "article": _told(article),
        "reason": record.reason,
        "remarks": [[each.where, each.kind, each.sentence] for each in record.remarks],
        "member": list(record.member),
        "left_out": record.left_out,
        "fields": _told(None if record.fields is None else dict(record.fields)),
    }


def _unpacked(packed: dict[str, Any]) -> Record:
    article = _meant(packed["article"])
    return Record(
        where=packed["where"],
        article=None if article is None else Article(**article),
        reason=packed["reason"],
        remarks=tuple(Remark(*each) for each in packed["remarks"]),
        member=tuple(packed["member"]),
        left_out=packed["left_out"],
        fields=_meant(packed["fields"]),
    )


def _told(value: Any) -> Any:
    """A value in JSON's own, which ``_meant`` makes the same of.

    Raises:
        TypeError: there is none.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if type(value) is list:
        return [_told(each) for each in value]
    if type(value) is dict and all(type(each) is str and each not in _SAID for each in value):
        return {name: _told(each) for name, each in value.items()}
    raise TypeError(type(value).__name__)


def _meant(value: Any) -> Any:
    if isinstance(value, list):
        return [_meant(each) for each in value]
    if not isinstance(value, dict):
        return value
    if _MOMENT in value:
        return datetime.fromisoformat(value[_MOMENT])
    if _DAY in value:
        return date.fromisoformat(value[_DAY])
    return {name: _meant(each) for name, each in value.items()}
