"""Embedding models behind a server: ``PRESSMARK_EMBEDDER=openai:MODEL`` and ``ollama:MODEL``.

httpx speaks to the server itself. The clients that LlamaIndex wraps try again by themselves, in
pauses that no cancel interrupts, have no deadline for the whole of an answer, and do not look
whether there are as many vectors as texts; the two protocols are a request and a list.
"""

from __future__ import annotations

import json
import time
import weakref
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np

from index.embedding.embedder_identity import (
    BYTES_A_TOKEN,
    WINDOW,
    NamedEmbedder,
    count_by_bytes,
)
from index.embedding.protocols import NotVectorsError, unit_vectors
from index.errors import EmbedderError
from index.proxies import check_proxies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from index.embedding.protocols import EmbeddingProtocol

PASSAGE_SECONDS, QUESTION_SECONDS, SENTENCE_SECONDS = 120.0, 6.0, 20.0
"""Within which there is a whole answer: to a batch of an archive, which a processor may compute
for a minute; to a question; to some sixty sentences. For the latter two somebody waits."""
_CONNECT_SECONDS = 4.0
_MOST_TEXTS, _MOST_BYTES = 64, 100_000
"""Of one request; OpenAI takes 300,000 tokens at once, others take less and are asked for less."""
_LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes; 64 vectors of 8,192 numbers are 12 MB."""
_SAID = 160
_TOO_MUCH, _LIMITED = frozenset({400, 413, 422}), 429
_LATER = frozenset({408, 409, 423, 425, _LIMITED})
_REFUSED, _UNKNOWN = frozenset({401, 403}), frozenset({404, 405})


class RemoteEmbedder(NamedEmbedder):
    """Unit vectors from a server; usable from several threads."""

    window = WINDOW
    cutting = f"{WINDOW}-bytes-{BYTES_A_TOKEN}"

    def __init__(
        self,
        protocol: EmbeddingProtocol,
        provider: str,
        model: str,
        *,
        url: str,
        key: str | None = None,
        own_server: bool = False,
    ) -> None:
        """Of an ``own_server`` the address belongs to the identity: names of models are its own."""
        super().__init__(provider, model, *([url] if own_server else []))
        self._model, self._protocol, self._key = model, protocol, key
        self._url = url + protocol.path
        self._most = _MOST_TEXTS
        check_proxies()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, follow_redirects=False)
        weakref.finalize(self, self._client.close)

    def counts(self, texts: Sequence[str]) -> list[int]:
        """About how many tokens each text has; see `count_by_bytes`."""
        return count_by_bytes(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages: shape ``(len(texts), d)``, same order.

        Raises:
            EmbedderError: the server is down, late, refuses, or says something else.
        """
        return self._embed(texts, self._convention.passage, PASSAGE_SECONDS)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of questions, within seconds.

        Raises:
            EmbedderError: as for passages.
        """
        return self._embed(list(map(_cut, texts)), self._convention.question, QUESTION_SECONDS)

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of sentences of passages, within seconds.

        Raises:
            EmbedderError: as for passages.
        """
        return self._embed(texts, self._convention.passage, SENTENCE_SECONDS)

    def _embed(self, texts: Sequence[str], prefix: str, seconds: float) -> NDArray[np.float32]:
        """All vectors; in batches of fewer where the server finds a batch too large."""
        waiting = [prefix + text.encode("utf-8", "replace").decode() for text in texts]
        found: list[NDArray[np.float32]] = []
        deadline, most = time.monotonic() + seconds, self._most
        while waiting:
            batch = waiting[: _fitting(waiting, most)]
            try:
                found.append(self._ask(batch, deadline))
            except EmbedderError as exc:
                if not exc.smaller or len(batch) == 1:
                    raise
                most = len(batch) // 2
            else:
                waiting = waiting[len(batch) :]
        self._most = most  # it helped
        if len({each.shape[1] for each in found}) > 1:
            raise self._error("gave vectors of several lengths", retryable=True)
        return np.concatenate(found) if found else np.zeros((0, 0), np.float32)

    def _ask(self, texts: Sequence[str], deadline: float) -> NDArray[np.float32]:
        """The vectors of one request."""
        body = self._said(self._protocol.request(self._model, texts), deadline)
        try:
            return unit_vectors(self._protocol.rows(json.loads(body), len(texts)))
        except NotVectorsError as exc:
            raise self._error(f"gave {exc}", retryable=True) from exc
        except (ValueError, RecursionError) as exc:
            raise self._error("gave no JSON; look at the address", retryable=True) from exc

    def _said(self, request: dict[str, Any], deadline: float) -> bytes:
        """What the server answers with HTTP 200."""
        left = max(deadline - time.monotonic(), 0.01)
        timeout = httpx.Timeout(left, connect=min(left, _CONNECT_SECONDS))
        try:
            with self._client.stream("POST", self._url, json=request, timeout=timeout) as response:
                body = b"".join(self._pieces(response, deadline))
        except httpx.TimeoutException as exc:
            raise self._error("does not answer in time", retryable=True) from exc
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as exc:
            said = f"cannot be reached ({type(exc).__name__})"
            raise self._error(said, retryable=True) from exc
        if response.status_code != httpx.codes.OK:
            raise self._refusal(response, body, one=len(request["input"]) == 1)
        return body

    def _pieces(self, response: httpx.Response, deadline: float) -> Iterator[bytes]:
        """The body as it comes; of one that never ends not more than we wait for."""
        size = 0
        for piece in response.iter_bytes():
            size += len(piece)
            if time.monotonic() > deadline:
                raise self._error("does not answer in time", retryable=True)
            if size > _LARGEST_ANSWER:
                raise self._error("gave an answer without an end")
            yield piece

    def _refusal(self, response: httpx.Response, body: bytes, *, one: bool) -> EmbedderError:
        """What an HTTP status means."""
        status = response.status_code
        if status in _REFUSED:
            return self._error(
                f"refuses the key (HTTP {status}); correct PRESSMARK_EMBEDDER_KEY"
                if self._key
                else f"wants a key (HTTP {status}); set PRESSMARK_EMBEDDER_KEY"
            )
        if status in _UNKNOWN:
            advice = self._protocol.unknown_model.format(model=self._model)
            return self._error(f"does not know this model or path (HTTP {status}); {advice}")
        if status in _LATER or response.is_server_error:
            what = "asks for a pause" if status == _LIMITED else "fails"
            pause = _seconds(response.headers.get("Retry-After"))
            return self._error(f"{what} (HTTP {status})", retryable=True, pause=pause)
        if response.is_redirect:
            return self._error(
                f"sends elsewhere (HTTP {status}); write the final address as "
                "PRESSMARK_EMBEDDER_URL"
            )
        said = f"refuses the request (HTTP {status}{self._reason(body)})"
        return self._error(said, smaller=status in _TOO_MUCH and not one)

    def _reason(self, body: bytes) -> str:
        """What the server says about it, cut short, without our key."""
        try:
            said = json.loads(body)
            error = said["error"]
            text = str(error["message"] if isinstance(error, dict) else error)
        except (ValueError, KeyError, TypeError, RecursionError):
            return ""
        text = text.replace(self._key, "…") if self._key else text
        return f": {' '.join(text.split())[:_SAID]}"

    def _error(self, what: str, **how: Any) -> EmbedderError:
        return EmbedderError(f"{self._setting} at {self._url}: the server {what}.", **how)


def _cut(question: str) -> str:
    """As much of a question as passages may have: a longer one would be refused by the server."""
    return question.encode("utf-8", "replace")[: WINDOW * BYTES_A_TOKEN].decode("utf-8", "ignore")


def _fitting(texts: Sequence[str], most: int) -> int:
    """How many of ``texts`` go into one request; one at least."""
    size = 0
    for place, text in enumerate(texts[:most]):
        size += len(text.encode())
        if size > _MOST_BYTES and place:
            return place
    return min(len(texts), most)


def _seconds(said: str | None) -> float | None:
    """What ``Retry-After`` asks for; a date is left to the usual pauses."""
    try:
        found = float(said or "")
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None
