"""What a language model writes, as drafts."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.answers.context import Context, choose
from bot.answers.generative import Generative, parse
from bot.models import REFUSAL, Draft
from tests.bot.made import hits, passage

ONE = passage("The council approved the plan by nine votes to six. Holt voted against.")
TWO = passage("Fares rise to 56 crowns.", title="Fares")
CONTEXT = Context({"ab3x": ONE, "q2zz": TWO})


class Said:
    """A language model that says one thing and keeps what it was asked."""

    name = "said:always"

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.asked: list[tuple[str, str]] = []

    async def complete(self, system: str, user: str) -> str:
        """The reply."""
        self.asked.append((system, user))
        return self.reply


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
    assert parse(line, CONTEXT) == [Draft("The plan passed.", ONE.id, "approved the plan")]


def test_each_line_is_a_draft_in_order() -> None:
    """Empty lines count for nothing."""
    reply = 'The plan passed. ⟦ab3x: "approved"⟧\n\nFares rise. ⟦q2zz: "Fares rise"⟧\n'

    assert parse(reply, CONTEXT) == [
        Draft("The plan passed.", ONE.id, "approved"),
        Draft("Fares rise.", TWO.id, "Fares rise"),
    ]


def test_line_with_several_supports_is_a_draft_for_each_part() -> None:
    """Each part is carried by the support behind it; a support behind no words adds nothing."""
    line = 'It passed ⟦ab3x: "approved"⟧⟦q2zz: "rise"⟧ and fares rise ⟦q2zz⟧, says Holt.'

    assert parse(line, CONTEXT) == [
        Draft("It passed.", ONE.id, "approved"),
        Draft("and fares rise.", TWO.id, None),
        Draft(", says Holt."),
    ]


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
        Draft("It passed.", None, "approved")
    ]
    assert parse("It passed. ⟦zzzz⟧", CONTEXT) == [Draft("It passed.", None, None)]
    assert parse("It passed [99].", CONTEXT) == [Draft("It passed [99].")]


def test_words_in_brackets_are_part_of_the_sentence() -> None:
    """Only an id that was given, or a quotation, makes brackets a support."""
    line = "The council (narrowly) approved it [sources] (ab3x)."

    assert parse(line, CONTEXT) == [
        Draft("The council (narrowly) approved it [sources].", ONE.id, None)
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
    """Twelve drafts are more than an answer needs."""
    assert len(parse("It passed.\n" * 500, CONTEXT)) == 12
    assert len(parse("It passed. " * 500, CONTEXT)) == 12
    assert len(parse("Well.\n" * 12 + "It passed. ⟦ab3x⟧\n", CONTEXT)) == 1


def test_brackets_and_nonsense_are_no_drafts() -> None:
    """A line without a word says nothing."""
    assert parse("⟦⟧\n---\n***\n⟦ab3x⟧\n…", CONTEXT) == []


def ask(model: Said, question: str, *history: str) -> list[Draft]:
    """The drafts of the model."""
    context = choose(hits(ONE, TWO))
    return asyncio.run(Generative(model).draft(question, context, history=history))


def test_model_is_given_the_rules_first_and_the_passages_last() -> None:
    """Passage text comes after everything that tells the model what to do."""
    model = Said(f'It passed. ⟦{ONE.id[:4]}: "approved the plan"⟧')

    drafts = ask(model, "Did the plan pass?", "Who is Holt?", "Where is Norby?")

    ((system, user),) = model.asked
    assert drafts == [Draft("It passed.", ONE.id, "approved the plan")]
    assert f"write only: {REFUSAL}." in system
    assert "Write in this language: English" in system
    assert ONE.text not in system
    assert user.startswith("Asked before: Who is Holt? / Where is Norby?")
    assert "Question: Did the plan pass?" in user
    assert user.endswith(f"{TWO.text}\n</passage>")
    assert Generative(model).name == "said:always"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Кто голосовал против этого?", "Russian"),
        ("Хто голосував за її пропозицію?", "Ukrainian"),
        ("Who?", "English"),
        ("谁反对", "the language of the question"),
    ],
)
def test_answer_is_asked_for_in_the_language_of_the_question(question: str, language: str) -> None:
    """Also where the archive is written in another one."""
    model = Said(REFUSAL)

    assert ask(model, question) == []
    assert f"Write in this language: {language}" in model.asked[0][0]
    assert "Asked before" not in model.asked[0][1]


def test_refusal_behind_supported_lines_does_not_discard_them() -> None:
    """Nor does one before them; the refusal itself is no draft."""
    line = 'It passed. ⟦ab3x: "approved the plan"⟧'
    drafts = [Draft("It passed.", ONE.id, "approved the plan")]

    assert parse(f"{line}\n{REFUSAL} who voted.", CONTEXT) == drafts
    assert parse(f"{REFUSAL} who voted.\n**{line}**", CONTEXT) == drafts


@pytest.mark.parametrize("piece", ["⟦", '(("', '[ab3x: "', "(ab3x: «", "<think>", "**", "> "])
def test_nonsense_costs_no_time(piece: str) -> None:
    """Whatever is repeated, a reply is read at once and only its first 8,000 characters."""
    started = time.perf_counter()
    parse(piece * 100_000, CONTEXT)

    assert time.perf_counter() - started < 1
    assert parse(" " * 8000 + "It passed. ⟦ab3x⟧", CONTEXT) == []
