"""What clients of language models hand over, read the same way whatever the provider."""

from __future__ import annotations

import math
import re
import time
import tomllib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ModelError
from bot.models import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RATE_LIMITED = 429
_SERVER_ERRORS = 500
_COUNTS = (("prompt_tokens", "completion_tokens"), ("input_tokens", "output_tokens"))
"""What OpenAI and Ollama's client, and Anthropic, call the tokens read and written."""
_LONGEST_THOUGHTS = 60_000
"""Characters of thinking after which no answer is waited for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply; ``ended`` where the model says that it has come to an end with it.

    ``usage`` is that of the whole request, as far as the server counts.
    """

    text: str
    usage: Usage | None = None
    ended: bool = False


def piece(response: Any, text: str) -> Piece:
    """What a response of LlamaIndex says besides the ``text`` it carries."""
    return Piece(text, _usage(response), _ended(response))


def error(name: str, exc: Exception) -> ModelError:
    """A client's own exception as ours; its text may hold what was sent, so it is left out."""
    response = getattr(exc, "response", None)
    status = getattr(exc, "status_code", None) or getattr(response, "status_code", None)
    known = status if isinstance(status, int) and status > 0 else None  # Ollama's client: -1
    return ModelError(
        f"{name}: {type(exc).__name__}",
        retryable=known is None or known == _RATE_LIMITED or known >= _SERVER_ERRORS,
        pause=_pause(getattr(response, "headers", None) or {}),
        status=known,
        charged=known is None and not _unreached(exc),
    )


class Thoughts:
    """Tells what a model says from what it thinks, however its reply is cut into pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._room = _LONGEST_THOUGHTS
        self.thinking = False

    @property
    def endless(self) -> bool:
        """Whether it has thought for so long that nothing is read any more."""
        return self._room < 0

    def feed(self, text: str) -> Iterator[str | None]:
        """What is said, in order; ``None``: all before it was thought, unmarked."""
        self._held += text
        while not self.endless and (mark := _marks().search(self._held)):
            yield from self._taken(mark.start())
            self._held = self._held[mark.end() - mark.start() :]
            if mark["ends"]:
                yield from () if self.thinking else (None,)
            self.thinking = bool(mark["begins"]) or (self.thinking and not mark["ends"])
        begun = _begun_mark().search(self._held)
        yield from self._taken(begun.start() if begun else len(self._held))

    def end(self) -> Iterator[str]:
        """What was held back, since it could have been a mark."""
        yield from self._taken(len(self._held))

    def _taken(self, end: int) -> Iterator[str]:
        taken, self._held = self._held[:end], self._held[end:]
        if self.thinking:
            self._room -= len(taken)
        elif taken and not self.endless:
            yield taken


@cache
def _marks() -> re.Pattern[str]:
    """A mark that begins thinking, ends it, or says nothing."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    begins, ends = found["thoughts"].keys(), found["thoughts"].values()
    named = {"begins": begins, "ends": ends, "turn": found["turns"]["marks"]}
    alternatives = (f"(?P<{name}>{'|'.join(map(re.escape, each))})" for name, each in named.items())
    return re.compile("|".join(alternatives), re.IGNORECASE)


@cache
def _begun_mark() -> re.Pattern[str]:
    """The beginning of a mark at the end of a text."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    marks = [*found["thoughts"], *found["thoughts"].values(), *found["turns"]["marks"]]
    parts = {mark[:end] for mark in marks for end in range(1, len(mark))}
    longest = sorted(map(re.escape, parts), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest)})\Z", re.IGNORECASE)


def _unreached(exc: BaseException | None) -> bool:
    """Whether there was no connection: openai's client wraps httpx's error, Ollama's hides it."""
    import httpx  # noqa: PLC0415 - only where a language model is set

    while exc is not None:
        if isinstance(exc, httpx.ConnectError | httpx.ConnectTimeout):
            return True
        exc = exc.__cause__ or exc.__context__
    return False


def _pause(headers: Mapping[str, str]) -> float | None:
    """Seconds of ``Retry-After``, which is a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _usage(response: Any) -> Usage | None:
    """The tokens that the server counted, if this response tells."""
    for counts in _counts(response):
        for read, written in _COUNTS:
            found = _get(counts, read), _get(counts, written)
            if isinstance(found[0], int) and isinstance(found[1], int) and any(found):
                return Usage(*found)
    return None


def _counts(response: Any) -> Iterator[Any]:
    """Where clients put them."""
    yield _get(response.raw, "usage")
    yield (response.message.additional_kwargs or {}).get("usage")
    yield response.additional_kwargs


def _ended(response: Any) -> bool:
    """Whether a reason to end is given: OpenAI's in a choice, Ollama's ``done``, Anthropic's."""
    choices = _get(response.raw, "choices") or [None]
    return bool(
        _get(choices[0], "finish_reason")
        or _get(response.raw, "done")
        or (response.message.additional_kwargs or {}).get("stop_reason")
    )


def _get(value: Any, name: str) -> Any:
    """A field of a mapping or an attribute of an object."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
