"""The archive as the rest of the program sees it: search, look up, bring up to date.

This is where the parts of ``index`` are put together.
"""

from __future__ import annotations

import contextlib
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from index.archive.sources.folders import absolute
from index.archive.sources.urls import SAMPLE
from index.catalog import generations as rows
from index.catalog import jobs, lookup
from index.catalog.articles import locations, sightings, versions, withdrawal
from index.catalog.engine import Catalog, is_begun
from index.digests import digest
from index.embedding.factory import make_embedder
from index.errors import NotFoundError
from index.home import Home
from index.ownership import Ownership
from index.replicas.health import Health
from index.stores.chroma import EmbeddedChroma
from index.stores.damage import has_index, may_begin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from index.articles.notices import Remark
    from index.catalog.engine import Tables
    from index.catalog.jobs import Job, Kind
    from index.embedding.bundled import BundledEmbedder
    from index.embedding.interface import Embedder, Reranker
    from index.reader.choice import Readers
    from index.replicas.replica import Replica
    from index.search.retriever import Retriever
    from index.settings import IndexSettings
    from index.stores.chroma_server import ChromaServer
    from index.stores.vector_indexes import VectorIndexes

_LOADED = frozenset(("retriever", "reranker", "readers", "vector_indexes", "embedder", "bundled"))
"""What takes memory, and is loaded again when it is asked for."""


class Library:
    """One home directory, opened. Cheap to open: models and indexes are loaded when needed."""

    def __init__(self, settings: IndexSettings, *, tables: Tables | None = None) -> None:
        """``tables``: those that the caller keeps in the catalog besides the index's own."""
        self.settings = settings
        self.tables = tables
        self.home = Home(settings.home)
        self.ownership = Ownership(self.home, lambda: self.catalog, shared=settings.shared)
        self._owner = threading.Event()

    @property
    def exists(self) -> bool:
        """Whether anything was ever written to the home directory, or kept in its database.

        An index without its catalog counts: whoever opens the catalog is told that it is gone.
        """
        opened = "catalog" in self.__dict__ and self.catalog.shared
        served = self.settings.database_url is not None
        return opened or is_begun(self.database) or has_index(self.home, served=served)

    @property
    def database(self) -> Path | str:
        """Where the catalog is: a file of the home, or the address of a server."""
        return self.settings.database_url or self.home.catalog

    @property
    def answers(self) -> bool:
        """Whether there is a generation that can be asked here."""
        if self.replica is not None and self.exists:
            return self.replica.answers
        return self.exists and self.catalog.query(rows.live) is not None

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog, made where it is missing and there is no index yet.

        Raises:
            CatalogError: it cannot be used, or it is gone.
        """
        self.home.prepare()
        new = may_begin(self.home, served=self.settings.database_url is not None)
        return Catalog.open(self.database, new=new, tables=self.tables)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model of the settings; a `SettingsError` says why it cannot be used."""
        return make_embedder(self.settings) or self.bundled

    @cached_property
    def readers(self) -> Readers:
        """What reads passages beside a question; a model is loaded at the first one."""
        from index.reader.choice import Readers  # noqa: PLC0415 - not needed by every command

        return Readers(self.embedder, self.bundled, self.home.models)

    @cached_property
    def bundled(self) -> BundledEmbedder:
        """The embedding model that is always there."""
        from index.embedding.bundled import BundledEmbedder  # noqa: PLC0415 - not needed by every command

        return BundledEmbedder()

    @cached_property
    def reranker(self) -> Reranker | None:
        """The model that reads the best passages again, where the settings name one.

        A `SettingsError` says why it cannot be used.
        """
        model = self.settings.reranking_model
        if model is None:
            return None
        from index.embedding.fastembed import CrossEncoder  # noqa: PLC0415 - only where it is set

        return CrossEncoder(model)

    @cached_property
    def vector_indexes(self) -> VectorIndexes:
        """Where Chroma runs."""
        if self.settings.chroma == "embedded":
            return EmbeddedChroma(self.home)
        from index.stores.chroma_server import ChromaServer  # noqa: PLC0415 - only where it is set

        return ChromaServer(self.settings, self.catalog)

    @cached_property
    def replica(self) -> Replica | None:
        """What is here of the index, where machines share it; None: the home has it all."""
        if not self.settings.shared:
            return None
        from index.replicas.replica import Replica  # noqa: PLC0415 - only where it is set

        return Replica(self.home, self.catalog, cast("ChromaServer", self.vector_indexes))

    @cached_property
    def retriever(self) -> Retriever:
        """Search over the generation that answers."""
        from index.embedding.questions import Embedders  # noqa: PLC0415 - as above
        from index.search.local_parts import OwnParts  # noqa: PLC0415 - as above
        from index.search.retriever import Retriever  # noqa: PLC0415 - not needed by every command

        return Retriever(
            self.replica or OwnParts(self.home, self.catalog),
            self.catalog,
            Embedders(self.embedder, self.bundled, self.catalog),
            indexes=self.vector_indexes,
            reranker=self.reranker,
            owner=self._owner.is_set,
            damaged=self.health.note,
        )

    @property
    def answering(self) -> bool:
        """Whether questions have been asked in this process."""
        return "retriever" in self.__dict__

    @cached_property
    def health(self) -> Health:
        """What is visibly wrong with the index."""
        return Health(self.home, self.catalog, self.vector_indexes, self.replica)

    def damage(self) -> tuple[str, str] | None:
        """The generation that answers and what is wrong with it; see `Health.damage`."""
        return self.health.damage()

    def outdated(self) -> str | None:
        """What made the generation that answers, where the settings name another embedder."""
        live = self.catalog.query(rows.live)
        return None if live is None or self.embedder.made(live.embedder) else str(live.embedder)

    @contextlib.contextmanager
    def owned(self) -> Iterator[None]:
        """Own the index; runs that were interrupted are queued again.

        Raises:
            BusyError: another process owns it.
        """
        with self.ownership.begun():
            self._owner.set()
            try:
                yield
            finally:
                self._owner.clear()

    def submit(self, kind: Kind, named: Sequence[str] = ()) -> int:
        """Queue a run over what is ``named``, or the archive, or join its like; the number."""
        return self._join(kind, named)[0]

    def submit_once(self, kind: Kind) -> int | None:
        """Queue a run over the configured archive, unless one like it waits; its number."""
        number, new = self._join(kind, ())
        return number if new else None

    def _join(self, kind: Kind, named: Sequence[str]) -> tuple[int, bool]:
        configured = kind in jobs.READING and not named
        meant = self._absolute_archive() if configured else [absolute(each) for each in named]
        with self.catalog.write() as connection:
            return jobs.join(connection, kind, meant, configured=configured)

    def _absolute_archive(self) -> list[str]:
        return [each if each == SAMPLE else absolute(each) for each in self.archive()]

    def job(self, number: int) -> Job:
        """How the run with this number stands."""
        return self.catalog.query(jobs.get, number)

    def cancel(self, number: int) -> None:
        """Ask for a run to stop at its next batch border; what is done stays done."""
        self.catalog.change(jobs.ask_to_cancel, number)

    def unfinished(self) -> list[Job]:
        """Runs that are queued or running, oldest first."""
        if not self.exists:
            return []
        return self.catalog.query(jobs.unfinished)

    def rejected(self) -> list[dict[str, str]]:
        """The records that the last reading rejected: where each stands, and why."""
        if not self.exists:
            return []
        job = self.catalog.query(jobs.last_read)
        return list((job.result or {}).get("rejected", ())) if job else []

    def withdraw(self, name: str) -> list[str]:
        """Take the article with this id or URL out of every answer, at once; the ids.

        Raises:
            NotFoundError: there is no such article.
        """
        with self.catalog.write() as connection:
            found = withdrawal.withdraw(connection, name)
            if found:
                jobs.enqueue(connection, "sync")
        if not found:
            raise NotFoundError(
                f"{name}: the archive has no article with this id or URL; "
                "`pressmark search` shows the ids."
            )
        return found

    def remarks(self, passages: Iterable[str]) -> dict[str, list[Remark]]:
        """For each passage what its article says about itself, gravest first."""
        found = self.catalog.query(versions.of_passages, list(passages))
        return {passage: version.said() for passage, version in found.items()}

    def archive(self) -> list[str]:
        """What a run without arguments reads.

        The configured archive, else what was read before, else the sample: that is never mixed
        with articles of one's own. Empty where those came by ways that are not kept.
        """
        if self.settings.locations or not self.exists:
            return self.settings.locations or [SAMPLE]
        with self.catalog.read() as connection:
            found = locations.remembered(connection, home=self.home.root)
            return found or ([] if sightings.holds_own(connection) else [SAMPLE])

    def is_current(self) -> bool:
        """Whether what a run without arguments reads has been indexed completely before.

        Articles that somebody named have been, by the run that named them.
        """
        if not self.settings.locations and self.archive() != [SAMPLE]:
            return True
        return self.catalog.query(lookup.get_meta, "archive") == self.archive_digest()

    def archive_digest(self) -> str:
        """Digest of the archive setting, to notice when it changes."""
        return digest(*self._absolute_archive())

    def status(self) -> dict[str, Any]:
        """What is indexed, running and wrong: the object of the ``status`` command.

        Raises:
            CatalogError: the catalog is damaged or gone.
        """
        if not self.exists:
            return lookup.EMPTY_STATUS
        found = self.catalog.query(lookup.status)
        if any(job["state"] == "running" for job in found["jobs"]) and not self.ownership.is_held():
            found = self.catalog.query(lookup.status)  # it may have ended in between
            for job in found["jobs"]:
                job["state"] = "interrupted" if job["state"] == "running" else job["state"]
        more = self.replica.status(self.settings.replica_lag) if self.replica else {}
        return found | more | {"healthy": found["healthy"] and self.damage() is None}

    def close(self) -> None:
        """Give back the connections, and let go of indexes and models that were loaded here."""
        for name in _LOADED & self.__dict__.keys():
            del self.__dict__[name]
        if "catalog" in self.__dict__:
            self.catalog.close()
