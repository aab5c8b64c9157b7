"""What is made of one file: its kind, its fields, and its first article as it would be stored."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.archive.record.field_names import likely, used
from index.archive.sources.files import locate, read
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.models import Article, Record

_MOST_RECORDS = 1000
"""What is told of a file is told of its beginning: a dump may have millions of records."""
_MOST_FIELDS = 100
"""A record with more fields is looked at that far."""


@dataclass(slots=True)
class Explanation:
    """What was recognised in the beginning of a file; ``fields`` says what each became."""

    file: str
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
        if self.article and self.article.published:
            found["article"]["published"] = self.article.published.isoformat()
        return found

    def take(self, record: Record, names: Mapping[str, str]) -> None:
        """Look at a record; fields and article are those of the first that is kept."""
        self.records += 1
        self.rejected += record.article is None
        said = [str(each) for each in record.remarks]
        self.remarks += [f"{record.where}: {record.reason}"] if record.article is None else said
        if record.article is None:
            return
        if record.article.published is None:
            self.undated += 1
        self.likely = likely(record) | self.likely
        if self.article is None:
            self.article, self.where = record.article, record.where
            found = used(record) | {name: (what,) for what, name in names.items()}
            self.fields = dict(islice(found.items(), _MOST_FIELDS))


def explain(location: str, names: Mapping[str, str]) -> Explanation:
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
    explanation = Explanation(found.files[0].name)
    with closing(reading.records) as records:  # type: ignore[type-var]
        for record in islice(records, _MOST_RECORDS):
            explanation.take(record, names)
            explanation.kind = reading.kind
    return explanation
