"""Embedders behind a server, through the whole program: indexing, questions, failures, changes."""

from __future__ import annotations

import json
import re
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.schema import metadata
from index.jobs.schedule import Schedule
from index.library import Library
from index.settings import IndexSettings
from tests.bot.conftest import Pressmark
from tests.conftest import SAMPLE, indexed
from tests.fakes.embedder import SLAVIC, FakeEmbedder, affine, by_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from tests.fakes.embedder.server import Kind

QUESTION = "Who stole the bell of the St Brenna?"
KEY = "sk-very-secret-3141"
COURIER = str(SAMPLE / "skelhaven-courier.jsonl")


@pytest.fixture
def server(bundled: BundledEmbedder) -> Iterator[FakeEmbedder]:
    """A model whose texts are all near each other: unrelated ones have cosines around .77."""
    with FakeEmbedder(affine(bundled, share=0.75)) as found:
        yield found


def said(pressmark: Pressmark, *arguments: str) -> dict[str, Any]:
    """The object that a command prints; it succeeds, and no traceback is seen."""
    done = pressmark(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def courier(
    bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, frozenset[str]]:
    """A home with one file indexed, by vectors as those of ``server``, and what was embedded."""
    with FakeEmbedder(affine(bundled, share=0.75)) as once:
        made = Pressmark(tmp_path_factory.mktemp("courier") / "home", **once.settings())
        said(made, "index", COURIER)
        return made.home, frozenset(once.texts)


@pytest.fixture
def remote(courier: tuple[Path, frozenset[str]], tmp_path: Path, server: FakeEmbedder) -> Pressmark:
    """The program with that file indexed, in a home of its own, and ``server`` as its embedder."""
    return Pressmark(shutil.copytree(courier[0], tmp_path / "home"), **server.settings())


def opened(home: Path, server: FakeEmbedder, bundled: BundledEmbedder) -> Library:
    """The library in ``home`` with an embedder behind ``server``."""
    settings: Any = {"home": home, "_env_file": None, **server.settings()}
    library = Library(IndexSettings(**settings), tables=metadata)
    library.bundled = bundled
    return library


def answers(pressmark: Pressmark, *questions: str) -> list[dict[str, Any]]:
    """The objects of the answers that one process gives to the questions."""
    done = pressmark("ask", "-", stdin="".join(f"{question}\n" for question in questions))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def vectors(home: Path) -> dict[str, int]:
    """Bytes of each file of vectors."""
    return {path.name: path.stat().st_size for path in (home / "vectors").iterdir()}


def test_a_model_of_another_scale_answers_and_refuses_as_the_bundled_one(
    fresh: Pressmark, pressmark: Pressmark, server: FakeEmbedder
) -> None:
    """Its vectors are the bundled one's with a number more, its cosines four times as near."""
    remote = fresh.using(**server.settings("openai"))
    questions = (QUESTION, "What is the fare to Lunnay?", "Who won the chess world cup in 1998?")
    said(remote, "index")

    status = said(remote, "status")
    assert status["embedder"].startswith("openai-fake-")
    assert status["embedder"].endswith("-dim385")
    for ours, theirs in zip(
        answers(remote, *questions), answers(pressmark, *questions), strict=True
    ):
        assert (ours["refused"], ours["answer"]) == (theirs["refused"], theirs["answer"])
        assert ours["score"] == pytest.approx(theirs["score"], abs=0.03)


def test_a_question_in_another_language_finds_and_is_answered(fresh: Pressmark) -> None:
    """Not one word is common to the question and what answers it, but a museum to it and others.

    What is not there is refused.
    """
    with FakeEmbedder(by_dictionary(SLAVIC)) as multilingual:
        remote = fresh.using(**multilingual.settings())
        said(remote, "index")
        for question in ("Хто викрав дзвін з музею?", "Кто украл колокол из музея?"):
            hits = said(remote, "search", question)["hits"]
            before = len(multilingual.requests)
            answer = said(remote, "ask", question)

            assert len(multilingual.requests) - before <= 4
            assert "bell" in hits[0]["title"].casefold()
            assert not answer["refused"]
            assert "bell of the St Brenna" in answer["claims"][0]["text"]
            assert "bell" in answer["citations"][0]["title"].casefold()
        assert said(remote, "ask", "Скільки клюкви виросло на Марсі?")["refused"]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("refused", "cannot be reached (ConnectError)"),
        pytest.param("error", "fails (HTTP 500)", marks=pytest.mark.soak),
        ("limited", "asks for a pause (HTTP 429)"),
        pytest.param("html", "gave no JSON; look at the address", marks=pytest.mark.soak),
        pytest.param("fewer", "gave 11 vectors for 12 texts", marks=pytest.mark.soak),
        ("nan", "gave vectors with NaN or infinity in them"),
    ],
)
def test_an_index_run_waits_then_fails_in_one_sentence_and_goes_on_later(
    fresh: Pressmark, server: FakeEmbedder, kind: Kind, why: str
) -> None:
    """What was read is kept. Each failure by itself is tested in `tests/index/embedding`."""
    remote = fresh.using(**server.settings(), embedder_patience="2s")
    server.behave(kind, seconds=1)

    failed = remote("index", COURIER)
    server.behave("good")
    done = said(remote, "index", COURIER)

    last = failed.stderr.splitlines()[-1]
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert re.search(r"Trying again for [0-2] s\.", failed.stderr)
    assert last == (
        f"pressmark: PRESSMARK_EMBEDDER=ollama:fake at {server.url}/api/embed: the server {why}. "
        "What was done is kept; the same `pressmark index` command goes on from there."
    )
    assert done["articles"]["added"] == 0
    assert done["articles"]["unchanged"] >= 20
    assert done["passages"] >= 40


def test_what_was_embedded_before_a_failure_is_not_embedded_again(
    remote: Pressmark, courier: tuple[Path, frozenset[str]], server: FakeEmbedder
) -> None:
    """Every text is sent once, whatever happens in between."""
    server.behave("error")
    failed = remote.using(embedder_patience="0s")("index", str(SAMPLE))
    server.behave("good")
    server.requests.clear()
    said(remote, "index", str(SAMPLE))

    assert failed.returncode == 1
    assert server.texts
    assert not courier[1] & set(server.texts)


def test_a_pause_that_a_server_asks_for_is_kept(fresh: Pressmark, server: FakeEmbedder) -> None:
    """And the run succeeds."""
    remote = fresh.using(**server.settings())
    server.behave("limited", times=1, seconds=3)
    started = time.monotonic()

    done = remote("index", COURIER)

    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started > 3
    assert "asks for a pause (HTTP 429). Trying again for 120 s." in done.stderr


def test_a_model_that_became_another_is_a_failure_until_full_says_otherwise(
    remote: Pressmark, server: FakeEmbedder, bundled: BundledEmbedder
) -> None:
    """A slip of the server does not cost a whole archive; the old vectors stay."""
    remote = remote.using(embedder_patience="0s")
    server.answer_with(lambda texts: bundled.embed(texts)[:, :100])

    asked = remote("ask", QUESTION, "--json")
    failed = remote("index", str(SAMPLE))
    full = said(remote, "index", "--full")
    after = said(remote, "status")

    assert not json.loads(asked.stdout)["refused"]
    assert "gave vectors of 100 numbers, the index has 385" in asked.stderr
    assert failed.returncode == 1
    assert "gave vectors of 100 numbers, expected 385 as before" in failed.stderr
    assert full["passages"] == after["passages"] > 80
    assert after["embedder"].endswith("-dim100")


@pytest.mark.parametrize(
    "kind",
    [
        "refused",
        "shorter",
        "limited",
        *(pytest.param(each, marks=pytest.mark.soak) for each in ("error", "html", "nan")),
    ],
)
def test_a_question_is_answered_by_its_words_while_the_server_fails(
    remote: Pressmark, server: FakeEmbedder, kind: Kind
) -> None:
    """One warning, no traceback, no failure."""
    server.behave(kind, seconds=60)

    done = remote("ask", "-", stdin=f"{QUESTION}\nWhat is the fare to Lunnay?\n")
    first, second = map(json.loads, done.stdout.splitlines())

    assert done.returncode == 0
    assert not first["refused"]
    assert {"answer"} < first.keys() & second.keys()
    assert done.stderr.count("Questions are answered by their words meanwhile.") == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_server_that_hangs_delays_a_question_by_seconds_and_the_next_not_at_all(
    remote: Pressmark, server: FakeEmbedder
) -> None:
    """It is left alone for a while."""
    server.behave("hang")

    done = remote("ask", "-", stdin=f"{QUESTION}\n{QUESTION}\n")
    first, second = map(json.loads, done.stdout.splitlines())

    assert 5_500 < first["ms"]["retrieve"] < 20_000
    assert second["ms"]["retrieve"] < 4_500
    assert first["answer"] == second["answer"]


def test_another_embedder_builds_a_generation_beside_the_one_that_answers(
    own: Pressmark, server: FakeEmbedder
) -> None:
    """Until then the old one answers with its own; going back costs no vector."""
    remote = own.using(**server.settings())
    before = said(own, "status")

    asked = remote("ask", QUESTION, "--json")
    assert not json.loads(asked.stdout)["refused"]
    assert asked.stderr == (
        f"pressmark: the index was made with {before['embedder']}, not with "
        "PRESSMARK_EMBEDDER=ollama:fake; questions are answered with that one until "
        "`pressmark index` has built it anew.\n"
    )
    assert server.requests == []

    said(remote, "index")
    between, kept = said(remote, "status"), vectors(own.home)
    assert between["embedder"].endswith("-dim385")
    assert between["generation"] != before["generation"]

    backward = own("ask", QUESTION, "--json")
    assert not json.loads(backward.stdout)["refused"]
    assert "questions are answered by their words alone until" in backward.stderr

    said(own, "index")
    assert said(own, "status")["embedder"] == before["embedder"]
    assert vectors(own.home) == kept


def test_the_owner_queues_a_run_for_another_embedder_by_itself(
    own: Pressmark, server: FakeEmbedder, bundled: BundledEmbedder
) -> None:
    """The bot and the chat need no command; nothing is read for it."""
    library = opened(own.home, server, bundled)
    Schedule(library).look()
    (job,) = library.unfinished()
    result = indexed(library, kind="sync")

    assert job.kind == "sync"
    assert result.state == "done"
    assert library.status()["embedder"].endswith("-dim385")
    library.close()


def test_a_cancel_is_heard_while_a_run_waits(
    fresh: Pressmark, server: FakeEmbedder, bundled: BundledEmbedder
) -> None:
    """Not only when the server is back."""
    library = opened(fresh.home, server, bundled)
    server.behave("limited", seconds=60)

    def cancel(phase: str, done: int, total: int) -> None:  # noqa: ARG001 - a Progress
        """As soon as it waits for vectors."""
        if phase == "indexing":
            for waiting in library.unfinished():
                library.cancel(waiting.id)

    started = time.monotonic()
    job = indexed(library, COURIER, progress=cancel)

    assert job.state == "cancelled"
    assert time.monotonic() - started < 20
    library.close()


def test_the_doctor_says_that_the_server_is_away_and_leaves_the_index_alone(
    remote: Pressmark, server: FakeEmbedder
) -> None:
    """The vectors are sound; what is wrong is the server."""
    server.behave("refused")

    done = remote("doctor", "--json")
    found = json.loads(done.stdout)

    assert done.returncode == 1
    assert (found["healthy"], found["repaired"]) == (False, [])
    assert [check["name"] for check in found["checks"] if check["ok"] is False] == ["embedder"]


def test_the_doctor_builds_anew_what_another_model_of_the_same_name_would_give(
    remote: Pressmark, server: FakeEmbedder, bundled: BundledEmbedder
) -> None:
    """Vectors of the same length that mean something else."""
    same = affine(bundled, share=0.75)
    server.answer_with(lambda texts: same(texts)[:, ::-1])

    found = said(remote, "doctor")
    assert found["repaired"]
    assert said(remote, "doctor")["repaired"] == []


def test_the_key_is_sent_and_never_seen(fresh: Pressmark, bundled: BundledEmbedder) -> None:
    """Not where it is wrong, not at the loudest log level, not in the home."""
    with FakeEmbedder(affine(bundled, share=0.0), key=KEY) as server:
        settings = {**server.settings("openai"), "log_level": "DEBUG"}
        right = fresh.using(**settings, embedder_key=KEY)
        wrong = fresh.using(**settings, embedder_key=f"{KEY}5926")
        done = [wrong("index", COURIER), right("index", COURIER), wrong("ask", QUESTION)]

    assert [each.returncode for each in done] == [1, 0, 0]
    assert "refuses the key (HTTP 401); correct PRESSMARK_EMBEDDER_KEY." in done[0].stderr
    assert all(KEY not in each.stdout + each.stderr for each in done)
    files = [path for path in fresh.home.rglob("*") if path.is_file()]
    assert files
    assert all(KEY.encode() not in path.read_bytes() for path in files)
