"""Settings of the archive side, and the one way in which settings are read.

Names are ``PRESSMARK_*``, from the environment or from ``.env`` in the working directory; the
environment wins, an empty value counts as unset, a misspelt name is an error.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.environment import ENV_FILE, PREFIX, present_names, refuse_unknown
from index.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONLY = {
    "chroma": ["embedded"],
    "watch": ["off", "on"],
    "private_urls": ["off", "on"],
    "database": ["sqlite"],
}
"""Settings of which this version knows these values alone, the default first."""
_MAY_BE_SECRET = {"database", "chroma", "webhook_url", "http"}
"""Settings whose values, URLs, may hold a password: an error does not repeat them."""
_RERANKER = re.compile(r"fastembed:(\S+)")
_EMBEDDER = re.compile(r"(openai|ollama|fastembed):(\S+)")
_URL = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
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
        default="bundled",
        description="Embedding model: bundled (English), openai:MODEL, ollama:MODEL, or "
        "fastembed:MODEL (needs pressmark[embedder] and the model's files).",
    )
    embedder_url: str | None = Field(
        default=None,
        description="Where the embedding model listens (OpenAI-compatible: with /v1; Ollama: "
        "without). Unset: OpenAI's own service; http://127.0.0.1:11434 for Ollama.",
    )
    embedder_key: SecretStr | None = Field(default=None, description="Key for the embedding model.")
    embedder_patience: str = Field(
        default="2m",
        description="How long indexing waits for an embedding model that is away or asks for a "
        "pause: a duration such as 30s, 2m, 1h.",
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

    @field_validator("embedder")
    @classmethod
    def _is_an_embedder(cls, value: str) -> str:
        if value != "bundled" and not _EMBEDDER.fullmatch(value):
            raise ValueError(
                f"PRESSMARK_EMBEDDER={value} is neither bundled nor openai:MODEL, ollama:MODEL or "
                "fastembed:MODEL; write for example ollama:bge-m3."
            )
        return value

    @field_validator("embedder_url")
    @classmethod
    def _is_where_it_listens(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and any(sign in value for sign in "@?#"):
            raise ValueError(
                "PRESSMARK_EMBEDDER_URL holds a login or a query; write the address alone, and "
                "what lets you in as PRESSMARK_EMBEDDER_KEY."
            )
        return value and web_address(value, info, "http://127.0.0.1:11434")

    @model_validator(mode="after")
    def _embedder_can_be_reached(self) -> Self:
        provider = self.embedding_model[0]
        if provider == "openai" and not (self.embedder_url or self.embedder_key):
            raise ValueError(
                "PRESSMARK_EMBEDDER_KEY is needed for openai models; for a server of your own "
                "set PRESSMARK_EMBEDDER_URL, for example http://127.0.0.1:8080/v1."
            )
        if self.embedder_url and provider in {"bundled", "fastembed"}:
            raise ValueError(
                f"PRESSMARK_EMBEDDER_URL is set, but PRESSMARK_EMBEDDER={self.embedder} asks no "
                "server; name its model, for example ollama:bge-m3, or remove the URL."
            )
        return self

    @field_validator("reranker")
    @classmethod
    def _is_a_reranker(cls, value: str) -> str:
        if value != "none" and not _RERANKER.fullmatch(value):
            raise ValueError(
                f"PRESSMARK_RERANKER={value} is neither none nor fastembed:MODEL; "
                "write for example fastembed:Xenova/ms-marco-MiniLM-L-6-v2."
            )
        return value

    @field_validator("embedder_patience")
    @classmethod
    def _is_a_wait(cls, value: str) -> str:
        if not _DURATION.fullmatch(value):
            raise ValueError(
                f"PRESSMARK_EMBEDDER_PATIENCE={value} is no duration; write for example 30s, 2m "
                "or 1h."
            )
        return value

    @field_validator("embedder_key")
    @classmethod
    def _can_be_sent(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[\x21-\x7e]+", value.get_secret_value()):
            raise ValueError(
                "PRESSMARK_EMBEDDER_KEY has spaces or letters that no key has; copy it again."
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
    def embedding_model(self) -> tuple[str, str]:
        """Who provides the embedding model, and its name there; ``bundled`` has none."""
        found = _EMBEDDER.fullmatch(self.embedder)
        return (found[1], found[2]) if found else ("bundled", "")

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
    def embedder_patience_seconds(self) -> float:
        """Seconds for which indexing waits for an embedding model that is away."""
        return float(_seconds(self.embedder_patience))

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
        refuse_unknown(present_names(), known=cls.model_fields)
        try:
            return cls(**overrides)
        except ValidationError as exc:
            raise SettingsError(_sentence(exc)) from exc
        except UnicodeDecodeError as exc:
            raise SettingsError(f"{ENV_FILE}: is not UTF-8 text; save it as UTF-8.") from exc


def web_address(value: str, info: ValidationInfo, example: str) -> str:
    """``value`` without a slash at its end, if it is the address of a server.

    Raises:
        ValueError: it is none; it is not repeated, it may hold a secret.
    """
    if not _URL.fullmatch(value):
        raise ValueError(
            f"{PREFIX}{(info.field_name or '').upper()} must be an address that begins with "
            f"http:// or https://, for example {example}."
        )
    return value.rstrip("/")


def _seconds(duration: str) -> int:
    """Length of a duration such as ``15m``; 0 of anything else."""
    found = _DURATION.fullmatch(duration)
    return int(found[1]) * _SECONDS[found[2]] if found else 0


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
