"""An answer while it is being made, in a terminal."""

from __future__ import annotations

import os
import re
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from bot.answer.writing.answer_progress import Phase, Stage
from bot.models import Claim
from bot.terminal.live_answer import picture
from tests.bot.terminal.test_answer_view import Screen
from tests.fakes.llm import FakeModel

if TYPE_CHECKING:
    from tests.bot.conftest import Pressmark

BORN = "The lighthouse keeper Orla Brandt was born in 1951 on Lunnay."
QUESTION = "In which year was Orla Brandt born?"


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        (Stage(Phase.SEARCHING), "Searching …\n"),
        (Stage(Phase.READING, 1), "Reading 1 article …\n"),
        (
            Stage(Phase.WRITING, 6, (Claim("It [b]sank.", (1,)), Claim("It rose.", (1, 2)))),
            (
                "It [b]sank. [1]\nIt rose. [1][2]\n"
                "Reading 6 articles … writing (Ctrl-C keeps what is there)\n"
            ),
        ),
    ],
)
def test_picture_has_the_claims_and_what_is_being_done(
    stage: Stage, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As they are: the archive's text is no markup."""
    Console(width=100).print(picture(stage))

    assert capsys.readouterr().out == shown


def reply(messages: list[dict[str, Any]]) -> str:
    """A sentence with its quotation, and then no end."""
    key = re.search(r"<passage id=(\w+)>", messages[-1]["content"])
    assert key is not None
    return f'{BORN} ⟦{key[1]}: "{BORN[:-1]}"⟧\n' + "And so on and on. " * 500


def environment(own: Pressmark, model: FakeModel) -> dict[str, str]:
    """Of a chat over one article, with a model behind Ollama's protocol."""
    folder = own.home.parent / "news"
    folder.mkdir()
    (folder / "keeper.txt").write_text(f"Keeper\n\n{BORN}", encoding="utf-8")
    chat = own.using(archive=str(folder), llm="ollama:fake", llm_url=model.url)
    return chat.environment | {"TERM": "xterm", "COLUMNS": "200"}


def test_claims_are_shown_while_the_model_writes_and_ctrl_c_keeps_them(own: Pressmark) -> None:
    """The chat goes on with the next question; Ctrl-C at the prompt still ends it."""
    with (
        FakeModel(reply, pace=0.05) as model,
        Screen(
            [sys.executable, "-m", "bot", "run"], environment(own, model), own.home.parent
        ) as screen,
    ):
        screen.until("/quit ends.", seconds=90)
        screen.until("› ")
        screen.type(QUESTION)
        screen.until(f"{BORN} [1]", seconds=60)
        screen.until("writing (Ctrl-C keeps what is there)")
        os.kill(screen.process.pid, signal.SIGINT)
        screen.until(f"{BORN} [1]\n")
        screen.until("Stopped; this is what the model had written by then, checked.")
        screen.until("› ")
        screen.type("1")
        screen.until("1951")
        screen.type("/quit")
        code = screen.close()

    assert code == 0
    assert "Traceback" not in screen.text
    assert len(model.chats) == 1
