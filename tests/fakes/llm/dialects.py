"""The shapes of responses: OpenAI's chat completions and Ollama's chat."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

Json = dict[str, Any]

CREATED = 1_750_000_000
CREATED_AT = "2025-06-15T15:06:40Z"
CONTEXT = 8192
_HALVES = "backslashreplace"
"""Half an emoji, which has no bytes, is sent as JSON escapes it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model says to one request; token counts are words."""

    model: str
    pieces: list[str]
    end: str
    prompt_tokens: int
    thoughts: int = 0

    @property
    def written(self) -> int:
        """Tokens that were written, thoughts included."""
        return len(self.pieces) + self.thoughts

    @property
    def text(self) -> str:
        """The whole answer."""
        return "".join(self.pieces)


class Dialect(ABC):
    """How replies and errors are written."""

    stream_type: str
    streams: bool  # unless the request says otherwise
    fields: frozenset[str]  # of a request, as the documentation names them

    @abstractmethod
    def whole(self, reply: Reply) -> Json:
        """The body of an answer that is not streamed."""

    @abstractmethod
    def first(self, reply: Reply) -> bytes:
        """What a stream begins with."""

    @abstractmethod
    def piece(self, reply: Reply, text: str) -> bytes:
        """One token of a stream."""

    @abstractmethod
    def thought(self, reply: Reply) -> bytes:
        """A thought in a stream, one token."""

    @abstractmethod
    def last(self, reply: Reply, *, usage: bool) -> bytes:
        """What a stream ends with."""

    @abstractmethod
    def error(self, text: str, code: str) -> Json:
        """The body of an error."""

    @abstractmethod
    def streamed_error(self, text: str) -> bytes:
        """An error that comes in the middle of a stream."""

    def invalid(self, body: Json) -> str | None:
        """What a real server would not take, beyond what all dialects have in common."""
        unknown = sorted(set(body) - self.fields)
        return f"Unrecognized request argument supplied: {unknown[0]}" if unknown else None


class OpenAI(Dialect):
    """OpenAI's (platform.openai.com/docs/api-reference/chat)."""

    stream_type = "text/event-stream"
    streams = False
    fields = frozenset(
        {"model", "messages", "temperature", "max_tokens", "max_completion_tokens", "stream"}
        | {"stream_options", "stop", "seed", "top_p", "n", "reasoning_effort", "user"}
    )

    @override
    def invalid(self, body: Json) -> str | None:
        if "stream_options" in body and not body.get("stream"):
            return "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        return super().invalid(body)

    @override
    def streamed_error(self, text: str) -> bytes:
        return _event(self.error(text, "server_error"))

    @override
    def whole(self, reply: Reply) -> Json:
        message = {"role": "assistant", "content": reply.text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reply.end}
        return self._head(reply, "chat.completion") | {
            "choices": [choice],
            "usage": self._usage(reply),
        }

    @override
    def first(self, reply: Reply) -> bytes:
        return self._chunk(reply, {"role": "assistant", "content": ""}, None)

    @override
    def piece(self, reply: Reply, text: str) -> bytes:
        return self._chunk(reply, {"content": text}, None)

    @override
    def thought(self, reply: Reply) -> bytes:
        return self._chunk(reply, {"reasoning_content": " hm"}, None)

    @override
    def last(self, reply: Reply, *, usage: bool) -> bytes:
        end = self._chunk(reply, {}, reply.end)
        if usage:
            counted = {"choices": [], "usage": self._usage(reply)}
            end += _event(self._head(reply, "chat.completion.chunk") | counted)
        return end + b"data: [DONE]\n\n"

    @override
    def error(self, text: str, code: str) -> Json:
        return {"error": {"message": text, "type": code, "param": None, "code": code}}

    def _chunk(self, reply: Reply, delta: Json, end: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}
        return _event(self._head(reply, "chat.completion.chunk") | {"choices": [choice]})

    def _head(self, reply: Reply, kind: str) -> Json:
        return {"id": "chatcmpl-fake", "object": kind, "created": CREATED, "model": reply.model}

    def _usage(self, reply: Reply) -> Json:
        said = reply.written
        return {
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": said,
            "total_tokens": reply.prompt_tokens + said,
        }


class Ollama(Dialect):
    """Ollama's (github.com/ollama/ollama, docs/api.md)."""

    stream_type = "application/x-ndjson"
    streams = True
    fields = frozenset(
        {"model", "messages", "stream", "options", "keep_alive", "format", "tools", "think"}
    )

    @override
    def streamed_error(self, text: str) -> bytes:
        return _line(self.error(text, "server_error"))

    @override
    def whole(self, reply: Reply) -> Json:
        return self._part(reply, reply.text) | self._end(reply)

    @override
    def first(self, reply: Reply) -> bytes:
        del reply
        return b""

    @override
    def piece(self, reply: Reply, text: str) -> bytes:
        return _line(self._part(reply, text) | {"done": False})

    @override
    def thought(self, reply: Reply) -> bytes:
        part = self._part(reply, "")
        return _line(part | {"message": part["message"] | {"thinking": " hm"}, "done": False})

    @override
    def last(self, reply: Reply, *, usage: bool) -> bytes:
        del usage
        return _line(self._part(reply, "") | self._end(reply))

    @override
    def error(self, text: str, code: str) -> Json:
        del code
        return {"error": text}

    def _part(self, reply: Reply, text: str) -> Json:
        message = {"role": "assistant", "content": text}
        return {"model": reply.model, "created_at": CREATED_AT, "message": message}

    def _end(self, reply: Reply) -> Json:
        return {
            "done": True,
            "done_reason": reply.end,
            "total_duration": 2_000_000,
            "load_duration": 1_000_000,
            "prompt_eval_count": reply.prompt_tokens,
            "prompt_eval_duration": 500_000,
            "eval_count": reply.written,
            "eval_duration": 500_000,
        }


def openai_models(names: list[str]) -> Json:
    """The body of ``/v1/models``."""
    listed = [{"id": n, "object": "model", "created": CREATED, "owned_by": "fake"} for n in names]
    return {"object": "list", "data": listed}


def ollama_details() -> Json:
    """What Ollama says about the make of a model."""
    return {
        "parent_model": "",
        "format": "gguf",
        "family": "fake",
        "families": ["fake"],
        "parameter_size": "1B",
        "quantization_level": "Q4_0",
    }


def ollama_tags(names: list[str]) -> Json:
    """The body of ``/api/tags``."""
    rest = {"modified_at": CREATED_AT, "size": 1, "digest": "0" * 64, "details": ollama_details()}
    return {"models": [{"name": name, "model": name, **rest} for name in names]}


def ollama_show() -> Json:
    """The body of ``/api/show``."""
    return {
        "modelfile": "FROM fake",
        "parameters": "",
        "template": "{{ .Prompt }}",
        "details": ollama_details(),
        "model_info": {"general.architecture": "fake", "fake.context_length": CONTEXT},
        "capabilities": ["completion"],
        "modified_at": CREATED_AT,
    }


def _event(body: Json) -> bytes:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode(errors=_HALVES)


def _line(body: Json) -> bytes:
    return f"{json.dumps(body, ensure_ascii=False)}\n".encode(errors=_HALVES)
