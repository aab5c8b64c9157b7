"""What is made of one file: its kind, its fields, and its first article as it would be stored."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.archive.record.field_names import OPTIONS, each_of, is_there, likely, used
from index.archive.sources.files import locate, read
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.archive.sources.folders import Source
    from index.models import Article, Record

_MOST_RECORDS = 1000
"""What is told of a file is told of its beginning: a dump may have millions of records."""
_MOST_FIELDS = 100
"""A record with more fields is looked at that far."""

_MOST_TOLD = 30
"""Fields that a refusal names."""


@dataclass(slots=True)
class Explanation:
    """What was recognised in the beginning of a file; ``fields`` says what each became."""

    file: str
    files: int = 1
    """How many files the location has; this is the first of them."""
    kind: str | None = None
    records: int = 0
    rejected: int = 0
    undated: int = 0
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    likely: dict[str, list[str]] = field(default_factory=dict)
    """Fields that look like the date, the outlet or the author, where an article lacks one."""
    remarks: list[str] = field(default_factory=list)
    article: Article | None = None
    where: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object of ``index --explain``."""
        found = asdict(self)
        if self.files == 1:
            del found["files"]
        if self.article and self.article.published:
            found["article"]["published"] = self.article.published.isoformat()
        return found

    def take(self, record: Record, names: Mapping[str, Sequence[str]]) -> None:
        """Look at a record; fields and article are those of the first that is kept."""
        self.records += 1
        self.rejected += record.is_rejected
        if record.is_rejected or record.left_out:
            self.remarks.append(f"{record.where}: {record.reason or 'cannot be read'}")
        self.remarks += map(str, record.remarks)
        if record.article is None:
            return
        if record.article.published is None:
            self.undated += 1
        self.likely = likely(record) | self.likely
        if self.article is None:
            self.article, self.where = record.article, record.where
            given = {
                name: (what,)
                for what, some in names.items()
                for name in [each for each in each_of(some) if is_there(record, each)][:1]
            }
            found = used(record) | given
            self.fields = dict(islice(found.items(), _MOST_FIELDS))


def explain(location: str, names: Mapping[str, Sequence[str]]) -> Explanation:
    """What is made of a file, or of the first of several, with these fields named.

    Raises:
        ArchiveError: there is none, or it is a URL.
    """
    found = locate(location)
    if found.url:
        raise ArchiveError(f"{location}: is a URL; download it, and name the file.")
    if not found.files:
        raise ArchiveError(f"{location}: there is no file in it.")
    reading = read(found.files[0], names=names)
    explanation = Explanation(found.files[0].name, files=len(found.files))
    with closing(reading.records) as records:  # type: ignore[type-var]
        for record in islice(records, _MOST_RECORDS):
            explanation.take(record, names)
            explanation.kind = reading.kind
    return explanation


def refuse_missing(locations: Iterable[str], names: Mapping[str, Sequence[str]]) -> None:
    """Refuse names that no record of the files has; they are read until all were met.

    Raises:
        ArchiveError: a name is misspelt; it tells the fields that were found.
    """
    missing = {(what, name) for what, some in names.items() for name in each_of(some) if name}
    met: dict[str, None] = {}
    refused: Record | None = None
    for location in locations if missing else ():
        found = locate(location)
        if found.url:
            return  # what it holds is known when it is fetched
        for record in _each(found.files, names):
            missing = {each for each in missing if not is_there(record, each[1])}
            if not missing:
                return
            refused = refused or (record if record.is_rejected else None)
            met.update(dict.fromkeys(map(str, record.fields or ())))
    if missing and (met or refused):
        what, name = min(missing)
        held = ", ".join(islice(met, _MOST_TOLD)) + (", …" if len(met) > _MOST_TOLD else "")
        found_there = f"the fields are {held}" if met or not refused else _refused(refused)
        raise ArchiveError(
            f'no record has a field "{name}", which {OPTIONS[what]} names; {found_there}. '
            "Nothing was changed."
        )


def _refused(record: Record) -> str:
    return f"{record.where}: {record.reason or 'cannot be read'}"


def _each(files: Iterable[Source], names: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    for file in files:
        with closing(read(file, names=names).records) as records:  # type: ignore[type-var]
            yield from records
