"""What clients hand over, read the same way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot.answer.writing.provider_replies import Piece, error, piece
from bot.models import Usage


def response(raw: Any = None, message: dict[str, Any] | None = None, **more: Any) -> Any:
    """A response as LlamaIndex's classes look."""
    said = SimpleNamespace(additional_kwargs=message or {})
    return SimpleNamespace(raw=raw, message=said, additional_kwargs=more)


@pytest.mark.parametrize(
    "given",
    [
        response({"usage": {"prompt_tokens": 5, "completion_tokens": 2}}),
        response(SimpleNamespace(usage=SimpleNamespace(prompt_tokens=5, completion_tokens=2))),
        response(message={"usage": {"input_tokens": 5, "output_tokens": 2}}),
        response(prompt_tokens=5, completion_tokens=2),
    ],
)
def test_tokens_are_found_wherever_a_client_puts_them(given: Any) -> None:
    """OpenAI's, Ollama's and Anthropic's clients each have a place of their own."""
    assert piece(given, "x") == Piece("x", Usage(5, 2))


@pytest.mark.parametrize(
    "given",
    [
        response({"choices": [{"finish_reason": "length"}]}),
        response(SimpleNamespace(choices=[SimpleNamespace(finish_reason="stop")])),
        response({"done": True}),
        response(message={"stop_reason": "end_turn"}),
    ],
)
def test_end_is_seen_whatever_it_is_called(given: Any) -> None:
    """Each protocol names a reason in its own words."""
    assert piece(given, "").ended


@pytest.mark.parametrize(
    "given",
    [
        response(),
        response({"choices": [], "usage": None}),
        response({"usage": {"prompt_tokens": 0, "completion_tokens": 0}, "done": False}),
        response({"usage": {"prompt_tokens": None}}, message={"usage": None, "stop_reason": None}),
    ],
)
def test_nothing_said_is_nothing_counted(given: Any) -> None:
    """Most pieces of a stream have neither."""
    assert piece(given, "") == Piece("")


def test_wait_may_be_a_date_and_may_be_nonsense() -> None:
    """RFC 9110 knows both forms; what is neither, or past, is no wait."""

    def pause(value: str) -> float | None:
        request = httpx.Request("POST", "http://127.0.0.1")
        answer = httpx.Response(429, headers={"retry-after": value}, request=request)
        return error("x", httpx.HTTPStatusError("", request=request, response=answer)).pause

    at = datetime.now(UTC) + timedelta(seconds=60)
    seconds = pause(format_datetime(at, usegmt=True))

    assert seconds is not None
    assert 50 < seconds <= 60
    assert pause("1.5") == 1.5
    assert pause("Fri, 13 Nov 2015 00:00:00 GMT") == 0
    assert pause("soon") is None
    assert pause("inf") is None
