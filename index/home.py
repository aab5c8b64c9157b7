"""The home directory: where each thing lies, and who owns the index.

Nothing inside names an absolute path, and the lock is the operating system's, so the whole
directory can be moved or copied while nothing runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import time
from typing import TYPE_CHECKING

from index.errors import BusyError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOOK_SECONDS = 0.02
"""How long nobody needs who looks whether the lock is held; it takes microseconds."""


class Home:
    """Paths inside ``PRESSMARK_HOME``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._held: int | None = None

    @property
    def lock_descriptors(self) -> tuple[int, ...]:
        """What a process that writes for this one inherits, so that it holds the lock too."""
        return () if self._held is None else (self._held,)

    @property
    def catalog(self) -> Path:
        """The SQLite file of the catalog."""
        return self.root / "catalog.sqlite"

    def vectors(self, embedder: str) -> Path:
        """The file with every vector that ``embedder`` made."""
        return self.root / "vectors" / f"{embedder}.f32"

    @property
    def models(self) -> Path:
        """The directory with one directory an embedding model that is made here."""
        return self.root / "models"

    @property
    def generations(self) -> Path:
        """The directory with one directory a generation."""
        return self.root / "generations"

    def chroma(self, generation: str) -> Path:
        """Chroma's directory of a generation."""
        return self.generations / generation / "chroma"

    def lexical(self, generation: str) -> Path:
        """Tantivy's directory of a generation."""
        return self.generations / generation / "lexical"

    def generation(self, generation: str) -> Path:
        """Everything of a generation."""
        return self.generations / generation

    @property
    def evaluations(self) -> Path:
        """The directory with the last evaluation of each questions file."""
        return self.root / "eval"

    @property
    def added(self) -> Path:
        """The directory with what was sent to be read, until it is."""
        return self.root / "added"

    def prepare(self) -> None:
        """Make the directory, for its owner alone: it holds what people asked.

        Raises:
            SettingsError: it cannot be made or written.
        """
        with writing_in(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def identity(self, *, new: bool = False) -> str:
        """What a database that several homes may use knows this one by; empty where it is not yet.

        With ``new`` it is made where it is not.

        Raises:
            SettingsError: it cannot be written.
        """
        path = self.root / "identity"
        if not new and not path.exists():
            return ""
        if not path.exists():
            self.prepare()
            with writing_in(self.root):
                made = path.with_name(f"identity-{secrets.token_hex(8)}")
                made.write_text(made.name, encoding="ascii")
                with contextlib.suppress(FileExistsError):  # another process was first
                    os.link(made, path)
                made.unlink()
        return path.read_text(encoding="ascii")

    @contextlib.contextmanager
    def owned(self) -> Iterator[None]:
        """Hold the right to write the index; given back by the operating system if we are killed.

        Raises:
            BusyError: another process holds it.
        """
        self.prepare()
        with writing_in(self.root):
            descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._lock(descriptor)
            self._held = descriptor
            yield
        finally:
            self._held = None
            os.close(descriptor)

    def is_owned(self) -> bool:
        """Whether some process holds the right to write the index now."""
        return is_locked(self.root / "lock", to=fcntl.LOCK_SH)

    def _lock(self, descriptor: int) -> None:
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_LOOK_SECONDS)  # somebody may only have looked whether it is held
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            owner = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            raise BusyError(f"the index in {self.root} is owned by process {owner}") from exc
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)


@contextlib.contextmanager
def writing_in(root: Path) -> Iterator[None]:
    """Make or write something in a home directory.

    Raises:
        SettingsError: it cannot be made or written.
    """
    try:
        yield
    except OSError as exc:
        raise SettingsError(
            f"PRESSMARK_HOME={root}: {exc.strerror}; name a folder that can be written."
        ) from exc


def is_locked(path: Path, *, to: int) -> bool:
    """Whether some process holds a lock on a file that keeps out one of the kind ``to``."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, to | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
