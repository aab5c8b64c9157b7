"""How well a page was read: its article beside what is known of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from index.archive.content.streams import Blob
from index.archive.readers import read_blob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.models import Article
    from tools.pages.truth import Page

SCORES = ("recall", "precision", "phrases", "unwanted", "title", "date", "author", "outlet")
"""Of words; of phrases found, and unwanted ones left out; of fields that are as they are known."""
_WORD = re.compile(r"\w+")
_SAME_SECONDS = 60
_ENOUGH = 0.9
"""Share of words from which on a page is not named as one that fails."""


class Miss(NamedTuple):
    """Where a page was not read as it is known to be."""

    page: str
    score: str
    known: str
    read: str


@dataclass(slots=True)
class Report:
    """The scores of many pages: sums and counts, pages that were lost, and all misses."""

    pages: int = 0
    rejected: int = 0
    undated: int = 0
    sums: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def means(self) -> dict[str, float | None]:
        """Each score over the pages, or phrases, that have what it needs; none where none has."""
        return {
            name: round(self.sums[name] / self.counts[name], 4) if self.counts[name] else None
            for name in SCORES
        }


def report_on(pages: Iterable[Page]) -> Report:
    """All pages read and scored."""
    report = Report()
    for page in pages:
        article, reason = _read(page)
        report.pages += 1
        report.rejected += article is None
        if page.date and (article is None or article.published is None):
            report.undated += 1
        if article is None:
            report.misses.append(Miss(page.name, "rejected", "", reason))
        _add(report, page, article)
    return report


def _read(page: Page) -> tuple[Article | None, str]:
    """The article of a page, by the name of its file alone, or why there is none."""
    reason = "no record"
    with page.path.open("rb") as file:
        for record in read_blob(Blob.of(page.path.name, file), origin=page.name).records:
            if record.article is not None:
                return record.article, ""
            reason = record.reason or reason
    return None, reason


def _add(report: Report, page: Page, article: Article | None) -> None:
    text = article.text if article else ""
    if page.text:
        found, words, known = _overlap(text, page.text)
        shares = {"recall": found / known, "precision": found / words if words else 0.0}
        for name, share in shares.items():
            _count(report, page, name, share)
    for name, phrases, wanted in (
        ("phrases", page.phrases, True),
        ("unwanted", page.unwanted, False),
    ):
        for phrase in phrases:
            right = (_flat(phrase) in _flat(text)) == wanted
            _count(report, page, name, float(right), known=phrase)
    for name, known_as, read_as, right in _fields(page, article):
        _count(report, page, name, float(right), known=known_as, read=read_as)


def _count(
    report: Report, page: Page, name: str, share: float, *, known: str = "", read: str = ""
) -> None:
    report.sums[name] += share
    report.counts[name] += 1
    if share < (_ENOUGH if name in {"recall", "precision"} else 1):
        report.misses.append(Miss(page.name, name, known, read or f"{share:.2f}"))


def _fields(page: Page, article: Article | None) -> Iterator[tuple[str, str, str, bool]]:
    """Each field that is known: its name, what is known, what was read, whether they agree."""
    title = article.title if article else ""
    if page.title:
        yield "title", page.title, title, _flat(title) == _flat(page.title)
    if page.date:
        read = article.published if article else None
        yield "date", page.date, str(read), read is not None and _same_date(read, page.date)
    if page.authors:
        author = (article.author if article else None) or ""
        right = all(_flat(name) in _flat(author) for name in page.authors)
        yield "author", ", ".join(page.authors), author, right
    if page.outlet:
        outlet = (article.source if article else None) or ""
        yield "outlet", page.outlet, outlet, _flat(outlet) == _flat(page.outlet)


def _same_date(read: datetime, known: str) -> bool:
    """Whether both are the same moment, or where one has no zone or time, the same day."""
    try:
        moment = datetime.fromisoformat(known)
    except ValueError:
        return False
    if read.date() == moment.date():
        return True
    return bool(moment.tzinfo) and abs((read - moment).total_seconds()) < _SAME_SECONDS


def _overlap(text: str, known: str) -> tuple[int, int, int]:
    """Words that both have, as often as both; words read; words known."""
    read, stated = Counter(_words(text)), Counter(_words(known))
    return (read & stated).total(), read.total(), max(1, stated.total())


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _flat(text: str) -> str:
    """Words alone, so that neither marks nor line ends make a difference."""
    return " ".join(_words(text))
