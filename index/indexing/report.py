"""What became of the records of one run, and what could not be used of them, a line a kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.archive.record.field_names import like_dates

if TYPE_CHECKING:
    from index.models import Record, Remark

_TRIED = 50
"""Undated records whose fields are looked at: the columns of a file are known by then."""


@dataclass(slots=True)
class Group:
    """How many records have the same fault, and the first of them."""

    first: Remark
    count: int = 1

    def __str__(self) -> str:
        if self.count == 1:
            return str(self.first)
        return f"{self.count} records: {self.first.kind}. The first is {self.first}"

    def as_json(self) -> dict[str, Any]:
        """One of the ``remarks`` of the ``index`` command."""
        said = {"where": self.first.where, "sentence": self.first.sentence}
        return {"kind": self.first.kind, "count": self.count, **said}


@dataclass(slots=True)
class Undated:
    """The articles without a date, and the fields that look like one."""

    count: int = 0
    where: str = ""
    columns: Counter[str] = field(default_factory=Counter)
    tried: int = 0

    def take(self, record: Record) -> None:
        """Count an article without a date."""
        self.where = self.where or record.where
        self.count += 1
        if self.tried < _TRIED and record.fields is not None:
            self.tried += 1
            self.columns.update(like_dates(record))

    def __str__(self) -> str:
        records = "record" if self.count == 1 else "records"
        said = f"{self.count} {records} without a date (the first is {self.where})"
        if not self.columns:
            return f"{said}."
        name = self.columns.most_common(1)[0][0]
        return f'{said}; field "{name}" looks like one: name it with `--date-field {name}`.'


@dataclass(slots=True)
class Report:
    """What became of the records of one run."""

    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[dict[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    undated: Undated = field(default_factory=Undated)
    read_from: list[str] = field(default_factory=list)
    """The locations that gave articles, the sample left out."""

    @property
    def taken(self) -> int:
        """How many records gave an article."""
        return self.counts["read"] - self.counts["rejected"]

    @property
    def warnings(self) -> list[str]:
        """A sentence for each kind of fault of records that were kept."""
        return [str(group) for group in self.groups.values()]

    def as_json(self) -> dict[str, Any]:
        """The ``articles`` object of the ``index`` command."""
        names = ("read", "added", "updated", "unchanged", "duplicate", "removed", "rejected")
        return {name: self.counts[name] for name in names}

    def take(self, record: Record) -> None:
        """Note what a record gave no article for, or could not be used of it."""
        if record.is_rejected:
            self.reject(record.where, record.reason or "cannot be read")
        elif record.article and record.article.published is None and not record.remarks:
            self.undated.take(record)
        for remark in record.remarks:
            self.remark(remark)

    def remark(self, remark: Remark) -> None:
        """Count a fault with those of its kind."""
        if remark.kind in self.groups:
            self.groups[remark.kind].count += 1
        else:
            self.groups[remark.kind] = Group(remark)

    def reject(self, where: str, reason: str) -> None:
        """Count a record that gave no article."""
        self.counts["read"] += 1
        self.counts["rejected"] += 1
        self.rejected.append({"where": where, "reason": reason})
