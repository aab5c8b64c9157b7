"""Language models behind LlamaIndex's interface: the one adapter that imports them."""

from __future__ import annotations

import asyncio
import importlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

_log = logging.getLogger(__name__)
_MOST_TOKENS = 700
"""Longest reply: an answer has four sentences with quotations."""
_TRIES = 3
_FIRST_PAUSE = 0.5


class LanguageModel(Protocol):
    """Completes a prompt."""

    @property
    def name(self) -> str:
        """As the setting names it, for example ``ollama:llama3.2``."""

    async def complete(self, system: str, user: str) -> str:
        """The model's reply.

        Raises:
            ModelError: it is down, late, or its reply is empty.
        """


@dataclass(frozen=True, slots=True)
class LlamaIndexModel:
    """A LlamaIndex LLM with retries inside one deadline; ``timeout`` is in seconds."""

    name: str
    llm: Any
    timeout: float

    async def complete(self, system: str, user: str) -> str:
        """The model's reply, tried again while the deadline allows.

        Raises:
            ModelError: it is down, late, or its reply is empty.
        """
        try:
            async with asyncio.timeout(self.timeout):
                return await self._tries(system, user)
        except TimeoutError as exc:
            raise ModelError(
                f"{self.name}: no answer in {self.timeout:g} s", retryable=True
            ) from exc

    async def _tries(self, system: str, user: str) -> str:
        pause = _FIRST_PAUSE
        for tries_left in range(_TRIES - 1, -1, -1):
            try:
                return await self._once(system, user)
            except ModelError as exc:
                if not (exc.retryable and tries_left):
                    raise
                _log.info("%s; trying again in %.1f s", exc, pause)
            await asyncio.sleep(pause)
            pause *= 2
        raise ModelError(f"{self.name}: gave up")

    async def _once(self, system: str, user: str) -> str:
        from llama_index.core.llms import ChatMessage, MessageRole  # noqa: PLC0415

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        try:
            reply = await self.llm.achat(messages)
        except Exception as exc:  # each client has its own tree; all of them end here
            raise ModelError(f"{self.name}: {type(exc).__name__}", retryable=_passing(exc)) from exc
        text = (reply.message.content or "").strip()
        if not text:
            raise ModelError(f"{self.name}: the reply is empty", retryable=True)
        return text


def make(settings: Settings) -> LlamaIndexModel | None:
    """The model that ``PRESSMARK_LLM`` names, or ``None`` for ``none``."""
    provider, _, model = settings.llm.partition(":")
    if provider == "none":
        return None
    return LlamaIndexModel(settings.llm, _MAKERS[provider](settings, model), settings.llm_timeout)


def _key(settings: Settings) -> str | None:
    return settings.llm_key.get_secret_value() if settings.llm_key else None


def _openai(settings: Settings, model: str) -> Any:
    return _load("llama_index.llms.openai", "OpenAI")(
        model=model,
        api_key=_key(settings),
        api_base=settings.llm_url,
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,
    )


def _openai_like(settings: Settings, model: str) -> Any:
    return _load("llama_index.llms.openai_like", "OpenAILike")(
        model=model,
        api_key=_key(settings) or "none",
        api_base=settings.llm_url,
        is_chat_model=True,
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,
    )


def _anthropic(settings: Settings, model: str) -> Any:
    return _load("llama_index.llms.anthropic", "Anthropic")(
        model=model,
        api_key=_key(settings),
        base_url=settings.llm_url,
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,
    )


def _ollama(settings: Settings, model: str) -> Any:
    return _load("llama_index.llms.ollama", "Ollama")(
        model=model,
        base_url=settings.llm_url or "http://127.0.0.1:11434",
        temperature=0.0,
        request_timeout=settings.llm_timeout,
        context_window=8192,
        additional_kwargs={"num_predict": _MOST_TOKENS},
    )


_MAKERS: dict[str, Callable[[Settings, str], Any]] = {
    "openai": _openai,
    "openai-like": _openai_like,
    "anthropic": _anthropic,
    "ollama": _ollama,
}


def _load(module: str, name: str) -> Any:
    """A class of a LlamaIndex integration, imported when a setting asks for it."""
    return getattr(importlib.import_module(module), name)


def _passing(exc: Exception) -> bool:
    """Whether the failure may pass: anything but a refusal of the request itself (4xx)."""
    status = getattr(exc, "status_code", None) or getattr(
        getattr(exc, "response", None), "status_code", None
    )
    return not isinstance(status, int) or status == 429 or status >= 500  # noqa: PLR2004
