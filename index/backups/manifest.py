"""What a backup says of itself: what lies in it, and the sum of each file.

A backup is a tar archive, compressed with gzip. Its last member is the manifest, so one that was
cut short has none.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from index.errors import BackupError

MANIFEST = "manifest.json"
CATALOG = "catalog.sqlite"
FOLDERS = ("vectors", "generations", "eval", "added")
"""What of a home goes into a backup besides the catalog: all that cannot be made again, and the
index that answers. Models that are made here are made again, locks belong to processes."""
_FORMAT = 1
"""Raised with every change of what lies where."""
_MOST_BYTES = 100_000_000
"""Longer than the manifest of any home."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; ``sums`` are SHA-256 by name, ``index`` says whether one is in it."""

    version: str
    made_at: str
    articles: int
    passages: int
    index: bool
    sums: dict[str, str]

    def as_bytes(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def read(cls, file: IO[bytes]) -> Manifest:
        """The manifest that stands in an archive.

        Raises:
            BackupError: it is none, or one of a later version.
        """
        try:
            found: dict[str, Any] = json.loads(file.read(_MOST_BYTES))
            written = found.pop("format")
            made = cls(**found) if written == _FORMAT else None
        except (ValueError, TypeError, KeyError, AttributeError) as exc:
            raise BackupError("its manifest cannot be read; take another backup.") from exc
        if made is None:
            raise BackupError(f"it has format {written}; restore it with the version that made it.")
        return made


def is_ours(name: str) -> bool:
    """Whether a member of an archive belongs into a home, and lies in it."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
        return False
    return name == CATALOG or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
