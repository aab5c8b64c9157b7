"""What all tests share: a clean environment, no network, homes with real indexes in them."""

from __future__ import annotations

import gc
import logging
import math
import os
import shutil
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings

from bot.store.schema import metadata
from index.catalog.engine import Catalog
from index.embedding.bundled import DIMENSIONS, BundledEmbedder
from index.embedding.multilingual.e5 import MultilingualEmbedder
from index.environment import PREFIX
from index.indexing.priority import give_way
from index.jobs.queue import work_off
from index.library import Library
from index.models import Filters, Hit, Query
from index.progress import Progress, silent
from index.settings import IndexSettings
from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from index.catalog.jobs import Job, Kind

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "examples" / "archive"
LONGEST = tuple((Path(__file__).parent / "longest.txt").read_text(encoding="utf-8").split())
"""Files and folders of tests that take the most time, the longest first."""
logging.getLogger("asyncio").setLevel(logging.WARNING)  # which loop it chose is nobody's matter

hypothesis_settings.register_profile("pressmark", deadline=None)
hypothesis_settings.load_profile("pressmark")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--soak`` runs the long versions too."""
    parser.addoption("--soak", action="store_true", help="run the tests marked soak too")


def pytest_configure(config: pytest.Config) -> None:
    """Tests marked ``soak`` take minutes; what gives way to others does not wait for tests."""
    give_way()
    config.addinivalue_line("markers", "soak: takes minutes; runs with --soak alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out, unless they are asked for; the longest files begin.

    A file stays with a worker, so one that comes last would keep the others waiting.
    """
    if not config.getoption("--soak"):
        config.hook.pytest_deselected(items=[item for item in items if _is_long(item)])
        items[:] = [item for item in items if not _is_long(item)]
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Look through the tests themselves no more when looking for garbage.

    Among so much a full search comes so rarely that a gigabyte of models waits for it.
    """
    gc.collect()
    gc.freeze()


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("soak") is not None


def _turn(item: pytest.Item) -> int:
    """When the file of a test has its turn; those that it does not matter for stay in order."""
    file = item.nodeid.partition("::")[0]
    turns = (turn for turn, name in enumerate(LONGEST) if file.startswith(name))
    return next(turns, len(LONGEST))


class NetworkBlockedError(RuntimeError):
    """A test reached for another machine."""


blocked: list[str] = []
"""Hosts that were reached for since the running test began."""


def _is_here(host: object) -> bool:
    """Whether ``host`` is this machine, or no host at all."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in {"", "localhost"}:
        return True
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse every connection and look-up that leaves this machine."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        blocked.append(str(host))
        raise NetworkBlockedError(f"{event}: {host} is not this machine; tests have no network")


sys.addaudithook(_guard)


@pytest.fixture(scope="session", autouse=True)
def _no_settings() -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        del os.environ[name]


@pytest.fixture(autouse=True)
def _clean(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An empty working directory, so that no ``.env`` is read; nothing leaves the machine."""
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))
    blocked.clear()
    yield
    assert not blocked, f"the test reached for {blocked}"


@pytest.fixture(scope="session")
def bundled() -> BundledEmbedder:
    """The bundled embedder, loaded once."""
    return BundledEmbedder()


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the multilingual embedder has made its files. Not to be written to.

    Workers share it: the embedder sees to it that the files are made once.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "models"
    MultilingualEmbedder(folder).embed([""])
    return folder


@pytest.fixture(scope="session")
def multilingual(models: Path) -> MultilingualEmbedder:
    """The multilingual embedder, loaded once."""
    return MultilingualEmbedder(models)


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server, started once a worker."""
    programs = postgresql.binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    started = postgresql.Server.start(programs)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def begun_database(server: postgresql.Server) -> str:
    """A database with every table and nothing in it, to be copied. Not to be written to."""
    name = server.database()
    Catalog.open(server.url(name), tables=metadata).close()
    return name


@pytest.fixture
def database(server: postgresql.Server, begun_database: str) -> Iterator[str]:
    """The address of a PostgreSQL database that has every table, empty."""
    name = server.database(like=begun_database)
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def bare_database(server: postgresql.Server) -> Iterator[str]:
    """The address of a PostgreSQL database without a table."""
    name = server.database()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a catalog may be: in a file, and on a server."""
    if request.param == "sqlite":
        return tmp_path / "catalog.sqlite"
    return str(request.getfixturevalue("database"))


class Score(float):
    """Equal to another one up to rounding: the last bits of a vector depend on its batch."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and math.isclose(self, other, abs_tol=1e-6)

    __hash__ = float.__hash__


def open_library(home: Path, embedder: BundledEmbedder, **settings: Any) -> Library:
    """The library in ``home`` with a model that is already loaded."""
    library = Library(IndexSettings(home=home, _env_file=None, **settings), tables=metadata)  # type: ignore[call-arg]
    library.embedder = library.bundled = embedder
    return library


def indexed(
    library: Library, *locations: Path | str, kind: Kind = "index", progress: Progress = silent
) -> Job:
    """A run over ``locations``, or over the configured archive, when it has ended."""
    number = library.submit(kind, [str(location) for location in locations])
    return work_off(library, number, progress=progress)


class World:
    """A fresh home and an archive folder beside it, with the real indexes in between."""

    def __init__(self, base: Path, embedder: BundledEmbedder) -> None:
        self.archive = base / "archive"
        self.home = base / "home"
        self.embedder = embedder
        self.archive.mkdir(parents=True)
        self.library = open_library(self.home, embedder)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Put files into the archive folder."""
        for name, content in files.items():
            path = self.archive / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def index(self, *locations: Path | str, kind: Kind = "index") -> dict[str, Any]:
        """The result of a run over ``locations``, or over the archive folder."""
        job = indexed(self.library, *(locations or [self.archive]), kind=kind)
        assert job.state == "done", job.error
        assert job.result is not None
        return job.result

    def index_files(self, files: Mapping[str, str | bytes]) -> dict[str, Any]:
        """The result of a run over the archive folder with ``files`` put into it."""
        self.write(files)
        return self.index()

    def search(self, text: str, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Hits for ``text``, best first."""
        return self.library.retriever.search(Query(text, k, filters or Filters()))

    def titles(self, text: str) -> list[str]:
        """Titles of the articles hit, best first, each once."""
        hits = self.search(text)
        return list(dict.fromkeys(hit.passage.card.title for hit in hits))

    def states(self) -> dict[str, str]:
        """State of every article by the title of its newest version."""
        statement = "SELECT v.title, a.state FROM articles a JOIN versions v ON v.id = a.version"
        with self.library.catalog.read() as connection:
            rows = connection.exec_driver_sql(statement).all()
        return {row[0]: row[1] for row in rows}

    def vectors(self) -> int:
        """Rows of the vector file: every text that was ever embedded."""
        file = self.library.home.vectors(self.embedder.fingerprint)
        return file.stat().st_size // (4 * DIMENSIONS) if file.exists() else 0

    def another(self) -> Library:
        """A second handle on the same home, as another process has it."""
        return open_library(self.home, self.embedder)


@pytest.fixture
def world(tmp_path: Path, bundled: BundledEmbedder) -> Iterator[World]:
    """A fresh home and an empty archive folder."""
    made = World(tmp_path, bundled)
    yield made
    made.library.close()


@pytest.fixture
def index_texts(world: World) -> Callable[[Mapping[str, str | bytes]], World]:
    """Index small files, given by name, into a fresh home."""

    def index(files: Mapping[str, str | bytes]) -> World:
        world.index_files(files)
        return world

    return index


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, bundled: BundledEmbedder) -> Path:
    """A home with the sample archive indexed. Not to be written to: copy it, or take ``sample``."""
    home = tmp_path_factory.mktemp("sample") / "home"
    library = open_library(home, bundled)
    job = indexed(library, SAMPLE)
    library.close()
    assert job.state == "done", job.error
    return home


@pytest.fixture
def sample(tmp_path: Path, sample_home: Path, bundled: BundledEmbedder) -> Iterator[Library]:
    """The sample archive, indexed and opened, in a copy of its own."""
    library = open_library(shutil.copytree(sample_home, tmp_path / "sample-home"), bundled)
    yield library
    library.close()
