"""Language models behind one interface."""

from __future__ import annotations

import asyncio
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.writing.language_models import LlamaIndexModel, make
from bot.answer.writing.provider_replies import Piece
from bot.errors import ModelError
from bot.models import Usage
from bot.settings import Settings
from index.errors import SettingsError
from tests.conftest import ROOT
from tests.fakes.llm import FakeModel

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-very-secret-key"
TOLD = ("Be brief.", "What does it cost?")
SAID = "Forty-two crowns."


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A model that wants a key."""
    with FakeModel(SAID, key=KEY) as fake:
        yield fake


def made(**settings: Any) -> LlamaIndexModel:
    """The model of these settings."""
    found = make(Settings(_env_file=None, **settings))  # type: ignore[call-arg]
    assert found is not None
    return found


def complete(found: LlamaIndexModel, *, whole: bool = False) -> list[Piece]:
    """The pieces of the model's reply; its connections are closed."""

    async def run() -> list[Piece]:
        try:
            return [each async for each in found.reply(*TOLD, whole=whole)]
        finally:
            await _close(found.llm)

    return asyncio.run(run())


def text(pieces: list[Piece]) -> str:
    """What the pieces say together."""
    return "".join(each.text for each in pieces)


async def _close(llm: Any) -> None:
    client = getattr(llm, "_aclient", None) or getattr(llm, "_async_client", None)
    if client is not None:
        await (client.close() if hasattr(client, "close") else client._client.aclose())


def test_none_is_no_model() -> None:
    """Without a setting nothing is imported and nothing asked."""
    assert make(Settings(_env_file=None)) is None  # type: ignore[call-arg]


@pytest.mark.parametrize("provider", ["openai-like", "openai"])
def test_openai_s_protocol_is_spoken_with_key_and_limits(model: FakeModel, provider: str) -> None:
    """System and user text, no randomness, a bounded reply, the key in its header."""
    name = "gpt-4o-mini" if provider == "openai" else "fake"
    model._endpoints.models = [name]

    found = made(llm=f"{provider}:{name}", llm_url=model.openai_url, llm_key=KEY)

    assert found.name == f"{provider}:{name}"
    streamed = complete(found)
    (request,) = model.chats
    assert [each.text for each in streamed if each.text] == ["Forty-two", " crowns."]
    assert [each.ended for each in streamed] == [False, False, False, True, False]
    assert streamed[-1].usage == Usage(6, 2)
    assert request.json["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What does it cost?"},
    ]
    assert request.json["model"] == name
    assert request.json["temperature"] == 0
    assert request.json["max_tokens"] == 700
    assert request.json["stream"]
    assert request.headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("dialect", ["openai-like", "ollama"])
def test_whole_reply_is_one_piece(dialect: str) -> None:
    """For servers that know no streams, with the same count of tokens."""
    with FakeModel(SAID) as model:
        url = model.url if dialect == "ollama" else model.openai_url
        (piece,) = complete(made(llm=f"{dialect}:fake", llm_url=url), whole=True)

    assert piece == Piece(SAID, Usage(6, 2), ended=True)
    assert not model.chats[0].json.get("stream")


def test_ollama_s_protocol_is_spoken() -> None:
    """The address comes without /v1; the context is large enough for the passages."""
    with FakeModel(SAID) as model:
        said = complete(made(llm="ollama:fake", llm_url=model.url))

    (request,) = model.chats
    assert text(said) == SAID
    assert said[-1].usage == Usage(6, 2)
    assert [each.ended for each in said] == [False, False, True]
    assert request.json["think"] is False
    assert request.path == "/api/chat"
    assert request.json["options"] == {"temperature": 0, "num_ctx": 8192, "num_predict": 700}


def test_openai_like_needs_no_key() -> None:
    """Local servers have none."""
    with FakeModel("Yes.") as model:
        said = complete(made(llm="openai-like:fake", llm_url=model.openai_url))

    assert text(said) == "Yes."


def test_anthropic_s_class_gets_model_key_address_and_limits() -> None:
    """Its protocol has no fake; the object is looked at instead."""
    found = made(
        llm="anthropic:claude-sonnet-4-5", llm_key=KEY, llm_url="http://127.0.0.1:9", llm_timeout=7
    )

    assert type(found.llm).__name__ == "Anthropic"
    assert found.llm.model == "claude-sonnet-4-5"
    assert found.llm.max_tokens == 700
    assert found.llm.temperature == 0
    assert str(found.llm._aclient.base_url).rstrip("/") == "http://127.0.0.1:9"
    assert (found.timeout, found.longest) == (7, 700)
    asyncio.run(_close(found.llm))


def test_longest_reply_is_set_for_models_that_think_first() -> None:
    """The window grows with it where we ask for one."""
    with FakeModel(SAID) as model:
        longer = made(llm="ollama:fake", llm_url=model.url, llm_reply=4000)
        complete(longer)

    assert longer.longest == 4000
    assert model.chats[0].json["options"]["num_predict"] == 4000
    assert model.chats[0].json["options"]["num_ctx"] == 8192 - 700 + 4000


def failure(model: FakeModel, **settings: Any) -> ModelError:
    """The error in place of a reply."""
    settings = {"llm": "openai-like:fake", "llm_url": model.openai_url, "llm_key": KEY} | settings
    with pytest.raises(ModelError) as caught:
        complete(made(**settings))
    return caught.value


def test_wrong_key_is_no_passing_failure(model: FakeModel) -> None:
    """The key is not in the error."""
    model._endpoints.key = "another"

    error = failure(model)

    assert not error.retryable
    assert error.status == 401
    assert not error.charged
    assert str(error) == "openai-like:fake: AuthenticationError"


@pytest.mark.parametrize(
    ("dialect", "name"), [("openai-like", "InternalServerError"), ("ollama", "ResponseError")]
)
def test_server_s_error_may_pass(dialect: str, name: str) -> None:
    """Whoever had it named is told, and that nothing was charged."""
    with FakeModel() as model:
        model.behave("error", status=503)
        url = model.url if dialect == "ollama" else model.openai_url
        error = failure(model, llm=f"{dialect}:fake", llm_url=url)

    assert (error.retryable, error.status, error.charged) == (True, 503, False)
    assert str(error) == f"{dialect}:fake: {name}"


@pytest.mark.parametrize("dialect", ["openai-like", "ollama"])
def test_error_inside_a_stream_may_pass(dialect: str) -> None:
    """It has no status, whatever the client makes of that, and what was read has cost."""
    with FakeModel("One two three.") as model:
        model.behave("stream_error", tokens=2)
        url = model.url if dialect == "ollama" else model.openai_url
        error = failure(model, llm=f"{dialect}:fake", llm_url=url)

    assert (error.retryable, error.status, error.charged) == (True, None, True)


@pytest.mark.parametrize("dialect", ["openai-like", "ollama"])
@pytest.mark.parametrize("whole", [True, False])
def test_server_that_is_not_there_charges_nothing(dialect: str, *, whole: bool) -> None:
    """Each client hides the failed connection in another way."""
    with FakeModel() as model:
        model.behave("refused")
        url = model.url if dialect == "ollama" else model.openai_url
        with pytest.raises(ModelError) as caught:
            complete(made(llm=f"{dialect}:fake", llm_url=url), whole=whole)

    assert (caught.value.retryable, caught.value.charged) == (True, False)


def test_wait_that_is_asked_for_is_read(model: FakeModel) -> None:
    """Seconds, as most servers write them."""
    model.behave("rate_limited", seconds=7)

    error = failure(model)

    assert (error.retryable, error.status, error.pause) == (True, 429, 7)


@pytest.mark.parametrize(
    ("provider", "module", "extra"),
    [
        ("openai", "openai", "openai"),
        ("openai-like", "openai_like", "openai"),
        ("anthropic", "anthropic", "anthropic"),
        ("ollama", "ollama", "ollama"),
    ],
)
def test_client_that_is_not_installed_is_named_with_its_extra(
    provider: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is one that the package has."""
    monkeypatch.setitem(sys.modules, f"llama_index.llms.{module}", None)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    with pytest.raises(SettingsError) as caught:
        made(llm=f"{provider}:m", llm_key=KEY, llm_url="http://127.0.0.1:9/v1")

    assert str(caught.value) == (
        f"PRESSMARK_LLM={provider}:m: the client of this provider is not installed (import of "
        f"llama_index.llms.{module} halted; None in sys.modules); run "
        f"`pip install 'pressmark[{extra}]'` (in a copy of the repository "
        f"`make run EXTRAS={extra}`), or set PRESSMARK_LLM=none."
    )
    assert extra in settings["project"]["optional-dependencies"]
