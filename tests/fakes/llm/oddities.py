"""What servers send that nobody documents: streams in other clothes, and what is no stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Odd = Callable[[str], tuple[str, Iterator[bytes]]]
"""Of what the model says: the type of content, and the bytes as they are sent."""
_STREAM = "text/event-stream"
_MEGABYTES = {"content": " a" * 10**6}


def _chunk(delta: Json, end: str | None = None, **more: Any) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    head = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
    return head | {"choices": [choice]} | more


def _event(body: Any, *, before: str = "data: ", end: str = "\n\n") -> bytes:
    return f"{before}{json.dumps(body, ensure_ascii=False)}{end}".encode()


def _pieces(text: str) -> list[str]:
    return [text[at : at + 24] for at in range(0, len(text), 24)]


def _events(text: str, **form: str) -> list[bytes]:
    said = [_event(_chunk({"content": piece}), **form) for piece in _pieces(text)]
    return [*said, _event(_chunk({}, "stop"), **form)]


def _stream(made: Callable[[str], Iterator[bytes] | list[bytes]], kind: str = _STREAM) -> Odd:
    return lambda text: (kind, iter(made(text)))


def _as_bytes(text: str) -> list[bytes]:
    whole = b"".join(_events(text)) + b"data: [DONE]\n\n"
    return [whole[at : at + 1] for at in range(min(len(whole), 4000))] + [whole[4000:]]


def _broken_letters(text: str) -> list[bytes]:
    """The first bytes of letters that have several, and no more of them."""
    said = _event(_chunk({"content": "\0"})).replace(b"\\u0000", b"\xf0\x9f \xff\xd0")
    return [said, *_events(text)[:-1], said, _event(_chunk({}, "stop")), b"data: [DONE]\n\n"]


def _parts(text: str) -> list[bytes]:
    said = {"content": [{"type": "text", "text": text}]}
    return [_event(_chunk(said)), _event(_chunk({}, "stop")), b"data: [DONE]\n\n"]


def _with_nulls(text: str) -> list[bytes]:
    """Azure begins with what it thinks of the prompt, others say ``null`` where nothing is said."""
    bare = {"choices": [], "prompt_filter_results": [{"prompt_index": 0}]}
    begun = [_event(bare), _event(_chunk({"role": "assistant", "content": None}))]
    return [*begun, *_events(text), _event(_chunk({"content": None})), b"data: [DONE]\n\n"]


def _tool_call(text: str) -> list[bytes]:
    del text
    call = {"index": 0, "id": "c", "type": "function"}
    call |= {"function": {"name": "open", "arguments": '{"url": "https://evil.example"}'}}
    return [_event(_chunk({"tool_calls": [call]})), _event(_chunk({}, "tool_calls"))]


def _refusing(text: str) -> list[bytes]:
    del text
    return [_event(_chunk({"refusal": "I can't."})), _event(_chunk({}, "content_filter"))]


def _counting(usage: Any) -> Odd:
    """A stream whose last event counts as nobody can."""

    def made(text: str) -> list[bytes]:
        last = json.dumps(_chunk({}) | {"choices": [], "usage": usage})
        return [*_events(text), f"data: {last}\n\n".encode(), b"data: [DONE]\n\n"]

    return _stream(made)


def _bare(text: str) -> list[bytes]:
    """Events with nothing but the words."""
    said = [_event({"choices": [{"delta": {"content": each}}]}) for each in _pieces(text)]
    return [*said, b"data: [DONE]\n\n"]


ODDITIES: dict[str, Odd] = {
    "other ends of lines": _stream(lambda text: _events(text, end="\r\n\r\n")),
    "no space behind data": _stream(lambda text: _events(text, before="data:")),
    "comments between": _stream(lambda text: [b": PROCESSING\n\n".join(_events(text))]),
    "events with names": _stream(
        lambda text: [b"".join(b"event: message\nid: 1\n" + each for each in _events(text))]
    ),
    "byte by byte": _stream(_as_bytes),
    "one piece": _stream(lambda text: [b"".join(_events(text)) + b"data: [DONE]\n\n"]),
    "broken letters": _stream(_broken_letters),
    "cut in a letter": _stream(
        lambda text: [*_events(text)[:-1], _event(_chunk({"content": "Я"}))[:-9]]
    ),
    "cut in an event": _stream(lambda text: [*_events(text)[:-1], b'data: {"choices": [{"delta']),
    "empty": _stream(lambda _: []),
    "nothing but the end": _stream(lambda _: [b"data: [DONE]\n\n"]),
    "no end": _stream(lambda text: _events(text)[:-1]),
    "end without a reason": _stream(lambda text: [*_events(text)[:-1], b"data: [DONE]\n\n"]),
    "words behind the end": _stream(
        lambda text: [*_events(text), b"data: [DONE]\n\n", *_events("They all lied.")]
    ),
    "a page": _stream(
        lambda _: [b"<!doctype html><title>Log in</title><p>evil.example</p>"], "text/html"
    ),
    "plain text": _stream(lambda text: [text.encode()], "text/plain"),
    "unknown type": _stream(lambda text: [*_events(text)], "application/octet-stream"),
    "an error with 200": _stream(lambda _: [b'{"error": {"message": "evil"}}'], "application/json"),
    "an error as an event": _stream(
        lambda text: [*_events(text)[:1], b'event: error\ndata: {"message": "overloaded"}\n\n']
    ),
    "a list": _stream(lambda _: [b"data: []\n\n", b"data: null\n\n", b"data: 7\n\n"]),
    "not JSON": _stream(lambda text: [b"data: {oops\n\n", *_events(text)]),
    "nulls": _stream(_with_nulls),
    "parts": _stream(_parts),
    "nothing but the words": _stream(_bare),
    "tool call": _stream(_tool_call),
    "refusal beside the answer": _stream(_refusing),
    "filtered in the middle": _stream(
        lambda text: [*_events(text)[:2], _event(_chunk({}, "content_filter")), b"data: [DONE]\n\n"]
    ),
    "cut at the length": _stream(
        lambda text: [*_events(text)[:3], _event(_chunk({}, "length")), b"data: [DONE]\n\n"]
    ),
    "counts in words": _counting({"prompt_tokens": "many", "completion_tokens": None}),
    "counts below nothing": _counting({"prompt_tokens": -5, "completion_tokens": -(10**12)}),
    "counts without an end": _counting(
        {"prompt_tokens": 10**30, "completion_tokens": 10**30, "total_tokens": 1.5}
    ),
    "megabytes in an event": _stream(
        lambda text: [_event(_chunk({"content": text + " a" * 10**6}))]
    ),
}
"""By what is odd about them."""
