"""What stands beside articles in a folder and is none, by its name: ``companions.toml``.

A page that a browser saved has a folder of its pictures, scripts and frames; an archive has notes
about itself.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.models import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_PAGE = "//"
"""No name of a file."""


def saved_folders(folders: Iterable[str], files: Iterable[str]) -> dict[str, str]:
    """Those of ``folders`` that a browser saved with one of ``files``, and the page of each."""
    pages = {
        stem.casefold(): name
        for name in files
        for stem, ending in (os.path.splitext(name),)  # noqa: PTH122 - of names, many
        if ending.lower() in _names("pages")
    }
    found = {folder: pages.get(_stem(folder)) for folder in folders}
    return {folder: page for folder, page in found.items() if page}


def saved_folder(name: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The saved folder that a file inside a container lies in, and its page, if there is one.

    ``names`` are those of the files of the container by their small letters.
    """
    parts = name.split("/")[:-1]
    for depth, part in enumerate(parts):
        stem = "/".join([*parts[:depth], _stem(part)]).casefold()
        found = (names.get(f"{stem}{ending}") for ending in _names("pages"))
        if page := next(filter(None, found), None):
            return "/".join(parts[: depth + 1]), page.rpartition("/")[2]
    return None


def is_notice(name: str) -> bool:
    """Whether a file tells of the folder that it lies in; read only where it is named."""
    stem, ending = os.path.splitext(name.casefold())  # noqa: PTH122 - of names, many
    return stem in _names("notices") and ending in {"", *_names("endings")}


def left_out(where: str, *, page: str | None = None) -> Remark:
    """What is to be said of a folder that belongs to ``page``, or of a notice."""
    if page:
        sentence = f"holds what a browser saved with {page}; the page was read without it."
        return Remark(where, "a folder of a saved page", sentence)
    sentence = (
        "tells of its folder by its name; to have it read, name the file or call it otherwise."
    )
    return Remark(where, "a note about a folder", sentence)


def _stem(folder: str) -> str:
    """The name of the page that a folder would belong to."""
    name = folder.casefold()
    ending = next((each for each in _names("folders") if name.endswith(each)), None)
    return name.removesuffix(ending) if ending else _NO_PAGE


@cache
def _names(what: str) -> tuple[str, ...]:
    file = Path(__file__).with_name("companions.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(str(table[what]).casefold().split())
