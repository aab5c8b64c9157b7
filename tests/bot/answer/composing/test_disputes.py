"""Questions with two sides, updated figures, corrections and lists, asked of two archives.

``tests/data/disputes`` has articles and questions with what must be said, and which kinds of note
must or must not stand around it.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot import texts
from bot.answer.answerer import Answerer
from bot.answer.conversation import requests
from bot.answer.conversation.replies import anchored
from bot.answer.reading import confidence
from bot.models import Quoted
from index.models import Query
from tests.conftest import ROOT, World

if TYPE_CHECKING:
    from index.embedding.bundled import BundledEmbedder
    from index.library import Library
    from index.models import Hit

FOLDER = ROOT / "tests" / "data" / "disputes"
QUESTIONS = [json.loads(line) for line in (FOLDER / "questions.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def disputed(bundled: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The articles of the folder, indexed once."""
    world = World(tmp_path_factory.mktemp("disputes"), bundled)
    world.index_files({"articles.jsonl": (FOLDER / "articles.jsonl").read_bytes()})
    return world.library


def ask(library: Library, question: str, **more: Any) -> dict[str, Any]:
    """The object of one answer."""
    return asyncio.run(Answerer(library).answer(question, **more)).as_json()


@pytest.mark.parametrize("line", QUESTIONS, ids=lambda line: line["question"])
def test_both_sides_are_told_and_named(
    line: dict[str, Any], library: Library, disputed: Library
) -> None:
    """Claims are the archive's sentences; that they are disputed, and by whom, are notes."""
    answer = ask(library if line.get("archive") == "sample" else disputed, line["question"])
    said = " ".join(claim["text"] for claim in answer["claims"])
    kinds = {note["kind"] for note in answer["notes"]}

    assert [each for each in line["says"] if each not in said] == []
    assert set(line.get("notes", [])) <= kinds
    assert not set(line.get("silent", [])) & kinds
    if "first" in line:
        assert line["first"] in answer["claims"][0]["text"]


CLAIM = "She said that Minister Tomas Reave had apologised to her for the raid on the foundry in"
CLAIM += " January."


def passage_of(answer: dict[str, Any], words: str) -> str:
    """The passage that the first quotation with these words stands in."""
    return next(str(each["passage"]) for each in answer["citations"] if words in each["quote"])


def test_suggested_questions_are_answered_well(library: Library) -> None:
    """The first tells both sides and who denies it, the second the newest price."""
    _, _, suggested = texts.say_in("en", "chat-sample", count=48).partition("Try: ")
    dispute, price = (
        asyncio.run(Answerer(library).answer(f"{question}?"))
        for question in suggested.strip("?").split("? ")
    )

    assert [claim.text for claim in dispute.claims] == [
        "The Port of Skelhaven has accused striking dockers of holding up an ambulance.",
        "The union rejects the charge as invented.",
    ]
    assert ("dispute", "Disputed by the union, in the same article.", 0) in [
        (note.kind, note.text, note.claim) for note in dispute.notes
    ]
    assert price.claims[0].text.startswith("A kilo of cod cost 42 crowns")
    assert min(dispute.score, price.score) >= confidence.threshold() + 0.2


def test_reply_to_a_claim_leans_on_it(disputed: Library) -> None:
    """The question stands alone by the claim's words, and the claim is not told as the answer."""
    first = ask(disputed, "Did Minister Reave apologise to Orla Bannick?")
    quoted = Quoted(CLAIM, passage_of(first, CLAIM))

    answer = ask(disputed, "Who denied it?", quoted=quoted)

    assert answer["understood"]["question"].startswith("Who denied it? (")
    assert "Ilse Korin, denies" in answer["claims"][0]["text"]


def test_claim_is_found_where_its_passage_is_not_known(disputed: Library) -> None:
    """Whoever sees a message has its words alone."""
    answer = ask(disputed, "Who denied it?", quoted=Quoted(CLAIM))

    assert "Ilse Korin, denies" in answer["claims"][0]["text"]


def test_passages_around_the_claim_come_first(disputed: Library) -> None:
    """Also for a question that stands alone; a passage that is gone changes nothing."""
    retriever = disputed.retriever
    hits = retriever.search(Query("warehouse fire in Pell", 8))
    other = next(hit for hit in reversed(hits) if hit.passage.card.article != first_of(hits))

    moved = anchored(hits, Quoted("whatever", other.passage.id), retriever)

    assert moved[0].passage.id == other.passage.id
    assert [hit.rank for hit in moved] == list(range(1, len(moved) + 1))
    assert {hit.passage.id for hit in moved} >= {hit.passage.id for hit in hits}
    assert anchored(hits, Quoted("said nowhere", "no-such-passage"), retriever) == hits


def first_of(hits: list[Hit]) -> str:
    """The article of the best hit."""
    return hits[0].passage.card.article


def test_quoted_claim_is_kept_with_its_answer(disputed: Library) -> None:
    """Asked anew without a date, the question replies to the same claim."""
    answerer = Answerer(disputed)
    quoted = Quoted(CLAIM)
    answer = asyncio.run(answerer.answer("Who denied it?", quoted=quoted))

    again = requests.plainly(disputed.catalog, answer.id)

    assert again.quoted == quoted
    assert asyncio.run(answerer.again(again)).text == answer.text


def test_conversation_goes_on_in_what_was_understood(disputed: Library) -> None:
    """A follow-up leans on the stand-alone wording of the one before it, and on its answer."""
    before = "Did Minister Reave apologise to Orla Bannick?"
    ask(disputed, before, conversation="a")

    who = ask(disputed, "Who denied it?", conversation="a")
    more = ask(disputed, "What else did she say?", conversation="a")

    assert who["understood"]["question"] == (
        "Who denied it? (Minister Reave apologise Orla Bannick)"
    )
    assert more["understood"]["question"] == "What else did she say? (Ilse Korin)"


def test_each_side_is_told_with_its_outlet_and_day(library: Library) -> None:
    """A sentence from each outlet that the question sets side by side."""
    answer = ask(
        library,
        "How many injured did the Skelhaven Courier report after the ferry accident, and how many"
        " did the Ostrand Post report?",
    )
    outlets = {each["source"] for each in answer["citations"]}
    told = [note["text"] for note in answer["notes"] if note["kind"] == "side"]

    assert {"Skelhaven Courier", "Ostrand Post"} <= outlets
    assert len(told) == len(answer["claims"])
    assert all(each.startswith(tuple(outlets)) for each in told)


def test_side_that_the_archive_does_not_have_is_named(library: Library) -> None:
    """The other one is told all the same."""
    answer = ask(
        library,
        "Was Storm Sindre of November 2024 stronger than the storm of March 2019 in Skelhaven?",
    )
    told = [note["text"] for note in answer["notes"] if note["kind"] == "side"]

    assert answer["claims"]
    assert "No article that answers was found for 2019-03-01 to 2019-03-31." in told


def test_pronoun_is_made_clear_beside_the_claim(disputed: Library) -> None:
    """The claim itself stays as the archive has it."""
    answer = ask(disputed, "Did Bannick receive an apology from Reave?")
    number = next(at for at, each in enumerate(answer["claims"]) if each["text"] == CLAIM)

    assert [
        note["text"][:44]
        for note in answer["notes"]
        if note["kind"] == "person" and note["claim"] == number
    ] == ["“She”: the sentence before says: Orla Bannic"]


def test_question_about_now_is_told_how_far_the_archive_reaches(disputed: Library) -> None:
    """Answered or refused."""
    answer = ask(disputed, "Who is the president of Flurbistan today?")
    told = {note["kind"]: note["text"] for note in answer["notes"]}

    assert answer["refused"]
    assert told["reach"] == "The newest article of the archive is of 2025-02-05."
    assert told["missing"] == "No article of the archive names “Flurbistan”."
