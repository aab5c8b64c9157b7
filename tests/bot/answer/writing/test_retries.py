"""Asking a model that fails in every way, over the real clients and HTTP."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.guard.guard import Guard
from bot.answer.writing.answer_progress import Phase, Progress, Stage
from bot.answer.writing.context import choose, count_tokens
from bot.answer.writing.language_models import make
from bot.answer.writing.provider_replies import Piece
from bot.answer.writing.retries import Attempts, Ended, Outcome
from bot.answer.writing.stream import Writing
from bot.models import Usage
from bot.settings import Settings
from tests.bot.made import hits, passage
from tests.fakes.llm import FakeModel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from bot.answer.writing.language_models import LlamaIndexModel

ONE = passage("The council approved the plan by nine votes to six. Holt voted against it.")
TWO = passage("Fares rise to 56 crowns on Monday.", title="Fares")
GIVEN = {each.id: each for each in (ONE, TWO)}
CONTEXT = choose(hits(ONE, TWO))
SENTENCES = [
    ("The council approved the plan by nine votes to six.", ONE),
    ("Holt voted against it.", ONE),
    ("Fares rise to 56 crowns on Monday.", TWO),
]
LINES = [f'{text} ⟦{each.id[:4]}: "{text[:-1]}"⟧' for text, each in SENTENCES]
REPLY = "\n".join(LINES)
TOLD = ("Be brief.", "What happened?")

each_dialect = pytest.mark.parametrize("dialect", ["openai-like", "ollama"])


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A model that says three sentences with their quotations."""
    with FakeModel(REPLY) as fake:
        yield fake


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The clients import half a world at their first request; no deadline is set for that."""
    for dialect in ("openai-like", "ollama"):
        with FakeModel(REPLY) as fake:
            assert ask(fake, dialect, timeout=120)[0].outcome.ended is Ended.WHOLE


@dataclass
class Asked:
    """How a question went."""

    outcome: Outcome
    writing: Writing
    stages: list[Stage]
    seconds: float

    @property
    def claims(self) -> list[str]:
        """The texts that were admitted."""
        return [claim.text for claim in self.writing.guard.claims]


def made(model: FakeModel, dialect: str, timeout: float) -> LlamaIndexModel:
    """A real client of the fake server."""
    url = model.url if dialect == "ollama" else model.openai_url
    found = make(
        Settings(llm=f"{dialect}:fake", llm_url=url, llm_timeout=timeout, _env_file=None)  # type: ignore[call-arg]
    )
    assert found is not None
    return found


def ask(
    model: FakeModel,
    dialect: str = "openai-like",
    *,
    timeout: float = 30,
    times: int = 1,
    show: Callable[[Progress, Stage], None] = lambda _progress, _stage: None,
) -> list[Asked]:
    """So many questions, one after the other."""

    async def run() -> list[Asked]:
        client = made(model, dialect, timeout)
        attempts = Attempts(client)
        try:
            return [await _asked(attempts, show) for _ in range(times)]
        finally:
            await _close(client.llm)

    return asyncio.run(run())


async def _asked(attempts: Attempts, show: Callable[[Progress, Stage], None]) -> Asked:
    stages: list[Stage] = []

    def keep(stage: Stage) -> None:
        stages.append(stage)
        show(progress, stage)

    progress = Progress(keep)
    writing = Writing(CONTEXT, lambda: Guard(GIVEN), progress)
    started = time.perf_counter()
    outcome = await attempts.write(*TOLD, writing, progress)
    return Asked(outcome, writing, stages, time.perf_counter() - started)


async def _close(llm: Any) -> None:
    client = getattr(llm, "_aclient", None) or getattr(llm, "_async_client", None)
    if client is not None:
        await client.close()


@each_dialect
def test_claims_come_out_while_the_model_goes_on_writing(model: FakeModel, dialect: str) -> None:
    """The first checked sentence is told before the reply has come to its end."""
    model._endpoints.pace = 0.01
    going_on: dict[int, bool] = {}

    def look(_progress: Progress, stage: Stage) -> None:
        going_on[len(stage.claims)] = any(chat.outcome == "open" for chat in model.chats)

    (asked,) = ask(model, dialect, show=look)

    assert asked.outcome.ended is Ended.WHOLE
    assert asked.claims == [text for text, _ in SENTENCES]
    assert going_on[1]
    assert [len(stage.claims) for stage in asked.stages] == [0, 1, 2, 3]
    assert {stage.phase for stage in asked.stages} == {Phase.WRITING}


@each_dialect
def test_tokens_are_the_server_s_own_count(model: FakeModel, dialect: str) -> None:
    """Also of a stream; the fake counts words."""
    (asked,) = ask(model, dialect)

    assert asked.outcome.usage == Usage(4, len(REPLY.split()))


@each_dialect
def test_tokens_are_counted_here_where_the_server_does_not_say(
    model: FakeModel, dialect: str
) -> None:
    """A stream that is left before its end has no count; what was read of it has cost."""
    model.behave("endless", tokens=20_000)

    (asked,) = ask(model, dialect)

    assert asked.outcome.usage is not None
    assert asked.outcome.usage.completion == count_tokens(asked.writing.text)


@each_dialect
def test_endless_reply_is_left_in_the_middle(model: FakeModel, dialect: str) -> None:
    """Twenty thousand tokens are not waited for, and the server is told to stop."""
    model.behave("endless", tokens=20_000)

    (asked,) = ask(model, dialect, timeout=30)

    assert asked.outcome.ended is Ended.WHOLE
    assert asked.claims == [text for text, _ in SENTENCES]
    assert len(asked.writing.text) < 8000
    assert _left(model)


def _left(model: FakeModel) -> bool:
    """Whether the server sees that nobody listens any more; it may take it a moment."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and model.chats[0].outcome == "open":
        time.sleep(0.01)
    return model.chats[0].outcome == "abandoned"


@each_dialect
@pytest.mark.parametrize("kind", ["break_off", "end_early", "stream_error", "bad_json"])
def test_broken_stream_begins_anew(model: FakeModel, dialect: str, kind: Any) -> None:
    """What was told is taken back, the second reply counts alone, and both have cost."""
    model.behave(kind, times=1, tokens=len(LINES[0].split()) + 3)

    (asked,) = ask(model, dialect)

    assert asked.outcome.ended is Ended.WHOLE
    assert asked.claims == [text for text, _ in SENTENCES]
    assert [len(stage.claims) for stage in asked.stages] == [0, 1, 0, 1, 2, 3]
    assert asked.outcome.usage is not None
    assert asked.outcome.usage.completion > len(REPLY.split())
    assert len(model.chats) == 2


@each_dialect
@pytest.mark.parametrize("kind", ["break_off", "end_early", "stream_error", "stall"])
def test_what_was_checked_before_the_last_try_failed_is_known(
    model: FakeModel, dialect: str, kind: Any
) -> None:
    """Whole lines alone: half a sentence is never checked."""
    model.behave(kind, tokens=len(LINES[0].split()) + 3)

    (asked,) = ask(model, dialect, timeout=1.5)

    assert asked.outcome.ended is Ended.FAILED
    assert asked.claims == [SENTENCES[0][0]]
    assert asked.writing.guard.tally.dropped == 0
    assert asked.seconds < 15


@each_dialect
@pytest.mark.parametrize("kind", ["hang", "late", "refused", "empty"])
def test_nothing_is_known_of_a_model_that_said_nothing(
    model: FakeModel, dialect: str, kind: Any
) -> None:
    """The deadline is for all tries together."""
    model.behave(kind, seconds=20)

    (asked,) = ask(model, dialect, timeout=0.4)

    assert asked.outcome.ended is Ended.FAILED
    assert asked.claims == []
    assert asked.seconds < 15


@each_dialect
def test_server_without_streams_is_asked_for_the_whole_and_remembered(
    model: FakeModel, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once and without a pause; the next question is asked that way from the start."""
    monkeypatch.setattr("bot.answer.writing.retries._FIRST_PAUSE", 3600.0)
    model.behave("no_streams")

    first, second = ask(model, dialect, times=2)

    assert first.claims == second.claims == [text for text, _ in SENTENCES]
    assert [bool(chat.json.get("stream")) for chat in model.chats] == [True, False, False]
    assert second.outcome.usage == Usage(4, len(REPLY.split()))


@each_dialect
def test_server_that_answers_whole_where_a_stream_was_asked_for_is_understood(
    model: FakeModel, dialect: str
) -> None:
    """OpenAI's client sees an empty stream then; Ollama's a stream of one."""
    model.behave("never_streams")

    answers = ask(model, dialect, times=3)

    assert [each.claims for each in answers] == [[text for text, _ in SENTENCES]] * 3
    assert len(model.chats) == (3 if dialect == "ollama" else 5)


def test_wait_that_a_server_asks_for_is_kept(model: FakeModel) -> None:
    """Retry-After in place of our own half second."""
    model.behave("rate_limited", times=1, seconds=1)

    (asked,) = ask(model)

    assert asked.outcome.ended is Ended.WHOLE
    assert asked.seconds >= 1
    assert asked.outcome.usage == Usage(4, len(REPLY.split()))


def test_wait_past_the_deadline_is_not_waited_for(model: FakeModel) -> None:
    """Nor is the model asked before it is over: the next question costs it nothing."""
    model.behave("rate_limited", seconds=60)

    first, second = ask(model, times=2)

    assert first.outcome.ended is second.outcome.ended is Ended.FAILED
    assert first.seconds < 20
    assert second.outcome.usage is None
    assert len(model.chats) == 1


@each_dialect
def test_failures_before_a_word_was_said_cost_nothing(model: FakeModel, dialect: str) -> None:
    """A server that refuses, or is not there, has read nothing."""
    model.behave("error", status=503)
    (refused,) = ask(model, dialect, timeout=2)
    model.behave("refused")
    (away,) = ask(model, dialect, timeout=2)

    assert refused.outcome.usage == away.outcome.usage == Usage()


@each_dialect
def test_stop_ends_it_at_once_with_what_is_checked(model: FakeModel, dialect: str) -> None:
    """The model is not listened to any more, and there is no further try."""
    model._endpoints.pace = 0.05

    def stop(progress: Progress, stage: Stage) -> None:
        if stage.claims:
            progress.stop()

    (asked,) = ask(model, dialect, show=stop)

    assert asked.outcome.ended is Ended.STOPPED
    assert asked.claims == [SENTENCES[0][0]]
    assert len(model.chats) == 1
    assert _left(model)


def test_stop_while_the_model_is_silent_ends_it_too(model: FakeModel) -> None:
    """And a stop before it is asked leaves it unasked; one that comes too late does nothing."""
    model.behave("hang")

    async def run() -> tuple[Outcome, Outcome, float]:
        client = made(model, "openai-like", 30)
        attempts, progress = Attempts(client), Progress()
        writing = Writing(CONTEXT, lambda: Guard(GIVEN), progress)
        asyncio.get_running_loop().call_later(2, progress.stop)
        started = time.perf_counter()
        first = await attempts.write(*TOLD, writing, progress)
        seconds = time.perf_counter() - started
        progress.stop()
        second = await attempts.write(*TOLD, writing, progress)
        await _close(client.llm)
        return first, second, seconds

    first, second, seconds = asyncio.run(run())

    assert first.ended is second.ended is Ended.STOPPED
    assert second.usage is None
    assert seconds < 20
    assert len(model.chats) == 1


def test_cancelled_question_is_cancelled(model: FakeModel) -> None:
    """Somebody else's cancel is no stop: it goes on to whoever cancelled."""
    model.behave("hang")

    async def run() -> None:
        client = made(model, "openai-like", 30)
        progress = Progress()
        writing = Writing(CONTEXT, lambda: Guard(GIVEN), progress)
        task = asyncio.create_task(Attempts(client).write(*TOLD, writing, progress))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await _close(client.llm)

    asyncio.run(run())


def test_repeated_line_ends_the_reading(model: FakeModel) -> None:
    """A model that goes round in circles is left after the third round."""
    model.say("\n".join([LINES[0]] * 200))
    model._endpoints.pace = 0.001

    (asked,) = ask(model)

    assert asked.outcome.ended is Ended.WHOLE
    assert asked.claims == [SENTENCES[0][0]]
    assert asked.writing.guard.tally.dropped == 0
    assert len(asked.writing.text) <= len(LINES[0]) * 3 + 10


@each_dialect
def test_thoughts_beside_the_reply_are_not_read_but_paid(model: FakeModel, dialect: str) -> None:
    """Servers that know of thoughts send them in a field of their own."""
    model.behave("thinks", tokens=50)

    (asked,) = ask(model, dialect)

    assert asked.claims == [text for text, _ in SENTENCES]
    assert asked.outcome.usage == Usage(4, len(REPLY.split()) + 50)


@each_dialect
def test_model_that_only_thought_is_not_asked_again(
    model: FakeModel, dialect: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It would do the same; the log names the setting that helps."""
    model.behave("thinks", tokens=5000)

    (asked,) = ask(model, dialect)

    assert asked.outcome.ended is Ended.FAILED
    assert asked.outcome.usage == Usage(4, 700)
    assert len(model.chats) == 1
    assert "all 700 tokens were thoughts; raise PRESSMARK_LLM_REPLY" in caplog.text


class Counting:
    """A model that counts all along, as Anthropic's does, and writes without an end."""

    name = "counting:always"
    timeout = 30.0
    longest = 700

    async def reply(self, system: str, user: str, *, whole: bool = False) -> AsyncGenerator[Piece]:
        """The same sentence for ever."""
        del system, user, whole
        while True:
            yield Piece(f"{LINES[0]}\n", Usage(90, 1))


def test_early_count_of_a_server_is_not_the_last_word() -> None:
    """What was read is more than it had counted until then; the prompt is its own count."""

    async def run() -> tuple[Outcome, Writing]:
        progress = Progress()
        writing = Writing(CONTEXT, lambda: Guard(GIVEN), progress)
        return await Attempts(Counting()).write(*TOLD, writing, progress), writing

    outcome, writing = asyncio.run(run())

    assert outcome.ended is Ended.WHOLE
    assert outcome.usage == Usage(90, count_tokens(writing.text))
