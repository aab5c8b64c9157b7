"""Writes a home into one file, while whoever owns it goes on.

The catalog is copied by SQLite, as of one moment. The vectors are only ever added to, so a copy
that is taken later holds all that the catalog names. An index is changed in place: its copy counts
only if no file of it changed from before the catalog was copied until after; so what is saved is
what a crash at that moment would have left. Where a run leaves no such moment the index is left
out: it is built again from the rest, and no text is embedded for that.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from index.backups.manifest import CATALOG, MANIFEST, Manifest
from index.catalog import generations, lookup
from index.catalog.engine import Catalog
from index.errors import BackupError, CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.home import Home

_QUIET_SECONDS = 0.5
"""How long the files of an index must have been left alone: clocks of file systems are coarse."""
_TRIES = 6
_LEVEL = 1
"""Vectors hardly get smaller, however long one tries (gzip, 1 to 9)."""
_LOCK = ".lock"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What file systems without links say: FAT, and many shares."""
_States = dict[Path, tuple[int, int, int]]


def back_up(home: Home, file: Path, *, version: str, tries: int = _TRIES) -> Manifest:
    """Write ``home`` into ``file``, whole or not at all; what is in it.

    ``tries`` is how often a moment is looked for in which nobody writes to the index.

    Raises:
        BackupError: there is such a file, or it cannot be written.
        CatalogError: the catalog is damaged.
    """
    taken = BackupError(f"{file}: there is such a file; name a new one.")
    if file.exists():
        raise taken
    try:
        with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
            staged, archive = Path(folder, "home"), Path(folder, "archive")
            index = _stage(home, staged, tries)
            manifest = _pack(archive, staged, home, _described(staged, index=index, by=version))
            _put(archive, file)
    except FileExistsError as exc:
        raise taken from exc
    except OSError as exc:
        raise BackupError(
            f"{file}: cannot be written ({exc.strerror}); name a file in a folder that can be "
            "written, with room for twice the home."
        ) from exc
    return manifest


def _put(archive: Path, file: Path) -> None:
    """Give the archive its name; it fails where somebody else has made such a file meanwhile."""
    try:
        os.link(archive, file)
    except FileExistsError:
        raise
    except OSError as exc:
        if exc.errno not in _NO_LINKS:
            raise
        file.open("xb").close()
        archive.replace(file)


def _stage(home: Home, staged: Path, tries: int) -> bool:
    """Copy all but the vectors into ``staged``; whether the index is among it, if there is one."""
    whole = False
    while tries and not whole:
        tries -= 1
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        before = _states(home.generations)
        _copy_catalog(home.catalog, staged / CATALOG)
        live = _answering(staged / CATALOG)
        if live is None:
            whole = True
        elif _is_quiet(before):
            whole = _copy_generation(home.generation(live), staged / "generations" / live, before)
        if tries and not whole:
            time.sleep(_QUIET_SECONDS)
    if not whole:
        shutil.rmtree(staged / "generations", ignore_errors=True)
    for folder in (home.evaluations, home.added):
        _copy_folder(folder, staged / folder.name)
    return whole


def _states(folder: Path) -> _States:
    """What tells that a file below ``folder`` was changed."""
    found: _States = {}
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(FileNotFoundError):
            stat = path.stat()
            if path.is_file() and path.suffix != _LOCK:
                found[path] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def _is_quiet(states: _States) -> bool:
    newest = max((changed for *_, changed in states.values()), default=0)
    return time.time() - newest / 1e9 >= _QUIET_SECONDS


def _copy_catalog(source: Path, target: Path) -> None:
    """The catalog as of one moment, whoever writes to it.

    Raises:
        CatalogError: it is damaged.
    """
    try:
        with (
            contextlib.closing(
                sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
            ) as old,
            contextlib.closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as exc:
        raise CatalogError(
            f"{source.name}: the catalog cannot be copied ({exc}); run `pressmark doctor`."
        ) from exc


def _answering(catalog: Path) -> str | None:
    """The generation that answers, by a copy of the catalog; others are struck off there."""
    with _opened(catalog) as opened, opened.write() as connection:
        live = generations.live(connection)
        generations.forget_others(connection, live.id if live else "")
        return str(live.id) if live else None


@contextlib.contextmanager
def _opened(catalog: Path) -> Iterator[Catalog]:
    opened = Catalog.open(catalog, new=False)
    try:
        yield opened
    finally:
        opened.close()


def _copy_generation(folder: Path, target: Path, before: _States) -> bool:
    """Copy an index; whether it is what it was ``before``, and was not changed meanwhile."""
    _copy_folder(folder, target)
    return _states(folder) == {
        path: state for path, state in before.items() if path.is_relative_to(folder)
    }


def _copy_folder(folder: Path, target: Path) -> None:
    """Copy the files below a folder that are still there."""
    for path in _states(folder):
        copy = target / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(path, copy)


def _described(staged: Path, *, index: bool, by: str) -> Manifest:
    """The manifest of what was copied, without sums.

    Raises:
        CatalogError: the catalog is damaged.
    """
    with _opened(staged / CATALOG) as catalog, catalog.read() as connection:
        if problems := lookup.problems(connection):
            raise CatalogError(
                f"{CATALOG}: the catalog is damaged ({problems[0]}), so there is nothing to save; "
                "restore an earlier backup."
            )
        status = lookup.status(connection)
    return Manifest(
        version=by,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        articles=status["articles"],
        passages=status["passages"],
        index=index,
        sums={},
    )


def _pack(archive: Path, staged: Path, home: Home, manifest: Manifest) -> Manifest:
    """Write the archive, durably; the manifest with the sums of what is in it."""
    files = {str(path.relative_to(staged)): path for path in _states(staged)}
    vectors = _states(home.root / "vectors")
    files |= {str(path.relative_to(home.root)): path for path in vectors}
    archive.touch(mode=0o600)
    with (
        archive.open("wb") as raw,
        tarfile.open(fileobj=raw, mode="w:gz", compresslevel=_LEVEL) as tar,
    ):
        for name, path in files.items():
            manifest.sums[name] = _add(tar, name, path)
        written = manifest.as_bytes()
        tar.addfile(_member(MANIFEST, len(written)), io.BytesIO(written))
    with archive.open("rb") as file:
        os.fsync(file.fileno())
    return manifest


class _Summed:
    """A file that is read once, with the sum of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block = self._file.read(size)
        self._sum.update(block)
        return block

    def hexdigest(self) -> str:
        """The SHA-256 of all that was read."""
        return self._sum.hexdigest()


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file, as long as it is now; its SHA-256."""
    with path.open("rb") as file:
        read = _Summed(file)
        tar.addfile(_member(name, os.fstat(file.fileno()).st_size), read)
    return read.hexdigest()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(time.time())
    return member
