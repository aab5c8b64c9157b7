"""A folder that is made once: whole or not there, whoever is killed and however many ask."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from index.encoders.encoder import SUMS
from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


def ensure(folder: Path, make: Callable[[], Mapping[str, bytes]]) -> None:
    """Have ``folder`` hold the files that ``make`` gives, by name, and a list of their sums.

    Nothing is made where all agree with that list. Another process that makes them is waited for.

    Raises:
        EmbedderError: the folder cannot be written; whatever ``make`` raises.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder.parent / "lock"):
            if not _is_whole(folder):
                _put(folder, make())
    except OSError as error:
        raise EmbedderError(
            f"{folder}: the embedding model cannot be written there "
            f"({error.strerror or error}); make room for 100 MB in PRESSMARK_HOME, or name a "
            "folder that can be written."
        ) from error


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files beside the folder, then have them take its place."""
    beside = folder.with_name(f".{folder.name}")
    shutil.rmtree(beside, ignore_errors=True)  # of one who was killed
    beside.mkdir()
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    for name, content in files.items():
        (beside / name).write_bytes(content)
    (beside / SUMS).write_text("".join(lines), "ascii")
    if folder.exists():
        shutil.rmtree(folder)
    beside.replace(folder)


def _is_whole(folder: Path) -> bool:
    """Whether every file that the list names has its sum."""
    with contextlib.suppress(OSError, ValueError):
        lines = [line.split() for line in (folder / SUMS).read_text("ascii").splitlines()]
        return bool(lines) and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
            for expected, name in lines
        )
    return False


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock of the operating system, which gives it back if we are killed."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
