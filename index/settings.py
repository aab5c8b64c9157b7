"""Settings of the archive side, and the one way in which settings are read.

Names are ``PRESSMARK_*``, from the environment or from ``.env`` in the working directory; the
environment wins, an empty value counts as unset, a misspelt name is an error.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.environment import (
    ENV_FILE,
    PREFIX,
    UNSUPPORTED,
    WEB_ADDRESS,
    WEB_ADDRESS_PATTERN,
    WITHOUT_SLASH,
    Wrong,
    duration,
    matching,
    present_names,
    refuse_unknown,
    sentence_about,
)
from index.errors import SettingsError

_RERANKER = re.compile(r"fastembed:(\S+)")
_EMBEDDER = re.compile(r"(openai|ollama|fastembed):(\S+)")
_DATABASE = re.compile(
    r"sqlite|postgresql(?:\+psycopg)?://(?:[^@/?#\s:]*(?::(?P<password>[^@/?#\s]*))?@)?"
    r"[^@/?#\s]*(?:/[^@?#\s]*)?(?:\?[^@#\s]*)?"
)
"""No second @ anywhere: what a password has too much would be shown as the name of a host."""
_LEAST_REFRESH = timedelta(seconds=30)
"""More often than that the archive would be read without a pause."""


def _rest_between_readings(value: object) -> timedelta | None:
    """What ``off`` or a duration means; of a duration that is long enough."""
    time = None if value in {"off", None} else duration(value)
    if time is not None and time < _LEAST_REFRESH:
        raise ValueError("the archive would be read without a pause")
    return time


def _without_login(url: str | None, *, setting: str) -> str | None:
    if url and any(sign in url for sign in "@?#"):
        key = setting.removesuffix("_URL")
        raise ValueError(
            f"PRESSMARK_{setting} holds a login or a query; write the address alone, and "
            f"what lets you in as PRESSMARK_{key}_KEY."
        )
    return url


_WRONG_KEY = Wrong("{name} has spaces or letters that no key has; copy it again.")
_WRONG_DURATION = Wrong("{name}={value} is no duration; write for example 30s, 2m or 1h.")
_CHROMA_NAME = matching(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_WRONG_CHROMA_NAME = Wrong(
    "{name}={value} is no name that Chroma takes; write 3 to 63 letters, digits, dots, dashes or "
    "underscores."
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
        validate_default=True,
    )

    home: Path = Field(
        default=Path("var"), description="Directory that holds everything Pressmark writes."
    )
    archive: str | None = Field(
        default=None,
        description="Files, folders, globs or URLs to read, separated by ';'. "
        "Unset: the bundled sample.",
    )
    embedder: Annotated[
        str,
        matching(rf"bundled|multilingual|{_EMBEDDER.pattern}"),
        Wrong(
            "{name}={value} is neither bundled nor multilingual, openai:MODEL, ollama:MODEL or "
            "fastembed:MODEL; write for example ollama:bge-m3."
        ),
    ] = Field(
        default="bundled",
        description="Embedding model: bundled (English), multilingual (Latin and Cyrillic; needs "
        "pressmark[multilingual]), openai:MODEL, ollama:MODEL, or fastembed:MODEL (needs "
        "pressmark[embedder] and the model's files).",
    )
    embedder_url: Annotated[
        str | None,
        AfterValidator(partial(_without_login, setting="EMBEDDER_URL")),
        WEB_ADDRESS,
        WEB_ADDRESS_PATTERN,
        WITHOUT_SLASH,
        Wrong(
            "{name} must be an address that begins with http:// or https://, for example "
            "http://127.0.0.1:11434."
        ),
    ] = Field(
        default=None,
        description="Where the embedding model listens (OpenAI-compatible: with /v1; Ollama: "
        "without). Unset: OpenAI's own service; http://127.0.0.1:11434 for Ollama.",
    )
    embedder_key: Annotated[SecretStr | None, matching(r"[\x21-\x7e]*"), _WRONG_KEY] = Field(
        default=None, description="Key for the embedding model."
    )
    embedder_patience: Annotated[timedelta, BeforeValidator(duration), _WRONG_DURATION] = Field(  # type: ignore[assignment] # read as it is written
        default="2m",
        description="How long indexing waits for an embedding model that is away or asks for a "
        "pause: a duration such as 30s, 2m, 1h.",
    )
    chroma: Annotated[
        str,
        AfterValidator(partial(_without_login, setting="CHROMA")),
        matching(rf"embedded|cloud|{WEB_ADDRESS_PATTERN}"),
        WITHOUT_SLASH,
        Wrong(
            "{name} is neither embedded nor cloud nor the address of a Chroma server; "
            "write for example http://127.0.0.1:8000."
        ),
    ] = Field(
        default="embedded",
        description="Where Chroma runs: embedded (in HOME), the URL of a Chroma server, or cloud.",
    )
    chroma_tenant: Annotated[str | None, _CHROMA_NAME, _WRONG_CHROMA_NAME] = Field(
        default=None, description="Tenant on the Chroma server. Unset: default_tenant."
    )
    chroma_database: Annotated[str | None, _CHROMA_NAME, _WRONG_CHROMA_NAME] = Field(
        default=None, description="Database on the Chroma server. Unset: default_database."
    )
    chroma_key: Annotated[SecretStr | None, matching(r"[\x21-\x7e]*"), _WRONG_KEY] = Field(
        default=None, description="Key for the Chroma server."
    )
    chroma_patience: Annotated[timedelta, BeforeValidator(duration), _WRONG_DURATION] = Field(  # type: ignore[assignment] # read as it is written
        default="5m",
        description="How long indexing waits for a Chroma server that is away: a duration such as "
        "30s, 2m, 1h.",
    )
    database: Annotated[
        SecretStr,
        matching(_DATABASE.pattern),
        Wrong(
            "{name} is neither sqlite nor the address of a PostgreSQL database; write for example "
            "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, with %40 %2F %3F %23 in place of "
            "@ / ? # in the password."
        ),
    ] = Field(  # type: ignore[assignment] # read as it is written
        default="sqlite",
        description="Where the catalog is: sqlite (in HOME), or the address of a PostgreSQL "
        "database, postgresql+psycopg://USER:PASSWORD@HOST/DATABASE (needs pressmark[postgres]).",
    )
    replica_lag: Annotated[timedelta, BeforeValidator(duration), _WRONG_DURATION] = Field(  # type: ignore[assignment] # read as it is written
        default="5m",
        description="How late a replica of the index may be before it says so: such as 30s, 5m.",
    )
    reranker: Annotated[
        str,
        matching(rf"none|{_RERANKER.pattern}"),
        Wrong(
            "{name}={value} is neither none nor fastembed:MODEL; "
            "write for example fastembed:Xenova/ms-marco-MiniLM-L-6-v2."
        ),
    ] = Field(
        default="none",
        description="Model that reads the best passages again: none, or fastembed:MODEL "
        "(needs pressmark[reranker] and the model's files).",
    )
    refresh: Annotated[
        timedelta | None,
        BeforeValidator(_rest_between_readings),
        Wrong(
            "{name}={value} is neither off nor a duration of at least 30 seconds; "
            "write for example 90s, 15m, 2h or 1d."
        ),
    ] = Field(  # type: ignore[assignment] # read as it is written
        default="off",
        description="Read the archive again every so often: off, or a duration such as "
        "90s, 15m, 2h, 1d; at least 30s.",
    )
    watch: Annotated[Literal["off", "on"], UNSUPPORTED] = Field(
        default="off", description="Read the archive again when its files change: off or on."
    )
    private_urls: Annotated[Literal["off", "on"], UNSUPPORTED] = Field(
        default="off",
        description="Fetch URLs on this machine and in private networks too: off or on.",
    )

    @model_validator(mode="after")
    def _embedder_can_be_reached(self) -> Self:
        provider = self.embedding_model[0]
        if provider == "openai" and not (self.embedder_url or self.embedder_key):
            raise ValueError(
                "PRESSMARK_EMBEDDER_KEY is needed for openai models; for a server of your own "
                "set PRESSMARK_EMBEDDER_URL, for example http://127.0.0.1:8080/v1."
            )
        if self.embedder_url and provider in {"bundled", "multilingual", "fastembed"}:
            raise ValueError(
                f"PRESSMARK_EMBEDDER_URL is set, but PRESSMARK_EMBEDDER={self.embedder} asks no "
                "server; name its model, for example ollama:bge-m3, or remove the URL."
            )
        return self

    @model_validator(mode="after")
    def _chroma_can_be_reached(self) -> Self:
        named = {
            f"PRESSMARK_CHROMA_{name}": value
            for name, value in (
                ("TENANT", self.chroma_tenant),
                ("DATABASE", self.chroma_database),
                ("KEY", self.chroma_key),
            )
        }
        unset = [name for name, value in named.items() if not value]
        if self.chroma == "cloud" and unset:
            raise ValueError(
                f"PRESSMARK_CHROMA=cloud needs {' and '.join(unset)} besides; copy what the page "
                "of your database says."
            )
        if self.chroma == "embedded" and len(unset) < len(named):
            first = next(name for name in named if name not in unset)
            raise ValueError(
                f"{first} is set, but PRESSMARK_CHROMA=embedded asks no server; set "
                "PRESSMARK_CHROMA to its address, for example http://127.0.0.1:8000, or remove it."
            )
        return self

    @property
    def embedding_model(self) -> tuple[str, str]:
        """Who provides the embedding model, and its name there; those of ours have none."""
        found = _EMBEDDER.fullmatch(self.embedder)
        return (found[1], found[2]) if found else (self.embedder, "")

    @property
    def reranking_model(self) -> str | None:
        """The model that reads the best passages again, as fastembed names it."""
        found = _RERANKER.fullmatch(self.reranker)
        return found[1] if found else None

    @property
    def database_url(self) -> str | None:
        """The address of the server that has the catalog; None where it is in the home."""
        value = self.database.get_secret_value()
        return None if value == "sqlite" else value

    @property
    def shared(self) -> bool:
        """Whether machines share the index: it is on servers, and a home has a replica."""
        return self.database_url is not None and self.chroma != "embedded"

    @property
    def database_password(self) -> SecretStr | None:
        """What must not be shown of it."""
        found = _DATABASE.fullmatch(self.database.get_secret_value())
        return SecretStr(unquote(found["password"])) if found and found["password"] else None

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
            raise SettingsError(sentence_about(exc, cls.model_fields)) from exc
        except UnicodeDecodeError as exc:
            raise SettingsError(f"{ENV_FILE}: is not UTF-8 text; save it as UTF-8.") from exc
