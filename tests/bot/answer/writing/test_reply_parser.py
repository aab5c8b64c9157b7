"""What a language model writes, as drafts."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer.writing.context import Context
from bot.answer.writing.reply_parser import Reply, is_supported, parse
from bot.models import REFUSAL, Draft, Support
from tests.bot.made import passage

if TYPE_CHECKING:
    from index.models import Passage

ONE = passage("The council approved the plan by nine votes to six. Holt voted against.")
TWO = passage("Fares rise to 56 crowns.", title="Fares")
CONTEXT = Context({"ab3x": ONE, "q2zz": TWO})


@pytest.mark.parametrize(
    "line",
    [
        'The plan passed. ⟦ab3x: "approved the plan"⟧',
        'The plan passed ⟦ab3x: "approved the plan"⟧.',
        '- The plan passed. ⟦ab3x: "approved the plan"⟧',
        '* The plan passed. ⟦ ab3x : "approved the plan" ⟧',
        "1. The plan passed. ⟦ab3x: “approved the plan”⟧",
        "12) The plan passed. ⟦id: ab3x: «approved the plan»⟧",
        'The plan passed. [ab3x: "approved the plan"]',
        'The plan passed. [[ab3x: "approved the plan"]]',
        "The plan passed. (ab3x: 'approved the plan')",
        'The plan passed. [id=ab3x: "approved the plan"]',
    ],
)
def test_line_with_support_is_one_draft_however_it_is_bracketed(line: str) -> None:
    """Small models vary brackets, quotation marks and bullets."""
    assert parse(line, CONTEXT) == [
        Draft("The plan passed.", (Support(ONE.id, "approved the plan"),))
    ]


def test_each_line_is_a_draft_in_order() -> None:
    """Empty lines count for nothing."""
    reply = 'The plan passed. ⟦ab3x: "approved"⟧\n\nFares rise. ⟦q2zz: "Fares rise"⟧\n'

    assert parse(reply, CONTEXT) == [
        Draft("The plan passed.", (Support(ONE.id, "approved"),)),
        Draft("Fares rise.", (Support(TWO.id, "Fares rise"),)),
    ]


def test_sentence_stands_on_all_that_is_cited_in_it() -> None:
    """A citation in the middle ends no sentence; one behind the end does."""
    line = 'It passed ⟦ab3x: "approved"⟧⟦q2zz: "rise"⟧ and fares rise ⟦q2zz⟧, says Holt.'
    three = (Support(ONE.id, "approved"), Support(TWO.id, "rise"), Support(TWO.id))

    assert parse(line, CONTEXT) == [Draft("It passed and fares rise, says Holt.", three)]
    assert parse("It passed. ⟦ab3x⟧ Fares rise. ⟦q2zz⟧ ⟦ab3x⟧", CONTEXT) == [
        Draft("It passed.", (Support(ONE.id),)),
        Draft("Fares rise.", (Support(TWO.id), Support(ONE.id))),
    ]


@pytest.mark.parametrize(
    ("line", "supports"),
    [
        ("It passed. [ab3x, q2zz]", [(ONE, None), (TWO, None)]),
        ("It passed. 【ab3x】【q2zz】", [(ONE, None), (TWO, None)]),
        ("It passed. <AB3X>", [(ONE, None)]),
        ('It passed. {ab3x: "approved"; q2zz: "rise"}', [(ONE, "approved"), (TWO, "rise")]),
        ('It passed. ⟦ab3x: "the plan (all of it) [sic]"⟧', [(ONE, "the plan (all of it) [sic]")]),
        ('It passed. ⟦ab3x: "he said "yes" twice"⟧', [(ONE, 'he said "yes" twice')]),
        ('It passed. ab3x: "approved the plan"', [(ONE, "approved the plan")]),
        ("It passed — ab3x", [(ONE, None)]),
        ("It passed.\n⟦ab3x⟧", [(ONE, None)]),
        ('It passed.\n(id: ab3x: "approved")\n', [(ONE, "approved")]),
        ("It passed. (passage ab3x)", [(ONE, None)]),
        ("It passed. [source: ab3x and q2zz]", [(ONE, None), (TWO, None)]),
    ],
)
def test_citations_are_read_in_whatever_form(
    line: str, supports: list[tuple[Passage, str | None]]
) -> None:
    """On the next line, several in a bracket, brackets and marks inside of the quotation."""
    (draft,) = parse(line, CONTEXT)

    assert draft.text == "It passed."
    assert draft.supports == tuple(Support(each.id, quote) for each, quote in supports)


def test_what_the_archive_does_not_say_is_kept_beside_what_it_does() -> None:
    """An honest line about a gap is no claim, and not thrown away; a refusal is no gap."""
    reply = Reply(CONTEXT)
    reply.feed("It passed. ⟦ab3x⟧\nThe passages do not say when.\n")
    reply.end()
    refusing = Reply(CONTEXT)
    refusing.feed(f"{REFUSAL}.\n")

    rumour = Reply(CONTEXT)
    rumour.feed("Sand took bribes, but the passages do not say how.\n")

    assert rumour.gaps == []
    assert reply.gaps == ["The passages do not say when."]
    assert [draft.text for draft in reply.drafts] == ["It passed."]
    assert refusing.gaps == []


def test_words_without_support_stay_bare() -> None:
    """A sentence without support is a draft all the same, so that the guard can count it."""
    assert parse("It passed. Holt did not like it.", CONTEXT) == [
        Draft("It passed."),
        Draft("Holt did not like it."),
    ]
    assert parse('⟦ab3x: "approved"⟧ It passed.', CONTEXT) == [Draft("It passed.")]


def test_unknown_id_is_no_passage() -> None:
    """The quotation is kept, the guard may find it elsewhere; an id that was not given is none."""
    assert parse('It passed. ⟦zzzz: "approved"⟧', CONTEXT) == [
        Draft("It passed.", (Support(None, "approved"),))
    ]
    assert parse("It passed. ⟦zzzz⟧", CONTEXT) == [Draft("It passed.", (Support(None),))]


@pytest.mark.parametrize("marker", ["[1]", "[1, 2][3]", "[[4]]", "[1–4]", "[ 12 ]", "［１］"])
def test_number_that_a_model_gives_a_citation_is_left_out(marker: str) -> None:
    """The answer has its own; what an article has in brackets stays, and so does a year."""
    study = Context({"ab3x": passage("A study [2] had warned. In [2019] it passed.")})

    assert parse(f"It passed {marker}. ⟦ab3x⟧", CONTEXT) == [
        Draft("It passed.", (Support(ONE.id),))
    ]
    assert [each.text for each in parse("A study [2] had warned [1] in [2019].", study)] == [
        "A study [2] had warned in [2019]."
    ]


def test_words_in_brackets_are_part_of_the_sentence() -> None:
    """Only an id that was given, or a quotation, makes brackets a support."""
    line = "The council (narrowly) approved it [sources] (ab3x)."

    assert parse(line, CONTEXT) == [
        Draft("The council (narrowly) approved it [sources].", (Support(ONE.id, None),))
    ]


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ('Did it pass? ⟦ab3x: "x"⟧', "Did it pass?"),
        ('He said "no." ⟦ab3x: "x"⟧', 'He said "no."'),
        ('And so on… ⟦ab3x: "x"⟧', "And so on…"),
        ('It passed ⟦ab3x: "x"⟧', "It passed."),
    ],
)
def test_sentence_ends_once(said: str, draft: str) -> None:
    """A full stop is added only where nothing ends the sentence."""
    assert [each.text for each in parse(said, CONTEXT)] == [draft]


@pytest.mark.parametrize(
    "reply",
    [
        REFUSAL,
        f"{REFUSAL}.",
        f"\n {REFUSAL}. Sorry!",
        f"**{REFUSAL}.**",
        f"“{REFUSAL}.”",
        f"`{REFUSAL}`",
        f"<think>It passed. ⟦ab3x⟧</think>\n> {REFUSAL}.",
        "<think>It passed. ⟦ab3x⟧",
        "В архиве об этом не говорится.",
        "В архиве нет ответа.",
        "В архіві про це немає відомостей.",
        "Архів про це не повідомляє.",
    ],
)
def test_refusal_has_no_drafts(reply: str) -> None:
    """A model that refuses says nothing else."""
    assert parse(reply, CONTEXT) == []


def test_endless_reply_is_cut() -> None:
    """Twelve drafts are more than an answer needs, and bare ones do not push others out."""
    bare = "".join(f"It passed {number} times.\n" for number in range(500))

    assert len(parse(bare, CONTEXT)) == 12
    assert len(parse("It passed. " * 500, CONTEXT)) == 12
    assert (
        len(parse("".join(f"Well {n}.\n" for n in range(12)) + "It passed. ⟦ab3x⟧\n", CONTEXT)) == 1
    )


def test_model_that_goes_round_in_circles_is_not_read_on() -> None:
    """The same line counts once, and the third time ends it."""
    line = "It passed. ⟦ab3x⟧\n"
    reply = Reply(CONTEXT)

    assert reply.feed(line * 2) == [Draft("It passed.", (Support(ONE.id, None),))]
    assert reply.wants_more
    assert reply.feed(line + "Fares rise. ⟦q2zz⟧\n") == []
    assert not reply.wants_more
    assert len(reply.drafts) == 1


def test_line_without_an_end_is_not_read_on() -> None:
    """Two thousand characters without a line's end or a passage promise nothing."""
    reply = Reply(CONTEXT)
    fed = 0
    while reply.wants_more:
        reply.feed("and on ")
        fed += 7

    assert 2000 <= fed < 2010
    assert reply.feed("It passed. ⟦ab3x⟧\n") == []


def test_lines_without_an_end_are_not_read_on() -> None:
    """Forty lines are more than an answer needs, whatever they say."""
    reply = Reply(CONTEXT)
    lines = 0
    while reply.wants_more:
        reply.feed(f"Line {lines} says nothing.\n")
        lines += 1

    assert lines == 40


def test_draft_is_there_when_its_line_or_the_next_sentence_begins() -> None:
    """It is held no longer: whoever waits sees a sentence while the next one is written."""
    reply = Reply(CONTEXT)

    assert reply.feed('It passed. ⟦ab3x: "approved') == []
    assert reply.feed(' the plan"⟧') == []
    assert reply.feed(" Fares") == [Draft("It passed.", (Support(ONE.id, "approved the plan"),))]
    assert reply.feed(' rise. ⟦q2zz: "Fares rise"⟧') == []
    assert reply.feed("\n") == [Draft("Fares rise.", (Support(TWO.id, "Fares rise"),))]
    assert reply.end() == []


def test_reply_breaks_off_inside_a_sentence_or_behind_one() -> None:
    """Where a stream ends without a reason, its last line tells whether something is missing."""

    def complete(text: str) -> bool:
        reply = Reply(CONTEXT)
        reply.feed(text)
        return reply.complete

    assert complete("It passed. ⟦ab3x⟧\n")
    assert complete("It passed ⟦ab3x⟧")
    assert complete(f"{REFUSAL}.")
    assert not complete("It passed. ⟦ab3x⟧\nHolt voted")
    assert not complete('It passed. ⟦ab3x: "approved')


def test_thoughts_that_end_without_a_beginning_void_what_was_before() -> None:
    """Some servers leave out the mark that thinking begins with."""
    reply = Reply(CONTEXT)
    first = reply.feed("Holt voted against. ⟦ab3x⟧\n")

    after = reply.feed("So:</think>\nIt passed. ⟦ab3x⟧\n")

    assert [draft.text for draft in first] == ["Holt voted against."]
    assert [draft.text for draft in after] == ["It passed."]
    assert reply.begun == 1
    assert reply.drafts == after


MARKS = [
    ("<think>", "</think>"),
    ("<THINKING>", "</thinking>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
]


@pytest.mark.parametrize(("begin", "end"), MARKS)
def test_nothing_of_the_thoughts_is_a_draft_at_any_moment(begin: str, end: str) -> None:
    """Neither their lines nor their objects, letter by letter."""
    thought = (
        'Holt won. ⟦ab3x⟧\n{"sentences": [{"text": "Holt won.", "quotes": [{"id": "ab3x"}]}]}\n'
    )
    reply = Reply(CONTEXT)
    found = [each for letter in f"{begin}{thought}" for each in reply.feed(letter)]
    unfinished = reply.complete
    rest = [each for letter in f"{end}\nIt passed. ⟦ab3x⟧<|end|>" for each in reply.feed(letter)]

    assert found == []
    assert not unfinished
    assert rest + reply.end() == reply.drafts == [Draft("It passed.", (Support(ONE.id),))]
    assert reply.begun == 0


def test_thoughts_are_bounded_and_leave_the_answer_its_room() -> None:
    """An answer is read behind sixty thousand characters of them, and not behind more."""
    answer = "</think>It passed. ⟦ab3x⟧"

    assert len(parse("<think>" + "well " * 11_000 + answer, CONTEXT)) == 1
    assert parse("<think>" + "well " * 12_001 + answer, CONTEXT) == []


def test_what_only_begins_like_a_mark_is_said() -> None:
    """A bracket that is held back comes out with what follows, or at the end."""
    assert parse("It passed <th", CONTEXT) == [Draft("It passed <th")]
    assert parse("Of 5 < 6 <thin ice> it passed. [ab3x]", CONTEXT) == [
        Draft("Of 5 < 6 <thin ice> it passed.", (Support(ONE.id),))
    ]


def test_fence_around_lines_says_nothing() -> None:
    """Nor does the language that it names."""
    assert parse("```text\nIt passed. ⟦ab3x⟧\n```", CONTEXT) == [
        Draft("It passed.", (Support(ONE.id),))
    ]


PIECES = st.sampled_from(
    [
        "It passed. ", "Holt voted", " against", "\n", "\n\n", " ", ".", "- ", "1. ", "**", "# ",
        "⟦ab3x⟧", '⟦q2zz: "Fares rise"⟧', '⟦ab3x: "approved', ' the plan"⟧', "[ab3x]", "(narrowly)",
        "[99]", "⟦", "⟧", "]", "<think>", "</think>", "<thi", "nk>", f"{REFUSAL}.", "Fares rise",
        "и на русском. ", "x" * 700, " y" * 500, "```json\n", '{"sentences": [',
        '"missing": "when"', '{"text": "It passed.", "quotes": [{"id": "ab3x"}]}', ", ", "]}", "{",
        "}", "[/THINK]", "[TH", '{"text": "So {', '"quotes": [', "<|end|>", "<",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.data())
def test_drafts_do_not_depend_on_how_a_reply_is_cut(text: str, data: st.DataObject) -> None:
    """Whole, letter by letter or anyhow: the same drafts, given out once each and in order."""
    expected = parse(text, CONTEXT)
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12).map(sorted))

    for places in (cuts, list(range(len(text)))):
        reply = Reply(CONTEXT)
        given_out: list[Draft] = []
        for start, end in pairwise([0, *places, len(text)]):
            begun = reply.begun
            fed = reply.feed(text[start:end])
            given_out = fed if reply.begun != begun else given_out + fed
        begun = reply.begun
        rest = reply.end()
        given_out = rest if reply.begun != begun else given_out + rest

        assert reply.drafts == expected
        assert given_out[:12] == [draft for draft in expected if is_supported(draft)]


@pytest.mark.parametrize("before", [1990, 1999, 2000, 2001, 2100])
def test_object_behind_a_line_without_end_is_read_or_not_however_it_comes(before: int) -> None:
    """Whole or letter by letter: what is too far behind is not looked at."""
    text = "x" * before + '{"sentences": [{"text": "It passed.", "quotes": [{"id": "ab3x"}]}]}'
    whole, piecemeal = Reply(CONTEXT), Reply(CONTEXT)
    whole.feed(text)
    for letter in text:
        piecemeal.feed(letter)
    whole.end()
    piecemeal.end()

    assert whole.drafts == piecemeal.drafts == parse(text, CONTEXT)
    assert [draft.text for draft in whole.drafts] == (
        ["It passed."] if before <= 2000 else ["x" * 2000]
    )


def test_brackets_and_nonsense_are_no_drafts() -> None:
    """A line without a word says nothing."""
    assert parse("⟦⟧\n---\n***\n⟦ab3x⟧\n…", CONTEXT) == []


def test_refusal_behind_supported_lines_does_not_discard_them() -> None:
    """Nor does one before them; the refusal itself is no draft."""
    line = 'It passed. ⟦ab3x: "approved the plan"⟧'
    drafts = [Draft("It passed.", (Support(ONE.id, "approved the plan"),))]

    assert parse(f"{line}\n{REFUSAL} who voted.", CONTEXT) == drafts
    assert parse(f"{REFUSAL} who voted.\n**{line}**", CONTEXT) == drafts


@pytest.mark.parametrize("piece", ["⟦", '(("', '[ab3x: "', "(ab3x: «", "<think>", "**", "> "])
def test_nonsense_costs_no_time(piece: str) -> None:
    """Whatever is repeated, a reply is read at once and only its first 8,000 characters."""
    started = time.thread_time()
    parse(piece * 100_000, CONTEXT)

    assert time.thread_time() - started < 10
    assert parse(" " * 8000 + "It passed. ⟦ab3x⟧", CONTEXT) == []
