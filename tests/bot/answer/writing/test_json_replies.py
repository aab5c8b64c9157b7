"""Replies that are one JSON object."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from bot.answer.writing.context import Context
from bot.answer.writing.reply_parser import Reply
from bot.models import Draft, Support
from tests.bot.made import passage

ONE = passage("The council approved the plan by nine votes to six. Holt voted against.")
CONTEXT = Context({"ab3x": ONE})
WHOLE = json.dumps(
    {
        "sentences": [
            {"text": "The plan passed.", "quotes": [{"id": "ab3x", "words": "approved the plan"}]},
            {"text": "Holt was against it.", "quotes": [{"id": "AB3X", "words": "Holt voted"}]},
            {"text": "Nobody knows why.", "quotes": []},
            {"text": "It is so.", "quotes": [{"id": "zzzz", "words": 3}, "?"]},
        ],
        "missing": "when it was",
    }
)
PASSED = Draft("The plan passed.", (Support(ONE.id, "approved the plan"),))
AGAINST = Draft("Holt was against it.", (Support(ONE.id, "Holt voted"),))


def read(text: str, *cuts: int) -> tuple[Reply, list[Draft]]:
    """The reply after it was fed in pieces, and what came out meanwhile."""
    reply = Reply(CONTEXT)
    found: list[Draft] = []
    for start, end in pairwise([0, *cuts, len(text)]):
        found += reply.feed(text[start:end])
    return reply, found + reply.end()


THOUGHT = '<think>{"sentences": [{"text": "Holt won.", "quotes": [{"id": "ab3x"}]}]}</think>'
PRETTY = json.dumps(json.loads(WHOLE), indent=2)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"```json\n{WHOLE}\n```",
        f"\n {WHOLE}",
        PRETTY,
        f"{THOUGHT}\n{WHOLE}",
        f"{THOUGHT}```json\n{PRETTY}\n```\nI hope this helps.",
        f"Holt voted for it. ⟦ab3x⟧\nWait, no.</think>{WHOLE}",
        f"Here is the object that you asked for:\n\n{WHOLE}",
        f"Sure! {PRETTY}",
        f"First I look at ab3x.\n- Holt voted. ⟦ab3x⟧\nSo {{this}} is it: ```\n{WHOLE}",
        WHOLE.replace("}]}, ", "},]},\n ").replace("}]}]", "}],},\n]"),
        WHOLE.replace(', {"text": "Holt', '], "missing": "?"}\n{"sentences": [{"text": "Holt'),
        WHOLE.replace('{"sentences"', '{"answer": {"sentences"') + "}",
        "\n".join(json.dumps(each) for each in json.loads(WHOLE)["sentences"])
        + '\n{"missing": "when it was"}',
        f"{WHOLE}\n{WHOLE}",
    ],
)
def test_each_sentence_is_a_draft_with_its_quotations(text: str) -> None:
    """However the object is fenced, thought about, announced, divided, or ended with a comma."""
    reply, found = read(text)
    letters = read(text, *range(1, len(text)))[0]

    assert letters.drafts == reply.drafts
    assert reply.complete
    assert found == [PASSED, AGAINST]
    assert reply.drafts[:2] == [PASSED, AGAINST]
    assert reply.gaps == ["The passages do not say: when it was"]
    assert not reply.refused


def test_sentence_comes_out_as_soon_as_it_is_complete() -> None:
    """And once, letter by letter."""
    reply = Reply(CONTEXT)
    end = WHOLE.index("}]}") + 3

    assert reply.feed(WHOLE[: end - 1]) == []
    assert reply.feed(WHOLE[end - 1 : end]) == [PASSED]
    assert read(WHOLE, *range(1, len(WHOLE)))[1] == [PASSED, AGAINST]


def test_reply_does_not_depend_on_how_it_is_cut_and_knows_its_end() -> None:
    """A fence may come letter by letter; an object without its end has broken off."""
    fenced = f"```json\n{WHOLE}\n```"
    cut = Reply(CONTEXT)
    cut.feed(WHOLE[: len(WHOLE) // 2])
    whole = Reply(CONTEXT)
    whole.feed(WHOLE)

    assert read(fenced, 1, 2, 3, 5, 7, 8)[1] == [PASSED, AGAINST]
    assert not cut.complete
    assert whole.complete


def test_what_was_said_before_the_object_is_void() -> None:
    """A sentence that was taken for the answer is none, once the object comes."""
    reply = Reply(CONTEXT)

    assert reply.feed("Holt voted for it. ⟦ab3x⟧\n") != []
    assert reply.begun == 0
    assert reply.feed(WHOLE) == [PASSED, AGAINST]
    assert reply.begun == 1


def test_line_ends_and_commas_in_a_string_stay() -> None:
    """What is left out for being no JSON stands between the values alone."""
    text = '{"sentences": [{"text": "He said: \\"a,] b\\"\nand left.", "quotes": [],}]}'

    assert read(text)[0].drafts == [Draft('He said: "a,] b"\nand left.')]


@pytest.mark.parametrize("text", ['{"sentences": []}', '{"sentences": [ ], "missing": null}'])
def test_no_sentence_is_a_refusal(text: str) -> None:
    """The model found no answer."""
    reply, found = read(text)

    assert found == reply.drafts == []
    assert reply.refused


@pytest.mark.parametrize(
    "text", ["{", '{"sentences": 3}', '{"sentences": [3, 4]}', '{"sentences": [{"text": 1}]}', "{}"]
)
def test_other_objects_say_nothing(text: str) -> None:
    """A broken form is no answer, and no error."""
    assert read(text)[0].drafts == []
