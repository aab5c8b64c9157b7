"""Settings of the archive side, and the one way in which settings are read.

Names are ``PRESSMARK_*``, from the environment or from ``.env`` in the working directory; the
environment wins, an empty value counts as unset, a misspelt name is an error.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX = "PRESSMARK_"
ENV_FILE = ".env"
_ONLY = {
    "embedder": ["bundled"],
    "chroma": ["embedded"],
    "watch": ["off", "on"],
    "private_urls": ["off", "on"],
    "database": ["sqlite"],
}
"""Settings of which this version knows these values alone, the default first."""
_MAY_BE_SECRET = {"database", "chroma", "webhook_url", "http"}
"""Settings whose values, URLs, may hold a password: an error does not repeat them."""
_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?(?P<name>[^\s=#'\"]+)\s*=\s*(?P<value>.*)")
_RERANKER = re.compile(r"fastembed:(\S+)")
_DURATION = re.compile(r"([0-9]{1,6})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LEAST_REFRESH = 30
"""Seconds; more often than that the archive would be read without a pause."""


class IndexSettings(BaseSettings):
    """Where things are and what the index is made with. Frozen; built once at the edge."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    home: Path = Field(
        default=Path("var"), description="Directory that holds everything Pressmark writes."
    )
    archive: str | None = Field(
        default=None,
        description="Files, folders, globs or URLs to read, separated by ';'. "
        "Unset: the bundled sample.",
    )
    embedder: str = Field(
        default="bundled", description="Embedding model. This version knows: bundled."
    )
    chroma: str = Field(
        default="embedded", description="Where Chroma runs. This version knows: embedded."
    )
    database: str = Field(
        default="sqlite", description="Where the catalog is. This version knows: sqlite (in HOME)."
    )
    reranker: str = Field(
        default="none",
        description="Model that reads the best passages again: none, or fastembed:MODEL "
        "(needs pressmark[reranker] and the model's files).",
    )
    refresh: str = Field(
        default="off",
        description="Read the archive again every so often: off, or a duration such as "
        "90s, 15m, 2h, 1d; at least 30s.",
    )
    watch: str = Field(
        default="off", description="Read the archive again when its files change: off or on."
    )
    private_urls: str = Field(
        default="off",
        description="Fetch URLs on this machine and in private networks too: off or on.",
    )

    @field_validator(*_ONLY)
    @classmethod
    def _is_supported(cls, value: str, info: ValidationInfo) -> str:
        return only(info, value, _ONLY)

    @field_validator("reranker")
    @classmethod
    def _is_a_reranker(cls, value: str) -> str:
        if value != "none" and not _RERANKER.fullmatch(value):
            raise ValueError(
                f"PRESSMARK_RERANKER={value} is neither none nor fastembed:MODEL; "
                "write for example fastembed:Xenova/ms-marco-MiniLM-L-6-v2."
            )
        return value

    @field_validator("refresh")
    @classmethod
    def _is_a_duration(cls, value: str) -> str:
        if value != "off" and _seconds(value) < _LEAST_REFRESH:
            raise ValueError(
                f"PRESSMARK_REFRESH={value} is neither off nor a duration of at least "
                f"{_LEAST_REFRESH} seconds; write for example 90s, 15m, 2h or 1d."
            )
        return value

    @property
    def reranking_model(self) -> str | None:
        """The model that reads the best passages again, as fastembed names it."""
        found = _RERANKER.fullmatch(self.reranker)
        return found[1] if found else None

    @property
    def refresh_seconds(self) -> int | None:
        """Seconds between the end of a reading of the archive and the next one."""
        return None if self.refresh == "off" else _seconds(self.refresh)

    @property
    def locations(self) -> list[str]:
        """What the archive setting names, one entry each; empty where the sample is meant."""
        return [part.strip() for part in (self.archive or "").split(";") if part.strip()]

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """The settings of this process.

        Raises:
            SettingsError: naming each variable that is unknown or has a wrong value.
        """
        refuse_unknown(_present_names(), known=cls.model_fields)
        try:
            return cls(**overrides)
        except ValidationError as exc:
            raise SettingsError(_sentence(exc)) from exc
        except UnicodeDecodeError as exc:
            raise SettingsError(f"{ENV_FILE}: is not UTF-8 text; save it as UTF-8.") from exc


def _seconds(duration: str) -> int:
    """Length of a duration such as ``15m``; 0 of anything else."""
    found = _DURATION.fullmatch(duration)
    return int(found[1]) * _SECONDS[found[2]] if found else 0


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


def _present_names() -> list[str]:
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


def only(info: ValidationInfo, value: str, known: Mapping[str, list[str]]) -> str:
    """``value``, if this version supports it.

    Raises:
        ValueError: naming what it supports.
    """
    field = info.field_name or ""
    if value in known[field]:
        return value
    name, default = PREFIX + field.upper(), known[field][0]
    given = f"{name} has a value" if field in _MAY_BE_SECRET else f"{name}={value} is a value"
    raise ValueError(
        f"{given} that this version does not support; it knows {', '.join(known[field])}: "
        f"remove the line or set {name}={default}."
    )


def _sentence(exc: ValidationError) -> str:
    """One line for each wrong variable, without the value where pydantic hides it."""
    parts = []
    for error in exc.errors(include_url=False, include_input=False):
        name = PREFIX + str(error["loc"][0]).upper() if error["loc"] else PREFIX + "*"
        message = str(error["msg"]).removeprefix("Value error, ")
        parts.append(message if PREFIX in message else f"{name}: {message}.")
    return " ".join(parts)
