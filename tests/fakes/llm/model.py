"""`FakeModel`: a language model server on loopback that says and does what a test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.serving import Served

from .behaviour import Behaviour, Kind
from .serving import Endpoints, Request, Words

if TYPE_CHECKING:
    from types import TracebackType


class FakeModel(Served):
    """Serves ``/v1/chat/completions``, ``/v1/models``, ``/api/chat``, ``/api/show``, ``/api/tags``.

    ``reply`` is the answer or a function from the messages to it. Other models than ``model``
    are not found. ``key``: the API key that requests must have. ``pace``: seconds between
    streamed tokens. An exception of ``reply`` is a 500 for the client and raised on leaving.
    """

    def __init__(
        self,
        reply: str | Words = "A fake answer.",
        *,
        model: str = "fake",
        key: str | None = None,
        pace: float = 0.0,
    ) -> None:
        words = (lambda _: reply) if isinstance(reply, str) else reply
        self.model = model
        self._endpoints = Endpoints(words, [model], key, pace)
        super().__init__("fake-model")
        self._is_open = False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        if error is None and self._endpoints.errors:
            raise self._endpoints.errors[0]

    @property
    def openai_url(self) -> str:
        """``http://127.0.0.1:PORT/v1``, the base URL of OpenAI-compatible clients."""
        return f"{self.url}/v1"

    @property
    def requests(self) -> list[Request]:
        """Every request, oldest first."""
        return list(self._endpoints.requests)

    @property
    def chats(self) -> list[Request]:
        """The requests for an answer among them."""
        return [r for r in self.requests if r.path in ("/v1/chat/completions", "/api/chat")]

    def say(self, reply: str | Words) -> None:
        """Changes what the model answers."""
        self._endpoints.words = (lambda _: reply) if isinstance(reply, str) else reply

    def behave(
        self,
        kind: Kind,
        *,
        times: int | None = None,
        seconds: float = 1.0,
        status: int = 500,
        tokens: int = 3,
        name: str = "",
    ) -> None:
        """Changes how the model behaves from the next request on; see `Behaviour`."""
        self._endpoints.behaviour = Behaviour(kind, times, seconds, status, tokens, name)
        if kind == "refused" and self._is_open:
            self._thread.run(self._site.close())
            self._is_open = False
        elif kind != "refused" and not self._is_open:
            self._open()

    def _open(self) -> None:
        self._thread.run(self._site.open(self._endpoints.app()))
        self._is_open = True
