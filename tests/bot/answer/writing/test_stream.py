"""Answers that a model writes while somebody watches, stops it, or pays for it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.answer.answerer import Answerer
from bot.answer.writing.answer_progress import Phase, Progress, Stage
from bot.answer.writing.generative import Generative
from bot.answer.writing.language_models import make
from bot.answer.writing.purse import Purse
from bot.models import REFUSAL, Answer
from bot.prices import Budget, Price
from bot.settings import Settings
from tests.bot.answer.made import verifier
from tests.bot.answer.test_answerer import FARE, FARE_SENTENCE, checked, holding, notes
from tests.fakes.llm import FakeModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.library import Library

OTHER = "The repair at the yard in Vollum took longer than announced."
"""A sentence of the sample that does not answer the question."""
OWN = "these are the archive's own sentences."


@pytest.fixture
def model() -> Iterator[FakeModel]:
    """A language model on loopback that answers the question about fares."""
    with FakeModel(quoting(FARE_SENTENCE)) as fake:
        yield fake


def quoting(*sentences: str) -> Callable[[list[dict[str, Any]]], str]:
    """A reply with these sentences of the archive, each on its quotation."""
    return lambda seen: "\n".join(
        f'{each} ⟦{holding(seen, each)}: "{each[:-1]}"⟧' for each in sentences
    )


def ask(
    library: Library,
    model: FakeModel,
    question: str = FARE,
    *,
    purse: Purse | None = None,
    progress: Progress | None = None,
    conversation: str | None = None,
    timeout: float = 20,
) -> Answer:
    """One answer of a model behind OpenAI's protocol."""
    settings = Settings(
        llm="openai-like:fake", llm_url=model.openai_url, llm_timeout=timeout, _env_file=None
    )  # type: ignore[call-arg]
    made = make(settings)
    assert made is not None

    async def run() -> Answer:
        answerer = Answerer(library, Generative(made, verifier(), purse))
        try:
            return await answerer.answer(question, conversation=conversation, progress=progress)
        finally:
            if made.llm._aclient is not None:
                await made.llm._aclient.close()

    return asyncio.run(run())


def first_line(library: Library, model: FakeModel) -> int:
    """Tokens of the first line that the model writes."""
    ask(library, model)
    model._endpoints.requests.clear()
    return len(FARE_SENTENCE.split()) * 2 + 1


def test_watcher_sees_phases_and_claims_and_then_the_same_answer(
    library: Library, model: FakeModel
) -> None:
    """Claims that were shown are those of the answer, with its numbers."""
    stages: list[Stage] = []

    answer = ask(library, model, progress=Progress(stages.append))
    plain = ask(library, model)

    assert [stage.phase for stage in stages] == [
        Phase.SEARCHING, Phase.READING, Phase.WRITING, Phase.WRITING,
    ]  # fmt: skip
    assert stages[1].articles > 0
    assert stages[-1].claims == answer.claims
    assert stages[-1].citations == answer.citations
    assert answer.text == plain.text == f"{FARE_SENTENCE} [1]"
    assert answer.tally == plain.tally


@pytest.mark.parametrize(
    "said",
    [
        f"{REFUSAL}.",
        f"{REFUSAL}. Or does it?\n" + "Who knows.\n" * 5,
        'The mayor left. ⟦zzzz: "the mayor left"⟧\nBare. Another one.\n',
        "1. **%s**\n2. Bare words\n",
        "%s %s And on it goes.",
        '<think>%s</think>\n%s\n%s\nIt will cost 25 crowns. ⟦zzzz: "will cost 52 crowns"⟧',
    ],
)
def test_answer_is_the_same_streamed_and_whole(
    library: Library, model: FakeModel, said: str
) -> None:
    """Claims, citations, counts and notes; only the time and the tokens may differ."""
    model.say(lambda seen: said.replace("%s", quoting(FARE_SENTENCE)(seen)))

    streamed = checked(ask(library, model), library)
    model.behave("no_streams")
    whole = checked(ask(library, model), library)

    streams = [bool(chat.json.get("stream")) for chat in model.chats]
    assert streams[0]
    assert not streams[-1]
    for changing in ("ms", "usage"):
        del streamed[changing], whole[changing]
    assert streamed == whole


def test_model_is_told_what_was_asked_before(library: Library, model: FakeModel) -> None:
    """In the same conversation, and the question as it stands without it."""
    model.say(REFUSAL)
    ask(library, model, "Who is Gregor Halm?", conversation="c")
    ask(library, model, "And why did he say that?", conversation="c")

    user = model.chats[-1].json["messages"][-1]["content"]
    assert user.startswith("Asked and answered before:\n- Who is Gregor Halm? → no answer\n")
    assert "Question: And why did he say that? (Gregor Halm)\n" in user


def test_without_a_model_there_is_reading_and_no_writing(library: Library) -> None:
    """The archive's own sentences are there at once."""
    stages: list[Stage] = []

    answer = asyncio.run(Answerer(library).answer(FARE, progress=Progress(stages.append)))

    assert [stage.phase for stage in stages] == [Phase.SEARCHING, Phase.READING]
    assert answer.usage is None


def test_reply_that_breaks_off_behind_the_answer_is_kept(
    library: Library, model: FakeModel
) -> None:
    """It has the sentence that answers best; a note says what happened."""
    tokens = first_line(library, model)
    model.say(quoting(FARE_SENTENCE, OTHER))
    model.behave("stall", tokens=tokens + 4)

    answer = checked(ask(library, model, timeout=3), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert answer["model"] == "openai-like:fake"
    assert notes(answer) == [
        "The model broke off; what it had written by then was checked and is all there is."
    ]
    assert answer["guard"] == {"kept": 1, "repaired": 0, "dropped": 0}


def test_reply_that_breaks_off_before_the_answer_gives_way(
    library: Library, model: FakeModel
) -> None:
    """True as its sentence is, the question is answered by another."""
    model.say(quoting(OTHER, FARE_SENTENCE))
    model.behave("stall", tokens=len(OTHER.split()) * 2 + 4)

    answer = checked(ask(library, model, timeout=3), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert answer["model"] == "extractive"
    assert notes(answer) == ["The model did not finish; these are the archive's own sentences."]
    assert answer["guard"] == {"kept": 1, "repaired": 0, "dropped": 0}


def test_dropped_sentences_are_counted_when_falling_back(
    library: Library, model: FakeModel
) -> None:
    """Of the reply that was given up, and nothing that was never checked."""
    model.say(
        lambda seen: (
            f'The mayor left. ⟦{holding(seen, OTHER)}: "the mayor left town"⟧\n{OTHER} and so on'
        )
    )
    model.behave("stall", tokens=12)

    answer = checked(ask(library, model, timeout=3), library)

    assert answer["model"] == "extractive"
    assert answer["guard"] == {"kept": 1, "repaired": 0, "dropped": 1}


def test_stop_keeps_what_is_checked(library: Library, model: FakeModel) -> None:
    """The answer is a complete one of fewer sentences, kept like any other."""
    model.say(quoting(FARE_SENTENCE, OTHER))
    model._endpoints.pace = 0.05
    progress = Progress(lambda stage: progress.stop() if stage.claims else None)

    answer = checked(ask(library, model, progress=progress), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert answer["model"] == "openai-like:fake"
    assert notes(answer) == ["Stopped; this is what the model had written by then, checked."]


def test_stop_before_anything_is_checked_lets_the_archive_answer(
    library: Library, model: FakeModel
) -> None:
    """At once, while the model is still silent; and of one stopped earlier it is not asked."""
    model.behave("hang")
    progress = Progress(lambda stage: progress.stop() if stage.phase is Phase.READING else None)

    answer = checked(ask(library, model, progress=progress), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert notes(answer) == [f"Stopped before the model had written what can be checked; {OWN}"]
    assert model.chats == []


@pytest.mark.parametrize("reply", ["<think>It may be 52 crowns.", "---\n***", "…"])
def test_reply_that_says_nothing_is_no_refusal(
    library: Library, model: FakeModel, reply: str
) -> None:
    """Thoughts and rules are no statement about the archive."""
    model.say(reply)

    answer = checked(ask(library, model), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert notes(answer) == [
        "What the model wrote could not be checked; these are the archive's own sentences."
    ]


def test_fallback_without_sentences_of_its_own_does_not_claim_any(
    library: Library, model: FakeModel
) -> None:
    """Where the archive's sentences refuse too, the note says that."""
    model.behave("error", status=500)

    answer = checked(
        ask(library, model, "Who won the Nobel prize in chemistry in 1998?", timeout=0.4), library
    )

    assert answer["answer"] == f"{REFUSAL}."
    assert notes(answer) == [
        "The model did not answer; the archive's own sentences do not answer it either.",
        "No article of the archive names “Nobel”.",
    ]


def test_usage_is_part_of_the_answer_and_of_the_log(
    library: Library, model: FakeModel, caplog: pytest.LogCaptureFixture
) -> None:
    """Tokens, and money where prices are set."""
    purse = Purse(library.catalog, price=Price(1000, 2000))
    with caplog.at_level("INFO", logger="bot.answer.answerer"):
        answer = ask(library, model, purse=purse)

    usage = answer.as_json()["usage"]
    read, written = usage["prompt_tokens"], usage["completion_tokens"]
    assert read > 500
    assert written == len(FARE_SENTENCE.split()) * 2 + 1
    assert usage["cost"] == pytest.approx((read * 1000 + written * 2000) / 1_000_000)
    assert f"{read} tokens read, {written} written" in caplog.text


def test_spent_budget_leaves_the_model_unasked(library: Library, model: FakeModel) -> None:
    """The archive's own sentences answer until the next day, and a note says why."""
    purse = Purse(library.catalog, budget=Budget(tokens=1))

    answer = checked(ask(library, model, purse=purse), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert answer["usage"] is None
    assert [(note["kind"], note["text"]) for note in answer["notes"]][1:2] == [
        ("budget", "Today's budget for the model is spent; these are the archive's own sentences.")
    ]
    assert model.chats == []


def test_draft_in_a_language_that_nobody_asked_in_is_not_shown(
    library: Library, model: FakeModel
) -> None:
    """It cannot be compared, and the asker may not read it: the archive's own answer stands."""
    model.say(
        lambda seen: (
            "Билет для взрослого будет стоить 52 кроны. "
            f'⟦{holding(seen, FARE_SENTENCE)}: "{FARE_SENTENCE[:-1]}"⟧'
        )
    )

    answer = checked(ask(library, model), library)

    assert answer["answer"] == f"{FARE_SENTENCE} [1]"
    assert answer["guard"]["dropped"] == 1
    assert "Билет" not in json.dumps(answer, ensure_ascii=False)
