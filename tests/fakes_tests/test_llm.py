"""The fake model with plain HTTP and with the client that the product uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike  # type: ignore[import-untyped]

from tests.fakes.llm import FakeModel

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = [{"role": "user", "content": "Why is the sky blue?"}]


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A model that says how many messages it saw."""
    with FakeModel(lambda messages: f"I saw {len(messages)} message.") as fake:
        yield fake


def openai(model: FakeModel, **more: Any) -> httpx.Response:
    """A chat completion."""
    body = {"model": model.model, "messages": QUESTION, **more}
    return httpx.post(f"{model.openai_url}/chat/completions", json=body, timeout=2)


def ollama(model: FakeModel, **more: Any) -> httpx.Response:
    """An Ollama chat."""
    body = {"model": "fake", "messages": QUESTION, **more}
    return httpx.post(f"{model.url}/api/chat", json=body, timeout=2)


def events(response: httpx.Response) -> list[Any]:
    """The JSON of server-sent events, without the last, which is [DONE]."""
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def client(model: FakeModel) -> OpenAILike:
    """LlamaIndex's client for OpenAI-compatible servers, without its own retries."""
    return OpenAILike(
        model="fake", api_base=model.openai_url, api_key="k", is_chat_model=True,
        max_retries=0, timeout=2,
    )  # fmt: skip


def test_completion_has_text_and_usage(model: FakeModel) -> None:
    """A whole answer counts words as tokens."""
    body = openai(model).json()

    assert body["choices"][0]["message"]["content"] == "I saw 1 message."
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["usage"] == {"prompt_tokens": 5, "completion_tokens": 4, "total_tokens": 9}


def test_completion_streams_with_usage_when_asked(model: FakeModel) -> None:
    """A stream has a role, a delta a token, a reason to end and, if asked for, usage."""
    *chunks, usage = events(openai(model, stream=True, stream_options={"include_usage": True}))
    plain = events(openai(model, stream=True))

    texts = [chunk["choices"][0]["delta"].get("content", "") for chunk in chunks]
    assert texts == ["", "I", " saw", " 1", " message.", ""]
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert (usage["choices"], usage["usage"]["completion_tokens"]) == ([], 4)
    assert len(plain) == len(chunks)


def test_max_tokens_cut_the_answer(model: FakeModel) -> None:
    """The limit is kept and named as the reason."""
    choice = openai(model, max_tokens=2).json()["choices"][0]

    assert (choice["message"]["content"], choice["finish_reason"]) == ("I saw", "length")


def test_ollama_chats_streamed_and_not(model: FakeModel) -> None:
    """Ollama streams unless told otherwise, and counts on its last line."""
    lines = [json.loads(line) for line in ollama(model).text.splitlines()]
    whole = ollama(model, stream=False, options={"num_predict": 3}).json()

    assert "".join(line["message"]["content"] for line in lines) == "I saw 1 message."
    assert [line["done"] for line in lines] == [False] * 4 + [True]
    assert lines[-1]["eval_count"] == 4
    assert (whole["message"]["content"], whole["done_reason"]) == ("I saw 1", "length")


def test_models_are_listed_and_shown(model: FakeModel) -> None:
    """Both dialects know one model and no other."""
    listed = httpx.get(f"{model.openai_url}/models").json()
    tags = httpx.get(f"{model.url}/api/tags").json()
    shown = httpx.post(f"{model.url}/api/show", json={"model": "fake"}).json()

    assert listed["data"][0]["id"] == tags["models"][0]["name"] == "fake"
    assert shown["model_info"]["fake.context_length"] == 8192
    assert httpx.post(f"{model.url}/api/show", json={"model": "x"}).status_code == 404
    body = {"model": "x", "messages": QUESTION}
    unknown = httpx.post(f"{model.openai_url}/chat/completions", json=body).json()
    assert unknown["error"]["code"] == "model_not_found"


def test_requests_are_recorded_and_checked(model: FakeModel) -> None:
    """What was asked can be looked at; what no server would take is refused."""
    openai(model, temperature=0)
    bad = openai(model, messages=[])

    assert model.chats[0].json["temperature"] == 0
    assert model.chats[0].headers["Content-Type"] == "application/json"
    assert model.chats[0].outcome == "answered"
    assert bad.status_code == 400


def test_key_is_required_when_there_is_one() -> None:
    """A wrong key is refused as OpenAI does."""
    with FakeModel(key="right") as model:
        assert openai(model).json()["error"]["code"] == "invalid_api_key"


def test_failing_function_fails_the_test() -> None:
    """What goes wrong in the reply function is not swallowed by the server."""

    def reply(_: list[dict[str, Any]]) -> str:
        raise AssertionError("the prompt lacks the passage")

    with pytest.raises(AssertionError, match="lacks the passage"), FakeModel(reply) as model:
        assert openai(model).status_code == 500


def test_rate_limit_ends_after_so_many_requests(model: FakeModel) -> None:
    """429 names the wait, then the model is good again."""
    model.behave("rate_limited", times=2, seconds=3)
    answers = [openai(model) for _ in range(3)]

    assert [a.status_code for a in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "3"


def test_errors_empty_and_endless_answers(model: FakeModel) -> None:
    """Status, silence and babble are what the test chose."""
    model.behave("error", status=503, times=1)
    assert openai(model).status_code == 503
    model.behave("empty", times=1)
    assert openai(model).json()["choices"][0]["message"]["content"] == ""
    model.behave("endless", tokens=40, times=1)
    assert openai(model, max_tokens=5).json()["usage"]["completion_tokens"] == 40
    model.behave("bad_json", times=1)
    with pytest.raises(json.JSONDecodeError):
        openai(model).json()


def test_late_and_hanging_models_meet_the_deadline(model: FakeModel) -> None:
    """Who gives up is seen as having abandoned the request."""
    model.behave("late", seconds=0.05, times=1)
    assert openai(model).status_code == 200
    model.behave("hang", times=1)
    body = {"model": "fake", "messages": QUESTION}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{model.openai_url}/chat/completions", json=body, timeout=0.1)
    assert openai(model).status_code == 200

    assert model.chats[1].outcome == "abandoned"


@pytest.mark.parametrize("stream", [True, False])
def test_broken_off_answers_are_transport_errors(model: FakeModel, *, stream: bool) -> None:
    """The connection is cut in the middle."""
    model.behave("break_off", tokens=2)
    with pytest.raises(httpx.TransportError):
        openai(model, stream=stream)

    assert model.chats[0].outcome == "broken"


def test_closed_port_refuses_and_opens_again(model: FakeModel) -> None:
    """The address stays the same."""
    model.behave("refused")
    with pytest.raises(httpx.ConnectError):
        openai(model)
    model.behave("good")

    assert openai(model).status_code == 200


def test_llama_index_client_completes_and_streams(model: FakeModel) -> None:
    """The client that the product uses understands both kinds of answers."""
    question = [ChatMessage(role="user", content="hi")]
    with_client = client(model)

    assert with_client.chat(question).message.content == "I saw 1 message."
    deltas = [part.delta for part in with_client.stream_chat(question)]
    assert "".join(d or "" for d in deltas) == "I saw 1 message."


def test_llama_index_client_sees_a_broken_stream(model: FakeModel) -> None:
    """A stream that breaks off is an error for the client, after the tokens that came."""
    model.behave("break_off", tokens=2)
    stream = client(model).stream_chat([ChatMessage(role="user", content="hi")])
    seen = []
    with pytest.raises(httpx.TransportError):
        seen += [part.delta for part in stream]

    assert model.chats[0].outcome == "broken"
