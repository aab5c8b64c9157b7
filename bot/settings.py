"""All settings: those of the archive side, and who may ask, where, and with which model."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import NoDecode

from bot import clock
from bot.prices import Budget, Price, parse_budget, parse_price
from bot.web_settings import TELEGRAM, WebSettings, refuse_unreachable
from index.environment import WEB_ADDRESS, WITHOUT_SLASH, Wrong, duration, matching

if TYPE_CHECKING:
    from collections.abc import Callable


def _ids(value: str | frozenset[int]) -> frozenset[int]:
    """The ids of Telegram in a list with commas."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"-?\d+", part):
            raise ValueError(
                f'"{part}" is not a Telegram id; give numbers separated by commas '
                "(the bot tells everybody theirs)"
            )
    return frozenset(int(part) for part in parts)


def _words_or_ids(value: str) -> str:
    value = value.strip()
    if value not in {"everyone", "admins"}:
        _ids(value)
    return value


def _kept(value: object) -> timedelta | None:
    """What ``none`` or a duration means; of a duration of a day at least."""
    time = None if value in {"none", None} else duration(value)
    if time is not None and time < timedelta(days=1):
        raise ValueError("answers would be gone before they are read")
    return time


def _read_by(parse: Callable[[str], Any]) -> AfterValidator:
    """Takes what can be parsed, and leaves it as it is written."""

    def check(value: str) -> str:
        """The value as it is."""
        parse(value)
        return value

    return AfterValidator(check)


def _zone(value: str) -> str:
    if not clock.is_zone(value):
        raise ValueError(f"{value} is no time zone")
    return value


class Settings(WebSettings):
    """Everything that can be set. Frozen; built once at the edge and passed down."""

    telegram_token: Annotated[
        SecretStr | None,
        matching(r"\d+:[A-Za-z0-9_-]{3,}|"),
        Wrong(
            "{name} does not look like a token; copy it from @BotFather (digits, a colon, letters)."
        ),
    ] = Field(
        default=None,
        description="Token of the bot, from @BotFather. Unset: `run` is a terminal chat.",
    )
    telegram_api_url: Annotated[
        str,
        matching(r"(?s)https?://.*"),
        WITHOUT_SLASH,
        Wrong("{name} must begin with http:// or https://, for example http://127.0.0.1:8081."),
    ] = Field(default=TELEGRAM, description="Base URL of the Bot API server.")
    admins: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = Field(
        default="",  # type: ignore[arg-type] # read as it is written
        description="Telegram user ids, separated by commas.",
    )
    users: Annotated[str, AfterValidator(_words_or_ids)] = Field(
        default="admins",
        description="Who may ask: everyone, admins, or user and chat ids separated by commas.",
    )
    daily_questions: int | None = Field(
        default=None, ge=1, description="Most questions a day of one person, admins excepted."
    )
    daily_group_questions: int | None = Field(
        default=None, ge=1, description="Most questions a day of one group."
    )
    retention: Annotated[
        timedelta | None,
        BeforeValidator(_kept),
        Wrong(
            "{name}={value} is neither none nor a duration of at least a day; "
            "write for example 90d or 365d."
        ),
    ] = Field(  # type: ignore[assignment] # read as it is written
        default="none",
        description="How long the bot keeps what people asked, with the answers: none (for good), "
        "or a duration such as 365d; at least 1d. Citations can be looked up for good.",
    )
    timezone: Annotated[
        str,
        AfterValidator(_zone),
        Wrong(
            "{name}={value} is no time zone; write a name of the IANA database such as UTC, "
            "Europe/Kyiv or America/New_York."
        ),
    ] = Field(
        default=clock.DEFAULT,
        description='Time zone in which "yesterday" is counted and hours are shown: an IANA name '
        "such as Europe/Kyiv.",
    )
    llm: Annotated[
        str,
        matching(r"none|(?s:(openai|anthropic|ollama|openai-like):.+)"),
        Wrong(
            "{name} must be none or one of openai:MODEL, anthropic:MODEL, ollama:MODEL, "
            "openai-like:MODEL."
        ),
    ] = Field(
        default="none",
        description="Language model: none, openai:MODEL, anthropic:MODEL, ollama:MODEL or "
        "openai-like:MODEL.",
    )
    llm_url: Annotated[
        str | None,
        WEB_ADDRESS,
        WITHOUT_SLASH,
        Wrong(
            "{name} must be an address that begins with http:// or https://, for example "
            "http://127.0.0.1:8080/v1."
        ),
    ] = Field(
        default=None,
        description="Where the model listens (OpenAI-compatible: with /v1; Ollama: without).",
    )
    llm_key: SecretStr | None = Field(default=None, description="Key for the language model.")
    llm_timeout: Annotated[
        float,
        Field(gt=0, allow_inf_nan=False),
        Wrong("{name}={value} is no number of seconds above 0; write for example 60 or 2.5."),
    ] = Field(default=60.0, description="Seconds within which one answer must be there.")
    llm_reply: Annotated[
        int,
        Field(ge=100, le=100_000),
        Wrong(
            "{name}={value} is no number of tokens from 100 to 100000; "
            "write for example 700 or 4000."
        ),
    ] = Field(
        default=700,
        description="Most tokens of a reply, 100 to 100000; models that think first need more, "
        "for example 4000.",
    )
    llm_context: Annotated[
        str,
        matching(r"auto|[1-9]\d{2,5}"),
        Wrong("{name} must be auto or a number of tokens from 100 to 999999, for example 8000."),
    ] = Field(
        default="auto",
        description="Tokens of passages that the model is given: auto (3000 for models known to be "
        "small or unknown, 12000 otherwise) or a number.",
    )
    llm_format: Annotated[
        Literal["lines", "json"],
        Wrong("{name}={value} is no form of a reply; write lines or json."),
    ] = Field(
        default="lines",
        description="Form of the model's replies: lines, or json where the server can hold it to "
        "JSON (OpenAI's protocol and Ollama).",
    )
    llm_budget: Annotated[str, _read_by(parse_budget)] = Field(
        default="none",
        description="Most to spend on the model a day (UTC): none, money such as 2.50 (needs "
        "LLM_PRICE), or tokens read and written such as 200000 tokens.",
    )
    llm_price: Annotated[str, _read_by(parse_price)] = Field(
        default="none",
        description="Price of a million tokens read and of a million written: none, or for "
        "example 0.15/0.60.",
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Wrong("{name}={value} is no level; write DEBUG, INFO, WARNING or ERROR."),
    ] = Field(default="INFO", description="Least severe log lines: DEBUG, INFO, WARNING or ERROR.")

    @property
    def price(self) -> Price | None:
        """What the language model costs, where that is set."""
        return parse_price(self.llm_price)

    @property
    def budget(self) -> Budget | None:
        """The most to spend on it a day, where that is set."""
        return parse_budget(self.llm_budget)

    @property
    def user_ids(self) -> frozenset[int]:
        """Users and chats that may ask, where they are listed."""
        return frozenset() if self.users in {"everyone", "admins"} else _ids(self.users)

    @model_validator(mode="after")
    def _money_can_be_counted(self) -> Settings:
        if self.budget and math.isfinite(self.budget.money) and self.price is None:
            raise ValueError(
                f"PRESSMARK_LLM_BUDGET={self.llm_budget} is money and needs PRESSMARK_LLM_PRICE, "
                "for example 0.15/0.60; or give tokens, for example 200000 tokens."
            )
        return self

    @model_validator(mode="after")
    def _webhook_can_be_reached(self) -> Settings:
        if self.webhook_url:
            refuse_unreachable(self.webhook_url, server=self.telegram_api_url)
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
