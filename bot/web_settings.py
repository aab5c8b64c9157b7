"""The settings of the web side: where it listens, and at which public addresses it is reached."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from index.environment import WITHOUT_SLASH, Wrong, duration, matching
from index.settings import IndexSettings

if TYPE_CHECKING:
    from datetime import timedelta

UNSET = "none"
TELEGRAM = "https://api.telegram.org"
"""Telegram's own Bot API server."""
_PORTS = (443, 80, 88, 8443)
"""Those that Telegram's own server posts to (Bot API, setWebhook)."""
_HOST = r"\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]]+"
_LISTENS = re.compile(rf"({_HOST}):([0-9]{{1,5}})")
_PUBLIC = rf"(?i:https?)://(?:{_HOST})(?::[0-9]{{1,5}})?(?:/[^\s?#]*)?"
_HIGHEST_PORT = 65_535
_MISSED_READINGS = 3
"""An archive is stale when so many readings that were due have not been."""


def host_and_port(value: str) -> tuple[str, int]:
    """What ``127.0.0.1:8080`` or ``[::1]:8080`` names.

    Raises:
        ValueError: it names no host, or no port.
    """
    found = _LISTENS.fullmatch(value)
    if found is None or not 0 < int(found[2]) <= _HIGHEST_PORT:
        raise ValueError("it is no host and port")
    return found[1].strip("[]"), int(found[2])


def page_address(base: str, answer: str) -> str:
    """Where the page of an answer is, below the address of all of them."""
    return f"{base}/a/{answer}"


def _listens(value: str | None) -> str | None:
    if value is not None:
        host_and_port(value)
    return value


def _public(value: str | None) -> str | None:
    """Takes an address of which the port, too, is one."""
    if value is not None:
        _ = urlsplit(value).port
    return value


def _age(value: str) -> str:
    if value not in {"auto", "off"}:
        duration(value)
    return value


_OPTIONAL = BeforeValidator(lambda value: None if value == UNSET else value)


class WebSettings(IndexSettings):
    """What the bot shows and takes over HTTP; nothing unless it is set."""

    http: Annotated[
        str | None,
        _OPTIONAL,
        AfterValidator(_listens),
        Wrong(
            "{name} must be host:port, where the bot listens, for example 127.0.0.1:8080 or "
            "[::1]:8080."
        ),
    ] = Field(
        default=None,
        description="host:port where the bot listens: /healthz, /readyz, /metrics, and what "
        "WEBHOOK_URL and PAGES name. Unset: nowhere.",
    )
    webhook_url: Annotated[
        str | None,
        _OPTIONAL,
        matching(_PUBLIC),
        AfterValidator(_public),
        Wrong(
            "{name} must be the public address to which Telegram posts, for example "
            "https://news.example/telegram, without a login, a query or a fragment."
        ),
    ] = Field(
        default=None,
        description="Public URL to which Telegram posts, instead of polling; needs HTTP. "
        "Unset: polling.",
    )
    webhook_certificate: Path | None = Field(
        default=None,
        description="PEM file with the certificate of WEBHOOK_URL where it is self-signed. "
        "Unset: one that everybody trusts.",
    )
    pages: Annotated[
        str | None,
        _OPTIONAL,
        matching(_PUBLIC),
        AfterValidator(_public),
        WITHOUT_SLASH,
        Wrong(
            "{name} must be the public address below which answers are shown, for example "
            "https://news.example, without a login, a query or a fragment."
        ),
    ] = Field(
        default=None,
        description="Public URL below which each answer is a page for whoever has its link; needs "
        "HTTP. Unset: no pages.",
    )
    stale: Annotated[
        str,
        AfterValidator(_age),
        Wrong("{name}={value} is neither auto, off nor a duration; write for example 2h or 1d."),
    ] = Field(
        default="auto",
        description="How old the last reading of the archive may be before /readyz says so: auto "
        "(three times REFRESH), off, or a duration such as 2h, 1d.",
    )

    @property
    def listens_at(self) -> tuple[str, int] | None:
        """Host and port of the web side, where there is one."""
        return host_and_port(self.http) if self.http else None

    @property
    def oldest_reading(self) -> timedelta | None:
        """How old the last reading may be; ``None``: however old."""
        if self.stale == "auto":
            return self.refresh and _MISSED_READINGS * self.refresh
        return None if self.stale == "off" else duration(self.stale)

    @model_validator(mode="after")
    def _somebody_listens(self) -> Self:
        for name, value in (("WEBHOOK_URL", self.webhook_url), ("PAGES", self.pages)):
            if value and not self.http:
                raise ValueError(
                    f"PRESSMARK_{name} needs PRESSMARK_HTTP, the host:port where this bot listens, "
                    "for example 127.0.0.1:8080."
                )
        if self.webhook_certificate and not self.webhook_url:
            raise ValueError(
                "PRESSMARK_WEBHOOK_CERTIFICATE needs PRESSMARK_WEBHOOK_URL, whose certificate "
                "it is."
            )
        return self


def refuse_unreachable(webhook: str, *, server: str) -> None:
    """Refuse an address to which a Bot API server does not post; one's own posts anywhere.

    Raises:
        ValueError: it does not.
    """
    parts = urlsplit(webhook)
    if server != TELEGRAM:
        return
    if parts.scheme.lower() != "https":
        raise ValueError(
            "PRESSMARK_WEBHOOK_URL must begin with https://, which is all that Telegram posts to; "
            "a proxy in front of PRESSMARK_HTTP can have the certificate."
        )
    if (parts.port or 443) not in _PORTS:
        raise ValueError(
            f"PRESSMARK_WEBHOOK_URL has port {parts.port}; Telegram posts to "
            f"{', '.join(map(str, _PORTS))} alone."
        )
