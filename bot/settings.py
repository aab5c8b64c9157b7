"""All settings: those of the archive side, and who may ask, where, and with which model."""

from __future__ import annotations

import math
import re
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator

from bot.prices import Budget, Price, parse_budget, parse_price
from index.settings import IndexSettings, only, web_address

PROVIDERS = ("openai", "anthropic", "ollama", "openai-like")
_ONLY = {"webhook_url": ["none"], "http": ["none"]}
"""Settings of which this version knows these values alone."""
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")


class Settings(IndexSettings):
    """Everything that can be set. Frozen; built once at the edge and passed down."""

    telegram_token: SecretStr | None = Field(
        default=None,
        description="Token of the bot, from @BotFather. Unset: `run` is a terminal chat.",
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="Base URL of the Bot API server."
    )
    admins: str = Field(default="", description="Telegram user ids, separated by commas.")
    users: str = Field(
        default="admins",
        description="Who may ask: everyone, admins, or user and chat ids separated by commas.",
    )
    daily_questions: int | None = Field(
        default=None, ge=1, description="Most questions a day of one person, admins excepted."
    )
    daily_group_questions: int | None = Field(
        default=None, ge=1, description="Most questions a day of one group."
    )
    llm: str = Field(
        default="none",
        description="Language model: none, openai:MODEL, anthropic:MODEL, ollama:MODEL or "
        "openai-like:MODEL.",
    )
    llm_url: str | None = Field(
        default=None,
        description="Where the model listens (OpenAI-compatible: with /v1; Ollama: without).",
    )
    llm_key: SecretStr | None = Field(default=None, description="Key for the language model.")
    llm_timeout: float = Field(
        default=60.0, gt=0, description="Seconds within which one answer must be there."
    )
    llm_reply: int = Field(
        default=700,
        description="Most tokens of a reply, 100 to 100000; models that think first need more, "
        "for example 4000.",
    )
    llm_budget: str = Field(
        default="none",
        description="Most to spend on the model a day (UTC): none, money such as 2.50 (needs "
        "LLM_PRICE), or tokens read and written such as 200000 tokens.",
    )
    llm_price: str = Field(
        default="none",
        description="Price of a million tokens read and of a million written: none, or for "
        "example 0.15/0.60.",
    )
    webhook_url: str = Field(
        default="none", description="Public URL for a webhook. This version knows: none (polling)."
    )
    http: str = Field(
        default="none", description="host:port for health and metrics. This version knows: none."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe log lines: DEBUG, INFO, WARNING or ERROR."
    )

    @property
    def price(self) -> Price | None:
        """What the language model costs, where that is set."""
        return parse_price(self.llm_price)

    @property
    def budget(self) -> Budget | None:
        """The most to spend on it a day, where that is set."""
        return parse_budget(self.llm_budget)

    @property
    def admin_ids(self) -> frozenset[int]:
        """Users who may steer."""
        return _ids(self.admins)

    @property
    def user_ids(self) -> frozenset[int]:
        """Users and chats that may ask, where they are listed."""
        return frozenset() if self.users in {"everyone", "admins"} else _ids(self.users)

    @field_validator(*_ONLY)
    @classmethod
    def _is_supported_here(cls, value: str, info: ValidationInfo) -> str:
        return only(info, value, _ONLY)

    @field_validator("llm_reply", mode="before")
    @classmethod
    def _is_a_length(cls, value: object) -> object:
        if not re.fullmatch(r"\d{1,6}", str(value)) or not 100 <= int(str(value)) <= 100_000:  # noqa: PLR2004
            raise ValueError(
                f"PRESSMARK_LLM_REPLY={value} is no number of tokens from 100 to 100000; "
                "write for example 700 or 4000."
            )
        return value

    @field_validator("llm_price")
    @classmethod
    def _is_a_price(cls, value: str) -> str:
        parse_price(value)
        return value

    @field_validator("llm_budget")
    @classmethod
    def _is_a_budget(cls, value: str) -> str:
        parse_budget(value)
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _is_a_level(cls, value: object) -> object:
        if value not in _LEVELS:
            raise ValueError(
                f"PRESSMARK_LOG_LEVEL={value} is no level; write {', '.join(_LEVELS[:-1])} "
                f"or {_LEVELS[-1]}."
            )
        return value

    @field_validator("llm_timeout", mode="before")
    @classmethod
    def _is_a_time(cls, value: object) -> object:
        if not _is_positive(str(value)):
            raise ValueError(
                f"PRESSMARK_LLM_TIMEOUT={value} is no number of seconds above 0; "
                "write for example 60 or 2.5."
            )
        return value

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError(
                "PRESSMARK_TELEGRAM_TOKEN does not look like a token; "
                "copy it from @BotFather (digits, a colon, letters)."
            )
        return value

    @field_validator("admins", "users")
    @classmethod
    def _are_ids(cls, value: str, info: ValidationInfo) -> str:
        value = value.strip()
        if info.field_name == "admins" or value not in {"everyone", "admins"}:
            _ids(value)
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _is_a_url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError(
                "PRESSMARK_TELEGRAM_API_URL must begin with http:// or https://, "
                "for example http://127.0.0.1:8081."
            )
        return value.rstrip("/")

    @field_validator("llm_url")
    @classmethod
    def _is_where_it_writes(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value and web_address(value, info, "http://127.0.0.1:8080/v1")

    @field_validator("llm")
    @classmethod
    def _known_provider(cls, value: str) -> str:
        provider, _, model = value.partition(":")
        if value != "none" and (provider not in PROVIDERS or not model):
            known = ", ".join(f"{each}:MODEL" for each in PROVIDERS)
            raise ValueError(f"PRESSMARK_LLM must be none or one of {known}.")
        return value

    @model_validator(mode="after")
    def _money_can_be_counted(self) -> Settings:
        if self.budget and math.isfinite(self.budget.money) and self.price is None:
            raise ValueError(
                f"PRESSMARK_LLM_BUDGET={self.llm_budget} is money and needs PRESSMARK_LLM_PRICE, "
                "for example 0.15/0.60; or give tokens, for example 200000 tokens."
            )
        return self

    @model_validator(mode="after")
    def _model_can_be_reached(self) -> Settings:
        if self.llm.startswith("openai-like:") and not self.llm_url:
            raise ValueError(
                "PRESSMARK_LLM_URL is needed for openai-like models, "
                "for example http://127.0.0.1:8080/v1."
            )
        provider = self.llm.partition(":")[0]
        if provider in {"openai", "anthropic"} and not self.llm_key:
            raise ValueError(f"PRESSMARK_LLM_KEY is needed for {provider} models.")
        return self


def _is_positive(number: str) -> bool:
    try:
        return 0 < float(number) < math.inf
    except ValueError:
        return False


def _ids(value: str) -> frozenset[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"-?\d+", part):
            raise ValueError(
                f'"{part}" is not a Telegram id; give numbers separated by commas '
                "(the bot tells everybody theirs)"
            )
    return frozenset(int(part) for part in parts)
