"""Writing articles: new ones and new versions. Every function runs inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import select, update

from index.articles.notices import notices
from index.catalog import schema
from index.catalog.articles.batch import Batch
from index.catalog.articles.entries import Entry
from index.catalog.articles.namesakes import Namesakes
from index.catalog.articles.sightings import sight
from index.catalog.locks import one_at_a_time
from index.catalog.portions import portions
from index.models import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from index.catalog.articles.namesakes import Known
    from index.catalog.articles.sightings import Origin
    from index.models import Article

Outcome = Literal["added", "updated", "unchanged", "duplicate"]
Stage = Literal["reading", "whole", "partial"]
"""Whether the file is still being read, and whether it then was all that there is."""
_TELLING_WORDS = 20
"""A shorter text may be that of another article too."""
_MOST_PUT_OFF = 20_000_000
"""Characters that wait for the end of their file; more are taken for what is rewritten."""


class Intake:
    """Takes the articles of one run; remembers which it has met, so that order is respected.

    ``explicit`` says that the operator named the very file: then withdrawn articles come back.
    Where files hold several versions of an article, the newest stays the newest: an older file
    that is still there does not bring back what was corrected. A record that resembles nothing
    may be the only article that its file has by this name, rewritten, or another one beside it:
    which of both is known at the end of the file.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self._put_off: list[Entry] = []
        self._file: str | None = None
        self._newcomers: set[str] = set()
        self._met: dict[str, set[str]] = {}
        self._latest: dict[str, str] = {}
        self._made: dict[str, Article] = {}
        self.returned: list[str] = []
        """Titles of withdrawn articles that came back."""
        self.remarks: list[Remark] = []
        """What is to be said of records that were taken, until somebody takes it from here."""

    def take(
        self,
        connection: Connection,
        origin: Origin,
        articles: Sequence[Article],
        *,
        alone: bool,
        explicit: bool,
        members: Sequence[tuple[str, ...]] = (),
        where: Sequence[str] = (),
    ) -> list[Outcome]:
        """Store what is new in ``articles`` of one file; what became of each, in order.

        ``members`` are the files inside the file that they stand in, where it is a container, and
        ``where`` names the records. The outcome of those that are put off is told by ``close``.
        """
        count = len(articles)
        places = zip(articles, members or [()] * count, where or [""] * count, strict=True)
        entries = [
            Entry.of(article, origin=origin.id, member=member, alone=alone, where=name)
            for article, member, name in places
        ]
        if origin.id != self._file:
            self._file, self._newcomers = origin.id, set()
        outcomes = self._store(connection, origin, entries, explicit=explicit, stage="reading")
        if sum(len(each.article.text) for each in self._put_off) > _MOST_PUT_OFF:
            outcomes += self._settle(connection, origin, explicit=explicit, stage="whole")
        return outcomes

    @property
    def waits(self) -> bool:
        """Whether records were put off to the end of their file."""
        return bool(self._put_off)

    def close(
        self, connection: Connection, origin: Origin, *, explicit: bool, partial: bool = False
    ) -> list[Outcome]:
        """Store what was put off, at the end of its file; what became of each.

        That an article is missing from a ``partial`` file does not say that it has gone.
        """
        stage: Stage = "partial" if partial else "whole"
        return self._settle(connection, origin, explicit=explicit, stage=stage)

    def finish(self, connection: Connection) -> int:
        """Where the newest version of an article was not met, make the last one met the newest.

        How many changed back.
        """
        one_at_a_time(connection, "articles")
        rows = schema.articles
        live = rows.c.state == "live"
        return sum(
            connection.execute(
                update(rows)
                .where(rows.c.id == article, live, rows.c.version.not_in(self._met[article]))
                .values(version=version)
            ).rowcount
            for article, version in self._latest.items()
        )

    def _settle(
        self, connection: Connection, origin: Origin, *, explicit: bool, stage: Stage
    ) -> list[Outcome]:
        entries, self._put_off = self._put_off, []
        return [
            outcome
            for part in portions(entries)
            for outcome in self._store(connection, origin, part, explicit=explicit, stage=stage)
        ]

    def _store(
        self,
        connection: Connection,
        origin: Origin,
        entries: Sequence[Entry],
        *,
        explicit: bool,
        stage: Stage,
    ) -> list[Outcome]:
        if not entries:
            return []
        one_at_a_time(connection, "articles")
        namesakes = Namesakes.load(connection, entries, origin=origin.id, run=self._run)
        strangers = [entry for entry in entries if not namesakes.has(entry)]
        batch = Batch(namesakes, _bodies(connection, strangers))
        batch.withdrawn = set() if explicit else _withdrawn(connection, strangers)
        outcomes = [self._place(batch, entry, explicit=explicit, stage=stage) for entry in entries]
        batch.write(connection)
        sight(connection, namesakes.met, origin=origin.id, run=self._run)
        return [outcome for outcome in outcomes if outcome]

    def _place(self, batch: Batch, entry: Entry, *, explicit: bool, stage: Stage) -> Outcome | None:
        """What becomes of a record; None where it is put off."""
        names = batch.namesakes
        known = names.here(entry)
        if known is None and (only := names.only(entry)):
            if stage == "reading":
                self._put_off.append(entry)
                return None
            known = only if stage == "whole" or names.stays(entry, only) else None
        known = known or names.elsewhere(entry)
        if known is None:
            return self._add(batch, entry)
        if not known.here:
            self._newcomers.add(known.id)
        self._remark(batch, entry, known)
        names.meet(known)
        return self._renew(batch, entry, known, explicit=explicit)

    def _add(self, batch: Batch, entry: Entry) -> Outcome:
        if _likeness(entry) in batch.withdrawn:
            return "unchanged"
        copy = entry.body in batch.bodies
        known = batch.add(entry)
        self._remark(batch, entry, known)
        batch.namesakes.meet(known)
        self._meet(known, known.version, made=entry.article)
        return "duplicate" if copy else "added"

    def _renew(self, batch: Batch, entry: Entry, known: Known, *, explicit: bool) -> Outcome:
        version = entry.version_of(known.id)
        again = version in self._met.get(known.id, ())
        if known.state == "withdrawn" and not explicit:
            return "unchanged"
        returned = known.state != "live"
        if known.state == "withdrawn":
            self.returned.append(entry.article.title)
        if version not in known.versions:
            newest = returned or self._is_newer(entry.article, known)
            batch.extend(entry, known, newest=newest)
            self._meet(known, version, made=entry.article if newest else None)
            return "added" if returned else "updated"
        self._meet(known, version)
        if returned:
            batch.point(known, version)
            return "added"
        if version != known.version:
            self._latest[known.id] = version
        return "duplicate" if again and version == known.version else "unchanged"

    def _remark(self, batch: Batch, entry: Entry, known: Known) -> None:
        """Say that the file gives one id, or one page, to several articles."""
        if not batch.namesakes.repeats(entry, known):
            return
        name, kind = (
            (f'id "{entry.article.external_id}"', "an id of several articles")
            if entry.article.external_id
            else (f'address "{entry.article.url}"', "an address of several articles")
        )
        if entry.article.external_id or entry.address:
            sentence = f"its {name} is that of another article in the same file; both were kept."
            self.remarks.append(Remark(entry.where, kind, sentence))

    def _meet(self, known: Known, version: str, *, made: Article | None = None) -> None:
        self._met.setdefault(known.id, set()).add(version)
        if made is not None:
            self._made[known.id] = made

    def _is_newer(self, article: Article, known: Known) -> bool:
        """Whether a new version follows the present one, which the same run may have brought.

        One from a file that did not hold the article before follows no version of a later date.
        """
        present = self._made.get(known.id)
        if present is not None:
            return _recency(article) >= _recency(present)
        if known.id not in self._newcomers:
            return True
        dated, before = article.published, known.like.published if known.like else None
        return dated is None or before is None or dated >= before


def _recency(article: Article) -> tuple[float, bool]:
    """What tells the newer of two versions that come together: the date, then a correction."""
    epoch = article.published.timestamp() if article.published else 0.0
    return epoch, any(each.kind != "note" for each in notices(article.text))


def _bodies(connection: Connection, entries: Sequence[Entry]) -> set[str]:
    """Those texts of the entries that some live article has already."""
    if not entries:
        return set()  # a search for one of none looks at everything
    rows = connection.scalars(
        select(schema.versions.c.body)
        .join(schema.articles, schema.articles.c.version == schema.versions.c.id)
        .where(
            schema.versions.c.body.in_({entry.body for entry in entries}),
            schema.articles.c.state == "live",
        )
    )
    return set(rows)


def _withdrawn(connection: Connection, entries: Sequence[Entry]) -> set[tuple[str, str]]:
    """Outlet and text of the withdrawn articles that the entries repeat under another name."""
    long = {each.body for each in entries if len(each.article.text.split()) >= _TELLING_WORDS}
    if not long:
        return set()
    rows = connection.execute(
        select(schema.versions.c.source, schema.versions.c.body)
        .join(schema.articles, schema.articles.c.id == schema.versions.c.article)
        .where(schema.versions.c.body.in_(long), schema.articles.c.state == "withdrawn")
    )
    return {((row.source or "").casefold(), row.body) for row in rows}


def _likeness(entry: Entry) -> tuple[str, str]:
    return (entry.article.source or "").casefold(), entry.body
