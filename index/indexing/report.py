"""What became of the records of one run, and what could not be used of them, a line a kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.archive.record.field_names import LIKENESS, OPTIONS, likely, unused
from index.models import LEFT_OUT, Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.models import Article, Record

_TRIED = 50
"""Records with the same unused fields that are looked at: what they are is known then."""
_MOST_LAYOUTS = 1000
"""Sets of unused fields: names that are never the same are no columns."""


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
class Lack:
    """The articles without a date, an outlet or an author, and the fields that look like one."""

    what: str
    count: int = 0
    where: str = ""
    columns: Counter[str] = field(default_factory=Counter)

    def take(self, where: str, columns: Sequence[str]) -> None:
        """Count an article that lacks it, and these fields of it."""
        self.where = self.where or where
        self.count += 1
        self.columns.update(columns)

    def __str__(self) -> str:
        records = "record" if self.count == 1 else "records"
        thing = LIKENESS[self.what]
        said = f"{self.count} {records} without {thing} (the first is {self.where})"
        if not self.columns:
            return f"{said}."
        name, option = self.columns.most_common(1)[0][0], OPTIONS[self.what]
        return f'{said}; field "{name}" looks like one: name it with `{option} {name}`.'


@dataclass(slots=True)
class Report:
    """What became of the records of one run."""

    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[dict[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    lacks: dict[str, Lack] = field(default_factory=lambda: {what: Lack(what) for what in LIKENESS})
    tried: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """How often fields were looked at, by what was lacking and their names."""
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

    @property
    def lacking(self) -> list[str]:
        """A sentence for what articles lack: of a date always, else where a field looks like it."""
        found = [lack for lack in self.lacks.values() if lack.count]
        return [str(lack) for lack in found if lack.columns or lack.what == "published"]

    def as_json(self) -> dict[str, Any]:
        """The ``articles`` object of the ``index`` command."""
        names = ("read", "added", "updated", "unchanged", "duplicate", "removed", "rejected")
        return {name: self.counts[name] for name in names}

    def take(self, record: Record) -> None:
        """Note what a record gave no article for, or could not be used of it."""
        if record.is_rejected:
            self.reject(record.where, record.reason or "cannot be read")
        elif record.left_out:
            self.remark(Remark(record.where, LEFT_OUT, record.reason or ""))
        elif record.article:
            self._look(record.article, record)
        for remark in record.remarks:
            self.remark(remark)

    def _look(self, article: Article, record: Record) -> None:
        """Note what an article lacks; why it has no date may have been said."""
        missing = [what for what in self.lacks if not getattr(article, what)]
        if record.remarks and "published" in missing:
            missing.remove("published")
        columns = likely(record, [what for what in missing if self._tries(record, what)])
        for what in missing:
            self.lacks[what].take(record.where, columns.get(what, ()))

    def _tries(self, record: Record, what: str) -> bool:
        """Whether the fields of a record that lacks something are looked at; each so often."""
        fields = unused(record, what)
        layout = (what, *fields)
        known = layout in self.tried or len(self.tried) < _MOST_LAYOUTS
        if not fields or not known or self.tried[layout] >= _TRIED:
            return False
        self.tried[layout] += 1
        return True

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
