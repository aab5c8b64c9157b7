"""The vector indexes of a home on a Chroma server, a cluster, or Chroma's own cloud.

A collection a generation, named by the home besides, so that several homes share one server. What
the server says is read here: that a collection is gone is damage, which a run mends; that nobody
answers, or that we are refused, is not.
"""

from __future__ import annotations

import contextlib
import time
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from index.catalog import lookup
from index.errors import StoreAwayError, StoreError
from index.proxies import check_proxies
from index.stores.chroma import CONFIGURATION, Collection, missing
from index.stores.marks import Marks
from index.stores.vector_indexes import at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.catalog.engine import Catalog
    from index.settings import IndexSettings
    from index.stores.chroma_client import BoundedClient
    from index.stores.vector_indexes import Attempt

_T = TypeVar("_T")
_CLOUD = "https://api.trychroma.com"  # https://docs.trychroma.com/cloud/getting-started
_CLOUD_CONFIGURATION: Any = {"spann": {"space": "cosine"}}
"""A cluster has no HNSW graphs; what it has instead is tuned by whoever runs it."""
_TENANT, _DATABASE = "default_tenant", "default_database"
_RUN_SECONDS, _QUESTION_SECONDS, _GLANCE_SECONDS = 60.0, 3.0, 2.0
"""Within which there is an answer: to a batch that is written, to a question, to a look."""
_FIRST_REST, _LONGEST_REST = 2.0, 30.0
"""For so long a server that did not answer is not asked by questions; doubled every time."""
_MOST = 256
"""Records of one call where the server names no number; Chroma's cloud takes 300."""
_LATER = frozenset({408, 425, 429})
_REFUSED = frozenset({401, 403})
_SAID = 160
_MARK, _FOREIGN = "mark", "another home writes to it"


class ChromaServer:
    """The indexes of one home on a server (`index.stores.vector_indexes`)."""

    shared = True

    def __init__(self, settings: IndexSettings, catalog: Catalog) -> None:
        """Connect to nothing yet; ``catalog`` knows what the home is called, and its marks."""
        self._marks = Marks(catalog)
        cloud = settings.chroma == "cloud"
        self.where = _CLOUD if cloud else settings.chroma
        self._configurations = [_CLOUD_CONFIGURATION]
        if not cloud:
            self._configurations.insert(0, CONFIGURATION)
        self._may_make_place = not cloud
        self._home = catalog.query(lookup.get_meta, "home") or catalog.change(lookup.home_id)
        self._place: dict[str, Any] = {
            "tenant": settings.chroma_tenant or _TENANT,
            "database": settings.chroma_database or _DATABASE,
        }
        key = settings.chroma_key.get_secret_value() if settings.chroma_key else ""
        self._headers = _headers(key, cloud=cloud)
        self._check = partial(_check, where=self.where, key=key)
        self._clients: dict[float, BoundedClient] = {}
        self._rest = _Rest()
        self._looker: httpx.Client | None = None

    def open(self, generation: str, *, attempt: Attempt = at_once) -> Collection:
        """See `VectorIndexes`; tenant and database are made too, where the server lets us."""
        client = self._client(_RUN_SECONDS)
        opened = attempt(self._told(partial(self._owned, client, generation)))
        most = attempt(self._told(client.get_max_batch_size))
        return Collection(opened, self._faults, attempt=attempt, most=_at_most(most))

    def joined(self, generation: str, *, attempt: Attempt) -> Collection:
        """The index that another process has opened for a run that is shared.

        Raises:
            StoreError: it is missing, or another home has written to it.
            StoreAwayError: the server does not answer.
        """
        client = self._client(_RUN_SECONDS)
        find = partial(client.get_collection, self._name(generation), **self._place)
        model = attempt(self._told(find))
        if _mark(model) not in self._marks.known(generation):
            raise missing(_FOREIGN)
        return Collection(client.opened(model), self._faults, attempt=attempt, most=_MOST)

    def existing(self, generation: str) -> Collection:
        """See `VectorIndexes`; no question waits twice for a server that is away."""
        client = self._client(_QUESTION_SECONDS)
        find = partial(client.get_collection, self._name(generation), **self._place)
        opened = client.opened(self._rest(self._told(find)))
        return Collection(opened, self._faults, attempt=self._rest, most=_MOST)

    def lacks(self, generation: str) -> str | None:
        """See `VectorIndexes`."""
        path = "/tenants/{tenant}/databases/{database}/collections".format_map(self._place)
        try:
            self._look(f"{path}/{self._name(generation)}")
        except StoreError:
            return "the vector index is missing on the Chroma server"
        return None

    def server(self) -> dict[str, Any]:
        """See `VectorIndexes`."""
        answers = True
        try:
            self._look("/heartbeat")
        except (StoreAwayError, StoreError):
            answers = False
        return {"where": self.where, "answers": answers}

    def remove(self, generation: str) -> None:
        """See `VectorIndexes`."""
        client = self._client(_RUN_SECONDS)
        with contextlib.suppress(StoreError):  # it is gone already, or never was ours
            self._told(partial(self._delete, client, generation))()
        self._marks.forget(generation)

    def _name(self, generation: str) -> str:
        return f"pressmark-{self._home}-{generation}"

    def _delete(self, client: BoundedClient, generation: str) -> None:
        found = client.get_collection(self._name(generation), **self._place)
        if _mark(found) in self._marks.known(generation):
            client.delete_collection(self._name(generation), **self._place)

    def _owned(self, client: BoundedClient, generation: str) -> Any:
        """The collection with a new mark.

        Raises:
            StoreError: another home was the last that wrote there.
        """
        known = self._marks.known(generation) or [self._marks.renew(generation, None)]
        model = self._made(client, self._name(generation), {_MARK: known[-1]})
        mark = _mark(model)
        if mark not in known:
            raise missing(_FOREIGN)
        opened = client.opened(model)
        opened.modify(metadata={_MARK: self._marks.renew(generation, mark)})
        return opened

    def _made(self, client: BoundedClient, name: str, metadata: dict[str, Any]) -> Any:
        """The collection, made with ``metadata`` where it is missing."""
        make: Any = partial(
            client.create_collection, name, metadata=metadata, get_or_create=True, **self._place
        )
        try:
            return make(configuration=self._configurations[0])
        except StoreAwayError as exc:
            if exc.retryable or self._has_place(client):
                if exc.retryable or len(self._configurations) == 1:
                    raise
                return make(configuration=self._configurations[-1])
            client.make_place(self._place["tenant"], self._place["database"])
            return make(configuration=self._configurations[0])

    def _has_place(self, client: BoundedClient) -> bool:
        """Whether there is the database, or we could not make one."""
        if not self._may_make_place:
            return True
        try:
            client.get_database(self._place["database"], self._place["tenant"])
        except StoreError:
            return False
        return True

    def _client(self, seconds: float) -> BoundedClient:
        if seconds not in self._clients:
            from index.stores.chroma_client import connect  # noqa: PLC0415 - takes half a second

            check_proxies()
            self._clients[seconds] = connect(
                self.where, headers=self._headers, seconds=seconds, check=self._check
            )
        return self._clients[seconds]

    def _look(self, path: str) -> None:
        """Ask for something that is there, without the half second that Chroma's client takes."""
        if self._looker is None:
            check_proxies()
            self._looker = httpx.Client(
                headers=self._headers,
                timeout=_GLANCE_SECONDS,
                event_hooks={"response": [self._check]},
            )
            weakref.finalize(self, self._looker.close)
        look = partial(self._looker.get, f"{self.where}/api/v2{path}")
        self._told(look)()

    def _told(self, work: Callable[[], _T]) -> Callable[[], _T]:
        """``work``, with failures of the connection told as ours."""

        def told() -> _T:
            """The same, and what failed."""
            with self._faults("is asked"):
                return work()

        return told

    @contextlib.contextmanager
    def _faults(self, _what: str) -> Iterator[None]:
        try:
            yield
        except httpx.HTTPError as exc:
            why = str(exc).strip() or type(exc).__name__
            raise _away(f"{self.where} does not answer ({why[:_SAID]})", retryable=True) from exc
        except ValueError as exc:  # no JSON, or none of Chroma's
            raise _away(f"{self.where} gives an answer that is none of Chroma's") from exc


def _mark(model: Any) -> str:
    return str((model.metadata or {}).get(_MARK))


class _Rest:
    """Lets a server rest that did not answer, so that only one question waits for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = float("-inf")
        self._pause = _FIRST_REST
        self._last = ""

    def __call__(self, work: Callable[[], _T]) -> _T:
        """What ``work`` gives.

        Raises:
            StoreAwayError: the server does not answer, or did not a moment ago.
        """
        if self._clock() < self._until:
            raise StoreAwayError(self._last, retryable=True)
        try:
            found = work()
        except StoreAwayError as exc:
            self._until, self._last = self._clock() + self._pause, str(exc)
            self._pause = min(2 * self._pause, _LONGEST_REST)
            raise
        self._pause = _FIRST_REST
        return found


def _headers(key: str, *, cloud: bool) -> Mapping[str, str]:
    """What lets us in: Chroma's own header, and for what stands before a server the usual one."""
    if not key:
        return {}
    usual = {} if cloud else {"Authorization": f"Bearer {key}"}
    return {"X-Chroma-Token": key, **usual}


def _at_most(named: int) -> int:
    return min(named, _MOST) if named > 0 else _MOST


def _check(response: httpx.Response, *, where: str, key: str) -> None:
    """Take what the server gives, or tell what it says instead; the key is never repeated.

    Raises:
        StoreError: what is asked for is not there.
        StoreAwayError: anything else went wrong.
    """
    status = response.status_code
    if response.is_success or status == httpx.codes.CONFLICT:
        return
    kind, said = _said(response)
    if status == httpx.codes.NOT_FOUND and kind == "NotFoundError":
        raise missing("it is missing on the Chroma server")
    why = f"{status}: {said.replace(key, '***') if key else said}"[:_SAID]
    if status in _REFUSED:
        which = "refuses PRESSMARK_CHROMA_KEY" if key else "wants PRESSMARK_CHROMA_KEY"
        raise _away(f"{where} {which} ({why})")
    if status in _LATER or response.is_server_error:
        raise _away(f"{where} cannot answer now ({why})", retryable=True)
    if not kind:
        raise _away(f"{where} is no Chroma server ({why})")
    raise _away(f"{where} refuses ({why})")


def _said(response: httpx.Response) -> tuple[str, str]:
    """The kind of Chroma's error and its words; those of another server have no kind."""
    response.read()
    try:
        body = response.json()
        return str(body["error"]), " ".join(str(body.get("message", "")).split())
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", response.reason_phrase


def _away(what: str, *, retryable: bool = False) -> StoreAwayError:
    advice = "start it, or correct PRESSMARK_CHROMA" if retryable else "see PRESSMARK_CHROMA"
    return StoreAwayError(f"the Chroma server at {what}; {advice}.", retryable=retryable)
