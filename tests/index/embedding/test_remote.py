"""Embedders behind a server: what is asked, what is believed, what is said of failures."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydantic import SecretStr

from index.embedding.calibration import measure
from index.embedding.factory import make_embedder
from index.errors import EmbedderError
from index.settings import IndexSettings
from tests.fakes.embedder import FakeEmbedder, affine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.embedding.bundled import BundledEmbedder
    from index.embedding.interface import Embedder
    from tests.fakes.embedder.server import Kind

KEY = "sk-very-secret-3141"
TEXTS = ["The ferry is late.", "Поромів немає.", "Shares fell \ud83d."]
DIALECTS = ["openai", "ollama"]


@pytest.fixture
def server(bundled: BundledEmbedder) -> Iterator[FakeEmbedder]:
    """A server whose vectors have 385 numbers."""
    with FakeEmbedder(affine(bundled, share=0.5), key=KEY) as found:
        yield found


def asked(server: FakeEmbedder, provider: str = "openai", **settings: str) -> Embedder:
    """The embedder that asks ``server``."""
    given = {**server.settings(provider), "embedder_key": KEY, **settings}
    values: dict[str, Any] = {"_env_file": None, **given}
    made = make_embedder(IndexSettings(**values))
    assert made is not None
    return made


def failure(server: FakeEmbedder, provider: str = "openai", **settings: str) -> EmbedderError:
    """What is raised of a request."""
    with pytest.raises(EmbedderError) as caught:
        asked(server, provider, **settings).embed(TEXTS[:2])
    return caught.value


def test_the_bundled_embedder_is_no_server() -> None:
    """Nothing is made for it."""
    assert make_embedder(IndexSettings(_env_file=None)) is None  # type: ignore[call-arg]


@pytest.mark.parametrize("provider", DIALECTS)
def test_vectors_have_length_one_and_the_order_of_the_texts(
    server: FakeEmbedder, provider: str, bundled: BundledEmbedder
) -> None:
    """Half a character is replaced, as JSON cannot carry it."""
    found = asked(server, provider).embed(TEXTS)

    expected = affine(bundled, share=0.5)([*TEXTS[:2], "Shares fell ?."])
    assert found.shape == (3, 385)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose((found * expected).sum(axis=1), 1, atol=1e-3)


def test_entries_belong_to_the_text_that_they_name(server: FakeEmbedder) -> None:
    """OpenAI's protocol numbers them, in whatever order they stand."""
    embedder = asked(server)
    straight = embedder.embed(TEXTS[:2])
    server.behave("shuffled")

    assert np.allclose(embedder.embed(TEXTS[:2]), straight, atol=1e-6)


def test_a_batch_has_64_texts_and_100000_bytes_at_most(server: FakeEmbedder) -> None:
    """Whatever is larger by itself goes alone."""
    asked(server).embed(["a"] * 70)
    asked(server).embed(["b" * 60_000, "c" * 60_000, "d"])

    assert [len(request) for request in server.requests] == [64, 6, 1, 2]


def test_a_batch_that_is_too_large_for_the_server_is_halved(bundled: BundledEmbedder) -> None:
    """And those after it are no larger."""
    with FakeEmbedder(affine(bundled, share=0.5), most=10) as small:
        embedder = asked(small)
        found = embedder.embed([f"text {n}" for n in range(20)])

    assert found.shape == (20, 385)
    assert [len(request) for request in small.requests] == [10, 10]


@pytest.mark.parametrize(
    ("model", "question", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("nomic-embed-text:v1.5", "search_query: ", "search_document: "),
        ("snowflake-arctic-embed2", "query: ", ""),
        ("bge-m3", "", ""),
    ],
)
def test_a_model_gets_the_prefixes_of_its_card(
    bundled: BundledEmbedder, model: str, question: str, passage: str
) -> None:
    """Questions and passages have different ones."""
    with FakeEmbedder(affine(bundled, share=0.0), model=model) as server:
        embedder = asked(server, "ollama")
        embedder.embed(["It sank."])
        embedder.embed_questions(["What sank?"])
        embedder.embed_sentences(["It sank."])

    said = [f"{passage}It sank.", f"{question}What sank?", f"{passage}It sank."]
    assert server.texts == said


@pytest.mark.parametrize("provider", DIALECTS)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("error", "the server fails (HTTP 500)."),
        ("limited", "the server asks for a pause (HTTP 429)."),
        ("html", "the server gave no JSON; look at the address."),
        ("half", "the server gave no JSON; look at the address."),
        ("fewer", "the server gave 1 vectors for 2 texts."),
        ("nan", "the server gave vectors with NaN or infinity in them."),
        ("zeros", "the server gave a vector of zeros."),
        ("words", "the server gave vectors of several lengths, or no numbers."),
        ("ragged", "the server gave vectors of several lengths, or no numbers."),
        ("refused", "the server cannot be reached (ConnectError)."),
    ],
)
def test_a_failure_that_may_pass_is_a_sentence_that_says_so(
    server: FakeEmbedder, provider: str, kind: Kind, said: str
) -> None:
    """Which setting, which address, what is wrong; asking again may help."""
    address = server.openai_url + "/embeddings" if provider == "openai" else server.url
    address += "" if provider == "openai" else "/api/embed"
    server.behave(kind)

    error = failure(server, provider)

    assert str(error) == f"PRESSMARK_EMBEDDER={provider}:fake at {address}: {said}"
    assert error.retryable


def test_retry_after_is_the_pause(server: FakeEmbedder) -> None:
    """In seconds."""
    server.behave("limited", seconds=7)

    assert failure(server).pause == 7


@pytest.mark.parametrize(
    ("settings", "provider", "said"),
    [
        (
            {"embedder_key": "wrong"},
            "openai",
            "refuses the key (HTTP 401); correct PRESSMARK_EMBEDDER_KEY.",
        ),
        (
            {"embedder": "ollama:other"},
            "ollama",
            (
                "does not know this model or path (HTTP 404); run `ollama pull other` where Ollama "
                "runs, or correct PRESSMARK_EMBEDDER."
            ),
        ),
        (
            {"embedder": "openai:other"},
            "openai",
            (
                "does not know this model or path (HTTP 404); correct the model in "
                "PRESSMARK_EMBEDDER, or PRESSMARK_EMBEDDER_URL (with /v1)."
            ),
        ),
    ],
)
def test_a_failure_for_good_says_what_to_do(
    server: FakeEmbedder, settings: dict[str, str], provider: str, said: str
) -> None:
    """Asking again would not help; a server that repeats the key is not quoted."""
    error = failure(server, provider, **settings)

    assert str(error).endswith(f": the server {said}")
    assert not error.retryable
    assert "wrong" not in str(error)
    assert KEY not in str(error)


def test_what_a_server_says_of_a_bad_request_is_repeated_without_the_key(
    server: FakeEmbedder,
) -> None:
    """A single text that it refuses is a failure for good."""
    server.behave("error", status=400)
    with pytest.raises(EmbedderError) as caught:
        asked(server).embed(["x"])

    assert "refuses the request (HTTP 400: The server had an error)." in str(caught.value)
    assert not caught.value.retryable


def test_a_redirect_is_not_followed(server: FakeEmbedder) -> None:
    """The key goes to the address that was set, and no further."""
    server.behave("redirect")

    assert "sends elsewhere (HTTP 307)" in str(failure(server))


@pytest.mark.parametrize("kind", ["hang", "drips"])
def test_a_question_waits_for_seconds_alone(server: FakeEmbedder, kind: Kind) -> None:
    """Whether the server says nothing, or a little all the time."""
    server.behave(kind)
    started = time.monotonic()

    with pytest.raises(EmbedderError, match=r"the server does not answer in time\.") as caught:
        asked(server).embed_questions(["Who?"])

    assert caught.value.retryable
    assert time.monotonic() - started < 8


def test_an_identity_is_model_prefixes_and_length() -> None:
    """Of a server of one's own the address too: what it calls a model is its affair."""

    def made(embedder: str, url: str | None = None) -> Embedder:
        """The embedder of these settings."""
        found = make_embedder(
            IndexSettings(  # type: ignore[call-arg]
                _env_file=None, embedder=embedder, embedder_url=url, embedder_key=SecretStr("k")
            )
        )
        assert found is not None
        return found

    ours, other = made("openai:m", "http://a/v1"), made("openai:m", "http://b/v1")
    here, there = made("ollama:m", "http://a"), made("ollama:m", "http://b")

    assert not other.made(ours.identity(8))
    assert there.made(here.identity(8))
    assert here.made(here.identity(9))
    assert here.identity(8) != here.identity(9)
    assert not made("ollama:m2").made(here.identity(8))
    assert len(made("ollama:" + "long/" * 60).identity(10_000)) <= 80


@pytest.mark.parametrize("share", [0.0, 0.75])
def test_cosines_come_to_the_scale_of_the_bundled_embedder(
    bundled: BundledEmbedder, share: float
) -> None:
    """A cosine of c that became s + (1 - s) c becomes c again; Ukrainian is not read by it."""
    with FakeEmbedder(affine(bundled, share=share)) as server:
        scale, dimensions = measure(asked(server), bundled)

    cosines = np.array([0.06, 0.35, 0.64])
    assert dimensions == 385
    assert scale.languages == ("en",)
    assert scale.of(share + (1 - share) * cosines) == pytest.approx(cosines, abs=1e-4)


def test_what_tells_nothing_apart_is_no_embedder(bundled: BundledEmbedder) -> None:
    """The same vector for every text."""
    with (
        FakeEmbedder(lambda texts: np.ones((len(texts), 4), np.float32)) as server,
        pytest.raises(EmbedderError, match="no nearer than other texts"),
    ):
        measure(asked(server), bundled)
