"""The values of the archive side: article, passage, query, hit, job.

All of them are immutable. Offsets count characters (Unicode code points) in the stored
text of one version of an article, and ``text[start:end]`` is always the slice meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


Precision = Literal["day", "second"]
DatedBy = Literal["record", "address", "dateline", "clamped"]
"""Where the date of an article is from; ``clamped``: its own lay in the future."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as a reader found it, before it has an id.

    ``published`` is aware; a bare date is midnight UTC with precision ``"day"``.
    ``external_id`` is what the archive itself calls the article, if it calls it anything.
    """

    title: str
    text: str
    source: str | None = None
    published: datetime | None = None
    precision: Precision | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    section: str | None = None
    external_id: str | None = None
    dated_by: DatedBy = "record"


@dataclass(frozen=True, slots=True)
class Remark:
    """What could not be used of a record whose article was kept.

    ``kind`` is the same for all records with this fault, so that a run can count them (``date
    cannot be read``); ``sentence`` tells of this one.
    """

    where: str
    kind: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


LEFT_OUT = "left out"
"""The kind of a remark on what was meant for no archive: a style sheet, a draft, a sitemap."""


@dataclass(frozen=True, slots=True)
class FiguredDate:
    """A date such as 05/03/2024, of which the other dates of its column tell day and month.

    ``said`` is how it stands in the ``field``. A reading that no calendar has, or that its weekday
    contradicts, is ``None``. ``usual``: where nothing tells, the day goes first.
    """

    field: str
    said: str
    day_first: datetime | None
    month_first: datetime | None
    precision: Precision
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What a reader yields for one record of an archive file: an article, or a reason why not.

    ``where`` names the place for people (``archive.jsonl:812``); ``remarks`` tell
    what was left out of an article that was kept or, alone, what was left out beside articles;
    ``left_out`` says that it is on purpose that it gave no article: ``reason`` tells what it is.
    ``fields`` is what it was made of. ``member`` is the file inside a container that it stands in,
    and the containers inside containers above it. ``figured`` is its date, where only figures tell
    the day from the month.
    """

    where: str
    article: Article | None = None
    reason: str | None = None
    remarks: tuple[Remark, ...] = ()
    member: tuple[str, ...] = ()
    figured: FiguredDate | None = None
    left_out: bool = False
    fields: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def is_rejected(self) -> bool:
        """Whether an article was looked for here and not found."""
        if self.left_out:
            return False
        return self.article is None and (self.reason is not None or not self.remarks)


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters in a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of ``text`` that this span names."""
        return text[self.start : self.end]


CUT = "…"
"""How a title ends that was cut from the beginning of an article without one."""


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What identifies an article to a reader: title, outlet, date, link."""

    article: str
    title: str
    source: str | None = None
    published: str | None = None
    precision: Precision | None = None
    url: str | None = None
    author: str | None = None
    dated_by: DatedBy = "record"

    @property
    def headline(self) -> str:
        """The title as it may be quoted: empty where it is an article's beginning, cut."""
        return "" if self.title.endswith(CUT) else self.title


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one version of one article, with the text it names."""

    id: str
    version: str
    span: Span
    text: str
    language: str
    card: ArticleCard


@dataclass(frozen=True, slots=True)
class Filters:
    """Bounds on what may be found: dates are inclusive ISO days, the outlet is matched whole."""

    after: str | None = None
    before: str | None = None
    source: str | None = None

    def __bool__(self) -> bool:
        return bool(self.after or self.before or self.source)


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its filters and the number of hits wanted.

    ``asked`` is aware and says which day is "yesterday"; without it that is now, in UTC.
    ``ignored`` are words that name a date or an outlet and that the asker wants read as words.
    """

    text: str
    k: int = 10
    filters: Filters = field(default_factory=Filters)
    asked: datetime | None = None
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its rank (from 1); ``also_in`` names its copies.

    ``score`` is about how likely it holds evidence, in (0, 1), and never above that of the rank
    before; ``similarity`` is its cosine to the topic, 0 where meanings were not compared, and
    ``by_part`` those to each part of the plan, in order.
    """

    rank: int
    score: float
    passage: Passage
    similarity: float = 0.0
    also_in: tuple[ArticleCard, ...] = ()
    by_part: tuple[float, ...] = ()
