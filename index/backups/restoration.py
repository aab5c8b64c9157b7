"""Brings a home back from a backup: all of it, checked, or nothing."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING

from index.backups.manifest import CATALOG, MANIFEST, Manifest, is_ours
from index.errors import BackupError

if TYPE_CHECKING:
    from index.home import Home

_BLOCK = 1 << 20
_DAMAGED = (tarfile.TarError, zlib.error)
"""What a file that is no archive, or was cut short or overwritten, makes the library raise."""


def restore(file: Path, home: Home) -> Manifest:
    """Make ``home`` what ``file`` holds; what that is.

    It is written beside the home and takes its place in one step, once every sum is right.

    Raises:
        BackupError: the home is not empty, the file is no backup or a damaged one, or the disk
            cannot be written.
    """
    root = home.root.absolute()
    if root.exists() and any(root.iterdir()):
        raise BackupError(
            f"PRESSMARK_HOME={home.root} is not empty, and nothing in it is overwritten; name a "
            "new folder, or move this one away."
        )
    if not file.is_file():
        raise BackupError(f"{file}: there is no such file.")
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{root.name}.", dir=root.parent) as folder:
            whole = Path(folder, "home")
            whole.mkdir(mode=0o700)  # its owner's alone, as a new home is
            manifest = _unpacked(file, whole)
            whole.rename(root)
            _sync(root.parent)
    except BackupError as exc:
        raise BackupError(f"{file}: {exc}") from exc
    except _DAMAGED as exc:
        raise BackupError(f"{file}: it is no backup, or a damaged one ({exc}).") from exc
    except OSError as exc:
        raise BackupError(
            f"PRESSMARK_HOME={home.root}: cannot be written ({exc.strerror}); name a new folder on "
            "a disk with room; where it is a disk of its own, a folder on it."
        ) from exc
    return manifest


def _unpacked(file: Path, folder: Path) -> Manifest:
    """Write what the archive holds into ``folder``, durably; its manifest.

    Raises:
        BackupError: it is not what was saved.
    """
    manifest, sums = None, {}
    with tarfile.open(file, "r|gz") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None and member.name == MANIFEST:
                manifest = Manifest.read(content)
            elif content is not None and is_ours(member.name):
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as target:
                    sums[member.name] = _copied(content, target)
            else:
                raise BackupError(f"{member.name!r} in it belongs into no home.")
    if manifest is None or manifest.sums.get(CATALOG) is None:
        raise BackupError("it is no backup, or was cut short.")
    if wrong := sorted(
        name for name in {*sums, *manifest.sums} if sums.get(name) != manifest.sums.get(name)
    ):
        raise BackupError(f"{wrong[0]} in it is not what was saved; take another backup.")
    return manifest


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    """Write a member of the archive, durably; its SHA-256."""
    found = hashlib.sha256()
    while block := source.read(_BLOCK):
        found.update(block)
        target.write(block)
    target.flush()
    os.fsync(target.fileno())
    return found.hexdigest()


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
