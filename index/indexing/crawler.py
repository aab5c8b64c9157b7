"""Visits the URLs of one run: politely, and reading only what is new since it was stored."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from index.archive.sources.urls import without_secrets
from index.catalog.articles.sightings import Validators, keep_validators, validators
from index.digests import opaque_id
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.archive.sources.request import Fetched, Fetcher
    from index.archive.sources.urls import UrlSource
    from index.catalog.engine import Catalog
    from index.progress import Progress

_LOOK_SECONDS = 0.2


@dataclass
class Visits:
    """One fetcher for all URLs of a run: robots.txt is asked once, the pauses are kept.

    ``fresh`` asks for every content, new or not. A request goes on in a thread of its own, so
    that a run which is to stop stops at once; the thread ends with its request, and what it
    brings is thrown away.
    """

    catalog: Catalog
    _: KW_ONLY
    progress: Progress
    allow_private: bool = False
    fresh: bool = False
    total: int = 0
    _done: int = field(default=0, init=False)

    @cached_property
    def _fetcher(self) -> Fetcher:
        from index.archive.sources.request import Fetcher  # noqa: PLC0415 - files need no HTTP client

        return Fetcher(allow_private=self.allow_private)

    def fetch(self, source: UrlSource, *, named: bool) -> Fetched:
        """What ``source`` has now; without content where that is in the catalog already.

        ``named`` says that the operator named it in this very run: then withdrawn articles are
        wanted back.

        Raises:
            ArchiveError: it cannot be fetched.
            CancelledError: the run is to stop.
        """
        known = None if self.fresh else self._known(source, named=named)
        try:
            fetched = self._ask(source, known)
            if fetched.blob is None and (known is None or known.target != _target(fetched)):
                fetched = self._whole(source)
        finally:
            self._done += 1
        self.progress("fetching", self._done, self.total)
        return fetched

    def keep(self, source: UrlSource, fetched: Fetched) -> None:
        """Remember the state of a content, all of which has been stored."""
        found = Validators(_target(fetched), fetched.etag, fetched.modified)
        self.catalog.change(keep_validators, source.origin, found)

    def _known(self, source: UrlSource, *, named: bool) -> Validators | None:
        return self.catalog.query(validators, source.origin, returning=named)

    def _whole(self, source: UrlSource) -> Fetched:
        """The content of ``source``, new or not."""
        fetched = self._ask(source, None)
        if fetched.blob is None:
            shown = without_secrets(source.url)
            raise ArchiveError(f"{shown}: the server answered 304 though nothing was ruled out")
        return fetched

    def _ask(self, source: UrlSource, known: Validators | None) -> Fetched:
        etag, modified = (known.etag, known.modified) if known else (None, None)
        errand = _Errand(lambda: self._fetcher.fetch(source.url, etag=etag, modified=modified))
        errand.start()
        with ExitStack() as stack:
            stack.callback(self._give_up, errand)
            while errand.is_alive():
                self.progress("fetching", self._done, self.total)
                errand.join(_LOOK_SECONDS)
            stack.pop_all()
        if errand.fetched is None:
            shown = without_secrets(source.url)
            raise errand.problem or ArchiveError(f"{shown}: cannot be fetched; see the log")
        return errand.fetched

    def _give_up(self, errand: _Errand) -> None:
        """Stop every request of the run, and throw away what this one has brought."""
        self._fetcher.halt.set()
        if errand.fetched is not None:
            errand.fetched.close()


class _Errand(threading.Thread):
    """One request on its way; dies with the program."""

    def __init__(self, ask: Callable[[], Fetched]) -> None:
        super().__init__(name="fetch", daemon=True)
        self._ask = ask
        self.fetched: Fetched | None = None
        self.problem: ArchiveError | None = None

    def run(self) -> None:
        """Bring the answer, or the reason why there is none."""
        try:
            self.fetched = self._ask()
        except ArchiveError as exc:
            self.problem = exc


def _target(fetched: Fetched) -> str:
    return opaque_id("url", fetched.url)
