"""How settings are read: their names, values that pydantic does not know, and wrong values.

Pydantic reads every value. What it does not know, such as ``15m``, has a validator here; what is
said of a wrong value is one sentence, which stands at the setting (`Wrong`).
"""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import AfterValidator, SecretStr

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    Fields = Mapping[str, FieldInfo]

PREFIX = "PRESSMARK_"
ENV_FILE = ".env"
_Text = TypeVar("_Text", str, SecretStr, str | None, SecretStr | None)
_DURATION = re.compile(r"([0-9]{1,6})([smhd])")
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?(?P<name>[^\s=#'\"]+)\s*=\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is said of a wrong value, in the metadata of its setting.

    ``{name}``, ``{value}``, ``{known}`` and ``{default}`` are filled in. A value that may hold a
    secret is not named.
    """

    sentence: str


_LATER = (
    " that this version does not support; it knows {known}: "
    "remove the line or set {name}={default}."
)
UNSUPPORTED = Wrong("{name}={value} is a value" + _LATER)
"""Of a choice of which a later version may know more."""


def sentence_about(exc: ValidationError, fields: Fields) -> str:
    """A sentence for each wrong setting: its own, or pydantic's behind its name."""
    return " ".join(_about(each, fields) for each in exc.errors(include_url=False))


def _about(error: ErrorDetails, fields: Fields) -> str:
    key = str(error["loc"][0]) if error["loc"] else "*"
    name, said = PREFIX + key.upper(), error["msg"].removeprefix("Value error, ")
    if PREFIX in said:
        return said
    field = fields.get(key)
    for each in field.metadata if field else ():
        if isinstance(each, Wrong) and field:
            known = ", ".join(map(str, get_args(field.annotation)))
            return each.sentence.format(
                name=name, value=error["input"], known=known, default=field.default
            )
    return f"{name}: {said}."


def matching(pattern: str) -> AfterValidator:
    """Takes text, secret or not, all of which matches ``pattern``; nothing is taken too."""

    def check(value: _Text) -> _Text:
        """The value as it is."""
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None and not re.fullmatch(pattern, text):
            raise ValueError("it is written otherwise")
        return value

    return AfterValidator(check)


WEB_ADDRESS_PATTERN = r"(?i:https?)://[^\s/?#]+\S*"
WEB_ADDRESS = matching(WEB_ADDRESS_PATTERN)
WITHOUT_SLASH = AfterValidator(lambda url: url and url.rstrip("/"))
"""Takes the slash from the end of an address."""


def duration(value: Any) -> timedelta:
    """The time that ``15m`` means, or is.

    Raises:
        ValueError: it is no number of seconds, minutes, hours or days.
    """
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(str(value))
    if found is None:
        raise ValueError("it is no duration")
    return int(found[1]) * _UNITS[found[2]]


def written(time: timedelta) -> str:
    """A duration as a setting has it, in the largest unit that leaves no rest."""
    sign = max((each for each in _UNITS if not time % _UNITS[each]), key=_UNITS.__getitem__)
    return f"{time // _UNITS[sign]}{sign}"


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
