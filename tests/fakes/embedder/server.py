"""`FakeEmbedder`: the server itself, well behaved or not."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from tests.fakes.serving import Served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fakes.embedder.vectors import Vectors

Kind = Literal[
    "good", "hang", "refused", "error", "limited", "html", "half", "fewer", "shorter", "nan",
    "zeros", "words", "ragged", "drips", "redirect", "shuffled",
]  # fmt: skip


@dataclass(slots=True)
class Behaviour:
    """One way to behave, for the next ``times`` requests or, with None, for good.

    - ``hang``: takes the request and never answers; ``drips``: a byte at a time, for ever.
    - ``refused``: the port is closed; ``error``: HTTP ``status``; ``redirect``: HTTP 307.
    - ``limited``: 429 with ``Retry-After: seconds``; ``html``: a page; ``half``: half the JSON.
    - ``fewer``: one vector too few; ``shorter``: vectors of three numbers.
    - ``nan``, ``zeros``, ``words``, ``ragged``: the first vector is no vector like the others.
    - ``shuffled``: the entries stand in another order (OpenAI's protocol numbers them).
    """

    kind: Kind = "good"
    times: int | None = None
    seconds: float = 1.0
    status: int = 500


class FakeEmbedder(Served):
    """Serves ``/v1/embeddings`` and ``/api/embed``; other models than ``model`` are unknown.

    ``key``: what requests must have; ``most``: texts that a request may have.
    """

    def __init__(
        self, vectors: Vectors, *, model: str = "fake", key: str | None = None, most: int = 2048
    ) -> None:
        self.model, self._key, self._most = model, key, most
        self._vectors = vectors
        self.requests: list[list[str]] = []
        self.unanswered = 0
        """Requests that hang."""
        self._behaviour = Behaviour()
        super().__init__("fake-embedder")
        self._is_open = False

    @property
    def openai_url(self) -> str:
        """``http://127.0.0.1:PORT/v1``, as OpenAI's protocol wants it."""
        return f"{self.url}/v1"

    @property
    def texts(self) -> list[str]:
        """Every text that was embedded, in order."""
        return [text for request in self.requests for text in request]

    def settings(self, provider: str = "ollama") -> dict[str, str]:
        """What makes Pressmark ask this server."""
        url = self.url if provider == "ollama" else self.openai_url
        return {"embedder": f"{provider}:{self.model}", "embedder_url": url}

    def behave(
        self, kind: Kind, *, times: int | None = None, seconds: float = 1.0, status: int = 500
    ) -> None:
        """Changes how it behaves from the next request on; see `Behaviour`."""
        self._behaviour = Behaviour(kind, times, seconds, status)
        if kind == "refused" and self._is_open:
            self._thread.run(self._site.close())
            self._is_open = False
        elif kind != "refused" and not self._is_open:
            self._open()

    def answer_with(self, vectors: Vectors) -> None:
        """Puts another model under the same name."""
        self._vectors = vectors

    def _open(self) -> None:
        app = web.Application()
        app.router.add_post("/v1/embeddings", self._openai)
        app.router.add_post("/api/embed", self._ollama)
        self._thread.run(self._site.open(app))
        self._is_open = True

    async def _openai(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, openai=True)

    async def _ollama(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, openai=False)

    async def _answer(self, request: web.Request, *, openai: bool) -> web.StreamResponse:
        body = await request.json()
        how = self._next()
        refusal = self._refusal(request, body, how)
        if refusal is not None:
            return refusal
        if how.kind == "hang":
            self.unanswered += 1
            await asyncio.sleep(float("inf"))
        if how.kind == "drips":
            return await _drip(request)
        texts = [str(text) for text in body["input"]]
        self.requests.append(texts)
        found = await asyncio.to_thread(self._vectors, texts)
        text = _written(_spoilt(found.tolist(), how.kind), how.kind, openai=openai)
        return web.Response(text=text, content_type="application/json")

    def _next(self) -> Behaviour:
        how = self._behaviour
        if how.times is not None:
            how.times -= 1
            if how.times <= 0:
                self._behaviour = Behaviour()
        return how

    def _refusal(
        self, request: web.Request, body: dict[str, Any], how: Behaviour
    ) -> web.Response | None:
        """What is said before anything is embedded, as the real servers say it."""
        if self._key not in (None, request.headers.get("Authorization", "")[7:]):
            said = f"Incorrect API key provided: {request.headers.get('Authorization')}"
            return _error(401, said)
        if body.get("model") != self.model:
            return _error(404, f"model '{body.get('model')}' not found, try pulling it first")
        if len(body["input"]) > self._most:
            return _error(413, f"batch size {len(body['input'])} > maximum {self._most}")
        return self._misbehaviour(how)

    def _misbehaviour(self, how: Behaviour) -> web.Response | None:
        if how.kind == "error":
            return _error(how.status, "The server had an error")
        if how.kind == "redirect":
            return web.Response(status=307, headers={"Location": f"{self.url}/elsewhere"})
        if how.kind == "html":
            return web.Response(text="<html>Welcome</html>", content_type="text/html")
        if how.kind == "limited":
            refusal = _error(429, "Rate limit reached")
            refusal.headers["Retry-After"] = f"{how.seconds:g}"
            return refusal
        return None


def _error(status: int, text: str) -> web.Response:
    return web.json_response({"error": {"message": text}}, status=status)


async def _drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


def _spoilt(rows: list[Any], kind: Kind) -> list[Any]:
    """The vectors, as a broken server gives them."""
    if kind == "fewer":
        return rows[:-1]
    if kind == "shorter":
        return [row[:3] for row in rows]
    first: dict[Kind, Sequence[Any]] = {
        "nan": [float("nan")] * len(rows[0]),
        "zeros": [0.0] * len(rows[0]),
        "words": ["none"] * len(rows[0]),
        "ragged": rows[0][:5],
    }
    return [first[kind], *rows[1:]] if kind in first else rows


def _written(rows: list[Any], kind: Kind, *, openai: bool) -> str:
    entries = [{"object": "embedding", "index": n, "embedding": row} for n, row in enumerate(rows)]
    entries = entries[::-1] if kind == "shuffled" else entries
    said = {"object": "list", "data": entries} if openai else {"embeddings": rows}
    text = json.dumps(said)
    return text[: len(text) // 2] if kind == "half" else text
