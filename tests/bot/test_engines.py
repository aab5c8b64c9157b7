"""The models of the settings: what they are called, and whether they answer."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from typing import Any

from pydantic import SecretStr

from bot.engines import Engine, engines, silent
from bot.settings import Settings
from tests.fakes.llm import FakeModel

KEY = "sk-very-secret"


def found(**settings: Any) -> dict[str, Engine]:
    """What is found of these settings, by role."""
    made = Settings(_env_file=None, **settings)  # type: ignore[call-arg]
    return {each.role: each for each in engines(made, seconds=0.3)}


def test_what_runs_here_is_named_and_asked_nothing() -> None:
    """The settings that nobody changed; only a reranker that is set is named."""
    every = found()

    assert {role: each.name for role, each in every.items()} == {
        "embedder": "bundled",
        "reader": "bundled",
        "model": "none",
    }
    assert {each.answers for each in every.values()} == {None}
    assert every["model"].detail == "the archive's own sentences answer"


def test_the_reader_goes_with_the_embedder() -> None:
    """Beside the multilingual one a second reader reads other languages."""
    assert found(embedder="multilingual")["reader"].name == "bundled, multilingual"


def test_a_server_that_lists_its_models_answers() -> None:
    """Asked with the key, which is in no sentence."""
    with FakeModel(key=KEY) as server:
        model = found(llm="openai-like:tiny", llm_url=server.openai_url, llm_key=SecretStr(KEY))[
            "model"
        ]

        assert model == Engine("model", "openai-like:tiny", True, f"{server.openai_url}: answers")


def test_a_server_that_refuses_the_key_does_not_answer() -> None:
    """Nor does one that wants a key; what it says itself may repeat the key."""
    with FakeModel(key=KEY) as server:
        wrong = found(
            llm="openai-like:tiny", llm_url=server.openai_url, llm_key=SecretStr("sk-other")
        )
        none = found(embedder="openai:tiny", embedder_url=server.openai_url)

        assert wrong["model"].detail == f"{server.openai_url}: refuses the key (HTTP 401)"
        assert none["embedder"].detail == f"{server.openai_url}: wants a key (HTTP 401)"
    assert [each.role for each in silent(list(wrong.values()))] == ["model"]


def test_a_model_that_ollama_does_not_have_does_not_answer() -> None:
    """With the command that brings it; a name without a tag means the latest."""
    with FakeModel(model="bge:latest") as server:
        away = found(llm="ollama:away", llm_url=server.url)["model"]
        tagged = found(embedder="ollama:bge", embedder_url=server.url)["embedder"]

        assert away.answers is False
        assert away.detail.endswith("does not have this model; run `ollama pull away` there")
        assert tagged.answers is True


def test_nobody_at_the_address_is_said_without_what_is_secret_in_it() -> None:
    """An address may have a login or a query."""
    url = "http://ann:hunter2@127.0.0.1:9/v1?token=abc"

    model = found(llm="openai-like:tiny", llm_url=url)["model"]

    assert model == Engine(
        "model", "openai-like:tiny", False, "http://127.0.0.1:9/v1?…: cannot be reached"
    )


def test_a_server_that_hangs_is_given_up_soon() -> None:
    """Whoever looks at the status waits for it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        model = found(llm="openai-like:tiny", llm_url=url)["model"]

    assert model.detail == f"{url}: does not answer within 0.3 s"


def test_an_extra_that_is_missing_is_named() -> None:
    """A local model without its package cannot answer."""
    every = found(embedder="fastembed:BAAI/bge-small-en-v1.5", reranker="fastembed:x/y")

    if find_spec("fastembed") is None:
        said = "is not installed; run `pip install 'pressmark[{}]'`"
        assert every["embedder"].detail == said.format("embedder")
        assert every["reranker"].detail == said.format("reranker")
    assert every["reranker"].name == "fastembed:x/y"
