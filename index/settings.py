"""Settings of the archive side, and the one way in which settings are read.

Names are ``PRESSMARK_*``, from the environment or from ``.env`` in the working directory; the
environment wins, an empty value counts as unset, a misspelt name is an error.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "PRESSMARK_"
ENV_FILE = ".env"
_NOT_YET = (
    "{name}={value} is not supported by this version, which knows {known}; "
    "remove the line or set {name}={default}."
)


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
        description="Files, folders or globs to read, separated by ';'. Unset: the bundled sample.",
    )
    embedder: str = Field(default="bundled", description="Embedding model: bundled.")
    chroma: str = Field(default="embedded", description="Where Chroma runs: embedded.")

    @field_validator("embedder")
    @classmethod
    def _known_embedder(cls, value: str) -> str:
        return _one_of("PRESSMARK_EMBEDDER", value, ["bundled"])

    @field_validator("chroma")
    @classmethod
    def _known_chroma(cls, value: str) -> str:
        return _one_of("PRESSMARK_CHROMA", value, ["embedded"])

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
    stripped = (line.strip().removeprefix("export ").strip() for line in lines)
    keys = (line.split("=", 1)[0].strip() for line in stripped if "=" in line)
    return names + [key for key in keys if key.upper().startswith(PREFIX)]


def _one_of(name: str, value: str, known: list[str]) -> str:
    if value in known:
        return value
    raise ValueError(
        _NOT_YET.format(name=name, value=value, known=", ".join(known), default=known[0])
    )


def _sentence(exc: ValidationError) -> str:
    """One line for each wrong variable, without the value where pydantic hides it."""
    parts = []
    for error in exc.errors(include_url=False, include_input=False):
        name = PREFIX + str(error["loc"][0]).upper() if error["loc"] else PREFIX + "*"
        message = str(error["msg"]).removeprefix("Value error, ")
        parts.append(message if name in message else f"{name}: {message}.")
    return " ".join(parts)
