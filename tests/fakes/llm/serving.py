"""The HTTP side of the fake model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from .behaviour import Behaviour, split
from .dialects import Dialect, Ollama, OpenAI, Reply, ollama_show, ollama_tags, openai_models
from .oddities import ODDITIES

if TYPE_CHECKING:
    from .dialects import Json

Words = Callable[[list[dict[str, Any]]], str]
Outcome = Literal["open", "answered", "abandoned", "broken"]

OPENAI, OLLAMA = OpenAI(), Ollama()


@dataclass(slots=True)
class Request:
    """One request. ``outcome``: ``abandoned`` by the client, ``broken`` off by the model."""

    path: str
    json: dict[str, Any]
    headers: dict[str, str]
    outcome: Outcome = "open"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request on its way to a response. ``body`` is None when it was no JSON object."""

    http: web.Request
    seen: Request
    body: Json | None
    dialect: Dialect

    def given(self, name: str, default: Any = None) -> Any:
        """A field of the body."""
        return (self.body or {}).get(name, default)

    def refuse(self, status: int, text: str, code: str) -> web.Response:
        """An error as the dialect writes it."""
        return web.json_response(self.dialect.error(text, code), status=status)

    def cut(self) -> None:
        """Breaks the connection off."""
        self.seen.outcome = "broken"
        if self.http.transport is not None:
            self.http.transport.abort()


Endpoint = Callable[[Exchange], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Endpoints:
    """Routes of both dialects and the state they share."""

    words: Words
    models: list[str]
    key: str | None
    pace: float
    behaviour: Behaviour = field(default_factory=Behaviour)
    requests: list[Request] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def app(self) -> web.Application:
        """A new application; one cannot be opened twice."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._route(self._chat, OPENAI))
        app.router.add_get("/v1/models", self._route(self._openai_models, OPENAI))
        app.router.add_post("/api/chat", self._route(self._chat, OLLAMA))
        app.router.add_post("/api/show", self._route(self._ollama_show, OLLAMA))
        app.router.add_get("/api/tags", self._route(self._ollama_tags, OLLAMA))
        return app

    def _route(
        self, endpoint: Endpoint, dialect: Dialect
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The endpoint with its request recorded, its key checked and its outcome noted."""

        async def handle(request: web.Request) -> web.StreamResponse:
            body = await _body(request)
            seen = Request(request.path, body or {}, dict(request.headers))
            self.requests.append(seen)
            exchange = Exchange(request, seen, body, dialect)
            if self.key not in (None, request.headers.get("Authorization", "")[7:]):
                return exchange.refuse(401, "Incorrect API key provided", "invalid_api_key")
            try:
                response = await endpoint(exchange)
            except (asyncio.CancelledError, ConnectionError):
                seen.outcome = "abandoned"
                raise
            except Exception as exc:  # noqa: BLE001 - a bug in the test's function fails the test
                self.errors.append(exc)
                return exchange.refuse(500, "The server had an error", "server_error")
            seen.outcome = "answered" if seen.outcome == "open" else seen.outcome
            return response

        return handle

    async def _openai_models(self, _: Exchange) -> web.Response:
        return web.json_response(openai_models(self.models))

    async def _ollama_tags(self, _: Exchange) -> web.Response:
        return web.json_response(ollama_tags(self.models))

    async def _ollama_show(self, exchange: Exchange) -> web.Response:
        name = exchange.given("model") or exchange.given("name")
        if name not in self.models:
            return exchange.refuse(404, f"model '{name}' not found", "not_found")
        return web.json_response(ollama_show())

    async def _chat(self, exchange: Exchange) -> web.StreamResponse:
        if (refusal := self._invalid(exchange)) is not None:
            return refusal
        how = self._next_behaviour()
        if how.kind in ("late", "hang"):
            await asyncio.sleep(how.seconds if how.kind == "late" else float("inf"))
        if how.kind == "error":
            return exchange.refuse(how.status, "The server had an error", "server_error")
        if how.kind == "rate_limited":
            limited = exchange.refuse(429, "Rate limit reached", "rate_limit_exceeded")
            limited.headers["Retry-After"] = f"{how.seconds:g}"
            return limited
        reply = self._reply(exchange, how)
        if how.kind == "odd":
            return await _odd(exchange, reply, how)
        return await self._said(exchange, reply, how)

    async def _said(self, exchange: Exchange, reply: Reply, how: Behaviour) -> web.StreamResponse:
        streams = exchange.given("stream", exchange.dialect.streams)
        if streams and how.kind == "no_streams":
            return exchange.refuse(400, "Streaming is not supported", "invalid_request_error")
        if streams and how.kind != "never_streams":
            return await self._stream(exchange, reply, how)
        return _whole(exchange, reply, how)

    def _invalid(self, exchange: Exchange) -> web.Response | None:
        """The refusal of a request that no real server would take."""
        if exchange.body is None:
            return exchange.refuse(400, "Could not parse the JSON body", "invalid_request_error")
        messages, model = exchange.given("messages"), exchange.given("model")
        if not messages or not all(isinstance(m, dict) and "role" in m for m in messages):
            text = "'messages' must be a list of objects with 'role' and 'content'"
            return exchange.refuse(400, text, "invalid_request_error")
        if model not in self.models:
            return exchange.refuse(404, f"model '{model}' not found", "model_not_found")
        wrong = exchange.dialect.invalid(exchange.body)
        return exchange.refuse(400, wrong, "invalid_request_error") if wrong else None

    def _next_behaviour(self) -> Behaviour:
        how = self.behaviour
        if how.times is None:
            return how
        how.times -= 1
        if how.times <= 0:
            self.behaviour = Behaviour()
        return how

    def _reply(self, exchange: Exchange, how: Behaviour) -> Reply:
        messages = exchange.given("messages")
        most = (
            exchange.given("max_tokens")
            or exchange.given("max_completion_tokens")
            or (exchange.given("options") or {}).get("num_predict")
        )
        pieces, end = how.pieces(self.words(messages), most if most and most > 0 else None)
        prompt_tokens = sum(len(split(json.dumps(m.get("content")))) for m in messages)
        thoughts = min(how.tokens, most or how.tokens) if how.kind == "thinks" else 0
        return Reply(exchange.given("model"), pieces, end, prompt_tokens, thoughts)

    async def _stream(self, exchange: Exchange, reply: Reply, how: Behaviour) -> web.StreamResponse:
        dialect = exchange.dialect
        response = web.StreamResponse(headers={"Content-Type": dialect.stream_type})
        await response.prepare(exchange.http)
        await response.write(dialect.first(reply))
        for _ in range(reply.thoughts):
            await response.write(dialect.thought(reply))
        for piece in reply.pieces[: how.tokens] if how.breaks else reply.pieces:
            await response.write(dialect.piece(reply, piece))
            await asyncio.sleep(self.pace)
        if how.kind == "stall":
            await asyncio.sleep(float("inf"))
        if how.kind == "break_off":
            exchange.cut()
            return response
        if how.kind == "stream_error":
            await response.write(dialect.streamed_error("The server had an error"))
        if how.kind in ("stream_error", "end_early"):
            await response.write_eof()
            return response
        if how.kind == "bad_json":
            await response.write(dialect.piece(reply, "…")[:20] + b"\n\n")
        usage = bool((exchange.given("stream_options") or {}).get("include_usage"))
        await response.write(dialect.last(reply, usage=usage))
        await response.write_eof()
        return response


async def _odd(exchange: Exchange, reply: Reply, how: Behaviour) -> web.StreamResponse:
    kind, pieces = ODDITIES[how.name](reply.text)
    response = web.StreamResponse(headers={"Content-Type": kind})
    await response.prepare(exchange.http)
    for each in pieces:
        await response.write(each)
    await response.write_eof()
    return response


def _whole(exchange: Exchange, reply: Reply, how: Behaviour) -> web.Response:
    text = json.dumps(exchange.dialect.whole(reply), ensure_ascii=False)
    if how.kind == "break_off":
        exchange.cut()
    if how.kind == "bad_json":
        text = text[: len(text) // 2]
    return web.Response(text=text, content_type="application/json")


async def _body(request: web.Request) -> Json | None:
    """The JSON object of the request; empty for GET, None when it is no object."""
    if request.method == "GET":
        return {}
    try:
        body = await request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
