"""The models of the settings: what each is called, where it runs, and whether it answers.

A server is asked for the list of its models, which costs nothing and loads none.
"""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from index.archive.sources.urls import without_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx
    from pydantic import SecretStr

    from bot.settings import Settings

Role = Literal["embedder", "reader", "model", "reranker"]
SECONDS = 1.0
"""Within which a server says what it has: whoever looks at `status` waits for it."""
_OWN = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "ollama": "http://127.0.0.1:11434",
}
"""Where they listen unless a setting says otherwise."""
_LISTS = {"anthropic": "/v1/models", "ollama": "/api/tags"}
_ANTHROPIC_VERSION = "2023-06-01"  # https://docs.anthropic.com/en/api/versioning
_EXTRAS = {"multilingual": ("onnx", "multilingual"), "fastembed": ("fastembed", "embedder")}
"""The package that a local model needs, and the extra that brings it."""
_REFUSED = frozenset({401, 403})
_FAILED = 500
_MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Engine:
    """A model of the settings; ``answers`` is None where nothing was asked."""

    role: Role
    name: str
    answers: bool | None
    detail: str

    def as_json(self) -> dict[str, Any]:
        """As the commands write it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Server:
    """Who is asked, as which model's server, and with which key."""

    provider: str
    model: str
    url: str
    key: str | None

    @property
    def lists(self) -> str:
        """The address at which it lists its models."""
        return self.url + _LISTS.get(self.provider, "/models")

    @property
    def headers(self) -> dict[str, str]:
        """What lets us in."""
        if not self.key:
            return {}
        if self.provider == "anthropic":
            return {"x-api-key": self.key, "anthropic-version": _ANTHROPIC_VERSION}
        return {"Authorization": f"Bearer {self.key}"}


def engines(settings: Settings, *, seconds: float = SECONDS) -> list[Engine]:
    """The embedder, the reader and the language model; servers are asked side by side."""
    asked = [_embedder(settings), _model(settings)]
    with ThreadPoolExecutor(len(asked)) as threads:
        embedder, model = threads.map(lambda each: _examined(each, seconds), asked)
    found = [embedder, _reader(settings), model]
    if settings.reranking_model:
        found.append(_examined(("reranker", settings.reranker, None), seconds))
    return found


def silent(found: Sequence[Engine]) -> list[Engine]:
    """Those that do not answer."""
    return [each for each in found if each.answers is False]


_Asked = tuple[Role, str, _Server | None]


def _embedder(settings: Settings) -> _Asked:
    provider, model = settings.embedding_model
    server = _server(provider, model, settings.embedder_url, settings.embedder_key)
    return "embedder", settings.embedder, server


def _model(settings: Settings) -> _Asked:
    provider, _, model = settings.llm.partition(":")
    return "model", settings.llm, _server(provider, model, settings.llm_url, settings.llm_key)


def _server(provider: str, model: str, url: str | None, key: SecretStr | None) -> _Server | None:
    """The server of a setting; None where the model runs here, or there is none."""
    address = url or _OWN.get(provider)
    if address is None or not model or provider == "fastembed":
        return None
    return _Server(provider, model, address, key.get_secret_value() if key else None)


def _reader(settings: Settings) -> Engine:
    """The reader goes with the embedder: beside the multilingual one another reads the rest."""
    both = settings.embedder == "multilingual"
    return Engine(
        "reader", "bundled, multilingual" if both else "bundled", answers=None, detail="runs here"
    )


def _examined(asked: _Asked, seconds: float) -> Engine:
    role, name, server = asked
    if server is not None:
        answers, said = _asked(server, seconds)
        return Engine(role, name, answers, f"{without_secrets(server.url)}: {said}")
    if name == "none":
        return Engine(role, name, answers=None, detail="the archive's own sentences answer")
    package, extra = _EXTRAS.get(name.partition(":")[0], ("", ""))
    if package and find_spec(package) is None:
        extra = "reranker" if role == "reranker" else extra
        said = f"is not installed; run `pip install 'pressmark[{extra}]'`"
        return Engine(role, name, answers=False, detail=said)
    return Engine(role, name, answers=None, detail="runs here")


def _asked(server: _Server, seconds: float) -> tuple[bool, str]:
    """Whether a server answers, and what is to be said of that; never what it says itself."""
    import httpx  # noqa: PLC0415 - a tenth of a second, and most settings name no server

    from index.errors import SettingsError  # noqa: PLC0415
    from index.proxies import check_proxies  # noqa: PLC0415

    try:
        check_proxies()
        with httpx.Client(timeout=seconds, headers=server.headers) as client:
            deadline = time.monotonic() + seconds
            with client.stream("GET", server.lists) as response:
                return _verdict(server, response, deadline)
    except SettingsError as exc:
        return False, str(exc)
    except httpx.TimeoutException:
        return False, f"does not answer within {seconds:g} s"
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False, "cannot be reached"


def _verdict(server: _Server, response: httpx.Response, deadline: float) -> tuple[bool, str]:
    """What a status means; a server that lists no models is one that answers, for all we know."""
    status = response.status_code
    if status in _REFUSED:
        what = "refuses the key" if server.key else "wants a key"
        return False, f"{what} (HTTP {status})"
    if status >= _FAILED:
        return False, f"fails (HTTP {status})"
    lists = server.provider == "ollama" and response.is_success
    if lists and not _has(server.model, _beginning(response, deadline)):
        return False, f"does not have this model; run `ollama pull {server.model}` there"
    return True, "answers"


def _beginning(response: httpx.Response, deadline: float) -> bytes:
    """As much of a list as comes in time; none is so long."""
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > _MOST_BYTES or time.monotonic() > deadline:
            break
    return body


def _has(model: str, listed: bytes) -> bool:
    """Whether Ollama lists a model; a list that cannot be read is no reason to doubt it."""
    try:
        names = {str(each["name"]) for each in json.loads(listed)["models"]}
    except (ValueError, KeyError, TypeError):
        return True
    return model in names or f"{model}:latest" in names
