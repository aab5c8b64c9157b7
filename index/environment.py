"""The names of settings, where they are set: in the environment and in ``.env``."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "PRESSMARK_"
ENV_FILE = ".env"
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?(?P<name>[^\s=#'\"]+)\s*=\s*(?P<value>.*)")


def refuse_unknown(names: Iterable[str], *, known: Iterable[str]) -> None:
    """Refuse variables with our prefix that no setting has.

    Raises:
        SettingsError: naming the variable and the nearest known one.
    """
    expected = [PREFIX + name.upper() for name in known]
    for name in names:
        if name.upper() not in expected:
            near = difflib.get_close_matches(name.upper(), expected, n=1, cutoff=0.0)
            raise SettingsError(
                f"{name}: there is no such setting; the nearest is {near[0]}. "
                "Correct or remove it (.env.example lists all of them)."
            )


def present_names() -> list[str]:
    """The names with our prefix, in the environment and in ``.env``.

    Raises:
        SettingsError: ``.env`` cannot be read.
    """
    names = [name for name in os.environ if name.upper().startswith(PREFIX)]
    try:
        lines = Path(ENV_FILE).read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        lines = []
    except OSError as exc:
        raise SettingsError(f"{ENV_FILE}: cannot be read ({exc.strerror}).") from exc
    keys = _keys(lines)
    return names + [key for key in keys if key.upper().startswith(PREFIX)]


def _keys(lines: Iterable[str]) -> list[str]:
    """The names that ``.env`` sets.

    Raises:
        SettingsError: a line sets none; what it says is not repeated, it may be a secret.
    """
    found, quote = [], ""
    for number, line in enumerate(lines, 1):
        if quote:  # inside a value of several lines
            quote = "" if quote in line else quote
            continue
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        assigned = _ASSIGNMENT.fullmatch(line)
        if assigned is None:
            raise SettingsError(
                f"{ENV_FILE}:{number}: is not NAME=value; correct or remove the line."
            )
        found.append(assigned["name"])
        value = assigned["value"]
        if value[:1] in {'"', "'"} and value[0] not in value[1:]:
            quote = value[0]
    return found
