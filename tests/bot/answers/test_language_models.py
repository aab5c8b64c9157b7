"""Language models behind one interface."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.answers.language_models import LlamaIndexModel, make
from bot.errors import ModelError
from bot.settings import Settings
from tests.fakes.llm import FakeModel

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "sk-very-secret-key"


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A model that wants a key."""
    with FakeModel("  Forty-two crowns. \n", key=KEY) as fake:
        yield fake


def made(**settings: Any) -> LlamaIndexModel:
    """The model of these settings."""
    found = make(Settings(_env_file=None, **settings))  # type: ignore[call-arg]
    assert found is not None
    return found


def complete(found: LlamaIndexModel) -> str:
    """What the model says; its connections are closed."""

    async def run() -> str:
        try:
            return await found.complete("Be brief.", "What does it cost?")
        finally:
            await _close(found.llm)

    return asyncio.run(run())


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
    assert complete(found) == "Forty-two crowns."
    (request,) = model.chats
    assert request.json["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What does it cost?"},
    ]
    assert request.json["model"] == name
    assert request.json["temperature"] == 0
    assert request.json["max_tokens"] == 700
    assert request.headers["Authorization"] == f"Bearer {KEY}"


def test_ollama_s_protocol_is_spoken() -> None:
    """The address comes without /v1; the context is large enough for the passages."""
    with FakeModel("Forty-two crowns.") as model:
        said = complete(made(llm="ollama:fake", llm_url=model.url))

    (request,) = model.chats
    assert said == "Forty-two crowns."
    assert request.path == "/api/chat"
    assert request.json["options"] == {"temperature": 0, "num_ctx": 8192, "num_predict": 700}


def test_openai_like_needs_no_key() -> None:
    """Local servers have none."""
    with FakeModel("Yes.") as model:
        assert complete(made(llm="openai-like:fake", llm_url=model.openai_url)) == "Yes."


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
    assert found.timeout == 7
    asyncio.run(_close(found.llm))


def failure(model: FakeModel, *, timeout: float = 5) -> ModelError:
    """The error in place of a reply."""
    found = made(llm="openai-like:fake", llm_url=model.openai_url, llm_key=KEY, llm_timeout=timeout)
    with pytest.raises(ModelError) as caught:
        complete(found)
    return caught.value


def test_wrong_key_ends_it_at_once(model: FakeModel) -> None:
    """A refusal of the request is no passing failure; the key is not in the error."""
    model._endpoints.key = "another"

    error = failure(model)

    assert not error.retryable
    assert str(error) == "openai-like:fake: AuthenticationError"
    assert len(model.chats) == 1


def test_late_model_is_an_error_within_the_deadline(model: FakeModel) -> None:
    """The deadline is for all tries together."""
    model.behave("hang")

    error = failure(model, timeout=0.3)

    assert error.retryable
    assert "openai-like:fake" in str(error)


def test_model_that_stays_down_is_tried_three_times(model: FakeModel) -> None:
    """Half a second and one second lie between the tries."""
    model.behave("error", status=503)

    error = failure(model)

    assert error.retryable
    assert str(error) == "openai-like:fake: InternalServerError"
    assert len(model.chats) == 3


def test_empty_reply_is_an_error(model: FakeModel) -> None:
    """Nothing said is no answer and no refusal."""
    model.behave("empty")

    assert str(failure(model)) == "openai-like:fake: the reply is empty"
