"""Walks folders: the files in them, and which folders were listed to their end.

Folders are known by digests, as files are; with the digests of those above it a folder can be
missed although it is gone itself.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from index.archive.content.companions import is_notice, left_out, saved_folders
from index.archive.sources.urls import is_url
from index.digests import opaque_id
from index.models import Record, Remark

_HOMES = ({"catalog.sqlite", "lock"}, {"identity", "lock"}, {"identity", "replica"})
"""What every home directory holds: one with a catalog, one without it, and a replica.

What lies in one is Pressmark's own.
"""
_OURS = {"generations", "vectors", "lock", "identity", "replica"}
_BACKUP = re.compile(
    r".*~|#.*#|~\$.*|4913|.*\.(?:tmp|bak|sw[px]|part|crdownload)", re.IGNORECASE | re.DOTALL
)
"""What editors and browsers put beside a file: its last state, or one that is not whole yet."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it, and what turns the writing round."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the archive: where it is, its name for people, and the folder it lies in.

    ``place`` is None where no walk from above would come by. ``explicit`` says that the location
    is this very file.
    """

    path: Path
    name: str
    place: str | None = None
    explicit: bool = False

    @property
    def origin(self) -> str:
        """Digest of the absolute path: tells files apart without keeping where they are."""
        return place_of(self.path)


@dataclass(slots=True)
class Walk:
    """What walking came by: files, problems, and folders by their digests.

    ``listed`` were listed to their end, ``skipped`` were left out with all below them, and
    ``above`` has the folder above each, up to the root of the file system. ``bare`` says that
    nothing at all was met but folders: a disk that is not mounted looks like that. ``remarks``
    tell of what lies there and is no article: it counts as gone.
    """

    files: list[Source] = field(default_factory=list)
    problems: list[Record] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    above: dict[str, str | None] = field(default_factory=dict)
    bare: bool = True

    def folder(self, folder: Path, *, named: Path) -> None:
        """Every file below ``folder`` in order of name; hidden ones, backups and homes left out.

        Files are named from ``named`` on.
        """

        def note(exc: OSError) -> None:
            """Make a rejected record of a folder that cannot be listed, and walk on."""
            where = os.path.relpath(exc.filename, folder.parent)
            self.problems.append(Record(shown(where), reason=f"cannot be listed ({exc.strerror})"))

        self.climb(folder)
        real = Path(os.path.realpath(folder))
        for parent, folders, names in os.walk(folder, onerror=note):
            path = Path(parent)
            here = real / path.relative_to(folder)
            if path != folder and _is_home(names):
                self.skipped.add(_digest(here))
                folders.clear()
                continue
            mine = _is_home(names)
            self.bare = self.bare and not names
            entered = self._entered(here, folders, mine=mine)
            saved = saved_folders(entered, names)
            folders[:] = [name for name in entered if name not in saved]
            for name in sorted([*names, *saved]):
                seen = shown(str((path / name).relative_to(named)))
                if name in saved or is_notice(name):
                    self.remarks.append(left_out(seen, page=saved.get(name)))
                elif not _is_left_out(name, mine=mine) and not is_backup(name):
                    self.files.append(Source(path / name, seen, _digest(here)))

    def _entered(self, here: Path, folders: list[str], *, mine: bool) -> list[str]:
        """The folders in ``here`` that are walked next."""
        place = _digest(here)
        self.listed.add(place)
        self.above.update((_digest(here / name), place) for name in folders)
        left_out = {name for name in folders if _is_left_out(name, mine=mine)}
        self.skipped.update(_digest(here / name) for name in left_out)
        return sorted(set(folders) - left_out)

    def climb(self, folder: Path) -> str:
        """The digest of ``folder``, with those above it remembered."""
        real = Path(os.path.realpath(folder))
        places = [_digest(each) for each in (real, *real.parents)]
        self.above.update(zip(places, [*places[1:], None], strict=True))
        return places[0]


def in_home(path: Path, *, below: Path) -> bool:
    """Whether ``path`` lies in a home directory that is somewhere below the folder ``below``."""
    folders = (below / each for each in path.relative_to(below).parents if each.name)
    return any(
        all((folder / name).exists() for name in home) for folder in folders for home in _HOMES
    )


def expanded(location: str) -> Path:
    """The path that ``location`` names; ``~somebody`` whom this machine does not know stays."""
    try:
        return Path(location).expanduser()
    except RuntimeError:
        return Path(location)


def absolute(location: str) -> str:
    """A location that means the same in every directory, and for every owner of the index."""
    return location if is_url(location) else str(expanded(location).absolute())


def shown(name: str) -> str:
    """``name`` with a mark where its bytes are not UTF-8, or would steer a terminal."""
    return _CONTROLS.sub("\ufffd", os.fsencode(name).decode("utf-8", "replace"))


def is_backup(name: str) -> bool:
    """Whether a file is a program's copy of another, by its name; read only where it is named."""
    return _BACKUP.fullmatch(name) is not None


def place_of(path: Path) -> str:
    """Digest of where a file or folder really is."""
    return _digest(Path(os.path.realpath(path)))  # resolve() refuses a link to itself


def _digest(real: Path) -> str:
    return opaque_id("path", str(real))


def _is_home(names: list[str]) -> bool:
    return any(home.issubset(names) for home in _HOMES)


def _is_left_out(name: str, *, mine: bool) -> bool:
    """Whether a file or folder is hidden, or one of ours in a home that is itself read."""
    return name.startswith(".") or (mine and (name in _OURS or name.startswith("catalog.sqlite")))
