"""Language models behind LlamaIndex's interface: the one adapter that imports them."""

from __future__ import annotations

import contextlib
import importlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bot.answer.writing.context import LARGE_ROOM, SMALL_ROOM
from bot.answer.writing.provider_replies import error, piece
from index.errors import SettingsError
from index.proxies import check_proxies

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.answer.writing.provider_replies import Piece
    from bot.settings import Settings


class LanguageModel(Protocol):
    """Replies to a prompt."""

    @property
    def name(self) -> str:
        """As the setting names it, for example ``ollama:llama3.2``."""

    @property
    def timeout(self) -> float:
        """Seconds within which one answer must be there, all tries together."""

    @property
    def longest(self) -> int:
        """Most tokens of a reply, thoughts included."""

    def reply(self, system: str, user: str, *, whole: bool = False) -> AsyncGenerator[Piece]:
        """One try: the reply as it is written, or ``whole`` when it is complete.

        Raises:
            ModelError: it is down, late, or breaks off.
        """


@dataclass(frozen=True, slots=True)
class LlamaIndexModel:
    """A LlamaIndex LLM; ``timeout`` is in seconds, ``longest`` in tokens."""

    name: str
    llm: Any
    timeout: float
    longest: int

    async def reply(self, system: str, user: str, *, whole: bool = False) -> AsyncGenerator[Piece]:
        """One try: the reply as it is written, or ``whole`` when it is complete.

        Raises:
            ModelError: it is down, late, or breaks off.
        """
        from llama_index.core.llms import ChatMessage, MessageRole  # noqa: PLC0415

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=system),
            ChatMessage(role=MessageRole.USER, content=user),
        ]
        try:
            if whole:
                response = await self.llm.achat(messages)
                yield piece(response, response.message.content or "")
                return
            async with contextlib.aclosing(await self.llm.astream_chat(messages)) as responses:
                async for response in responses:
                    yield piece(response, response.delta or "")
        except Exception as exc:  # each client has its own tree; all of them end here
            raise error(self.name, exc) from exc


_BESIDE = 4492
"""Tokens that Ollama keeps room for beside passages and reply; its own default can be 2,048."""
_LARGE = 30.0
"""Billions of parameters from which a model keeps a long prompt in mind."""
_WITH_USAGE = {"stream_options": {"include_usage": True}}
"""OpenAI's protocol counts the tokens of a stream only where that is asked for."""


def make(settings: Settings) -> LlamaIndexModel | None:
    """The model that ``PRESSMARK_LLM`` names, or ``None`` for ``none``.

    Raises:
        SettingsError: the provider's client is not installed, or a proxy of the environment
            cannot be used.
    """
    provider, _, model = settings.llm.partition(":")
    if provider == "none":
        return None
    check_proxies()
    llm = _MAKERS[provider](settings, model)
    return LlamaIndexModel(settings.llm, llm, settings.llm_timeout, settings.llm_reply)


def room(settings: Settings) -> int:
    """Tokens of passages that the model is given."""
    if settings.llm_context != "auto":
        return int(settings.llm_context)
    provider, _, model = settings.llm.partition(":")
    sizes = [float(size) for size in re.findall(r"(?<![\d.])(\d+(?:\.\d+)?)b\b", model.lower())]
    large = provider in {"openai", "anthropic"} and not re.search(r"nano|3\.5", model)
    return LARGE_ROOM if max(sizes, default=_LARGE * large) >= _LARGE else SMALL_ROOM


def _format(settings: Settings) -> dict[str, Any]:
    """What OpenAI's protocol calls an object for a reply."""
    as_json = settings.llm_format == "json"
    return {"response_format": {"type": "json_object"}} if as_json else {}


def _key(settings: Settings) -> str | None:
    return settings.llm_key.get_secret_value() if settings.llm_key else None


def _openai(settings: Settings, model: str) -> Any:
    return _load(settings, "openai", "OpenAI")(
        model=model,
        api_key=_key(settings),
        api_base=settings.llm_url,
        additional_kwargs=_WITH_USAGE | _format(settings),
        max_tokens=settings.llm_reply,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,
    )


def _openai_like(settings: Settings, model: str) -> Any:
    return _load(settings, "openai_like", "OpenAILike")(
        model=model,
        api_key=_key(settings) or "none",
        api_base=settings.llm_url,
        additional_kwargs=_WITH_USAGE | _format(settings),
        is_chat_model=True,
        max_tokens=settings.llm_reply,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,
    )


def _anthropic(settings: Settings, model: str) -> Any:
    return _load(settings, "anthropic", "Anthropic")(
        model=model,
        api_key=_key(settings),
        base_url=settings.llm_url,
        max_tokens=settings.llm_reply,
        temperature=0.0,
        timeout=settings.llm_timeout,
        max_retries=0,
    )


def _ollama(settings: Settings, model: str) -> Any:
    return _load(settings, "ollama", "Ollama")(
        model=model,
        base_url=settings.llm_url or "http://127.0.0.1:11434",
        temperature=0.0,
        request_timeout=settings.llm_timeout,
        context_window=room(settings) + _BESIDE + settings.llm_reply,
        thinking=False,  # thoughts would use up the reply, and take longer than people wait
        additional_kwargs={"num_predict": settings.llm_reply},
        json_mode=settings.llm_format == "json",
    )


_MAKERS: dict[str, Callable[[Settings, str], Any]] = {
    "openai": _openai,
    "openai-like": _openai_like,
    "anthropic": _anthropic,
    "ollama": _ollama,
}


def _load(settings: Settings, module: str, name: str) -> Any:
    """A class of a LlamaIndex integration, imported when a setting asks for it.

    Raises:
        SettingsError: naming the extra that brings it.
    """
    try:
        return getattr(importlib.import_module(f"llama_index.llms.{module}"), name)
    except ImportError as exc:
        extra = settings.llm.partition(":")[0].removesuffix("-like")
        raise SettingsError(
            f"PRESSMARK_LLM={settings.llm}: the client of this provider is not installed ({exc}); "
            f"run `pip install 'pressmark[{extra}]'` (in a copy of the repository "
            f"`make run EXTRAS={extra}`), or set PRESSMARK_LLM=none."
        ) from exc
